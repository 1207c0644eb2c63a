import fc from 'fast-check';
import { checkDay, checkOutRefundNo, cutText, prepayBody, refundBody, transferBody } from './pay.bodies.js';
import { isRfc3339, toChinaTime, toChinaTimeWithMs } from './rfc3339.js';
import { appid, mchid } from './wechat.spec-support.js';

const merchant = { appid, mchid, notifyBaseUrl: 'https://shop.example/' };
const order = {
  outTradeNo: 'b0a1c2d3e4f5a6b7c8d9e0f1a2b3c4d5',
  description: '脐橙',
  amountFen: 1,
  openid: 'o1',
  expiresAt: new Date('2026-12-31T16:00:00.001Z'),
};
const refund = { transactionId: '42', outRefundNo: 'r1', reason: '未成团', refundFen: 1, totalFen: 2 };
const transfer = {
  outBillNo: 'b1',
  openid: 'o1',
  sceneId: '1005',
  reports: [{ type: '岗位类型', content: '推广员' }],
  amountFen: 10,
  remark: '佣金',
};

describe('prepayBody', () => {
  it('is the same text for the same input, whatever the order of its fields', () => {
    const shuffled = Object.fromEntries(Object.entries(order).reverse()) as typeof order;
    expect(prepayBody(merchant, shuffled)).toBe(prepayBody(merchant, order));
    expect(prepayBody(merchant, order)).toBe(
      `{"appid":"${appid}","mchid":"${mchid}","description":"脐橙",` +
        `"out_trade_no":"${order.outTradeNo}","time_expire":"2027-01-01T00:00:00+08:00",` +
        '"notify_url":"https://shop.example/api/wechat/pay-notices",' +
        '"amount":{"total":1,"currency":"CNY"},"payer":{"openid":"o1"}}',
    );
  });

  it.each([
    { outTradeNo: 'short' },
    { outTradeNo: 'a'.repeat(33) },
    { outTradeNo: 'a/../b/c' },
    { amountFen: 0 },
    { amountFen: 1.5 },
    { amountFen: Number.NaN },
    { amountFen: 2 ** 53 },
    { attach: 'a'.repeat(129) },
    { notifyUrl: 'https://shop.example/?a=1' },
    { notifyUrl: `https://shop.example/${'a'.repeat(255)}` },
    { expiresAt: new Date(Number.NaN) },
  ])('refuses %j', (change) => {
    expect(() => prepayBody(merchant, { ...order, ...change })).toThrow(RangeError);
  });
});

describe('refundBody', () => {
  it.each([
    { outRefundNo: '' },
    { outRefundNo: 'a'.repeat(65) },
    { outRefundNo: 'a?b' },
    { refundFen: 0 },
    { refundFen: 3 },
    { totalFen: 2.5 },
  ])('refuses %j', (change) => {
    expect(() => refundBody(merchant, { ...refund, ...change })).toThrow(RangeError);
  });

  it('takes every character that is allowed', () => {
    expect(() => checkOutRefundNo('Az09_-|*@')).not.toThrow();
  });
});

describe('transferBody', () => {
  it.each([
    { outBillNo: 'a_b' },
    { outBillNo: 'a'.repeat(33) },
    { amountFen: 9 },
    { amountFen: 200_000 },
    { reports: [{ type: '一'.repeat(16), content: '推广员' }] },
    { reports: [{ type: '岗位类型', content: '一'.repeat(33) }] },
  ])('refuses %j', (change) => {
    expect(() => transferBody(merchant, { ...transfer, ...change }, undefined)).toThrow(RangeError);
  });
});

describe('cutText', () => {
  it('keeps what fits, and cuts the rest between characters', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.integer({ min: 1, max: 30 }),
        (text, max) => {
          const cut = cutText(text, max);
          expect(cut.length).toBeLessThanOrEqual(max);
          expect(() => encodeURIComponent(cut)).not.toThrow();
          expect(cut === text || (text.length > max && text.startsWith(cut.slice(0, -1)))).toBe(true);
        },
      ),
    );
    expect(cutText('脐橙脐橙', 3)).toBe('脐橙…');
    expect(cutText('🍊🍊', 3)).toBe('🍊…');
  });
});

describe('times', () => {
  it("are written by China's clock and read back to the same second", () => {
    const moments = fc.date({
      min: new Date('2000-01-01Z'),
      max: new Date('2099-12-31Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moments, (at) => {
        const text = toChinaTime(at);
        expect(isRfc3339(text)).toBe(true);
        expect(Date.parse(text)).toBe(Math.floor(at.getTime() / 1000) * 1000);
        expect(Date.parse(toChinaTimeWithMs(at))).toBe(at.getTime());
      }),
    );
  });

  it.each(['2026-11-22', '2026-11-22T13:00:00', '2026-13-22T13:00:00Z', '22 Nov 2026', ''])(
    '%j is none',
    (text) => {
      expect(isRfc3339(text)).toBe(false);
    },
  );

  it('days exist', () => {
    expect(() => checkDay('2028-02-29')).not.toThrow();
    for (const day of ['2026-02-29', '2026-00-01', '20261122', '2026-11-22 ']) {
      expect(() => checkDay(day)).toThrow(RangeError);
    }
  });
});
