import { Inject, Injectable } from '@nestjs/common';
import type { TaxRuleId, WithdrawalState } from '@tuanlink/shared/states';
import { MINUTE_MS, shanghaiMonth } from '@tuanlink/shared/time';
import type { EntityManager } from 'typeorm';
import { Payees } from '../../domains/withdrawals/payees.service.js';
import { expectedTax, type OpenMonth, taxToSend } from '../../domains/withdrawals/tax.rules.js';
import { Clock } from '../../infra/clock.js';
import { callIn, Database } from '../../infra/database/database.js';
import { WECHAT_PAY } from '../../infra/wechat.tokens.js';
import type { TransferInput, TransferState, TransferView } from '../../infra/wechat/wechat-pay.types.js';
import { NoticeRejected, WechatRefused, WechatUnavailable } from '../../infra/wechat/wechat.errors.js';
import type { WechatPay } from '../../infra/wechat/wechat.ports.js';
import { later } from '../later.js';
import { transferTerms } from './withdraw.texts.js';

/** What WeChat is told besides number, payee and amount; stored, so that a retry repeats it word for word. */
type Terms = Pick<TransferInput, 'sceneId' | 'reports' | 'remark'>;

/** What the SQL function `lock_transfer` answers. */
interface Transfer {
  id: string;
  userId: string;
  state: 'approved' | 'sending' | 'awaiting_confirmation';
  openid: string;
  amountFen: number;
  netFen: number;
  outBillNo: string;
  terms: Terms | null;
  realNameSealed: string | null;
  packageInfo: string | null;
  askedAt: string | null;
  stopAskedAt: string | null;
  /** Nobody is sent money while they are suspended. */
  payeeSuspended: boolean;
  taxRule: TaxRuleId;
  month: OpenMonth;
}

interface PayoutJob {
  withdrawalId: string;
  attempt?: number;
}

/** A call that was given up may still arrive at WeChat for so long; nothing counts as never sent before. */
const QUIET_MS = 5 * MINUTE_MS;

const stateOf: Record<TransferState, WithdrawalState> = {
  ACCEPTED: 'sending',
  PROCESSING: 'sending',
  WAIT_USER_CONFIRM: 'awaiting_confirmation',
  TRANSFERING: 'awaiting_confirmation',
  CANCELING: 'awaiting_confirmation',
  SUCCESS: 'paid',
  FAIL: 'failed',
  CANCELLED: 'failed',
};
const openStates: readonly WithdrawalState[] = ['sending', 'awaiting_confirmation'];
/** WeChat's word for a payee who let the 24 hours pass. */
const LAPSED = 'OVERDUE_CLOSE';

/**
 * Pays withdrawals out through WeChat and learns what became of them. A withdrawal keeps its number through
 * every retry; whatever is not known is asked for before anything is sent again.
 */
@Injectable()
export class PayoutFlow {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly payees: Payees,
    @Inject(WECHAT_PAY) private readonly pay: WechatPay,
  ) {}

  /** Jobs `withdrawal.send` and `withdrawal.check`: one step further, until the end is known. */
  async advance({ withdrawalId, attempt = 1 }: PayoutJob): Promise<void> {
    const state = await this.step(withdrawalId);
    if (openStates.includes(state)) {
      const job = { withdrawalId, attempt };
      await later(this.db, this.clock, 'withdrawal.check', job, withdrawalId);
    }
  }

  /** Asks WeChat now, because the payee says that they confirmed. */
  async confirm(withdrawalId: string): Promise<void> {
    await this.step(withdrawalId);
  }

  /**
   * A notice says what became of a transfer. False: no withdrawal of ours has this number.
   * @throws NoticeRejected when amount or payee are not those of the withdrawal
   */
  async recordNotice(view: TransferView): Promise<boolean> {
    const [found] = await this.db.query<Pick<Transfer, 'id' | 'openid' | 'netFen'>>(
      'select id, openid, net_fen as "netFen" from withdrawal where out_bill_no = $1',
      [view.outBillNo],
    );
    if (found === undefined) return false;
    const contradiction = contradictionIn(view, found);
    if (contradiction !== null) throw new NoticeRejected(400, 'malformed', contradiction);
    await this.record(found.id, view);
    return true;
  }

  /** Sends or asks, and records the answer; the state afterwards. What is over or has to wait stays so. */
  private async step(id: string): Promise<WithdrawalState> {
    const now = this.clock.now();
    const transfer = await this.db.tx((tx) => this.prepare(tx, id, now));
    if (transfer === null) return 'approved';
    try {
      const view = await this.ask(transfer);
      if (view === 'never_sent') return await this.giveUp(transfer, now);
      // Stop and reinstatement have jobs of their own.
      if (view === 'held') return transfer.state;
      const contradiction = contradictionIn(view, transfer);
      if (contradiction === null) return await this.record(id, view);
      await this.note(id, contradiction);
    } catch (error) {
      // No good answer: written down for the operator; anything else is a mistake of ours.
      if (!(error instanceof WechatUnavailable || error instanceof WechatRefused)) throw error;
      await this.note(id, error.message);
    }
    return transfer.state;
  }

  /**
   * Reads the withdrawal under lock. One that was approved gets its tax fixed and is being sent from now on,
   * unless it has to wait for another of the same person, or for the end of their suspension. Null: there is
   * nothing to do.
   */
  private async prepare(tx: EntityManager, id: string, now: Date): Promise<Transfer | null> {
    const month = shanghaiMonth(now);
    const transfer = await callIn<Transfer | null>(tx, 'lock_transfer', [id, month]);
    if (transfer === null || transfer.state !== 'approved') return transfer;
    const { taxRule, amountFen, month: facts, stopAskedAt, payeeSuspended } = transfer;
    if (payeeSuspended && stopAskedAt === null) return null;
    // What is stopped before it was sent waits for nobody: its tax is only what would have been withheld.
    const decide = stopAskedAt === null ? taxToSend : expectedTax;
    const tax = decide(taxRule, month, amountFen, facts);
    if (tax === null) return null;
    await callIn(tx, 'begin_transfer', [id, tax, transferTerms, now]);
    return callIn<Transfer | null>(tx, 'lock_transfer', [id, month]);
  }

  /**
   * What WeChat says now; `never_sent`: it has never seen the transfer, and is not to see it any more;
   * `held`: somebody stopped it while WeChat was asked, or its payee is suspended.
   */
  private async ask(transfer: Transfer): Promise<TransferView | 'never_sent' | 'held'> {
    const stopped = transfer.stopAskedAt !== null;
    const known = transfer.askedAt === null ? null : await this.pay.queryTransfer(transfer.outBillNo);
    if (known === null) return stopped ? 'never_sent' : this.send(transfer);
    if (known.state !== 'WAIT_USER_CONFIRM') return known;
    if (stopped) return this.pay.cancelTransfer(transfer.outBillNo);
    // Only the answer to a transfer carries what the payee needs; the same number is the same transfer.
    return transfer.packageInfo === null ? this.send(transfer) : known;
  }

  private async send(transfer: Transfer): Promise<TransferView | 'held'> {
    const { id, userId, outBillNo, openid, netFen, terms, realNameSealed } = transfer;
    if (terms === null) throw new Error(`withdrawal ${id} is being sent without terms`);
    // Once stopped it is never sent: whoever gives its money back relies on that. Nor is it sent to somebody
    // who was suspended since the withdrawal was read.
    const marked = await this.db.query(
      `update withdrawal set asked_at = $2, sent_at = coalesce(sent_at, $2)
       where id = $1 and stop_asked_at is null and finished_at is null and not is_suspended(user_id)
       returning id`,
      [id, this.clock.now()],
    );
    if (marked.length === 0) return 'held';
    const userName = realNameSealed === null ? undefined : this.payees.open(userId, realNameSealed);
    return this.pay.transfer({
      outBillNo,
      openid,
      amountFen: netFen,
      ...terms,
      ...(userName === undefined ? {} : { userName }),
    });
  }

  /** Ends a stopped withdrawal that WeChat does not know, once no call of ours can be on its way any more. */
  private async giveUp(transfer: Transfer, now: Date): Promise<WithdrawalState> {
    const { id, askedAt, state } = transfer;
    if (askedAt !== null && now.getTime() - Date.parse(askedAt) < QUIET_MS) return state;
    return this.db.call('record_transfer', [id, 'failed', null, null, 'NEVER_SENT', now]);
  }

  private record(id: string, view: TransferView): Promise<WithdrawalState> {
    const { state, transferBillNo, packageInfo, failReason } = view;
    const to = state === 'FAIL' && failReason === LAPSED ? 'lapsed' : stateOf[state];
    const reason = failReason ?? (state === 'CANCELLED' ? state : null);
    const args = [id, to, transferBillNo, packageInfo ?? null, reason, this.clock.now()];
    return this.db.call<WithdrawalState>('record_transfer', args);
  }

  private async note(id: string, text: string): Promise<void> {
    await this.db.query('update withdrawal set last_error = $2 where id = $1', [id, text.slice(0, 500)]);
  }
}

/** What in an answer does not fit the withdrawal; null when all that is told fits. */
function contradictionIn(
  { amountFen, openid, outBillNo }: TransferView,
  ours: Pick<Transfer, 'openid' | 'netFen'>,
): string | null {
  if (amountFen !== undefined && amountFen !== ours.netFen) {
    return `WeChat tells of ${amountFen} fen for transfer ${outBillNo}, not of ${ours.netFen}`;
  }
  if (openid !== undefined && openid !== ours.openid) {
    return `WeChat tells of another payee for transfer ${outBillNo}`;
  }
  return null;
}
