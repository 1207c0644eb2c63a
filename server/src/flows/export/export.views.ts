import { Injectable } from '@nestjs/common';
import type { ExportsQuery } from '@tuanlink/shared/dto';
import type { Page } from '@tuanlink/shared/paging';
import type { ExportReply } from '@tuanlink/shared/replies';
import type { EntityManager } from 'typeorm';
import { Database } from '../../infra/database/database.js';
import { after, keysOf, type ListRow, pageOf, readCursor, rowsToRead } from '../../infra/database/paging.js';
import { Refusal } from '../../infra/refusal.js';

/** `ExportReply` of the row `x`. */
const EXPORT_JSON = `json_build_object('id', x.id, 'kind', x.kind, 'from', iso(x.from_at), 'to', iso(x.to_at),
  'state', x.state, 'rowsDone', x.rows_done, 'rowsTotal', x.rows_total, 'fileName', x.file_name,
  'bytes', x.bytes, 'sha256', x.sha256, 'error', x.error,
  'requestedBy', json_build_object('id', x.requested_by, 'name', x.requested_name),
  'createdAt', iso(x.created_at), 'finishedAt', iso(x.finished_at), 'expiresAt', iso(x.expires_at))`;

/** Exports as operators see them. */
@Injectable()
export class ExportViews {
  constructor(private readonly db: Database) {}

  /** @throws Refusal `not_found` */
  async get(id: string, tx: EntityManager = this.db.manager): Promise<ExportReply> {
    const rows: { item: ExportReply }[] = await tx.query(
      `select ${EXPORT_JSON} as item from export_job x where x.id = $1`,
      [id],
    );
    const [row] = rows;
    if (row === undefined) throw new Refusal('not_found');
    return row.item;
  }

  /** Those asked for last first. */
  async list(query: ExportsQuery): Promise<Page<ExportReply>> {
    const [at, id] = readCursor(query.cursor);
    const rows = await this.db.query<ListRow<ExportReply>>(
      `select ${EXPORT_JSON} as item, ${keysOf('x.created_at', 'x.id')} as keys from export_job x
       where ($1::text is null or x.state = $1) and ${after('x.created_at', 'x.id', '$2', '$3')}
       order by x.created_at desc, x.id desc limit $4`,
      [query.state ?? null, at, id, rowsToRead(query)],
    );
    return pageOf(rows, query);
  }
}
