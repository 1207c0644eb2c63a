import type { CommissionExplanationReply } from '@tuanlink/shared/replies';
import { reasonCodes } from '@tuanlink/shared/states';
import { translator } from '../../i18n';
import { balanceTiles, centreVariant } from './centre/model';
import { ledgerFilters, stateInQuery } from './ledger/model';
import { eventFacts, formulaText, transferFacts, visitFacts } from './line/model';
import { lineReason } from './lines';

const t = translator('zh-CN');

it.each([
  [null, 'apply'],
  ['rejected', 'apply'],
  ['applied', 'applied'],
  ['approved', 'active'],
  ['suspended', 'suspended'],
] as const)('whoever is %s sees %s', (state, variant) => {
  expect(centreVariant(state)).toBe(variant);
});

it('shows the four balances, each with the lines behind it', () => {
  const balances = { estimatedFen: 1, heldFen: 2, availableFen: 3, payingFen: 4, paidFen: 5, debtFen: 6 };
  expect(balanceTiles(balances).map(({ amountFen, state }) => [amountFen, state])).toEqual([
    [3, 'available'],
    [2, 'held'],
    [1, 'estimated'],
    [5, undefined],
  ]);
});

it('takes a date instead of a status where one is known', () => {
  const at = { reasonCode: 'HELD_UNTIL', availableAt: '2026-07-20T16:30:00.000Z' } as const;
  expect(lineReason(at, t)).toBe('7月21日可提现');
  expect(lineReason({ reasonCode: 'HELD_UNTIL' }, t)).toBe('待结算，收货 7 天后可提现');
});

it('explains every reason in words', () => {
  for (const reasonCode of reasonCodes) {
    expect(lineReason({ reasonCode }, t)).not.toContain(reasonCode);
  }
});

it('narrows the list to known states only', () => {
  expect(stateInQuery('held')).toBe('held');
  expect(stateInQuery('paid')).toBeUndefined();
  expect(stateInQuery(undefined)).toBeUndefined();
  expect(ledgerFilters[0]?.state).toBeUndefined();
});

it('can be computed again from what is shown', () => {
  const line = {
    formula: { baseFen: 2990, rateBp: 1250, rounding: 'floor', amountFen: 373, reversedFen: 0 },
    visits: [
      { shareToken: 'AbCdEf1234', at: '2026-11-22T01:00:00.000Z', channel: 'chat', mine: true },
      { shareToken: 'ZZZZZZZZZZ', at: '2026-11-21T01:00:00.000Z', channel: 'chat', mine: false },
    ],
    events: [{ at: '2026-11-22T02:00:00.000Z', from: null, to: 'estimated', reasonCode: 'WAIT_GROUP' }],
  } as unknown as CommissionExplanationReply;
  expect(formulaText(line, t)).toBe('实付商品金额 ¥29.90 × 12.5% = ¥3.73（向下取整到分）');
  expect(visitFacts(line, t)[0]?.at).toMatch(/ · (聊天|朋友圈|海报|链接)$/);
  expect(visitFacts(line, t).map(({ text }) => text)).toEqual([
    '打开了你的分享 AbCdEf1234',
    '打开了其他分享 ZZZZZZZZZZ',
  ]);
  expect(eventFacts(line, t)[0]).toMatchObject({
    text: '预估 · 等待成团，成团后进入待结算',
    at: '2026-11-22 10:00',
  });
});

it('names the accounts of the ledger, whoever they belong to', () => {
  const transfer = {
    id: 't1',
    from: 'commission_expense',
    to: 'held:0199a000-0000-7000-8000-000000000001',
    amountFen: 373,
    reason: 'commission',
    orderId: null,
    commissionLineId: null,
    at: '2026-11-22T02:00:00.000Z',
  };
  expect(transferFacts([transfer], t)).toEqual([
    { key: 't1', text: '商家佣金支出 → 待结算 ¥3.73', at: '2026-11-22 10:00 · t1' },
  ]);
});
