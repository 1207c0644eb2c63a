import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../infra/clock.js';
import { Ids } from '../../infra/ids.js';

/** The operator who did it, as the trail names them. */
export interface Author {
  id: string;
  name: string;
}

/** What became of one thing. */
interface Change {
  subjectId: string;
  before: unknown;
  after: unknown;
}

/** The record of everything operators change. */
@Injectable()
export class AuditTrail {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * Writes one entry into the transaction of the change itself.
   * @param action `thing.verb`, 1–64 characters
   * @param before the thing as it was, null where it did not exist; no secrets
   * @param after the thing as it is now, null where it is gone
   */
  record(
    tx: EntityManager,
    operator: Author,
    action: string,
    subjectKind: string,
    subjectId: string,
    before: unknown,
    after: unknown,
  ): Promise<void> {
    return this.recordEach(tx, operator, action, subjectKind, [{ subjectId, before, after }]);
  }

  /** As `record`, for many things of one kind that were changed together: each has its own entry. */
  async recordEach(
    tx: EntityManager,
    operator: Author,
    action: string,
    subjectKind: string,
    changes: readonly Change[],
  ): Promise<void> {
    const entries = changes.map(({ subjectId, before, after }) => ({
      id: this.ids.uuid(),
      subjectId,
      before: before ?? null,
      after: after ?? null,
    }));
    await tx.query(
      `insert into audit_entry
         (id, at, operator_id, operator_name, action, subject_kind, subject_id, before, after)
       select (e.value->>'id')::uuid, $1, $2, $3, $4, $5, e.value->>'subjectId', e.value->'before',
         e.value->'after'
       from jsonb_array_elements($6::jsonb) e`,
      [this.clock.now(), operator.id, operator.name, action, subjectKind, JSON.stringify(entries)],
    );
  }
}
