import type { PlaceOrderBody } from '@tuanlink/shared/dto';
import { type Action, arrive, payAndWait } from './action.js';

export const pressesTwice: Action = {
  name: 'sends the same order twice at once, then another one under its number',
  weight: 3,
  async act(buyer) {
    const { offer } = await arrive(buyer);
    await buyer.address();
    const twin: Partial<PlaceOrderBody> = { requestId: `twin-of-${buyer.name.replaceAll(' ', '-')}` };
    const [first, second] = await Promise.all([
      buyer.order(offer, 'open', twin),
      buyer.order(offer, 'open', twin),
    ]);
    const placed = first ?? second;
    if (placed === null) return;
    buyer.town.note('one order was sent twice at once');
    await buyer.order(offer, 'open', { ...twin, note: 'another one' });
    await payAndWait(buyer, placed);
  },
};
