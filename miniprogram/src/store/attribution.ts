import { newUuid } from '../platform/ids';
import { readStored, store } from '../platform/storage';
import { isNewOpening, usableToken } from './attribution.rules';
import type { KeptShare } from './attribution.rules';

const VISITOR_KEY = 'visitor';
const SHARE_KEY = 'share';

let visitor: string | null = null;
let share: KeptShare | null | undefined;

/** The anonymous visitor this device is; made once and kept. */
export function visitorId(): string {
  visitor ??= readStored<string>(VISITOR_KEY);
  if (visitor === null) {
    visitor = newUuid();
    store(VISITOR_KEY, visitor);
  }
  return visitor;
}

function keptShare(): KeptShare | null {
  if (share === undefined) {
    share = readStored<KeptShare>(SHARE_KEY);
  }
  return share;
}

/** Keeps the share that was just opened. Answers whether it is to be told to the server. */
export function keepShare(token: string): boolean {
  const now = Date.now();
  const isNew = isNewOpening(keptShare(), token, now);
  if (isNew) {
    share = { token, at: now, told: true };
    store(SHARE_KEY, share);
  }
  return isNew;
}

/** The server could not be told of an opening: the next one of the same share tells it. */
export function markUntold(token: string): void {
  const kept = keptShare();
  if (kept?.token === token) {
    share = { ...kept, told: false };
    store(SHARE_KEY, share);
  }
}

/** The share to send with quotes and orders, if one was opened lately. */
export function currentShareToken(): string | undefined {
  return usableToken(keptShare(), Date.now()) ?? undefined;
}
