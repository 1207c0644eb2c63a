/** JSAPI orders: prepay, query, close, and the paying itself. */
import crypto from 'node:crypto';
import { canonical, randomDigits } from '../crypto.js';
import { flag, integer, list, may, must, notifyUrl, oneOf, shape, text, type Rule } from '../fields.js';
import { HttpRefusal, type Call } from '../http.js';
import type { NoticeRecord, PaymentRecord, PrepayBody, TransactionRecord } from '../state.js';
import type { Change } from '../store.js';
import { compactTime, parseRfc3339 } from '../text.js';
import type { World } from '../world.js';
import { PayError, orderNotExist, paramError } from './errors.js';
import { ok, type PayGateway, type PayReply } from './gateway.js';
import { transactionReply } from './transaction-reply.js';

const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A prepay_id can be paid for 2 hours. */
export const PREPAY_MS = 2 * HOUR;

/** `time_expire` lies between 1 minute and 90 days ahead. */
const EXPIRE_MS = { min: MINUTE, max: 90 * DAY };

/** Unpaid orders close by themselves after 7 days. */
const AUTO_CLOSE_MS = 7 * DAY;

/** out_trade_no: 6 to 32 digits, letters and `_-|*`. */
export const outTradeNoPattern = /^[0-9A-Za-z_\-|*]{6,32}$/;

const fen = integer(1, 100_000_000_000);

const prepayRule: Rule = shape({
  appid: must(text(32)),
  mchid: must(text(32)),
  description: must(text(127)),
  out_trade_no: must(text(32, 6, outTradeNoPattern)),
  time_expire: may(text(64)),
  attach: may(text(128)),
  notify_url: must(notifyUrl(255)),
  goods_tag: may(text(32)),
  support_fapiao: may(flag),
  amount: must(shape({ total: must(fen), currency: may(oneOf('CNY')) })),
  payer: must(shape({ openid: must(text(128)) })),
  detail: may(
    shape({
      cost_price: may(integer(0, 100_000_000_000)),
      invoice_id: may(text(32)),
      goods_detail: may(
        list(
          shape({
            merchant_goods_id: must(text(32)),
            wechatpay_goods_id: may(text(32)),
            goods_name: may(text(256)),
            quantity: must(integer(1, 1_000_000)),
            unit_price: must(integer(0, 100_000_000_000)),
          }),
          1,
          6000,
        ),
      ),
    }),
  ),
  scene_info: may(
    shape({
      payer_client_ip: must(text(45)),
      device_id: may(text(32)),
      store_info: may(
        shape({
          id: must(text(32)),
          name: may(text(256)),
          area_code: may(text(32)),
          address: may(text(512)),
        }),
      ),
    }),
  ),
  settle_info: may(shape({ profit_sharing: may(flag) })),
});

/** Registers prepay, both queries and close. */
export function addTransactionRoutes(world: World, gateway: PayGateway): void {
  gateway.post('/v3/pay/transactions/jsapi', (_call, input) => prepay(world, input));
  gateway.get('/v3/pay/transactions/out-trade-no/:no', (call) => {
    checkMchid(world, call.query.get('mchid'));
    const payment = findPayment(world, call.params['no'] ?? '');
    if (!payment) throw orderNotExist();
    const first = world.store.get('transactions', payment.transactionIds[0] ?? '');
    return ok(transactionReply(world.config, payment, first));
  });
  gateway.get('/v3/pay/transactions/id/:id', (call) => {
    checkMchid(world, call.query.get('mchid'));
    const transaction = world.store.get('transactions', call.params['id'] ?? '');
    const payment = transaction && findPayment(world, transaction.outTradeNo);
    if (!transaction || !payment) throw orderNotExist();
    return ok(transactionReply(world.config, payment, transaction));
  });
  gateway.post('/v3/pay/transactions/out-trade-no/:no/close', (call, input) => close(world, call, input));
}

/** The order, with the 7-day close applied. */
export function findPayment({ store, clock }: World, outTradeNo: string): PaymentRecord | undefined {
  const payment = store.get('payments', outTradeNo);
  if (payment?.state !== 'NOTPAY' || clock.now() < payment.createdAt + AUTO_CLOSE_MS) return payment;
  const closed: PaymentRecord = { ...payment, state: 'CLOSED' };
  store.commitLater([['payments', outTradeNo, closed]]);
  return closed;
}

function checkMchid({ config }: World, mchid: string | null): void {
  if (mchid === null || mchid === '') throw paramError('/query/mchid 不能为空');
  if (mchid !== config.mchid) throw new PayError(400, 'INVALID_REQUEST', '商户号与订单不匹配', 268447843);
}

async function prepay(world: World, input: unknown): Promise<PayReply> {
  const { store, clock, config } = world;
  prepayRule(input, '');
  const body = input as PrepayBody;
  if (body.mchid !== config.mchid || body.appid !== config.appid) {
    throw new PayError(400, 'APPID_MCHID_NOT_MATCH', 'appid和mch_id不匹配', 268445527);
  }
  const known = findPayment(world, body.out_trade_no);
  const fingerprint = canonical(body);
  if (known && known.fingerprint !== fingerprint) {
    throw new PayError(403, 'OUT_TRADE_NO_USED', '请求重入时，参数与首次请求时不一致', 268498688);
  }
  if (known?.state === 'SUCCESS' || known?.state === 'REFUND') {
    throw new PayError(400, 'ORDERPAID', '该订单已支付', 268498689);
  }
  if (known?.state === 'CLOSED') throw new PayError(400, 'ORDER_CLOSED', '该订单已关闭', 268447914);
  const now = clock.now();
  const timeExpire = readTimeExpire(body.time_expire, now);
  if (!store.table('users').has(body.payer.openid)) {
    throw new PayError(400, 'PARAM_ERROR', '无效的openid', 268501013);
  }
  const issued = known && store.get('prepays', known.prepayId);
  if (known && issued && now < issued.issuedAt + PREPAY_MS) return ok({ prepay_id: known.prepayId });
  const prepayId = `wx${compactTime(now)}${crypto.randomBytes(10).toString('hex')}`;
  const payment: PaymentRecord = known
    ? { ...known, prepayId }
    : {
        outTradeNo: body.out_trade_no,
        prepayId,
        state: 'NOTPAY',
        fingerprint,
        body,
        createdAt: now,
        ...(timeExpire === undefined ? {} : { timeExpire }),
        transactionIds: [],
      };
  await store.commit([
    ['payments', payment.outTradeNo, payment],
    ['prepays', prepayId, { prepayId, outTradeNo: payment.outTradeNo, issuedAt: now }],
  ]);
  return ok({ prepay_id: prepayId });
}

function readTimeExpire(given: string | undefined, now: number): number | undefined {
  if (given === undefined) return undefined;
  const ms = parseRfc3339(given);
  if (ms === null) throw paramError('/body/time_expire 应为 RFC 3339 格式');
  if (ms < now + EXPIRE_MS.min) throw paramError('/body/time_expire 应至少在当前时间一分钟之后');
  if (ms > now + EXPIRE_MS.max) throw paramError('/body/time_expire 不能超过 90 天');
  return ms;
}

async function close(world: World, call: Call, input: unknown): Promise<PayReply> {
  const { store, faults } = world;
  shape({ mchid: must(text(32)) })(input, '');
  checkMchid(world, (input as { mchid: string }).mchid);
  const payment = findPayment(world, call.params['no'] ?? '');
  if (!payment) throw orderNotExist();
  if (faults.happens('close', faults.plan.closeFails)) {
    throw new PayError(500, 'SYSTEM_ERROR', '系统异常，请用相同参数重新调用', 268435456);
  }
  if (payment.state === 'SUCCESS' || payment.state === 'REFUND') {
    throw new PayError(400, 'ORDERPAID', '该订单已支付', 268498689);
  }
  if (payment.state === 'NOTPAY') {
    await store.commit([['payments', payment.outTradeNo, { ...payment, state: 'CLOSED' }]]);
  }
  return { status: 204 };
}

/** What a user's paying may deviate in, for odd payments. */
export interface Paying {
  openid: string;
  /** Fen; the asked amount when absent. */
  amountFen?: number;
  /** Pay an order that is paid already once more. */
  again?: boolean;
}

/** The order of a prepay_id, whatever its state. Throws 404. */
export function paymentOfPrepay(world: World, prepayId: string): PaymentRecord {
  const prepaid = world.store.get('prepays', prepayId);
  const payment = prepaid && findPayment(world, prepaid.outTradeNo);
  if (!payment) throw new HttpRefusal(404, 'payment.not_found', '没有这个 prepay_id');
  return payment;
}

/** Why this prepay_id cannot be paid now, or null. */
export function payingProblem(world: World, prepayId: string): 'payment.closed' | 'payment.expired' | null {
  const { store, clock } = world;
  const payment = paymentOfPrepay(world, prepayId);
  const issuedAt = store.get('prepays', prepayId)?.issuedAt ?? 0;
  if (payment.state === 'CLOSED') return 'payment.closed';
  const now = clock.now();
  const late = payment.timeExpire !== undefined && now >= payment.timeExpire;
  return late || now >= issuedAt + PREPAY_MS ? 'payment.expired' : null;
}

/**
 * The user pays. Resolves when the money has moved for good; the notice goes out after that.
 * Throws 409 `payment.closed`, `payment.expired` or `payment.paid` and moves nothing.
 */
export async function pay(world: World, prepayId: string, paying: Paying): Promise<string> {
  const { store, clock, notices } = world;
  const payment = paymentOfPrepay(world, prepayId);
  const problem = payingProblem(world, prepayId);
  if (problem === 'payment.closed') throw new HttpRefusal(409, problem, '订单已关闭');
  if (problem === 'payment.expired') throw new HttpRefusal(409, problem, '订单已过支付时间');
  if (payment.transactionIds.length > 0 && paying.again !== true) {
    throw new HttpRefusal(409, 'payment.paid', '订单已支付');
  }
  const now = clock.now();
  const transaction: TransactionRecord = {
    transactionId: `4200${compactTime(now).slice(2)}${randomDigits(12)}`,
    outTradeNo: payment.outTradeNo,
    openid: paying.openid,
    amountFen: paying.amountFen ?? payment.body.amount.total,
    paidAt: now,
    refundedFen: 0,
    refundCount: 0,
  };
  const { transactionId } = transaction;
  const notice: NoticeRecord = notices.prepare(
    'payment',
    transactionId,
    payment.outTradeNo,
    'TRANSACTION.SUCCESS',
    payment.body.notify_url,
  );
  const changes: Change[] = [
    ['transactions', transactionId, transaction],
    [
      'payments',
      payment.outTradeNo,
      {
        ...payment,
        state: payment.state === 'NOTPAY' ? 'SUCCESS' : payment.state,
        transactionIds: [...payment.transactionIds, transactionId],
      },
    ],
    ['notices', notice.id, notice],
  ];
  await store.commit(changes);
  notices.release(notice);
  return transactionId;
}

/** The user closes the cashier without paying; nothing else changes. */
export async function abandon(world: World, prepayId: string): Promise<PaymentRecord> {
  const payment = paymentOfPrepay(world, prepayId);
  const left = { ...payment, abandonedAt: world.clock.now() };
  await world.store.commit([['payments', payment.outTradeNo, left]]);
  return left;
}
