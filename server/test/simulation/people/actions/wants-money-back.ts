import { HOUR_MS } from '@tuanlink/shared/time';
import type { Buyer, Placed } from '../buyer.js';
import { type Action, arrive } from './action.js';

/** Buys two pieces alone, pays, and waits for the parcel or not. */
async function buyTwo(buyer: Buyer, waitHours: [number, number]): Promise<Placed | null> {
  const { offer } = await arrive(buyer);
  const placed = await buyer.order(offer, 'solo', { lines: [{ skuId: offer.skuId, quantity: 2 }] });
  if (placed === null) return null;
  await buyer.think(2, 60);
  if (!(await buyer.pay(placed))) return null;
  await buyer.sleep(buyer.chance.integer(...waitHours) * HOUR_MS);
  return placed;
}

/** Asks for money back for so many pieces; the id of the after-sale, or null. */
async function ask(
  buyer: Buyer,
  placed: Placed,
  kind: 'refund_only' | 'return_and_refund',
  quantity: number,
): Promise<string | null> {
  const { body: order } = await buyer.call('shop.order', { params: { id: placed.order.id } });
  const orderLineId = order?.lines[0]?.id;
  if (orderLineId === undefined) return null;
  const { body } = await buyer.call('shop.afterSale.apply', {
    params: { id: placed.order.id },
    body: { kind, lines: [{ orderLineId, quantity }], reason: 'not_wanted' },
  });
  return body?.id ?? null;
}

export const wantsMoneyBack: Action = {
  name: 'wants money back for a piece, and later perhaps for the other',
  weight: 3,
  async act(buyer) {
    const placed = await buyTwo(buyer, [0, 30]);
    if (placed === null) return;
    await ask(buyer, placed, 'refund_only', 1);
    await buyer.sleep(buyer.chance.integer(10, 40) * HOUR_MS);
    if (buyer.chance.happens(0.5)) await ask(buyer, placed, 'refund_only', 1);
  },
};

export const sendsBack: Action = {
  name: 'sends pieces back',
  weight: 2,
  async act(buyer) {
    const placed = await buyTwo(buyer, [12, 60]);
    if (placed === null) return;
    const id = await ask(buyer, placed, 'return_and_refund', buyer.chance.integer(1, 2));
    if (id === null) return;
    await buyer.sleep(buyer.chance.integer(8, 40) * HOUR_MS);
    const params = { id };
    if (buyer.chance.happens(0.2)) {
      await buyer.call('shop.afterSale.withdraw', { params, body: {} });
    } else {
      await buyer.call('shop.afterSale.track', { params, body: { carrier: 'SF', trackingNo: 'SF99887766' } });
    }
  },
};
