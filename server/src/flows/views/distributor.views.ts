import { Injectable } from '@nestjs/common';
import type { DistributorsQuery } from '@tuanlink/shared/dto';
import type { Page } from '@tuanlink/shared/paging';
import type { ConsoleDistributorReply } from '@tuanlink/shared/replies';
import type { EntityManager } from 'typeorm';
import { Database } from '../../infra/database/database.js';
import { after, keysOf, type ListRow, pageOf, readCursor, rowsToRead } from '../../infra/database/paging.js';
import { Refusal } from '../../infra/refusal.js';

/** `ConsoleDistributorReply` of the rows `d` (distributor) and `u` (the shop user). */
const DISTRIBUTOR_JSON = `json_build_object(
  'id', d.id, 'userId', d.user_id, 'nickname', u.nickname, 'state', d.state, 'rateBp', d.rate_bp,
  'reviewFen', (
    select coalesce(sum(l.amount_fen), 0) from commission_line h
    join commission_line l on l.id = h.id or l.parent_id = h.id
    where h.user_id = d.user_id and h.state = 'held' and h.parent_id is null
      and h.reason_code = 'HELD_REVIEW'),
  'intro', d.intro,
  'reason', d.reason, 'appliedAt', iso(d.applied_at), 'decidedAt', iso(d.decided_at), 'version', d.version)`;

/** Distributors as operators see them. */
@Injectable()
export class DistributorViews {
  constructor(private readonly db: Database) {}

  /** @throws Refusal `not_found` */
  get(id: string, tx: EntityManager = this.db.manager): Promise<ConsoleDistributorReply> {
    return this.read(id, tx, '');
  }

  /** The same, locked against other decisions until the transaction ends. @throws Refusal `not_found` */
  lock(id: string, tx: EntityManager): Promise<ConsoleDistributorReply> {
    return this.read(id, tx, 'for no key update of d');
  }

  private async read(id: string, tx: EntityManager, lock: string): Promise<ConsoleDistributorReply> {
    const rows: { item: ConsoleDistributorReply }[] = await tx.query(
      `select ${DISTRIBUTOR_JSON} as item from distributor d join shop_user u on u.id = d.user_id
       where d.id = $1 ${lock}`,
      [id],
    );
    const [row] = rows;
    if (row === undefined) throw new Refusal('not_found');
    return row.item;
  }

  /** Those who applied last first. */
  async list(query: DistributorsQuery): Promise<Page<ConsoleDistributorReply>> {
    const [at, id] = readCursor(query.cursor);
    const rows = await this.db.query<ListRow<ConsoleDistributorReply>>(
      `select ${DISTRIBUTOR_JSON} as item, ${keysOf('d.applied_at', 'd.id')} as keys
       from distributor d join shop_user u on u.id = d.user_id
       where ($1::text is null or d.state = $1) and ${after('d.applied_at', 'd.id', '$2', '$3')}
       order by d.applied_at desc, d.id desc limit $4`,
      [query.state ?? null, at, id, rowsToRead(query)],
    );
    return pageOf(rows, query);
  }
}
