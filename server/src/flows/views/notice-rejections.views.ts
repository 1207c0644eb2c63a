import { Injectable } from '@nestjs/common';
import type { NoticeRejectionsQuery } from '@tuanlink/shared/dto';
import type { Page } from '@tuanlink/shared/paging';
import type { NoticeRejectionReply } from '@tuanlink/shared/replies';
import { Database } from '../../infra/database/database.js';
import { after, keysOf, type ListRow, pageOf, readCursor, rowsToRead } from '../../infra/database/paging.js';

/** Notices that were refused, as operators see them. */
@Injectable()
export class NoticeRejectionViews {
  constructor(private readonly db: Database) {}

  /** Newest first. */
  async list(query: NoticeRejectionsQuery): Promise<Page<NoticeRejectionReply>> {
    const [at, id] = readCursor(query.cursor);
    const rows = await this.db.query<ListRow<NoticeRejectionReply>>(
      `select jsonb_build_object(
         'id', r.id, 'kind', r.kind, 'fault', r.fault, 'status', r.status, 'count', r.count,
         'firstAt', iso(r.first_at), 'lastAt', iso(r.last_at), 'remoteAddress', r.remote_address,
         'serial', r.serial, 'bodyBytes', r.body_bytes, 'bodySha256', r.body_sha256) as item,
         ${keysOf('r.first_at', 'r.id')} as keys
       from notice_rejection r
       where ($1::text is null or r.kind = $1) and ($2::text is null or r.fault = $2)
         and ${after('r.first_at', 'r.id', '$3', '$4')}
       order by r.first_at desc, r.id desc limit $5`,
      [query.kind ?? null, query.fault ?? null, at, id, rowsToRead(query)],
    );
    return pageOf(rows, query);
  }
}
