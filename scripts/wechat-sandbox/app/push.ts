/** Message push in safe mode: an encrypted event to the application's push address. */
import crypto from 'node:crypto';
import { randomDigits, sealPush, sha1 } from '../crypto.js';
import { HttpRefusal } from '../http.js';
import type { World } from '../world.js';

/** Time the receiver has to answer, in ms. */
const ANSWER_MS_MAX = 5000;

/** An event to push. Without `url` it goes to the application's own address. */
export interface Push {
  url?: string;
  openid: string;
  event: string;
  fields?: Record<string, unknown>;
}

/** Sends one event and tells the HTTP status and body of the answer (status 0: none came within 5 s). */
export async function sendPush(world: World, push: Push): Promise<{ status: number; body: string }> {
  const { config, clock, shopUrl } = world;
  const base = push.url ?? (shopUrl === null ? null : `${shopUrl}/api/wechat/push`);
  if (base === null || !URL.canParse(base)) throw new HttpRefusal(400, 'request.invalid', '没有推送地址');
  const seconds = Math.floor(clock.now() / 1000);
  const message = {
    ToUserName: 'gh_sandbox',
    FromUserName: push.openid,
    CreateTime: seconds,
    MsgType: 'event',
    Event: push.event,
    ...push.fields,
  };
  const encrypted = sealPush(config.encodingAesKey, config.appid, JSON.stringify(message));
  const timestamp = String(seconds);
  const nonce = randomDigits(10);
  const url = new URL(base);
  const query = {
    signature: sha1([config.pushToken, timestamp, nonce].sort().join('')),
    timestamp,
    nonce,
    openid: push.openid,
    encrypt_type: 'aes',
    msg_signature: sha1([config.pushToken, timestamp, nonce, encrypted].sort().join('')),
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Request-Id': crypto.randomUUID() },
      body: JSON.stringify({ ToUserName: 'gh_sandbox', Encrypt: encrypted }),
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    });
    return { status: response.status, body: (await response.text()).slice(0, 1000) };
  } catch {
    return { status: 0, body: '' };
  }
}
