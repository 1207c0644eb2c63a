import type { PlaceOrderBody } from '@tuanlink/shared/dto';
import type { PlacedOrderReply } from '@tuanlink/shared/replies';
import fc from 'fast-check';
import { CallFailure } from './failure';
import type { FailureCode } from './failure';
import { RETRY_WAITS_MS, placeOrder } from './place-order';

const body: PlaceOrderBody = { requestId: 'r1', lines: [], addressId: 'a', expectPayFen: 1 };
const reply = { order: { id: 'o1' }, cashier: null } as unknown as PlacedOrderReply;

/** A shop that answers with these failures first, and then takes the order. */
function shopWith(failures: FailureCode[]) {
  const seen: string[] = [];
  const waits: number[] = [];
  return {
    seen,
    waits,
    send: (sent: PlaceOrderBody) => {
      seen.push(sent.requestId);
      const code = failures.shift();
      return code === undefined ? Promise.resolve(reply) : Promise.reject(new CallFailure(code, 0));
    },
    wait: (ms: number) => {
      waits.push(ms);
      return Promise.resolve();
    },
  };
}

it.each<[string, FailureCode[], string, number]>([
  ['taken at once', [], 'placed', 1],
  ['a lost answer', ['network.timeout'], 'placed', 2],
  ['a twin that is still handled', ['request.in_progress', 'request.in_progress'], 'placed', 3],
  ['a restart of the shop', ['server.failed', 'service.starting'], 'placed', 3],
  ['a full group', ['group.full'], 'refused', 1],
  ['another price after a lost answer', ['network.unreachable', 'price.changed'], 'refused', 2],
])('%s', async (_name, failures, kind, tries) => {
  const shop = shopWith(failures);
  expect((await placeOrder(body, shop)).kind).toBe(kind);
  expect(shop.seen).toHaveLength(tries);
});

it('stops after its tries without knowing, and always sends the same request', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom<FailureCode>('network.timeout', 'request.in_progress', 'server.failed'), {
        maxLength: 12,
      }),
      async (failures) => {
        const lost = failures.length;
        const shop = shopWith([...failures]);
        const outcome = await placeOrder(body, shop);
        expect(outcome.kind).toBe(lost > RETRY_WAITS_MS.length ? 'unknown' : 'placed');
        expect(new Set(shop.seen)).toEqual(new Set(['r1']));
        expect(shop.waits).toEqual(RETRY_WAITS_MS.slice(0, shop.waits.length));
      },
    ),
  );
});
