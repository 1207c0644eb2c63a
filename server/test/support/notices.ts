import crypto from 'node:crypto';
import { loadIdentity } from '../../../scripts/wechat-sandbox/config.js';
import type { TestShop } from './shop.js';

/** Where WeChat Pay sends what became of money. */
export type NoticeAddress = 'pay-notices' | 'refund-notices' | 'transfer-notices';

/** What WeChat says, before it is sealed and signed. */
export interface NoticeFact {
  eventType: string;
  /** What its seal is bound to. */
  originalType: string;
  fields: Record<string, unknown>;
}

/** What differs from a genuine notice. */
export interface Forgery {
  /** Signed with another key than WeChat's. */
  stranger?: boolean;
  /** Signed so long ago. */
  ageMs?: number;
  headers?: Record<string, string>;
  fact?: object;
  /** Sealed with this instead of the shop's key. */
  apiV3Key?: string;
  /** Its sealed part was altered before it was signed. */
  brokenSeal?: boolean;
  /** Sent instead of the body that was signed. */
  tampered?: boolean;
  /** Signed and sent instead of a notice. */
  body?: string;
}

/** A notice as it goes over the wire. */
export interface SignedNotice {
  headers: Record<string, string>;
  body: string;
}

const stranger = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

function sealed(plain: string, originalType: string, key: string, broken: boolean) {
  const nonce = '0123456789ab';
  const cipher = crypto.createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(originalType));
  const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  if (broken) text.writeUInt8(text.readUInt8(0) ^ 1, 0);
  return {
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext: text.toString('base64'),
    nonce,
    associated_data: originalType,
  };
}

/** A notice as WeChat would sign it at this moment, or a forgery of it. */
export async function signedNotice(
  shop: TestShop,
  { eventType, originalType, fields }: NoticeFact,
  forgery: Forgery = {},
): Promise<SignedNotice> {
  const { apiV3Key, wechatPublicKeyId } = shop.sandbox.config;
  const identity = await loadIdentity(null, Date.now());
  const now = shop.clock.now();
  const plain = JSON.stringify({ ...fields, ...forgery.fact });
  const key = forgery.apiV3Key ?? apiV3Key;
  const body =
    forgery.body ??
    JSON.stringify({
      id: 'forged',
      create_time: now.toISOString(),
      event_type: eventType,
      resource: sealed(plain, originalType, key, forgery.brokenSeal === true),
    });
  const timestamp = String(Math.floor((now.getTime() - (forgery.ageMs ?? 0)) / 1_000));
  const signingKey = forgery.stranger === true ? stranger : identity.wechatPrivateKeyPem;
  const message = Buffer.from(`${timestamp}\nnonce\n${body}\n`);
  const headers = {
    'content-type': 'application/json',
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': 'nonce',
    'wechatpay-serial': wechatPublicKeyId,
    'wechatpay-signature': crypto.sign('sha256', message, signingKey).toString('base64'),
    ...forgery.headers,
  };
  return { headers, body: forgery.tampered === true ? body.replace('forged', 'forgot') : body };
}

/** Sends a notice; the status of the answer. */
export async function sendNotice(
  shop: TestShop,
  address: NoticeAddress,
  { headers, body }: SignedNotice,
): Promise<number> {
  const response = await fetch(`${shop.url}/api/wechat/${address}`, { method: 'POST', headers, body });
  return response.status;
}

/** That an order was paid; the transaction is WeChat's, or made up. */
export async function paymentFact(
  shop: TestShop,
  orderId: string,
  transactionId = '4200000000000000000000000001',
): Promise<NoticeFact> {
  const { appid, mchid } = shop.sandbox.config;
  const [payment] = await shop.rows<{ no: string; openid: string; fen: number }>(
    'select out_trade_no as no, openid, amount_fen::int as fen from payment where order_id = $1',
    [orderId],
  );
  if (payment === undefined) throw new Error(`order ${orderId} has no payment`);
  const { no, openid, fen } = payment;
  return {
    eventType: 'TRANSACTION.SUCCESS',
    originalType: 'transaction',
    fields: {
      appid,
      mchid,
      out_trade_no: no,
      transaction_id: transactionId,
      trade_state: 'SUCCESS',
      success_time: shop.clock.now().toISOString(),
      payer: { openid },
      amount: { total: fen, payer_total: fen, currency: 'CNY' },
    },
  };
}

/** That a refund arrived. */
export async function refundFact(shop: TestShop, refundId: string): Promise<NoticeFact> {
  const [refund] = await shop.rows<Record<'tradeNo' | 'refundNo' | 'transactionId' | 'wechatId', string>>(
    `select y.out_trade_no as "tradeNo", r.out_refund_no as "refundNo", r.transaction_id as "transactionId",
       r.wechat_refund_id as "wechatId"
     from refund r join payment y on y.order_id = r.order_id where r.id = $1`,
    [refundId],
  );
  const [fen] = await shop.rows<{ refund: number; total: number }>(
    'select amount_fen::int as refund, total_fen::int as total from refund where id = $1',
    [refundId],
  );
  if (refund === undefined || fen === undefined) throw new Error(`there is no refund ${refundId}`);
  return {
    eventType: 'REFUND.SUCCESS',
    originalType: 'refund',
    fields: {
      mchid: shop.sandbox.config.mchid,
      transaction_id: refund.transactionId,
      out_trade_no: refund.tradeNo,
      refund_id: refund.wechatId,
      out_refund_no: refund.refundNo,
      refund_status: 'SUCCESS',
      success_time: shop.clock.now().toISOString(),
      user_received_account: '支付用户零钱',
      amount: { total: fen.total, refund: fen.refund, payer_total: fen.total, payer_refund: fen.refund },
    },
  };
}

/** That a withdrawal was confirmed by its payee and paid. */
export async function transferFact(shop: TestShop, withdrawalId: string): Promise<NoticeFact> {
  const [withdrawal] = await shop.rows<{ no: string; wechatNo: string; openid: string; fen: number }>(
    `select out_bill_no as no, transfer_bill_no as "wechatNo", openid, net_fen::int as fen
     from withdrawal where id = $1`,
    [withdrawalId],
  );
  if (withdrawal === undefined) throw new Error(`there is no withdrawal ${withdrawalId}`);
  const now = shop.clock.now().toISOString();
  return {
    eventType: 'MCHTRANSFER.BILL.FINISHED',
    originalType: 'mch_payment',
    fields: {
      out_bill_no: withdrawal.no,
      transfer_bill_no: withdrawal.wechatNo,
      state: 'SUCCESS',
      mch_id: shop.sandbox.config.mchid,
      transfer_amount: withdrawal.fen,
      openid: withdrawal.openid,
      create_time: now,
      update_time: now,
    },
  };
}
