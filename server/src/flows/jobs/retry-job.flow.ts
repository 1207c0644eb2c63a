import { Injectable } from '@nestjs/common';
import type { JobReply } from '@tuanlink/shared/replies';
import { AuditTrail } from '../../domains/staff/audit-trail.service.js';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { DeadLetters } from '../../infra/jobs/dead-letters.js';
import { Refusal } from '../../infra/refusal.js';

/** A person runs a job again that had failed for good. */
@Injectable()
export class RetryJobFlow {
  constructor(
    private readonly database: Database,
    private readonly deadLetters: DeadLetters,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /**
   * The job waits again and is due at once.
   * @throws Refusal `not_found` when there is no such dead letter, or somebody else was faster
   */
  retry(operator: { id: string; name: string }, jobId: string): Promise<JobReply> {
    return this.database.tx(async (tx) => {
      const failed = await this.deadLetters.revive(tx, jobId);
      if (failed === null) throw new Refusal('not_found');
      const waiting: JobReply = {
        ...failed,
        state: 'waiting',
        dueAt: this.clock.now().toISOString(),
        attempts: 0,
        lastError: null,
      };
      await this.audit.record(tx, operator, 'job.retry', 'job', jobId, failed, waiting);
      return waiting;
    });
  }
}
