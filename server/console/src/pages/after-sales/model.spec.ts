import { afterSaleTransitions, statesOf } from '@tuanlink/shared/states';
import type { AfterSaleState } from '@tuanlink/shared/states';
import { decisionsFrom, readApproval } from './model';

describe('decisionsFrom', () => {
  const expected: Partial<Record<AfterSaleState, string[]>> = {
    applied: ['approve', 'reject'],
    returning: ['received'],
    returned: ['approve', 'reject'],
  };
  it.each(statesOf(afterSaleTransitions))('%s', (state) => {
    expect(decisionsFrom(state)).toEqual(expected[state] ?? []);
  });
});

describe('readApproval', () => {
  const asked = { kind: 'refund_only' as const, state: 'applied' as const, askedFen: 3_990, refundFen: null };
  const fields = { amount: '39.90', note: '', returnAddress: '' };
  it.each([
    ['all of it', asked, fields, { refundFen: 3_990 }],
    [
      'less, with a word',
      asked,
      { ...fields, amount: '10', note: ' 补偿 ' },
      { refundFen: 1_000, note: '补偿' },
    ],
    ['less, without a word', asked, { ...fields, amount: '10' }, 'note'],
    ['more', asked, { ...fields, amount: '39.91' }, 'amount'],
    ['nothing', asked, { ...fields, amount: '0' }, 'amount'],
    ['no amount', asked, { ...fields, amount: 'all' }, 'amount'],
    ['more than was agreed', { ...asked, state: 'returned' as const, refundFen: 1_000 }, fields, 'amount'],
    ['goods without an address', { ...asked, kind: 'return_and_refund' as const }, fields, 'address'],
    [
      'goods with an address',
      { ...asked, kind: 'return_and_refund' as const },
      { ...fields, returnAddress: '杭州' },
      { refundFen: 3_990, returnAddress: '杭州' },
    ],
  ])('%s', (_name, afterSale, typed, expected) => {
    const read = readApproval(afterSale, typed);
    expect(read.ok ? read.body : read.problem).toEqual(expected);
  });
});
