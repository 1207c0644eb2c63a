import crypto from 'node:crypto';
import { MINUTE_MS } from '@tuanlink/shared/time';
import { loadIdentity } from '../../../scripts/wechat-sandbox/config.js';
import { changedBy } from '../contract/fingerprint.js';
import { makeGoods, place, SOLO_FEN } from '../support/goods.js';
import { faults, payInWechat, replayNotice, stateOf } from '../support/groups.js';
import { type Caller, TestShop } from '../support/shop.js';

/** What differs from a genuine notice of the order's payment. */
interface Forgery {
  /** Signed with another key than WeChat's. */
  stranger?: boolean;
  /** Signed so long ago. */
  ageMs?: number;
  headers?: Record<string, string>;
  fact?: object;
  apiV3Key?: string;
  /** Sent instead of the body that was signed. */
  tampered?: boolean;
  /** Signed and sent instead of a notice. */
  body?: string;
  address?: string;
}

describe('forged notices', () => {
  let shop: TestShop;
  let owner: Caller;
  let outTradeNo: string;
  let orderId: string;
  let openid: string;
  const stranger = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

  beforeAll(async () => {
    shop = await TestShop.open();
    owner = await shop.operator('owner');
    const buyer = await shop.buyerWithAddress('目标');
    openid = buyer.openid;
    const placed = await place(shop, await makeGoods(shop, owner), buyer, 'solo');
    orderId = placed.order.id;
    const [payment] = await shop.rows<{ no: string }>('select out_trade_no as no from payment');
    outTradeNo = payment?.no ?? '';
  });
  afterAll(() => shop.close());

  const sealed = (plain: string, key: string) => {
    const nonce = '0123456789ab';
    const cipher = crypto.createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from('transaction'));
    const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return {
      algorithm: 'AEAD_AES_256_GCM',
      ciphertext: text.toString('base64'),
      nonce,
      associated_data: 'transaction',
    };
  };

  async function send(forgery: Forgery): Promise<number> {
    const { appid, mchid, apiV3Key, wechatPublicKeyId } = shop.sandbox.config;
    const identity = await loadIdentity(null, Date.now());
    const now = shop.clock.now();
    const fact = {
      appid,
      mchid,
      out_trade_no: outTradeNo,
      transaction_id: '4200000000000000000000000001',
      trade_state: 'SUCCESS',
      success_time: now.toISOString(),
      payer: { openid },
      amount: { total: SOLO_FEN, payer_total: SOLO_FEN, currency: 'CNY' },
      ...forgery.fact,
    };
    const body =
      forgery.body ??
      JSON.stringify({
        id: 'forged',
        create_time: now.toISOString(),
        event_type: 'TRANSACTION.SUCCESS',
        resource: sealed(JSON.stringify(fact), forgery.apiV3Key ?? apiV3Key),
      });
    const timestamp = String(Math.floor((now.getTime() - (forgery.ageMs ?? 0)) / 1_000));
    const key = forgery.stranger === true ? stranger : identity.wechatPrivateKeyPem;
    const message = Buffer.from(`${timestamp}\nnonce\n${body}\n`);
    const response = await fetch(`${shop.url}/api/wechat/${forgery.address ?? 'pay-notices'}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'wechatpay-timestamp': timestamp,
        'wechatpay-nonce': 'nonce',
        'wechatpay-serial': wechatPublicKeyId,
        'wechatpay-signature': crypto.sign('sha256', message, key).toString('base64'),
        ...forgery.headers,
      },
      body: forgery.tampered === true ? body.replace('forged', 'forgot') : body,
    });
    return response.status;
  }

  const noted = async (fault: string) => {
    const { items } = await shop.call('console.noticeRejections', owner, { query: { limit: 100 } });
    return items.filter((item) => item.fault === fault).reduce((sum, item) => sum + item.count, 0);
  };

  it.each<[string, Forgery, number]>([
    ['bad_signature', { stranger: true }, 401],
    ['bad_signature', { tampered: true }, 401],
    ['unknown_key', { headers: { 'wechatpay-serial': 'PUB_KEY_ID_0000' } }, 401],
    ['missing_header', { headers: { 'wechatpay-timestamp': '' } }, 401],
    ['wrong_scheme', { headers: { 'wechatpay-signature-type': 'SM2' } }, 401],
    ['signature_probe', { headers: { 'wechatpay-signature': 'WECHATPAY/SIGNTEST/x' } }, 401],
    ['clock_skew', { ageMs: 6 * MINUTE_MS }, 401],
    ['clock_skew', { ageMs: -6 * MINUTE_MS }, 401],
    ['ciphertext', { apiV3Key: 'x'.repeat(32) }, 401],
    ['foreign', { fact: { mchid: '1900000001' } }, 400],
    ['foreign', { fact: { appid: 'wx0000000000000000' } }, 400],
    ['malformed', { body: '{"id":"forged"}' }, 400],
    ['wrong_address', { address: 'refund-notices' }, 400],
  ])('%s: refused, noted, and without effect (%j)', async (fault, forgery, status) => {
    const before = await noted(fault);
    expect(await changedBy(shop, async () => expect(await send(forgery)).toBe(status))).toEqual([]);
    // Beyond the first of its kind, notes are written together.
    await shop.eventually(async () => (await noted(fault)) > before);
    expect(await stateOf(shop, orderId)).toBe('unpaid');
  });

  it('a flood is one row a minute, however many came', async () => {
    const before = await noted('bad_signature');
    await Promise.all(Array.from({ length: 40 }, () => send({ stranger: true })));
    await shop.eventually(async () => (await noted('bad_signature')) === before + 40);
    const rows = await shop.rows("select 1 from notice_rejection where fault = 'bad_signature'");
    expect(rows.length).toBeLessThanOrEqual(2);
  });

  it('a genuine notice counts once, however often it comes', async () => {
    const goods = await makeGoods(shop, owner);
    const buyer = await shop.buyerWithAddress('真的');
    const { order, cashier } = await place(shop, goods, buyer, 'solo');
    await faults(shop, { notice: { holdUntilReplay: true } });
    await payInWechat(shop, cashier, buyer.openid);
    expect(await replayNotice(shop, order.id)).toEqual([200]);
    const repeated = await changedBy(shop, () => replayNotice(shop, order.id));
    expect(repeated).toEqual([]);
    expect(await stateOf(shop, order.id)).toBe('to_ship');
  });
});
