/** Refunds: the request, its rules, what becomes of it, and the abnormal one. */
import { canonical, openOaep, randomDigits } from '../crypto.js';
import { integer, list, may, must, notifyUrl, oneOf, shape, text, type Rule } from '../fields.js';
import type { NoticeRecord, RefundRecord, RefundState, TransactionRecord } from '../state.js';
import type { Change } from '../store.js';
import { compactTime, rfc3339 } from '../text.js';
import type { World } from '../world.js';
import { PayError, invalidRequest, notExists, paramError } from './errors.js';
import { ok, type PayGateway, type PayReply } from './gateway.js';
import { outTradeNoPattern } from './transactions.js';

const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;

/** Refunds of one order lie at least this far apart. */
const APART_MS = MINUTE;
/** Refunds of one order at most. */
const REFUNDS_MAX = 50;
/** Money can be refunded for a year. */
const REFUNDABLE_MS = 365 * DAY;
/** Real time until a refund is decided. */
const DECISION_MS = 200;

const fen = integer(1, 100_000_000_000);

const refundRule: Rule = shape({
  transaction_id: may(text(32)),
  out_trade_no: may(text(32, 6, outTradeNoPattern)),
  out_refund_no: must(text(64, 1, /^[0-9A-Za-z_\-|*@]+$/)),
  reason: may(text(80)),
  notify_url: may(notifyUrl(256)),
  funds_account: may(oneOf('AVAILABLE', 'UNSETTLED')),
  amount: must(
    shape({
      refund: must(fen),
      total: must(fen),
      currency: must(oneOf('CNY')),
      from: may(list(shape({ account: must(oneOf('AVAILABLE', 'UNAVAILABLE')), amount: must(fen) }), 1, 2)),
    }),
  ),
  goods_detail: may(
    list(
      shape({
        merchant_goods_id: must(text(32)),
        wechatpay_goods_id: may(text(32)),
        goods_name: may(text(256)),
        unit_price: must(integer(0, 100_000_000_000)),
        refund_amount: must(fen),
        refund_quantity: must(integer(1, 1_000_000)),
      }),
      1,
      100,
    ),
  ),
});

interface RefundBody {
  transaction_id?: string;
  out_trade_no?: string;
  out_refund_no: string;
  reason?: string;
  notify_url?: string;
  amount: { refund: number; total: number; from?: { amount: number }[] };
}

/** Refund routes and the processing behind them. */
export class Refunds {
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor(private readonly world: World) {}

  /** Registers request, query and apply-abnormal-refund. */
  addRoutes(gateway: PayGateway): void {
    gateway.post('/v3/refund/domestic/refunds', (_call, input) => this.request(input));
    gateway.get('/v3/refund/domestic/refunds/:no', (call) => {
      const refund = this.world.store.get('refunds', call.params['no'] ?? '');
      if (!refund) throw notExists('退款单不存在');
      return ok(refundReply(refund));
    });
    gateway.post('/v3/refund/domestic/refunds/:id/apply-abnormal-refund', (call, input) =>
      this.reroute(call.params['id'] ?? '', input),
    );
  }

  /** Decides what is under way: after a restart, and after a fault plan that held refunds back. */
  resume(): void {
    for (const refund of this.world.store.table('refunds').values()) {
      if (refund.state === 'PROCESSING') this.decideSoon(refund.outRefundNo);
    }
  }

  /** Decides nothing more. */
  stop(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  private async request(input: unknown): Promise<PayReply> {
    const { store, clock } = this.world;
    refundRule(input, '');
    const body = input as RefundBody;
    const fingerprint = canonical(body);
    const known = store.get('refunds', body.out_refund_no);
    if (known) {
      if (known.fingerprint !== fingerprint) {
        throw invalidRequest('订单金额或退款金额与之前请求不一致，请核实后再试');
      }
      return ok(refundReply(known));
    }
    const transaction = this.findTransaction(body);
    checkRefund(body, transaction, clock.now());
    const now = clock.now();
    const refund: RefundRecord = {
      outRefundNo: body.out_refund_no,
      refundId: `5030${compactTime(now).slice(2)}${randomDigits(13)}`,
      outTradeNo: transaction.outTradeNo,
      transactionId: transaction.transactionId,
      amountFen: body.amount.refund,
      totalFen: body.amount.total,
      state: 'PROCESSING',
      fingerprint,
      ...this.notifyUrlOf(body),
      ...(body.reason === undefined ? {} : { reason: body.reason }),
      createdAt: now,
    };
    const moved: TransactionRecord = {
      ...transaction,
      refundedFen: transaction.refundedFen + refund.amountFen,
      refundCount: transaction.refundCount + 1,
      lastRefundAt: now,
    };
    const payment = store.get('payments', transaction.outTradeNo);
    const changes: Change[] = [
      ['refunds', refund.outRefundNo, refund],
      ['transactions', moved.transactionId, moved],
    ];
    if (payment && payment.transactionIds[0] === moved.transactionId) {
      changes.push(['payments', payment.outTradeNo, { ...payment, state: 'REFUND' }]);
    }
    await store.commit(changes);
    this.decideSoon(refund.outRefundNo);
    return ok(refundReply(refund));
  }

  private notifyUrlOf(body: RefundBody): { notifyUrl?: string } {
    const { shopUrl } = this.world;
    if (body.notify_url !== undefined) return { notifyUrl: body.notify_url };
    return shopUrl === null ? {} : { notifyUrl: `${shopUrl}/api/wechat/refund-notices` };
  }

  private findTransaction(body: RefundBody): TransactionRecord {
    const { store } = this.world;
    if (body.transaction_id === undefined && body.out_trade_no === undefined) {
      throw paramError('transaction_id 与 out_trade_no 不能同时为空');
    }
    const payment = body.out_trade_no === undefined ? undefined : store.get('payments', body.out_trade_no);
    if (body.out_trade_no !== undefined && !payment) throw notExists('订单不存在');
    if (payment && payment.transactionIds.length === 0) throw invalidRequest('订单未支付，不能退款');
    const id = body.transaction_id ?? payment?.transactionIds[0] ?? '';
    const transaction = store.get('transactions', id);
    if (!transaction) throw notExists('订单不存在');
    if (payment && transaction.outTradeNo !== payment.outTradeNo) {
      throw paramError('transaction_id 与 out_trade_no 不匹配');
    }
    return transaction;
  }

  private decideSoon(outRefundNo: string): void {
    if (this.timers.has(outRefundNo)) return;
    const timer = setTimeout(() => {
      this.timers.delete(outRefundNo);
      const refund = this.world.store.get('refunds', outRefundNo);
      if (refund?.state === 'PROCESSING') this.decide(refund);
    }, DECISION_MS);
    timer.unref();
    this.timers.set(outRefundNo, timer);
  }

  private decide(refund: RefundRecord): void {
    const { refunds: fate } = this.world.faults.plan;
    if (fate === 'hold') return;
    if (fate === 'closed') this.finish(refund, 'CLOSED');
    // The account that a person named instead of a dead card is taken to be alive.
    else if (fate === 'abnormal' && refund.rerouted !== true) this.finish(refund, 'ABNORMAL');
    else this.finish(refund, 'SUCCESS');
  }

  private finish(refund: RefundRecord, state: RefundState): void {
    const { store, clock, notices } = this.world;
    const done: RefundRecord = { ...refund, state, finishedAt: clock.now() };
    const changes: Change[] = [['refunds', done.outRefundNo, done]];
    const transaction = store.get('transactions', refund.transactionId);
    if (state === 'CLOSED' && transaction) {
      const restored = { ...transaction, refundedFen: transaction.refundedFen - refund.amountFen };
      changes.push(['transactions', transaction.transactionId, restored]);
    }
    let notice: NoticeRecord | null = null;
    if (refund.notifyUrl !== undefined) {
      const { outRefundNo, outTradeNo, notifyUrl: url } = refund;
      notice = notices.prepare('refund', outRefundNo, outTradeNo, `REFUND.${state}`, url);
      changes.push(['notices', notice.id, notice]);
    }
    store
      .commit(changes)
      .then(() => notice && notices.release(notice))
      .catch((error: unknown) => console.error('wechat-sandbox: a refund could not be kept', error));
  }

  private async reroute(refundId: string, input: unknown): Promise<PayReply> {
    const { store, keys } = this.world;
    shape({
      out_refund_no: must(text(64)),
      type: must(oneOf('USER_BANK_CARD', 'MERCHANT_BANK_CARD')),
      bank_type: may(text(16)),
      bank_account: may(text(1024)),
      real_name: may(text(1024)),
    })(input, '');
    const body = input as { out_refund_no: string; type: string; bank_account?: string; real_name?: string };
    const refund = store.get('refunds', body.out_refund_no);
    if (!refund || refund.refundId !== refundId) throw notExists('退款单不存在');
    if (refund.state !== 'ABNORMAL') throw invalidRequest('退款单状态不是退款异常，不能发起异常退款');
    if (body.type === 'USER_BANK_CARD') {
      for (const name of ['bank_account', 'real_name'] as const) {
        const sealed = body[name];
        if (sealed === undefined || openOaep(keys.wechatPrivate, sealed) === null) {
          throw paramError(`/body/${name} 应以微信支付公钥加密`);
        }
      }
    }
    const again: RefundRecord = { ...refund, state: 'PROCESSING', rerouted: true };
    await store.commit([['refunds', again.outRefundNo, again]]);
    this.decideSoon(again.outRefundNo);
    return ok(refundReply(again));
  }
}

function checkRefund(body: RefundBody, transaction: TransactionRecord, now: number): void {
  if (body.amount.total !== transaction.amountFen) throw paramError('/body/amount/total 与原订单金额不一致');
  const { from } = body.amount;
  if (from && from.reduce((sum, each) => sum + each.amount, 0) !== body.amount.refund) {
    throw paramError('/body/amount/from 的金额之和应等于退款金额');
  }
  if (body.amount.refund > transaction.amountFen - transaction.refundedFen) {
    throw invalidRequest('申请退款金额超过订单可退金额');
  }
  if (now > transaction.paidAt + REFUNDABLE_MS) throw invalidRequest('订单已超过可退款的最大期限');
  if (transaction.refundCount >= REFUNDS_MAX) throw invalidRequest('一个订单最多支持 50 次部分退款');
  if (transaction.lastRefundAt !== undefined && now < transaction.lastRefundAt + APART_MS) {
    throw new PayError(429, 'FREQUENCY_LIMITED', '同一笔订单的退款间隔应至少一分钟', 268447840);
  }
}

function refundReply(refund: RefundRecord): unknown {
  return {
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    transaction_id: refund.transactionId,
    out_trade_no: refund.outTradeNo,
    channel: refund.rerouted === true ? 'OTHER_BANKCARD' : 'ORIGINAL',
    user_received_account: '支付用户零钱',
    ...(refund.state === 'SUCCESS' ? { success_time: rfc3339(refund.finishedAt ?? refund.createdAt) } : {}),
    create_time: rfc3339(refund.createdAt),
    status: refund.state,
    funds_account: 'AVAILABLE',
    amount: {
      total: refund.totalFen,
      refund: refund.amountFen,
      payer_total: refund.totalFen,
      payer_refund: refund.amountFen,
      settlement_refund: refund.amountFen,
      settlement_total: refund.totalFen,
      discount_refund: 0,
      currency: 'CNY',
      refund_fee: 0,
    },
    promotion_detail: [],
  };
}
