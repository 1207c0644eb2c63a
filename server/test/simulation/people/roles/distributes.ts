import { HOUR_MS, MINUTE_MS } from '@tuanlink/shared/time';
import type { Buyer } from '../buyer.js';

/** How often a distributor posts links during the day. */
const POSTS = { min: 2, max: 5 };
const BETWEEN_POSTS_MS = { min: 40 * MINUTE_MS, max: 5 * HOUR_MS };
const OWN_PURCHASE = 0.15;

/** Applies, posts links to chats through the day, and sometimes buys through a link of their own. */
export async function distributes(person: Buyer): Promise<void> {
  const { chance, town } = person;
  await person.call('shop.distributor.apply', { body: { agreeToRules: true } });
  for (let posts = chance.integer(POSTS.min, POSTS.max); posts > 0; posts--) {
    await person.sleep(chance.integer(1, 20) * MINUTE_MS);
    await person.post(chance.pick(town.offers));
    if (chance.happens(OWN_PURCHASE)) await buyFromOneself(person);
    await person.sleep(chance.integer(BETWEEN_POSTS_MS.min, BETWEEN_POSTS_MS.max));
  }
  await person.call('shop.distributor');
  await person.call('shop.commissions');
}

async function buyFromOneself(person: Buyer): Promise<void> {
  const { town } = person;
  const own = town.links.at(-1);
  if (own === undefined) return;
  const placed = await person.order(own.offer, 'solo', { shareToken: own.token });
  if (placed === null) return;
  await person.think(2, 60);
  await person.pay(placed);
}
