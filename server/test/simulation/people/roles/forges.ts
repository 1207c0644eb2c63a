import { HOUR_MS } from '@tuanlink/shared/time';
import type { Chance } from '../../kernel/chance.js';
import { SIGNATURE, signNotice } from '../../wechat/pay-port.js';
import type { Town } from '../town.js';

const FORGERIES = 12;

/** Sends notices of payments that nobody made: badly signed ones, and genuine ones for another merchant. */
export async function forges(town: Town, chance: Chance): Promise<void> {
  for (let count = 0; count < FORGERIES; count++) {
    await town.scheduler.sleep(chance.integer(1, HOUR_MS));
    const open = [...town.wechat.books.orders.values()].filter(({ state }) => state === 'NOTPAY');
    if (open.length === 0) continue;
    const { outTradeNo, openid, amountFen } = chance.pick(open);
    const foreign = chance.happens(0.5);
    const transaction = {
      outTradeNo,
      transactionId: `forged-${count}`,
      openid,
      state: 'SUCCESS',
      totalFen: amountFen,
      payerTotalFen: amountFen,
      paidAt: town.scheduler.now(),
    };
    const mchid = foreign ? '1900000001' : town.mchid;
    const notice = {
      kind: 'payment',
      noticeId: 'forged',
      createdAt: town.scheduler.now(),
      mchid,
      transaction,
    };
    const body = JSON.stringify(notice);
    const signature = foreign ? signNotice(body) : signNotice(`${body} `);
    const status = await town.deliver('payment', `forged ${count}`, body, { [SIGNATURE]: signature }, chance);
    if (status !== 0 && status !== (foreign ? 400 : 401)) {
      throw new Error(`a forged notice was answered ${status}`);
    }
    town.note(foreign ? 'a notice for another merchant was refused' : 'a forged notice was refused');
  }
}
