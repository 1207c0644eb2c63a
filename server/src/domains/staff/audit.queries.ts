import { Injectable } from '@nestjs/common';
import type { AuditQuery } from '@tuanlink/shared/dto';
import type { Page } from '@tuanlink/shared/paging';
import type { AuditEntryReply } from '@tuanlink/shared/replies';
import { Database } from '../../infra/database/database.js';
import { limitOf, pageOf, readIdCursor, writeCursor } from '../../infra/paging.js';

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

function reply({ operatorId, operatorName, at, ...entry }: Row): AuditEntryReply {
  return { ...entry, at: at.toISOString(), operator: { id: operatorId, name: operatorName } };
}

/** Reads the audit trail. */
@Injectable()
export class AuditQueries {
  constructor(private readonly database: Database) {}

  /** Newest first. */
  async list(query: AuditQuery): Promise<Page<AuditEntryReply>> {
    const limit = limitOf(query);
    const rows = await this.database.query<Row>(SELECT, [
      query.action ?? null,
      query.subjectId ?? null,
      readIdCursor(query.cursor) ?? null,
      limit + 1,
    ]);
    return pageOf(rows, limit, reply, (row) => writeCursor(row.id));
  }
}
