/** The requests that are sent: joins of logged-in buyers, and payment notices signed as WeChat signs them. */
import { createCipheriv, createPrivateKey, randomBytes, randomUUID, sign } from 'node:crypto';
import { fromRoot } from '../lib/paths.mjs';

/** @typedef {import('./load.mjs').Request} Request */

/** Must agree with shop.sql. */
const USERS = 20_000;
const PRICE_FEN = 1990;

/**
 * @param {number} kind as in shop.sql
 * @param {number} n
 */
export const benchId = (kind, n) =>
  `${String(kind).padStart(8, '0')}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

/** @type {Map<number, string>} */
const tokens = new Map();

/**
 * Logs the buyers in, as the server itself would.
 * @param {string} jwtSecret
 */
export async function logIn(jwtSecret) {
  const { Tokens } = await import(fromRoot('server/dist/infra/tokens.js'));
  const now = new Date();
  const issuer = new Tokens({ jwtSecret }, { now: () => now });
  for (let n = 0; n < USERS; n++) {
    tokens.set(n, (await issuer.issueShopToken(benchId(1, n), now)).token);
  }
}

/** @param {number} user */
const authorization = (user) => `Bearer ${tokens.get(user % USERS)}`;

/**
 * An order for each of these joins, with a request id of its own.
 * @param {import('./store.mjs').Join[]} wanted
 * @returns {Request[]}
 */
export const joins = (wanted) =>
  wanted.map(({ user, address, sku, campaign, group }) => ({
    path: '/api/shop/orders',
    headers: { 'content-type': 'application/json', authorization: authorization(user) },
    body: JSON.stringify({
      requestId: randomUUID(),
      lines: [{ skuId: sku, quantity: 1 }],
      campaignId: campaign,
      groupId: group,
      addressId: address,
      expectPayFen: PRICE_FEN,
    }),
  }));

/**
 * Reads of a page, each by another buyer who is logged in: strangers behind one address are limited.
 * @param {number} count
 * @param {(n: number) => string} path
 * @returns {Request[]}
 */
export const reads = (count, path) =>
  Array.from({ length: count }, (_, n) => ({
    method: 'GET',
    path: path(n),
    headers: { authorization: authorization(n) },
  }));

/**
 * Payments as the ORM's way of recording takes them: neither sealed nor signed.
 * @param {import('./store.mjs').Payable[]} orders
 * @returns {Request[]}
 */
export const plainPayments = (orders) =>
  orders.map((order) => ({
    path: '/api/wechat/pay-notices',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      outTradeNo: order.out_trade_no,
      transactionId: `42${order.out_trade_no}`.slice(0, 32),
      amountFen: Number(order.amount_fen),
      openid: order.openid,
    }),
  }));

/**
 * One payment notice per order, sealed and signed now; they are good for five minutes.
 * @param {import('./store.mjs').Payable[]} orders
 * @param {{ appid: string, mchid: string, apiV3Key: string, wechatPublicKeyId: string,
 *   wechatPrivateKeyPem: string }} identity of the merchant, with WeChat's private key
 * @returns {Request[]}
 */
export function notices(orders, identity) {
  const key = createPrivateKey(identity.wechatPrivateKeyPem);
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const time = `${new Date().toISOString().slice(0, 19)}+00:00`;
  return orders.map((order) => {
    const fen = Number(order.amount_fen);
    const transaction = {
      appid: identity.appid,
      mchid: identity.mchid,
      out_trade_no: order.out_trade_no,
      transaction_id: `42${order.out_trade_no}`.slice(0, 32),
      trade_type: 'JSAPI',
      trade_state: 'SUCCESS',
      trade_state_desc: '支付成功',
      bank_type: 'OTHERS',
      attach: '',
      success_time: time,
      payer: { openid: order.openid },
      amount: { total: fen, payer_total: fen, currency: 'CNY', payer_currency: 'CNY' },
    };
    const body = JSON.stringify({
      id: randomUUID(),
      create_time: time,
      resource_type: 'encrypt-resource',
      event_type: 'TRANSACTION.SUCCESS',
      summary: '支付成功',
      resource: { original_type: 'transaction', ...seal(identity.apiV3Key, JSON.stringify(transaction)) },
    });
    const nonce = randomBytes(16).toString('hex');
    const signature = sign('RSA-SHA256', Buffer.from(`${timestamp}\n${nonce}\n${body}\n`), key);
    return {
      path: '/api/wechat/pay-notices',
      headers: {
        'content-type': 'application/json',
        'wechatpay-timestamp': timestamp,
        'wechatpay-nonce': nonce,
        'wechatpay-serial': identity.wechatPublicKeyId,
        'wechatpay-signature': signature.toString('base64'),
        'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
      },
      body,
    };
  });
}

/**
 * @param {string} apiV3Key
 * @param {string} plain
 */
function seal(apiV3Key, plain) {
  const nonce = randomBytes(6).toString('hex');
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiV3Key), Buffer.from(nonce));
  cipher.setAAD(Buffer.from('transaction'));
  const bytes = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return {
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext: bytes.toString('base64'),
    nonce,
    associated_data: 'transaction',
  };
}
