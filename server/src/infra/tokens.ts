import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { addMs, DAY_MS } from '@tuanlink/shared/time';
import { SignJWT } from 'jose';
import { Clock } from './clock.js';
import { Config } from './config.js';
import { isUuid } from './ids.js';
import { Refusal } from './refusal.js';

/** How long a buyer stays logged in. */
const SHOP_TOKEN_MS = 7 * DAY_MS;
const ALGORITHM = 'HS256';
/** Tokens of other programs that happen to share the secret are not ours. */
const ISSUER = 'tuanlink/shop';
/** First part of every token. */
const HEADER = Buffer.from(JSON.stringify({ alg: ALGORITHM })).toString('base64url');

/** What a genuine token says; others may say anything. */
type Claims = Partial<Record<'iss' | 'sub' | 'exp', unknown>>;

/** Tokens of the shop's users: JWT, HS256, 7 days. */
@Injectable()
export class Tokens {
  private readonly key: Uint8Array;

  constructor(
    config: Config,
    private readonly clock: Clock,
  ) {
    this.key = new TextEncoder().encode(config.jwtSecret);
  }

  /** A token for a user who has just logged in. */
  async issueShopToken(userId: string, now: Date): Promise<{ token: string; expiresAt: Date }> {
    const expiresAt = addMs(now, SHOP_TOKEN_MS);
    const token = await new SignJWT()
      .setProtectedHeader({ alg: ALGORITHM })
      .setIssuer(ISSUER)
      .setSubject(userId)
      .setIssuedAt(now)
      .setExpirationTime(expiresAt)
      .sign(this.key);
    return { token, expiresAt };
  }

  /**
   * The user a token was issued to. Checked with Node's own HMAC: a library on WebCrypto hands each of these
   * few bytes to another thread, which cost a sixth of a whole join.
   * @throws Refusal `auth.expired` after its time, `auth.required` for everything else that is not ours
   */
  async readShopToken(token: string): Promise<string> {
    const [header = '', payload = '', signature = '', ...more] = token.split('.');
    const expected = createHmac('sha256', this.key).update(`${header}.${payload}`).digest();
    const given = Buffer.from(signature, 'base64url');
    const genuine = given.length === expected.length && timingSafeEqual(given, expected);
    // Only this process's kind of token is believed, so the header has one form.
    if (!genuine || header !== HEADER || more.length > 0) throw new Refusal('auth.required');
    const { iss, sub, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims;
    if (iss !== ISSUER || typeof exp !== 'number' || !isUuid(sub)) throw new Refusal('auth.required');
    if (exp <= Math.floor(this.clock.now().getTime() / 1_000)) throw new Refusal('auth.expired');
    return sub;
  }
}
