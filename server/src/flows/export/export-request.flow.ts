import { Injectable } from '@nestjs/common';
import type { CreateExportBody } from '@tuanlink/shared/dto';
import { type Language, pickLanguage } from '@tuanlink/shared/errors';
import type { ExportReply } from '@tuanlink/shared/replies';
import type { OperatorRole } from '@tuanlink/shared/states';
import { parseMoment } from '@tuanlink/shared/time';
import type { EntityManager } from 'typeorm';
import { AuditTrail } from '../../domains/staff/audit-trail.service.js';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { Ids } from '../../infra/ids.js';
import { invalidField } from '../../infra/invalid-field.js';
import { Outbox } from '../../infra/outbox/outbox.js';
import { Refusal } from '../../infra/refusal.js';
import { KeptFiles } from '../../infra/storage/kept-files.js';
import { ExportViews } from './export.views.js';

/** Exports that wait or run at one time. */
const OPEN_MAX = 5;
/** Two requests at once must not both be the last that is allowed. */
const REQUEST_LOCK = 7_310_003;

/** Who asks. */
interface Asker {
  id: string;
  name: string;
  role: OperatorRole;
}

/** Operators ask for files, and fetch them when they are made. */
@Injectable()
export class ExportRequestFlow {
  constructor(
    private readonly db: Database,
    private readonly views: ExportViews,
    private readonly files: KeptFiles,
    private readonly audit: AuditTrail,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * Asks for an export. The same again while the first still waits or runs is that one.
   * @param accepts the caller's `Accept-Language`, in which a sheet's headings are written
   * @throws Refusal `permission.denied` for the whole shop by anybody but the owner, `export.too_many`
   */
  create(operator: Asker, body: CreateExportBody, accepts: string | undefined): Promise<ExportReply> {
    requireOwner(operator, body.kind);
    const [from, to] = period(body);
    return this.db.tx(async (tx) => {
      await tx.query('select pg_advisory_xact_lock($1)', [REQUEST_LOCK]);
      const open: { id: string; same: boolean }[] = await tx.query(
        `select id, kind = $1 and from_at is not distinct from $2 and to_at is not distinct from $3
           and requested_by = $4 as same
         from export_job where state in ('waiting', 'running')`,
        [body.kind, from, to, operator.id],
      );
      const twin = open.find(({ same }) => same);
      if (twin !== undefined) return this.views.get(twin.id, tx);
      if (open.length >= OPEN_MAX) throw new Refusal('export.too_many');
      return this.insert(tx, operator, body.kind, from, to, pickLanguage(accepts));
    });
  }

  private async insert(
    tx: EntityManager,
    operator: Asker,
    kind: CreateExportBody['kind'],
    from: Date | null,
    to: Date | null,
    language: Language,
  ): Promise<ExportReply> {
    const id = this.ids.uuid();
    const now = this.clock.now();
    await tx.query(
      `with made as (
         insert into export_job
           (id, kind, from_at, to_at, language, state, requested_by, requested_name, created_at)
         values ($1, $2, $3, $4, $5, 'waiting', $6, $7, $8) returning id, created_at, requested_by
       )
       insert into export_event (export_id, at, actor, to_state)
       select id, created_at, requested_by::text, 'waiting' from made`,
      [id, kind, from, to, language, operator.id, operator.name, now],
    );
    const job = {
      topic: 'export.run',
      payload: { exportId: id },
      dedupeKey: `export.run:${id}`,
      dueAt: now,
    } as const;
    await this.outbox.put(tx, [job]);
    const made = await this.views.get(id, tx);
    await this.audit.record(tx, operator, 'export.create', 'export', id, null, made);
    return made;
  }

  /**
   * The file of an export that is done.
   * @throws Refusal `not_found`, `permission.denied` like `create`, `export.not_ready`
   */
  async open(operator: Asker, id: string) {
    const { kind, state, fileName } = await this.views.get(id);
    requireOwner(operator, kind);
    const file = state === 'done' ? await this.files.open(id) : null;
    if (file === null || fileName === null) throw new Refusal('export.not_ready');
    return { ...file, name: fileName };
  }
}

/** The whole shop holds the passwords' hashes and everybody's addresses. */
function requireOwner({ role }: Asker, kind: CreateExportBody['kind']): void {
  if (kind === 'shop' && role !== 'owner') throw new Refusal('permission.denied');
}

function period({ kind, from, to }: CreateExportBody): [Date | null, Date | null] {
  if (kind === 'shop' && (from !== undefined || to !== undefined)) throw invalidField('kind', 'period');
  const [start, end] = [moment('from', from), moment('to', to)];
  if (start !== null && end !== null && start >= end) throw invalidField('to', 'after');
  return [start, end];
}

function moment(field: string, text: string | undefined): Date | null {
  if (text === undefined) return null;
  const at = new Date(parseMoment(text));
  if (Number.isNaN(at.getTime())) throw invalidField(field, 'moment');
  return at;
}
