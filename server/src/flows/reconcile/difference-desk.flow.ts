import { Injectable } from '@nestjs/common';
import type { DifferenceReply } from '@tuanlink/shared/replies';
import { canAskWechat } from '@tuanlink/shared/states';
import { AuditTrail, type Author } from '../../domains/staff/audit-trail.service.js';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { Refusal } from '../../infra/refusal.js';
import { WechatRefused, WechatUnavailable } from '../../infra/wechat/wechat.errors.js';
import { InquiryFlow } from './inquiry.flow.js';
import { MatchFlow } from './match.flow.js';
import { ReconciliationViews } from './reconciliation.views.js';

/** What operators do about a difference: ask WeChat now, or say what they found out. */
@Injectable()
export class DifferenceDeskFlow {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly inquiry: InquiryFlow,
    private readonly matching: MatchFlow,
    private readonly audit: AuditTrail,
    private readonly views: ReconciliationViews,
  ) {}

  /**
   * Asks WeChat, records what it says, and looks whether the difference is gone with it.
   * @throws Refusal not_found, state.conflict (resolved, or nothing to ask about), wechat.unavailable
   */
  async ask(operator: Author, id: string): Promise<DifferenceReply> {
    const before = await this.openOne(id);
    if (!canAskWechat(before.kind)) throw new Refusal('state.conflict', { kind: before.kind });
    const answer = await this.askWechat(before);
    await this.db.tx(async (tx) => {
      await this.matching.matchOne(tx, before.day, before.kind, before.subject);
      await tx.query('update reconciliation_difference set answer = $2::jsonb where id = $1', [
        id,
        JSON.stringify(answer),
      ]);
      await this.audit.record(tx, operator, 'difference.ask', 'difference', id, before, {
        ...before,
        answer,
      });
    });
    return this.views.difference(id);
  }

  /** @throws Refusal not_found, state.conflict when it is resolved already */
  async resolve(operator: Author, id: string, note: string): Promise<DifferenceReply> {
    const before = await this.openOne(id);
    const now = this.clock.now();
    await this.db.tx(async (tx) => {
      const [, moved] = await tx.query<[unknown, number]>(
        `update reconciliation_difference set state = 'resolved', resolved_at = $2, resolved_by = $3,
           note = $4
         where id = $1 and state = 'open'`,
        [id, now, operator.id, note],
      );
      if (moved === 0) throw new Refusal('state.conflict', { state: 'resolved' });
      await tx.query(
        `insert into reconciliation_difference_event (difference_id, at, actor, from_state, to_state, reason)
         values ($1, $2, $3, 'open', 'resolved', $4)`,
        [id, now, operator.id, note],
      );
      const after = { ...before, state: 'resolved', note };
      await this.audit.record(tx, operator, 'difference.resolve', 'difference', id, before, after);
    });
    return this.views.difference(id);
  }

  private async openOne(id: string): Promise<DifferenceReply> {
    const difference = await this.views.difference(id);
    if (difference.state !== 'open') throw new Refusal('state.conflict', { state: difference.state });
    return difference;
  }

  private async askWechat(difference: DifferenceReply) {
    try {
      return await this.inquiry.ask(difference);
    } catch (error) {
      if (!(error instanceof WechatUnavailable || error instanceof WechatRefused)) throw error;
      throw new Refusal('wechat.unavailable');
    }
  }
}
