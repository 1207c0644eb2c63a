/**
 * The server's API as a program, as server/src/main.ts is. BENCH_PREPAY=constant replaces one call, the
 * prepay at WeChat with its signatures, by a constant answer: what is left is the shop's own work.
 */
import { randomBytes } from 'node:crypto';
import { fromRoot } from '../lib/paths.mjs';

const [{ createApp }, { loadConfig }, { WechatHttpClient }] = await Promise.all(
  ['app', 'infra/config', 'infra/wechat/wechat-http.client'].map(
    (name) => import(fromRoot(`server/dist/${name}.js`)),
  ),
);

const config = loadConfig();

/** Imported at run time, so the compiler does not know it. */
const RealClient = /** @type {new (...args: any[]) => object} */ (WechatHttpClient);

/** Everything as WeChat's real client does it, except opening the cashier. */
class ConstantPrepay extends RealClient {
  async prepayStored() {
    return { prepayId: 'wx201410272009395522657a690389285100' };
  }

  /** @param {string} prepayId */
  async signCashier(prepayId) {
    const paySign = 'A'.repeat(344);
    return { timeStamp: '1', nonceStr: 'n', package: `prepay_id=${prepayId}`, signType: 'RSA', paySign };
  }
}

const wechatPay =
  process.env.BENCH_PREPAY === 'constant'
    ? new ConstantPrepay(config.wechat, { now: () => new Date(), random: randomBytes })
    : undefined;
const app = await createApp({ config, wechatPay });
process.once('SIGTERM', () => app.close().then(() => process.exit(0)));
await app.listen({ port: config.port, host: '127.0.0.1' });
