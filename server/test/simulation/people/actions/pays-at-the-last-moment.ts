import { afterPaying, type Action, joinOrOpen } from './action.js';

export const paysAtTheLastMoment: Action = {
  name: 'pays in the seconds around the end of the hold',
  weight: 6,
  async act(buyer) {
    const placed = await joinOrOpen(buyer);
    if (placed === null) return;
    const leftMs = Date.parse(placed.order.heldUntil) - buyer.town.scheduler.now().getTime();
    await buyer.sleep(leftMs + buyer.chance.integer(-6_000, 12_000));
    if (await buyer.pay(placed)) await afterPaying(buyer, placed);
    else buyer.town.note('WeChat took no money any more');
  },
};
