import { Injectable } from '@nestjs/common';
import type { ConsoleWithdrawalDetailReply } from '@tuanlink/shared/replies';
import { AuditTrail } from '../../domains/staff/audit-trail.service.js';
import { Clock } from '../../infra/clock.js';
import { callIn, Database } from '../../infra/database/database.js';
import { Refusal } from '../../infra/refusal.js';
import { WithdrawalViews } from './withdrawal.views.js';

/** What one operator may do about a single withdrawal: let its money go back. Each leaves an audit entry. */
@Injectable()
export class WithdrawalDecisionFlow {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly views: WithdrawalViews,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Refuses a withdrawal that nobody has approved; one refused before is answered as it is.
   * @param reason the distributor reads it
   * @throws Refusal `not_found`, `state.conflict`
   */
  reject(
    operator: { id: string; name: string },
    id: string,
    reason: string,
  ): Promise<ConsoleWithdrawalDetailReply> {
    return this.decide(operator, id, 'reject', ['reject_withdrawal', [id, operator.id, reason]]);
  }

  /**
   * Asks to stop a withdrawal that is not over yet. Its money goes back as soon as WeChat says that the payee
   * can no longer get it; what was asked before is answered as it is.
   * @param reason the distributor reads it
   * @throws Refusal `not_found`, `state.conflict`
   */
  stop(
    operator: { id: string; name: string },
    id: string,
    reason: string,
  ): Promise<ConsoleWithdrawalDetailReply> {
    return this.decide(operator, id, 'stop', ['stop_withdrawal', [id, reason]]);
  }

  private decide(
    operator: { id: string; name: string },
    id: string,
    decision: 'reject' | 'stop',
    [name, args]: [string, unknown[]],
  ): Promise<ConsoleWithdrawalDetailReply> {
    return this.db.tx(async (tx) => {
      const before = await this.views.forConsole(id, tx);
      const outcome = await callIn<string>(tx, name, [...args, this.clock.now()]);
      if (outcome === 'repeat') return this.views.forConsole(id, tx);
      if (outcome !== 'rejected' && outcome !== 'asked') {
        throw new Refusal('state.conflict', { state: outcome });
      }
      const decided = await this.views.forConsole(id, tx);
      await this.audit.record(tx, operator, `withdrawal.${decision}`, 'withdrawal', id, before, decided);
      return decided;
    });
  }
}
