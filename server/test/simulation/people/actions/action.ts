import { HOUR_MS, MINUTE_MS } from '@tuanlink/shared/time';
import type { Buyer, How, Placed } from '../buyer.js';
import type { Link, Offer } from '../town.js';

/** One way in which a buyer may spend the day. */
export interface Action {
  /** What they do, in a few words; part of every history that is printed. */
  name: string;
  /** How common it is among buyers. */
  weight: number;
  act(buyer: Buyer): Promise<unknown>;
}

/** Links older than this are far up in the chat. */
const RECENT_MS = 90 * MINUTE_MS;
/** The newest links are the ones people press. */
const NEWEST = 4;

/** The buyer comes through a link from a chat, mostly; what they want. */
export async function arrive(buyer: Buyer): Promise<{ offer: Offer; link: Link | undefined }> {
  const { chance, town } = buyer;
  const offer = chance.pick(town.offers);
  const links = town.recentLinks(offer, RECENT_MS).slice(0, NEWEST);
  const link = links.length > 0 && chance.happens(0.85) ? chance.pick(links) : undefined;
  const [other] = town.recentLinks(chance.pick(town.offers), RECENT_MS);
  if (other !== undefined && chance.happens(0.2)) await buyer.visit(other);
  if (link !== undefined) await buyer.visit(link);
  return { offer, link };
}

/** The group that the link leads to, or one shown on the product's page, or none. */
export async function findGroup(
  buyer: Buyer,
  offer: Offer,
  link: Link | undefined,
): Promise<string | undefined> {
  if (link?.groupId !== undefined && buyer.chance.happens(0.9)) return link.groupId;
  const { openGroups } = await buyer.look(offer);
  return openGroups.length > 0 ? buyer.chance.pick(openGroups).id : undefined;
}

/** How often somebody who is refused tries another group. */
const TRIES_MAX = 3;

/** Joins a group where there is one, else opens one; where that is refused, tries another one. */
export async function joinOrOpen(buyer: Buyer): Promise<Placed | null> {
  const { offer, link } = await arrive(buyer);
  const quantity = buyer.chance.happens(0.15) ? 2 : 1;
  const shareToken = buyer.chance.happens(0.3) ? link?.token : undefined;
  for (let tries = 1; tries <= TRIES_MAX; tries++) {
    const groupId = await findGroup(buyer, offer, tries === 1 ? link : undefined);
    const how: How = groupId === undefined ? 'open' : { groupId };
    const lines = [{ skuId: offer.skuId, quantity }];
    const placed = await buyer.order(offer, how, {
      lines,
      ...(shareToken === undefined ? {} : { shareToken }),
    });
    if (placed !== null) return placed;
    await buyer.think(1, 20);
  }
  return null;
}

/** Pays within the time to pay, tells the chat of a group they opened, and later takes the parcel. */
export async function payAndWait(buyer: Buyer, placed: Placed): Promise<void> {
  await (buyer.chance.happens(0.75) ? buyer.think(2, 90) : buyer.think(90, 290));
  if (!(await buyer.pay(placed))) return;
  await afterPaying(buyer, placed);
}

/** What people do once they have paid. */
export async function afterPaying(buyer: Buyer, placed: Placed): Promise<void> {
  const { chance } = buyer;
  if (chance.happens(0.5)) {
    await buyer.think(1, 4);
    await buyer.confirm(placed.order.id);
  }
  if (placed.order.groupId !== undefined && chance.happens(0.7)) {
    await buyer.post(placed.offer, placed.order.groupId);
  }
  if (chance.happens(0.35)) {
    await buyer.sleep(chance.integer(20, 90) * HOUR_MS);
    await buyer.call('shop.order.receive', { params: { id: placed.order.id }, body: {} });
  }
}
