import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../infra/clock.js';
import { Ids } from '../../infra/ids.js';

/** Who did it. */
interface Author {
  id: string;
  name: string;
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
  async record(
    tx: EntityManager,
    operator: Author,
    action: string,
    subjectKind: string,
    subjectId: string,
    before: unknown,
    after: unknown,
  ): Promise<void> {
    await tx.query(
      `insert into audit_entry
         (id, at, operator_id, operator_name, action, subject_kind, subject_id, before, after)
       values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9::jsonb)`,
      [
        this.ids.uuid(),
        this.clock.now(),
        operator.id,
        operator.name,
        action,
        subjectKind,
        subjectId,
        JSON.stringify(before ?? null),
        JSON.stringify(after ?? null),
      ],
    );
  }
}
