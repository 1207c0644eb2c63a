import { type Action, arrive, payAndWait } from './action.js';

export const opensGroup: Action = {
  name: 'opens a group, pays and tells the chat',
  weight: 10,
  async act(buyer) {
    const { offer } = await arrive(buyer);
    const placed = await buyer.order(offer, 'open', { showFace: buyer.chance.happens(0.5) });
    if (placed !== null) await payAndWait(buyer, placed);
  },
};
