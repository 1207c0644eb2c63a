import { type Action, joinOrOpen } from './action.js';

export const wantsTwoSeats: Action = {
  name: 'wants a second seat in the same group',
  weight: 2,
  async act(buyer) {
    const placed = await joinOrOpen(buyer);
    const groupId = placed?.order.groupId;
    if (placed === null || groupId === undefined) return;
    if (buyer.chance.happens(0.5)) await buyer.pay(placed);
    await buyer.think(1, 30);
    await buyer.order(placed.offer, { groupId });
  },
};

export const wantsMoreThanAllowed: Action = {
  name: 'opens more groups than one person may',
  weight: 1,
  async act(buyer) {
    const offer = buyer.town.offers.find(({ perUserLimit }) => perUserLimit !== undefined);
    if (offer === undefined) return;
    const first = await buyer.order(offer, 'open');
    if (first === null) return;
    await buyer.pay(first);
    await buyer.think(1, 20);
    await buyer.order(offer, 'open');
  },
};
