import type { CommissionExplanationReply, ShopCommissionRulesReply } from '@tuanlink/shared/replies';
import { reasonCodes } from '@tuanlink/shared/states';
import { translator } from '../../i18n';
import type { TextKey } from '../../i18n';
import { zhCn } from '../../i18n/zh-cn';
import { balanceTiles, centreVariant, rulePoints, versionFacts } from './centre/model';
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
  expect(lineReason({ reasonCode: 'HELD_UNTIL' }, t)).toBe('待结算，收货并过了售后期可提现');
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

const rules = (part: Partial<ShopCommissionRulesReply['current']> = {}): ShopCommissionRulesReply => ({
  current: {
    id: '2',
    version: 2,
    state: 'in_force',
    effectiveAt: '2026-11-22T02:00:00.000Z',
    announcedAt: null,
    defaultRateBp: 550,
    newBuyerRateBp: null,
    visitWindowDays: 3,
    bindingDays: 14,
    protectionDays: 0,
    touchedDays: 30,
    ...part,
  },
  availableAfterDays: 10,
  announced: [],
});

const pointsOf = (reply: ShopCommissionRulesReply, language: 'zh-CN' | 'en' = 'zh-CN') =>
  rulePoints(reply).map(({ text, values }) => translator(language)(text, values));

it('tells the rules with the values in force', () => {
  const points = pointsOf(rules());
  expect(points).toContain('3 天内最后一次打开谁的分享，就算谁的；成交后 14 天内保持归属');
  expect(points).toContain('成团或付款后待结算，收货 10 天后可提现');
  expect(points).toContain('拼团按该团标明的比例，商品另定的按商品；其余按实付商品金额的 5.5%');
  expect(points.join()).not.toContain('保护期');
  expect(points.join()).not.toContain('{');
});

it('tells of protection and of a rate for new buyers only where there is one', () => {
  const points = pointsOf(rules({ protectionDays: 1, newBuyerRateBp: 800 }), 'en');
  expect(points.join()).toContain('For the first 1 day after a sale');
  expect(points.join()).toContain('5.5% of the goods paid for, 8% when the buyer never paid before');
  expect(points.join()).not.toContain('{');
});

it('shows what a version says, a rate for new buyers behind the other', () => {
  const { current } = rules({ newBuyerRateBp: 800 });
  expect(t('centre.values', versionFacts(current))).toBe(
    '2026-11-22 10:00 起生效：默认佣金 5.5% / 8%，打开有效 3 天，归属 14 天，保护 0 天',
  );
});

it.each(['zh-CN', 'en'] as const)(
  'no text about commission says a number of days by itself, in %s',
  (name) => {
    const fixed = (Object.keys(zhCn) as TextKey[])
      .filter((key) => /^(rules|reason|attribution|balance|centre|line|apply)\./.test(key))
      .filter((key) => /\d+ ?(天|days?)/.test(translator(name)(key)));
    expect(fixed).toEqual([]);
  },
);
