import { type Action, arrive, payAndWait } from './action.js';

export const buysAlone: Action = {
  name: 'buys alone',
  weight: 8,
  async act(buyer) {
    const { offer } = await arrive(buyer);
    const placed = await buyer.order(offer, 'solo');
    if (placed !== null) await payAndWait(buyer, placed);
  },
};
