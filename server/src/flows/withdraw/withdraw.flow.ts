import { Injectable } from '@nestjs/common';
import type { RequestWithdrawalBody, WithdrawalPreviewQuery } from '@tuanlink/shared/dto';
import type { WithdrawalPreviewReply, WithdrawalReply } from '@tuanlink/shared/replies';
import { shanghaiDayStart, shanghaiMonth, shanghaiMonthRange } from '@tuanlink/shared/time';
import type { EntityManager } from 'typeorm';
import { expectedTax, type OpenMonth } from '../../domains/withdrawals/tax.rules.js';
import {
  mostToWithdraw,
  realNameMissing,
  refuseWithdrawal,
  type WithdrawalFacts,
} from '../../domains/withdrawals/withdrawal.rules.js';
import { Clock } from '../../infra/clock.js';
import { callIn, Database } from '../../infra/database/database.js';
import { Ids } from '../../infra/ids.js';
import { Refusal } from '../../infra/refusal.js';
import { PayoutFlow } from './payout.flow.js';
import { WithdrawalViews } from './withdrawal.views.js';

/** What the SQL function `withdrawal_facts` answers. */
type FactsRow = Omit<WithdrawalFacts, 'realNameKnown'> & {
  openid: string;
  realNameMasked: string | null;
  tax: OpenMonth;
  existing: { id: string; amountFen: number } | null;
};

/** A distributor asks for what is available to them: facts under lock → rules → one write. */
@Injectable()
export class WithdrawFlow {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly views: WithdrawalViews,
    private readonly payouts: PayoutFlow,
  ) {}

  /** What can be withdrawn now, and what an amount would come to. @throws Refusal `auth.expired` */
  async preview(userId: string, { amountFen }: WithdrawalPreviewQuery): Promise<WithdrawalPreviewReply> {
    const now = this.clock.now();
    const row = await this.facts(this.db.manager, 'withdrawal_facts', userId, null, now);
    const facts = factsOf(row);
    const { distributorState, availableFen, rules } = facts;
    const { minFen, realNameFromFen, taxRule } = rules;
    const tax = amountFen === undefined ? null : expectedTax(taxRule, shanghaiMonth(now), amountFen, row.tax);
    return {
      distributorState,
      availableFen,
      minFen,
      ...mostToWithdraw(facts),
      realNameFromFen,
      realNameMasked: row.realNameMasked,
      realNameMissing: realNameMissing(facts, amountFen ?? 0),
      tax,
    };
  }

  /**
   * Asks to be paid. The same request id with the same amount answers the same withdrawal.
   * @throws Refusal `request.reused`, `distributor.not_approved`, `withdrawal.*`, `auth.expired`
   */
  async request(userId: string, body: RequestWithdrawalBody): Promise<WithdrawalReply> {
    const id = await this.db.tx((tx) => this.store(tx, userId, body));
    return this.views.own(userId, id);
  }

  /**
   * The payee says that they confirmed: WeChat is asked now, and what it does not answer stays as it is.
   * @throws Refusal `not_found`
   */
  async confirm(userId: string, id: string): Promise<WithdrawalReply> {
    const { confirmation, state } = await this.views.own(userId, id);
    if (confirmation !== null || state === 'sending') await this.payouts.confirm(id);
    return this.views.own(userId, id);
  }

  private async store(tx: EntityManager, userId: string, body: RequestWithdrawalBody): Promise<string> {
    const { requestId, amountFen } = body;
    const now = this.clock.now();
    const row = await this.facts(tx, 'lock_withdrawal_facts', userId, requestId, now);
    if (row.existing !== null) {
      if (row.existing.amountFen !== amountFen) throw new Refusal('request.reused');
      return row.existing.id;
    }
    const facts = factsOf(row);
    const refusal = refuseWithdrawal(facts, amountFen);
    if (refusal !== null) throw new Refusal(refusal.code, refusal.detail);
    const withdrawal = {
      id: this.ids.uuid(),
      userId,
      requestId,
      amountFen,
      openid: row.openid,
      tax: expectedTax(facts.rules.taxRule, shanghaiMonth(now), amountFen, row.tax),
    };
    return callIn<string>(tx, 'store_withdrawal', [withdrawal, now]);
  }

  private async facts(
    tx: EntityManager,
    name: 'withdrawal_facts' | 'lock_withdrawal_facts',
    userId: string,
    requestId: string | null,
    now: Date,
  ): Promise<FactsRow> {
    const month = shanghaiMonth(now);
    const args = [userId, requestId, shanghaiDayStart(now), shanghaiMonthRange(month).from, month];
    const row = await callIn<FactsRow | null>(tx, name, args);
    if (row === null) throw new Refusal('auth.expired');
    return row;
  }
}

function factsOf({ openid: _openid, tax: _tax, existing: _existing, ...row }: FactsRow): WithdrawalFacts {
  const { realNameMasked, ...facts } = row;
  return { ...facts, realNameKnown: realNameMasked !== null };
}
