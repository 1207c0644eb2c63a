import type { TaxReply, WithdrawalPreviewReply, WithdrawalReply } from '@tuanlink/shared/replies';
import { statesOf, withdrawalLimits, withdrawalTransitions } from '@tuanlink/shared/states';
import { translator } from '../../../i18n';
import {
  amountOf,
  amountProblem,
  isName,
  limitText,
  needsName,
  nextText,
  reasonText,
  taxRows,
} from './model';

const t = translator('zh-CN');
const terms: WithdrawalPreviewReply = {
  distributorState: 'approved',
  availableFen: 30_000,
  minFen: 100,
  maxFen: 20_000,
  limit: 'day_amount',
  realNameFromFen: 15_000,
  realNameMasked: null,
  realNameMissing: false,
  tax: null,
};
const tax: TaxReply = {
  rule: 'labour-cn-1',
  month: '2026-11',
  monthBeforeFen: 400_000,
  monthFen: 500_000,
  deductionFen: 100_000,
  taxableFen: 400_000,
  rateBp: 2_000,
  quickDeductionFen: 0,
  monthTaxFen: 80_000,
  withheldBeforeFen: 64_000,
  taxFen: 16_000,
  netFen: 84_000,
};

it.each([
  ['', 'withdraw.problem.amount'],
  ['0', 'withdraw.problem.amount'],
  ['-1', 'withdraw.problem.amount'],
  ['1.234', 'withdraw.problem.amount'],
  ['0.99', 'withdraw.problem.min'],
  ['300.01', 'withdraw.problem.balance'],
  ['200.01', 'withdraw.problem.limit'],
  ['200', undefined],
  ['1', undefined],
])('%j yuan: %s', (text, key) => {
  expect(amountProblem(text, terms)?.key).toBe(key);
});

it('reads yuan as fen', () => {
  expect([amountOf('1,234.5'), amountOf('x')]).toEqual([123_450, null]);
});

it('asks for a name from the limit on, unless there is one', () => {
  expect(needsName(terms, 14_999)).toBe(false);
  expect(needsName(terms, 15_000)).toBe(true);
  expect(needsName({ ...terms, realNameMasked: '张*' }, 15_000)).toBe(false);
});

it.each([
  ['张三', true],
  [' 阿卜杜拉·买买提 ', true],
  ['Ann Lee', true],
  ['张', false],
  ['张3', false],
  ['', false],
])('%j is a name: %s', (text, expected) => {
  expect(isName(text)).toBe(expected);
});

it('shows every step of the tax, and only the sum where there is none', () => {
  const rows = taxRows(tax, false, t);
  expect(rows.map(({ fen }) => fen)).toEqual([
    400_000, 500_000, 100_000, 400_000, 80_000, 64_000, 16_000, 84_000,
  ]);
  expect(taxRows({ ...tax, taxableFen: 0, taxFen: 0 }, true, t).map(({ label }) => label)).toEqual([
    t('withdraw.tax.now'),
    t('withdraw.tax.netFixed'),
  ]);
});

it('says in every state what comes next', () => {
  for (const state of statesOf(withdrawalTransitions)) {
    const confirmation = {
      mchId: '1',
      appId: 'wx',
      package: 'p',
      confirmBy: '2026-11-22T05:05:00.000Z',
    };
    const withdrawal = { state, confirmation, reason: 'NAME_NOT_CORRECT', tax } as WithdrawalReply;
    const text = nextText(withdrawal, t);
    expect(text).not.toMatch(/[{}]|NAME_NOT/);
    expect(text).toMatch(state === 'awaiting_confirmation' ? /2026-11-22 13:05/ : /./);
  }
  expect(reasonText('信息不符', t)).toBe('信息不符');
});

it('names every limit', () => {
  for (const limit of withdrawalLimits) {
    expect(limitText({ ...terms, limit }, t)).toMatch(/¥200\.00/);
  }
  expect(limitText({ ...terms, limit: null }, t)).toBeNull();
});
