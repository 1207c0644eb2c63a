import type { PlaceOrderBody } from '@tuanlink/shared/dto';
import { MINUTE_MS } from '@tuanlink/shared/time';

/** An order that was sent, or is about to be, and is not known to be settled. */
export interface PendingOrder {
  body: PlaceOrderBody;
  /** Local milliseconds. */
  at: number;
  /** Known once the server has answered. */
  orderId?: string;
}

/** Its seat is free again long before; the list of orders tells the rest. */
const KEEP_MS = 30 * MINUTE_MS;

/** What makes two inputs the same for the server. */
function essence(body: PlaceOrderBody): string {
  return JSON.stringify({
    lines: body.lines.map(({ skuId, quantity }) => [skuId, quantity]),
    campaignId: body.campaignId,
    groupId: body.groupId,
    addressId: body.addressId,
    shareToken: body.shareToken,
    showFace: body.showFace,
    note: body.note,
    expectPayFen: body.expectPayFen,
  });
}

/** Whether a stored order is still worth asking about. */
export function isLive(pending: PendingOrder | null, now: number): pending is PendingOrder {
  return pending !== null && now - pending.at <= KEEP_MS;
}

/**
 * The order to send for `body`: the stored one when it is the same input without an answer, so that a second
 * tap or a relaunch can never buy twice; else a new one with `newId`.
 */
export function pendingFor(
  stored: PendingOrder | null,
  body: Omit<PlaceOrderBody, 'requestId'>,
  newId: string,
  now: number,
): PendingOrder {
  const fresh: PendingOrder = { body: { ...body, requestId: newId }, at: now };
  const same =
    isLive(stored, now) && stored.orderId === undefined && essence(stored.body) === essence(fresh.body);
  return same ? stored : fresh;
}
