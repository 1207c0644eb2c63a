import { DAY_MS, MINUTE_MS } from '@tuanlink/shared/time';

/** A share that was opened, as the client keeps it. */
export interface KeptShare {
  token: string;
  /** Local milliseconds. */
  at: number;
  /** Whether the server has heard of it. */
  told: boolean;
}

/** The server's window is what counts; after this long the token is no use to it in any case. */
const KEEP_MS = 7 * DAY_MS;
/** The page and the app both hear of one opening; WeChat also repeats it on every return by the home key. */
const SAME_OPENING_MS = 30 * MINUTE_MS;

const TOKEN = /^[0-9A-Za-z]{10}$/;

/** The share token in a query: `share` of a card's path, or `scene` of a QR code. Null when there is none. */
export function shareTokenIn(query: Readonly<Record<string, string | undefined>>): string | null {
  const given = query.share ?? query.scene ?? '';
  try {
    const token = decodeURIComponent(given);
    return TOKEN.test(token) ? token : null;
  } catch {
    return null;
  }
}

/** Whether this opening is to be told to the server, or was told already. */
export function isNewOpening(last: KeptShare | null, token: string, now: number): boolean {
  return last === null || last.token !== token || !last.told || now - last.at > SAME_OPENING_MS;
}

/** The token to send with an order, or null when none was opened lately. */
export function usableToken(kept: KeptShare | null, now: number): string | null {
  return kept !== null && now - kept.at <= KEEP_MS ? kept.token : null;
}
