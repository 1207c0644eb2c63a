import { DAY_MS, HOUR_MS, MINUTE_MS } from '@tuanlink/shared/time';
import type { Buyer } from '../buyer.js';

/** How often a distributor posts links during the day. */
const POSTS = { min: 2, max: 5 };
const BETWEEN_POSTS_MS = { min: 40 * MINUTE_MS, max: 5 * HOUR_MS };
const OWN_PURCHASE = 0.15;
/** How often one asks to be paid. */
const WITHDRAWALS = 3;

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
  await withdraws(person);
}

/** Asks for what has become available, some of it at a time, and mostly takes it when it is offered. */
async function withdraws(person: Buyer): Promise<void> {
  const { chance } = person;
  for (let times = 1; times <= WITHDRAWALS; times++) {
    await person.sleep(chance.integer(9, 13) * DAY_MS);
    const { body: may } = await person.call('shop.withdrawal.preview');
    if (may === undefined || may.maxFen < may.minFen) continue;
    const amountFen = chance.happens(0.6) ? may.maxFen : chance.integer(may.minFen, may.maxFen);
    const requestId = `${person.name.replaceAll(' ', '-')}-payout-${times}`;
    const { body: asked } = await person.call('shop.withdrawal.request', { body: { requestId, amountFen } });
    if (asked !== undefined) await takes(person, asked.id);
  }
}

/** Waits for the offer, and confirms it in WeChat or lets it lapse. */
async function takes(person: Buyer, id: string): Promise<void> {
  const { chance, town } = person;
  const forgets = chance.happens(0.2);
  for (let looks = 1; looks <= 24; looks++) {
    await person.sleep(4 * HOUR_MS);
    const { body } = await person.call('shop.withdrawal', { params: { id } });
    if (body === undefined || body.finishedAt !== null) return;
    if (body.confirmation === null || forgets) continue;
    if (!town.wechat.transfers.confirm(body.confirmation.package)) continue;
    if (chance.happens(0.5)) await person.call('shop.withdrawal.confirm', { params: { id }, body: {} });
  }
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
