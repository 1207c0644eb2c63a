import { type Action, joinOrOpen, payAndWait } from './action.js';

export const buysTogether: Action = {
  name: 'buys together and pays in time',
  weight: 46,
  async act(buyer) {
    const placed = await joinOrOpen(buyer);
    if (placed !== null) await payAndWait(buyer, placed);
  },
};
