import { Injectable } from '@nestjs/common';
import type { AuditQuery } from '@tuanlink/shared/dto';
import type { Page } from '@tuanlink/shared/paging';
import type { AuditEntryReply } from '@tuanlink/shared/replies';
import { Database } from '../../infra/database/database.js';
import { type ListRow, pageOf, readCursor, rowsToRead } from '../../infra/database/paging.js';

type Row = Omit<AuditEntryReply, 'at' | 'operator'> & {
  at: Date;
  operatorId: string;
  operatorName: string;
};

const SELECT = `
  select id, at, operator_id as "operatorId", operator_name as "operatorName", action,
    subject_kind as "subjectKind", subject_id as "subjectId", before, after
  from audit_entry
  where ($1::text is null or action = $1)
    and ($2::text is null or subject_id = $2)
    and ($3::uuid is null or id < $3)
  order by id desc limit $4`;

function listRow({ operatorId, operatorName, at, ...entry }: Row): ListRow<AuditEntryReply> {
  const operator = { id: operatorId, name: operatorName };
  return { item: { ...entry, at: at.toISOString(), operator }, keys: [entry.id] };
}

/** Reads the audit trail. */
@Injectable()
export class AuditQueries {
  constructor(private readonly database: Database) {}

  /** Newest first: ids grow with time. */
  async list(query: AuditQuery): Promise<Page<AuditEntryReply>> {
    const [olderThan] = readCursor(query.cursor, ['uuid']);
    const rows = await this.database.readStale<Row>(SELECT, [
      query.action ?? null,
      query.subjectId ?? null,
      olderThan,
      rowsToRead(query),
    ]);
    return pageOf(rows.map(listRow), query);
  }
}
