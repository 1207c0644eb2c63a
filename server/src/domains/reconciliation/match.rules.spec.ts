import type { DifferenceKind, WithdrawalState } from '@tuanlink/shared/states';
import fc from 'fast-check';
import {
  addFigures,
  billDifferences,
  noFigures,
  paymentDifferences,
  type PaymentFacts,
  refundDifferences,
  type RefundFacts,
  transferDifferences,
  type TransferFacts,
  unexplainedDifference,
  withoutHidden,
} from './match.rules.js';

const AT = '2026-11-22T05:05:09.000Z';
const payment: PaymentFacts = {
  transactionId: '4200',
  bill: { line: 2, fen: 2_990, at: AT, outTradeNo: 'out' },
  ours: { fen: 2_990, at: AT, odd: false, outTradeNo: 'out' },
  orderId: 'order',
  orderState: 'to_ship',
  ledgerFen: 2_990,
};
const refund: RefundFacts = {
  outRefundNo: 'ref',
  bill: { line: 3, fen: 1_000, at: AT, state: 'SUCCESS', transactionId: '4200' },
  ours: {
    id: 'refund',
    orderId: 'order',
    fen: 1_000,
    state: 'succeeded',
    at: AT,
    transactionId: '4200',
    current: true,
    refused: false,
    settledOutside: false,
    paidTwice: false,
  },
  ledgerFen: 1_000,
  outsideFen: null,
};
type Ours<T extends { ours: unknown }> = Partial<NonNullable<T['ours']>>;
const withPayment = (ours: Ours<PaymentFacts>) => ({
  ours: { ...payment.ours, ...ours } as PaymentFacts['ours'],
});
const withRefund = (ours: Ours<RefundFacts>) => ({
  ours: { ...refund.ours, ...ours } as RefundFacts['ours'],
});
const billed = (state: string) => ({ bill: { ...refund.bill, state } as RefundFacts['bill'] });

describe('a payment', () => {
  it.each<[string, Partial<PaymentFacts>, DifferenceKind[]]>([
    ['known alike to all three', {}, []],
    ['that only WeChat knows', { ours: null, ledgerFen: null }, ['payment.missing_here']],
    ['without its row, though the ledger has it', { ours: null }, ['payment.missing_here']],
    ['that WeChat does not know', { bill: null }, ['payment.missing_at_wechat']],
    ['of another amount here', withPayment({ fen: 2_991 }), ['payment.amount_differs']],
    ['of another amount in the ledger', { ledgerFen: 2_991 }, ['ledger.amount_differs']],
    [
      'on whose amount nobody agrees',
      { ...withPayment({ fen: 1 }), ledgerFen: 2 },
      ['payment.amount_differs', 'ledger.amount_differs'],
    ],
    ['that is not in the ledger', { ledgerFen: null }, ['payment.missing_in_ledger']],
    [
      'that WeChat does not know, with another amount in the ledger',
      { bill: null, ledgerFen: 1 },
      ['payment.missing_at_wechat', 'ledger.amount_differs'],
    ],
    ['whose order was never taken up', { orderState: 'cancelled' }, ['payment.not_fulfilled']],
    ['whose order still counts as unpaid', { orderState: 'unpaid' }, ['payment.not_fulfilled']],
    [
      'that is odd money of a cancelled order',
      { ...withPayment({ odd: true }), orderState: 'cancelled' },
      [],
    ],
    ['of nobody', { bill: null, ours: null, ledgerFen: null }, []],
  ])('%s', (_, change, kinds) => {
    const found = paymentDifferences({ ...payment, ...change });
    expect(found.map(({ kind }) => kind)).toEqual(kinds);
    expect(found.every(({ subject }) => subject === '4200')).toBe(true);
  });

  it('comes with the facts that are known, and no others', () => {
    expect(paymentDifferences({ ...payment, ours: null, ledgerFen: null })[0]?.facts).toEqual({
      transactionId: '4200',
      outTradeNo: 'out',
      orderId: 'order',
      wechatFen: 2_990,
      at: AT,
      bill: 'trade',
      line: 2,
    });
  });
});

describe('a refund', () => {
  it.each<[string, Partial<RefundFacts>, DifferenceKind[]]>([
    ['known alike to all three', {}, []],
    ['that only WeChat knows', { ours: null, ledgerFen: null }, ['refund.missing_here']],
    ['that WeChat does not know', { bill: null }, ['refund.missing_at_wechat']],
    ['of another amount here', withRefund({ fen: 1 }), ['refund.amount_differs']],
    ['of another amount in the ledger', { ledgerFen: 1 }, ['ledger.amount_differs']],
    ['that is not in the ledger', { ledgerFen: null }, ['refund.missing_in_ledger']],
    [
      'that arrived, which we have not heard',
      { ...withRefund({ state: 'accepted' }), ledgerFen: null },
      ['refund.state_differs'],
    ],
    [
      'that the ledger has done and we have not',
      { ...withRefund({ state: 'accepted' }), ...billed('PROCESSING') },
      ['refund.state_differs'],
    ],
    ['that was under way when the bill was made', billed('PROCESSING'), []],
    [
      'that is still under way',
      { ...billed('PROCESSING'), ...withRefund({ state: 'accepted' }), ledgerFen: null },
      [],
    ],
    [
      'that is under way, and not even sent as far as we know',
      { ...billed('PROCESSING'), ...withRefund({ state: 'requested' }), ledgerFen: null },
      ['refund.state_differs'],
    ],
    [
      'that failed, as we know',
      { ...billed('CHANGE'), ...withRefund({ state: 'abnormal' }), ledgerFen: null },
      [],
    ],
    [
      'that failed, which we have not heard',
      { ...billed('CHANGE'), ...withRefund({ state: 'accepted' }), ledgerFen: null },
      ['refund.state_differs'],
    ],
    [
      'that WeChat refused for good',
      { bill: null, ...withRefund({ state: 'abnormal', refused: true }), ledgerFen: null },
      [],
    ],
    [
      'that WeChat carried out, although it had refused it',
      { ...withRefund({ state: 'abnormal', refused: true }), ledgerFen: null },
      ['refund.state_differs'],
    ],
    [
      'that failed, and WeChat knows nothing of it any more',
      { bill: null, ...withRefund({ state: 'abnormal' }), ledgerFen: null },
      ['refund.missing_at_wechat'],
    ],
    ['that failed at first', billed('CHANGE'), []],
    [
      'that a person settled outside WeChat after it failed',
      { ...billed('CHANGE'), ...withRefund({ settledOutside: true }), ledgerFen: null, outsideFen: 1_000 },
      [],
    ],
    [
      'that was given back twice: outside, and by WeChat too',
      { ...withRefund({ settledOutside: true }), ledgerFen: null, outsideFen: 1_000 },
      ['refund.state_differs'],
    ],
    [
      'settled outside, without its entry',
      { ...billed('CHANGE'), ...withRefund({ settledOutside: true }), ledgerFen: null },
      ['refund.missing_in_ledger'],
    ],
    [
      'under a number that WeChat closed',
      { ...billed('CLOSED'), ...withRefund({ current: false }), ledgerFen: null },
      [],
    ],
    [
      'that went out under a number we had given up',
      withRefund({ current: false }),
      ['refund.state_differs'],
    ],
  ])('%s', (_, change, kinds) => {
    expect(refundDifferences({ ...refund, ...change }).map(({ kind }) => kind)).toEqual(kinds);
  });
});

describe('a transfer', () => {
  const transfer: TransferFacts = {
    outBillNo: 'bill',
    bill: { line: 4, outFen: 5_000, netFen: 5_000, at: AT },
    ours: { id: 'withdrawal', fen: 5_000, state: 'paid', at: AT },
    ledgerFen: 5_000,
    begun: true,
    ended: true,
  };
  const state = (to: WithdrawalState) => ({ ours: { ...transfer.ours, state: to } as TransferFacts['ours'] });
  const back = { bill: { line: 4, outFen: 5_000, netFen: 0, at: AT }, ledgerFen: null };
  it.each<[string, Partial<TransferFacts>, DifferenceKind[]]>([
    ['known alike to all three', {}, []],
    ['that only WeChat knows', { ours: null, ledgerFen: null }, ['transfer.missing_here']],
    ['that only WeChat knows, on the day it came back', { ours: null, ledgerFen: null, begun: false }, []],
    ['that WeChat does not know', { bill: null }, ['transfer.missing_at_wechat']],
    [
      'of another amount here',
      { ours: { id: 'w', fen: 1, state: 'paid', at: AT } },
      ['transfer.amount_differs'],
    ],
    ['of another amount in the ledger', { ledgerFen: 1 }, ['ledger.amount_differs']],
    ['that is not in the ledger', { ledgerFen: null }, ['transfer.missing_in_ledger']],
    ['that is under way', { ...state('awaiting_confirmation'), ledgerFen: null, ended: false }, []],
    ['that lapsed and came back', { ...state('lapsed'), ...back }, []],
    ['that failed before anything left', { ...state('failed'), bill: null, ledgerFen: null }, []],
    [
      'that lapsed and did not come back',
      { ...state('lapsed'), ledgerFen: null },
      ['transfer.state_differs'],
    ],
    [
      'that failed and is paid in the ledger',
      { ...state('failed'), ...back, ledgerFen: 5_000 },
      ['transfer.state_differs'],
    ],
    ['that is paid here and came back', { ...back, ledgerFen: 5_000 }, ['transfer.state_differs']],
    ['paid on a later day than it left, on the first', { ledgerFen: null, ended: false }, []],
  ])('%s', (_, change, kinds) => {
    expect(transferDifferences({ ...transfer, ...change }).map(({ kind }) => kind)).toEqual(kinds);
  });
});

it('what an unreadable line names is not missing at WeChat', () => {
  const found = [
    ...paymentDifferences({ ...payment, bill: null }),
    ...paymentDifferences({ ...payment, bill: null, transactionId: '4201', ledgerFen: null }),
    ...refundDifferences({ ...refund, bill: null }),
  ];
  const kinds = (lines: string[]) => withoutHidden(found, lines).map(({ kind, subject }) => [kind, subject]);
  expect(kinds(['`2026,`4200,`x', 'ref'])).toEqual([
    ['payment.missing_at_wechat', '4201'],
    ['payment.missing_in_ledger', '4201'],
  ]);
  // By the order's number as well; both payments are of the same order here.
  expect(kinds(['`out`'])).toEqual([
    ['payment.missing_in_ledger', '4201'],
    ['refund.missing_at_wechat', 'ref'],
  ]);
  expect(kinds([])).toHaveLength(4);
});

describe('a bill', () => {
  it('has a difference for each line that cannot be read, and one for its sums', () => {
    const unreadable = [
      { line: 2, fault: 'amount' as const, text: '`x' },
      { line: 9, fault: 'columns' as const, text: '`y' },
    ];
    expect(billDifferences('trade', { unreadable, summaryFault: 'missing', sums: [] })).toEqual([
      {
        kind: 'bill.line_unreadable',
        subject: 'trade:2',
        facts: { bill: 'trade', line: 2, fault: 'amount', text: '`x' },
      },
      {
        kind: 'bill.line_unreadable',
        subject: 'trade:9',
        facts: { bill: 'trade', line: 9, fault: 'columns', text: '`y' },
      },
      { kind: 'bill.summary_differs', subject: 'trade', facts: { bill: 'trade', fault: 'missing' } },
    ]);
    const sums = [{ name: 'row_count', stated: 3, counted: 2 }];
    expect(billDifferences('fund_flow', { unreadable: [], summaryFault: null, sums })).toEqual([
      { kind: 'bill.summary_differs', subject: 'fund_flow', facts: { bill: 'fund_flow', sums } },
    ]);
    expect(billDifferences('trade', { unreadable: [], summaryFault: null, sums: [] })).toEqual([]);
  });
});

it('a transfer that nothing explains is named by its id', () => {
  expect(unexplainedDifference({ transferId: 't', orderId: null, fen: 5, at: AT })).toEqual({
    kind: 'ledger.unexplained',
    subject: 't',
    facts: { transferId: 't', ledgerFen: 5, at: AT },
  });
});

it('figures count what each side knows', () => {
  const { payments } = noFigures();
  addFigures(payments, { wechat: 10, ours: 10, ledger: 10 });
  addFigures(payments, { wechat: 5, ours: null, ledger: null });
  addFigures(payments, { wechat: undefined, ours: 1, ledger: null });
  expect(payments).toEqual({
    wechat: { count: 2, fen: 15 },
    ours: { count: 2, fen: 11 },
    ledger: { count: 1, fen: 10 },
  });
});

/** A day of random payments and refunds that all three sides know alike, and one thing changed in it. */
describe('one thing changed in a day without differences', () => {
  const fen = fc.integer({ min: 1, max: 1_000_000 });
  const day = fc.record({
    payments: fc.array(fen, { minLength: 1, maxLength: 8 }),
    refunds: fc.array(fc.tuple(fen, fc.constantFrom('SUCCESS', 'PROCESSING')), {
      minLength: 1,
      maxLength: 8,
    }),
    which: fc.nat(),
    by: fc.integer({ min: 1, max: 1_000 }),
  });
  const paymentOf = (amount: number, index: number): PaymentFacts => ({
    ...payment,
    transactionId: `42${index}`,
    bill: { line: index + 2, fen: amount, at: AT, outTradeNo: `out${index}` },
    ours: { fen: amount, at: AT, odd: index % 5 === 4, outTradeNo: `out${index}` },
    ledgerFen: amount,
  });
  const refundOf = ([amount, state]: [number, string], index: number): RefundFacts => ({
    ...refund,
    outRefundNo: `ref${index}`,
    bill: { line: index + 50, fen: amount, at: AT, state, transactionId: `42${index}` },
    ours: { ...(refund.ours as NonNullable<RefundFacts['ours']>), fen: amount },
    ledgerFen: amount,
  });

  const changes: Record<string, (facts: PaymentFacts, by: number) => PaymentFacts> = {
    'payment.missing_here': (facts) => ({ ...facts, ours: null }),
    'payment.missing_at_wechat': (facts) => ({ ...facts, bill: null }),
    'payment.amount_differs': (facts, by) => ({
      ...facts,
      bill: facts.bill && { ...facts.bill, fen: facts.bill.fen + by },
    }),
    'payment.missing_in_ledger': (facts) => ({ ...facts, ledgerFen: null }),
    'ledger.amount_differs': (facts, by) => ({ ...facts, ledgerFen: (facts.ledgerFen ?? 0) + by }),
  };
  it.each(Object.entries(changes))('%s, and nothing else', (kind, change) => {
    fc.assert(
      fc.property(day, ({ payments, refunds, which, by }) => {
        const all = payments.map(paymentOf);
        const at = which % all.length;
        const changed = all.map((facts, index) => (index === at ? change(facts, by) : facts));
        const found = [
          ...changed.flatMap(paymentDifferences),
          ...refunds.map(refundOf).flatMap(refundDifferences),
        ];
        expect(found.map((each) => [each.kind, each.subject])).toEqual([[kind, `42${at}`]]);
      }),
    );
  });

  const refundChanges: Record<string, (facts: RefundFacts, by: number) => RefundFacts> = {
    'refund.missing_here': (facts) => ({ ...facts, ours: null }),
    'refund.missing_at_wechat': (facts) => ({ ...facts, bill: null }),
    'refund.amount_differs': (facts, by) => ({
      ...facts,
      bill: facts.bill && { ...facts.bill, fen: facts.bill.fen + by },
    }),
    'refund.missing_in_ledger': (facts) => ({ ...facts, ledgerFen: null }),
    'refund.state_differs': (facts) => ({
      ...facts,
      bill: facts.bill && { ...facts.bill, state: 'SUCCESS' },
      ours: facts.ours && { ...facts.ours, state: 'accepted' },
      ledgerFen: null,
    }),
    'ledger.amount_differs': (facts, by) => ({ ...facts, ledgerFen: (facts.ledgerFen ?? 0) + by }),
  };
  it.each(Object.entries(refundChanges))('%s of a refund, and nothing else', (kind, change) => {
    fc.assert(
      fc.property(day, ({ payments, refunds, which, by }) => {
        const all = refunds.map(refundOf);
        const at = which % all.length;
        const changed = all.map((facts, index) => (index === at ? change(facts, by) : facts));
        const found = [
          ...payments.map(paymentOf).flatMap(paymentDifferences),
          ...changed.flatMap(refundDifferences),
        ];
        expect(found.map((each) => [each.kind, each.subject])).toEqual([[kind, `ref${at}`]]);
      }),
    );
  });
});
