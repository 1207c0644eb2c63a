import { platform } from '../platform';
import { sendRequest } from '../platform/request';
import { visitorId } from '../store/attribution';
import { clock } from '../store/clock';
import { currentLanguage } from '../store/settings';
import { useSession } from '../store/session';
import { createCaller } from './caller';
import type { Call } from './caller';

export type SessionOutcome = 'ready' | 'left' | 'unavailable';

let loggingIn: Promise<SessionOutcome> | null = null;

/** The one way to the API. Throws `CallFailure`. */
export const call: Call = createCaller({
  base: platform.apiBase,
  send: sendRequest,
  token: () => useSession.getState().token,
  renew: renewSession,
  language: currentLanguage,
  onServerTime: clock.note,
});

async function openWith(code: string): Promise<void> {
  const reply = await call('shop.login', { body: { code, visitorId: visitorId() } });
  useSession.getState().open(reply);
}

async function logIn(): Promise<SessionOutcome> {
  const outcome = await platform.login();
  if (outcome.kind !== 'code') {
    return outcome.kind;
  }
  await openWith(outcome.code);
  return 'ready';
}

/**
 * Makes sure somebody is logged in; many may ask at once, WeChat is asked once. In a browser this leaves the
 * page (`left`), or is not possible (`unavailable`). Throws `CallFailure`.
 */
export function ensureSession(): Promise<SessionOutcome> {
  if (useSession.getState().token !== null) {
    return Promise.resolve('ready');
  }
  loggingIn ??= logIn().finally(() => {
    loggingIn = null;
  });
  return loggingIn;
}

/** A silent login after the old one expired; false where logging in needs the person. */
async function renewSession(): Promise<boolean> {
  useSession.getState().close();
  return platform.silentLogin && (await ensureSession()) === 'ready';
}

/** At launch: takes up the code a browser came back with, or logs in silently where that is possible. */
export async function startSession(): Promise<void> {
  const code = platform.takeReturnedCode();
  if (code !== null) {
    useSession.getState().close();
    await openWith(code);
  } else if (platform.silentLogin) {
    await ensureSession();
  }
}
