import { Injectable } from '@nestjs/common';
import type { PageQuery } from '@tuanlink/shared/dto';
import { PAGE_LIMIT_DEFAULT, type Page } from '@tuanlink/shared/paging';
import type { LedgerAccountReply } from '@tuanlink/shared/replies';
import { accountsSql } from '../../domains/ledger/ledger.queries.js';
import { Database } from '../../infra/database/database.js';
import { Refusal } from '../../infra/refusal.js';

const ACCOUNT = /^(?:[a-z_]+|(?:held|available|paying|debt):[0-9a-f-]{36})$/;

/** The ledger's accounts with the names of the people they belong to. */
@Injectable()
export class LedgerViews {
  constructor(private readonly db: Database) {}

  /** The platform's accounts first, then the persons', by id. */
  async accounts(query: PageQuery): Promise<Page<LedgerAccountReply>> {
    const limit = query.limit ?? PAGE_LIMIT_DEFAULT;
    const afterId = readAccountCursor(query.cursor);
    const rows = await this.db.query<LedgerAccountReply>(
      `select a.*, u.nickname from (${accountsSql}) a left join shop_user u on u.id = a."userId"
       order by a."userId" is not null, a.id`,
      [afterId, limit + 1],
    );
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    const more = rows.length > limit && last !== undefined;
    return { items, nextCursor: more ? Buffer.from(last.id).toString('base64url') : null };
  }
}

function readAccountCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) {
    return null;
  }
  const id = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!ACCOUNT.test(id)) {
    throw new Refusal('request.invalid', { field: 'cursor' });
  }
  return id;
}
