import { Injectable } from '@nestjs/common';
import type { ApprovalsQuery } from '@tuanlink/shared/dto';
import type { Page } from '@tuanlink/shared/paging';
import type { ApprovalReply } from '@tuanlink/shared/replies';
import type { ApprovalKind, ApprovalState } from '@tuanlink/shared/states';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { after, keysOf, type ListRow, pageOf, readCursor, rowsToRead } from '../../infra/database/paging.js';
import { Ids } from '../../infra/ids.js';
import { Refusal } from '../../infra/refusal.js';
import { AuditTrail } from './audit-trail.service.js';
import type { Author } from './audit-trail.service.js';

/** What is asked for. The payload is stored as it is and given to the action of its kind once allowed. */
export interface Ask {
  kind: ApprovalKind;
  subjectKind: string;
  subjectId: string;
  payload: object;
  reason: string;
}

/** `ApprovalReply` of the row `a`. */
const APPROVAL_JSON = `jsonb_build_object(
  'id', a.id, 'kind', a.kind, 'subjectKind', a.subject_kind, 'subjectId', a.subject_id, 'payload', a.payload,
  'reason', a.reason, 'state', a.state,
  'requestedBy', jsonb_build_object('id', a.requested_by, 'name', a.requested_name),
  'requestedAt', iso(a.requested_at),
  'decidedBy', case when a.decided_by is not null then
    jsonb_build_object('id', a.decided_by, 'name', a.decided_name) end,
  'decidedAt', iso(a.decided_at), 'decisionReason', a.decision_reason)`;

/** Money actions that wait for a second person. */
@Injectable()
export class Approvals {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Writes down what somebody asks for, with an audit entry.
   * @throws Refusal `approval.pending` when the same kind is asked for about the same thing already
   */
  async ask(tx: EntityManager, operator: Author, ask: Ask): Promise<ApprovalReply> {
    const { kind, subjectKind, subjectId, payload, reason } = ask;
    const id = this.ids.uuid();
    const inserted: unknown[] = await tx.query(
      `with made as (
         insert into approval (id, kind, subject_kind, subject_id, payload, reason, state, requested_by,
           requested_name, requested_at)
         values ($1, $2, $3, $4, $5::jsonb, $6, 'pending', $7::uuid, $8, $9)
         on conflict (kind, subject_id) where state = 'pending' do nothing returning id
       )
       insert into approval_event (approval_id, at, actor, to_state, reason)
       select id, $9, $7::text, 'pending', $6 from made returning id`,
      [
        id,
        kind,
        subjectKind,
        subjectId,
        JSON.stringify(payload),
        reason,
        operator.id,
        operator.name,
        this.clock.now(),
      ],
    );
    if (inserted.length === 0) {
      throw new Refusal('approval.pending', await this.pendingOf(tx, kind, subjectId));
    }
    const made = await this.get(id, tx);
    await this.audit.record(tx, operator, `${kind}.ask`, subjectKind, subjectId, null, made);
    return made;
  }

  private async pendingOf(tx: EntityManager, kind: ApprovalKind, subjectId: string): Promise<object> {
    const rows: { approvalId: string }[] = await tx.query(
      `select id as "approvalId" from approval where kind = $1 and subject_id = $2 and state = 'pending'`,
      [kind, subjectId],
    );
    return rows[0] ?? {};
  }

  /** @throws Refusal `not_found` */
  get(id: string, tx: EntityManager = this.db.manager): Promise<ApprovalReply> {
    return this.read(id, tx, '');
  }

  /** The same, locked until the transaction ends. @throws Refusal `not_found` */
  lock(id: string, tx: EntityManager): Promise<ApprovalReply> {
    return this.read(id, tx, 'for update');
  }

  /** Moves a locked approval, with its event. */
  async move(
    tx: EntityManager,
    approval: ApprovalReply,
    to: ApprovalState,
    operator: Author,
    reason: string | null,
  ): Promise<void> {
    await tx.query(
      `with noted as (
         insert into approval_event (approval_id, at, actor, from_state, to_state, reason)
         values ($1, $6, $4::text, $2, $3, coalesce($7, ''))
       )
       update approval set state = $3, decided_by = $4::uuid, decided_name = $5, decided_at = $6,
         decision_reason = $7
       where id = $1`,
      [approval.id, approval.state, to, operator.id, operator.name, this.clock.now(), reason],
    );
  }

  /** Whether there is such an approval. */
  async exists(id: string): Promise<boolean> {
    return (await this.db.query('select 1 from approval where id = $1', [id])).length > 0;
  }

  /** Those asked for last first. */
  async list(query: ApprovalsQuery): Promise<Page<ApprovalReply>> {
    const [at, id] = readCursor(query.cursor);
    const rows = await this.db.query<ListRow<ApprovalReply>>(
      `select ${APPROVAL_JSON} as item, ${keysOf('a.requested_at', 'a.id')} as keys
       from approval a
       where ($1::text is null or a.state = $1) and ($2::text is null or a.kind = $2)
         and ${after('a.requested_at', 'a.id', '$3', '$4')}
       order by a.requested_at desc, a.id desc limit $5`,
      [query.state ?? null, query.kind ?? null, at, id, rowsToRead(query)],
    );
    return pageOf(rows, query);
  }

  private async read(id: string, tx: EntityManager, lock: string): Promise<ApprovalReply> {
    const rows: { item: ApprovalReply }[] = await tx.query(
      `select ${APPROVAL_JSON} as item from approval a where a.id = $1 ${lock}`,
      [id],
    );
    const [row] = rows;
    if (row === undefined) throw new Refusal('not_found');
    return row.item;
  }
}
