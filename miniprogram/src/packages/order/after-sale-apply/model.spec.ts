import type { OrderLineReply } from '@tuanlink/shared/replies';
import {
  afterSaleTransitions,
  openAfterSaleStates,
  orderTransitions,
  statesOf,
} from '@tuanlink/shared/states';
import {
  askProblems,
  askableLines,
  bodyOf,
  firstForm,
  formKey,
  kindsFor,
  mayAskBack,
  openOneOf,
  reasonsFor,
  toggled,
  worthOf,
} from './model';
import type { AskForm, AskableOrder } from './model';

const line: OrderLineReply = {
  id: 'l1',
  skuId: 's',
  productId: 'p',
  title: '橙子',
  skuName: '5 斤',
  image: null,
  quantity: 3,
  unitPriceFen: 1_000,
  payFen: 1_000,
  refundedFen: 0,
  refundedQuantity: 0,
};
const order: AskableOrder = {
  state: 'shipped',
  lines: [line],
  shippingFen: 500,
  refundedFen: 0,
  afterSales: [],
};
const form: AskForm = {
  kind: 'refund_only',
  pieces: { l1: 3 },
  reason: 'damaged',
  words: ' 压坏了 ',
  amount: '',
  pictures: [],
};

it.each(statesOf(orderTransitions).map((state) => [state] as const))('a %s order', (state) => {
  const count = { to_ship: 1, shipped: 2, received: 2 }[state as string] ?? 0;
  expect(kindsFor(state)).toHaveLength(count);
  expect(mayAskBack({ ...order, state })).toBe(count > 0);
  expect(reasonsFor(state).length).toBeGreaterThan(0);
});

it.each(statesOf(afterSaleTransitions).map((state) => [state] as const))('a line with a %s one', (state) => {
  const afterSales = [{ id: 'a', kind: 'refund_only' as const, state, lineIds: ['l1'] }];
  expect(mayAskBack({ ...order, afterSales })).toBe(!openAfterSaleStates.includes(state));
});

it('offers no line of which nothing is left', () => {
  const gone = { ...line, refundedQuantity: 3, refundedFen: 1_000 };
  expect(askableLines({ ...order, lines: [gone] })).toEqual([]);
  expect(firstForm({ ...order, lines: [gone] })).toBeNull();
});

it('chooses a single line at once, and none of several', () => {
  expect(firstForm(order)?.pieces).toEqual({ l1: 3 });
  expect(firstForm({ ...order, lines: [line, { ...line, id: 'l2' }] })?.pieces).toEqual({});
  expect(toggled({}, line)).toEqual({ l1: 3 });
  expect(toggled({ l1: 1, l2: 2 }, line)).toEqual({ l2: 2 });
});

it.each([
  [order, { l1: 1 }, 334, 0],
  [order, { l1: 3 }, 1_500, 500],
  [
    { ...order, lines: [{ ...line, refundedQuantity: 1, refundedFen: 334 }], refundedFen: 334 },
    { l1: 2 },
    1_166,
    500,
  ],
  [{ ...order, refundedFen: 200 }, { l1: 3 }, 1_300, 300],
  [{ ...order, lines: [line, { ...line, id: 'l2' }] }, { l1: 3 }, 1_000, 0],
] as const)('counts what pieces are worth (%#)', (of, pieces, totalFen, shippingFen) => {
  expect(worthOf(of as AskableOrder, pieces)).toEqual({ totalFen, shippingFen });
});

it.each<[Partial<AskForm>, object]>([
  [{}, {}],
  [{ amount: '15.00' }, {}],
  [{ amount: '15.01' }, { amount: 'afterSale.problem.tooMuch' }],
  [{ amount: '0' }, { amount: 'afterSale.problem.amount' }],
  [{ amount: 'x' }, { amount: 'afterSale.problem.amount' }],
  [
    { pieces: {}, reason: '' },
    { lines: 'afterSale.problem.lines', reason: 'afterSale.problem.reason' },
  ],
])('finds what is wrong with %j', (part, problems) => {
  expect(askProblems(order, { ...form, ...part })).toEqual(problems);
  expect(bodyOf(order, { ...form, ...part }) === null).toBe(Object.keys(problems).length > 0);
});

it('asks for nothing where nothing was paid', () => {
  const free = { ...order, lines: [{ ...line, payFen: 0 }], shippingFen: 0 };
  expect(askProblems(free, form)).toEqual({ lines: 'afterSale.problem.nothing' });
});

it('starts anew when something else can be asked for', () => {
  const afterSales = [{ id: 'a', kind: 'refund_only' as const, state: 'applied' as const, lineIds: ['l1'] }];
  expect(formKey({ ...order })).toBe(formKey(order));
  expect(formKey({ ...order, afterSales })).not.toBe(formKey(order));
  expect(formKey({ ...order, refundedFen: 1 })).not.toBe(formKey(order));
});

it('sends what was chosen, and an amount only where one was typed', () => {
  const lines = [{ orderLineId: 'l1', quantity: 3 }];
  expect(bodyOf(order, form)).toEqual({ kind: 'refund_only', reason: 'damaged', lines, words: '压坏了' });
  expect(bodyOf(order, { ...form, words: '', amount: '8.5', pictures: ['/files/a.webp'] })).toEqual({
    kind: 'refund_only',
    reason: 'damaged',
    lines,
    pictures: ['/files/a.webp'],
    refundFen: 850,
  });
});

it.each([
  [{ afterSaleId: 'a' }, 'a'],
  [{}, null],
  [undefined, null],
])('finds the open one in %j', (detail, id) => {
  expect(openOneOf(detail)).toBe(id);
});
