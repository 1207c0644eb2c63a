import fc from 'fast-check';
import { SOLO_FEN } from '../support/goods.js';
import { expectBooksToBalance } from '../support/invariants.js';
import type { RefundPart } from '../../src/flows/refund/refund.rules.js';
import { apply, bought, type Bought, type Counter, openCounter } from './support.js';

/** However much is asked for, in whatever order: never more goes back than was paid. */
describe('limits of after-sales', () => {
  let counter: Counter;
  beforeAll(async () => {
    counter = await openCounter();
  });
  afterAll(async () => {
    await expectBooksToBalance(counter.shop);
    await counter.shop.close();
  });

  /** What an operator gives back without being asked. */
  const giveBack = (thing: Bought, part: Omit<RefundPart, 'orderLineId'>) =>
    counter.shop.db.call<{ ok: boolean }>('request_refund', [
      {
        orderId: thing.orderId,
        refundId: crypto.randomUUID(),
        shippingFen: 0,
        note: '',
        lines: [
          {
            orderLineId: thing.lineIds[0],
            ...part,
          },
        ],
        reason: 'operator_refund',
        actor: 'system',
      },
      counter.shop.clock.now(),
    ]);

  it('a fifty-first refund is refused at the decision, and the request stays as it was', async () => {
    const thing = await bought(counter, 2);
    for (let count = 0; count < 50; count++) {
      await giveBack(thing, { quantity: 0, amountFen: 1 });
    }
    const { id } = await apply(counter, thing);
    const refused = await counter.shop.refused('console.afterSale.approve', counter.operator, {
      params: { id },
      body: {},
    });
    expect(refused).toMatchObject({ status: 409, code: 'refund.too_many' });
    expect(await counter.shop.call('shop.afterSale', thing.buyer, { params: { id } })).toMatchObject({
      state: 'applied',
      refundFen: null,
      events: [{ to: 'applied' }],
    });
  });

  const steps = fc.array(
    fc.record({
      kind: fc.constantFrom('refund_only' as const, 'return_and_refund' as const),
      by: fc.constantFrom('buyer', 'buyer', 'operator'),
      quantity: fc.integer({ min: 1, max: 3 }),
      permille: fc.integer({ min: 1, max: 1_200 }),
      decision: fc.constantFrom('approve', 'lower', 'reject', 'withdraw', 'leave'),
    }),
    { minLength: 3, maxLength: 7 },
  );
  type Step = typeof steps extends fc.Arbitrary<(infer T)[]> ? T : never;

  /** One step; what is refused changes nothing, which the books tell in the end. */
  async function take(thing: Bought, step: Step): Promise<void> {
    const { shop, operator } = counter;
    const refundFen = Math.max(1, Math.floor((SOLO_FEN * step.quantity * step.permille) / 1_000));
    if (step.by === 'operator') {
      await giveBack(thing, { quantity: step.quantity - 1, amountFen: refundFen });
      return;
    }
    const partly = step.permille % 2 === 0 ? { refundFen } : {};
    const lines = [{ orderLineId: thing.lineIds[0], quantity: step.quantity }];
    const asked = await shop.raw('shop.afterSale.apply', thing.buyer, {
      params: { id: thing.orderId },
      body: { kind: step.kind, lines, reason: 'other', ...partly },
    });
    const { id, askedFen = 0 } = asked.body as { id?: string; askedFen?: number };
    if (asked.status !== 201 || id === undefined) return;
    const input = (body: object = {}) => ({ params: { id }, body });
    const lower = { refundFen: Math.ceil(askedFen / 3), note: '酌情', returnAddress: '退货组' };
    if (step.decision === 'reject') {
      await shop.raw('console.afterSale.reject', operator, input({ reason: '否' }));
    }
    if (step.decision === 'withdraw') await shop.raw('shop.afterSale.withdraw', thing.buyer, input());
    if (step.decision === 'approve' || step.decision === 'lower') {
      const body = step.decision === 'lower' ? lower : { returnAddress: '退货组' };
      await shop.raw('console.afterSale.approve', operator, input(body));
      await shop.raw('console.afterSale.received', operator, input());
      await shop.raw('console.afterSale.approve', operator, input());
    }
  }

  it('random requests and refunds of one order never give back more than was paid', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.boolean(), async (plan, shipped) => {
        const thing = await bought(counter, 3, shipped ? 'shipped' : 'to_ship');
        for (const step of plan) await take(thing, step);
        const order = await counter.shop.call('shop.order', thing.buyer, { params: { id: thing.orderId } });
        const sum = order.refunds.reduce((fen, refund) => fen + refund.amountFen, 0);
        expect(sum).toBe(order.refundedFen);
        expect(sum).toBeLessThanOrEqual(order.payFen);
        const [line] = order.lines;
        expect(line?.refundedQuantity).toBeLessThanOrEqual(3);
        expect(order.state).toBe(sum === order.payFen ? 'refunding' : shipped ? 'shipped' : 'to_ship');
        await expectBooksToBalance(counter.shop);
      }),
      { numRuns: 12 },
    );
  });
});
