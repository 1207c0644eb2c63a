import { HOUR_MS } from '@tuanlink/shared/time';
import type { Buyer } from '../buyer.js';
import { type Action, joinOrOpen } from './action.js';

/** Pays for something, or nothing, and orders again alone after a while. */
async function buyAgain(buyer: Buyer, waitMs: number): Promise<void> {
  const first = await joinOrOpen(buyer);
  if (first !== null && buyer.chance.happens(0.7)) await buyer.pay(first);
  await buyer.sleep(waitMs);
  const again = await buyer.order(buyer.chance.pick(buyer.town.offers), 'solo');
  if (again === null) return;
  await buyer.think(5, 100);
  await buyer.pay(again);
}

export const comesAgainSoon: Action = {
  name: 'buys, and buys again hours later without any link',
  weight: 3,
  act: (buyer) => buyAgain(buyer, buyer.chance.integer(1, 8) * HOUR_MS),
};

export const comesAgainLate: Action = {
  name: 'buys, and buys again when the visit no longer counts',
  weight: 2,
  act: (buyer) => buyAgain(buyer, buyer.chance.integer(8 * 24, 9 * 24) * HOUR_MS),
};

export const looksOnly: Action = {
  name: 'looks and goes away',
  weight: 5,
  async act(buyer) {
    await buyer.look(buyer.chance.pick(buyer.town.offers));
    await buyer.call('shop.orders');
  },
};
