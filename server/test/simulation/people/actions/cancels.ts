import { type Action, joinOrOpen } from './action.js';

export const cancels: Action = {
  name: 'cancels before paying, and sometimes pays all the same',
  weight: 5,
  async act(buyer) {
    const placed = await joinOrOpen(buyer);
    if (placed === null) return;
    await buyer.think(2, 90);
    const input = { params: { id: placed.order.id }, body: {} };
    if (buyer.chance.happens(0.5)) {
      // The cashier stays open on the other phone.
      await buyer.call('shop.order.cancel', input);
      await buyer.think(1, 60);
      if (await buyer.pay(placed)) buyer.town.note('paid after cancelling');
    } else {
      await buyer.pay(placed);
      await buyer.call('shop.order.cancel', input);
    }
  },
};

export const leaves: Action = {
  name: 'leaves the group after paying',
  weight: 4,
  async act(buyer) {
    const placed = await joinOrOpen(buyer);
    if (placed === null) return;
    await buyer.think(3, 60);
    if (!(await buyer.pay(placed))) return;
    await buyer.think(5, 900);
    await buyer.call('shop.order.cancel', { params: { id: placed.order.id }, body: {} });
  },
};
