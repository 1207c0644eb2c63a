import { type Action, joinOrOpen } from './action.js';

export const paysTwice: Action = {
  name: 'pays twice',
  weight: 2,
  async act(buyer) {
    const placed = await joinOrOpen(buyer);
    if (placed === null) return;
    await buyer.think(3, 60);
    if (!(await buyer.pay(placed))) return;
    await buyer.think(1, 200);
    await buyer.pay(placed, { again: true });
  },
};

export const paysAnotherAmount: Action = {
  name: 'pays another amount',
  weight: 1.5,
  async act(buyer) {
    const placed = await joinOrOpen(buyer);
    if (placed === null) return;
    await buyer.think(3, 100);
    await buyer.pay(placed, { amountFen: placed.order.payFen + buyer.chance.integer(-50, -1) });
  },
};

export const anotherPays: Action = {
  name: 'lets somebody else pay',
  weight: 1.5,
  async act(buyer) {
    const placed = await joinOrOpen(buyer);
    if (placed === null) return;
    await buyer.think(3, 100);
    await buyer.pay(placed, { openid: `${buyer.openid}-friend` });
  },
};
