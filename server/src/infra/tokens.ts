import { Injectable } from '@nestjs/common';
import { addMs, DAY_MS } from '@tuanlink/shared/time';
import { SignJWT, errors, jwtVerify } from 'jose';
import { Clock } from './clock.js';
import { Config } from './config.js';
import { isUuid } from './ids.js';
import { Refusal } from './refusal.js';

/** How long a buyer stays logged in. */
const SHOP_TOKEN_MS = 7 * DAY_MS;
const ALGORITHM = 'HS256';
/** Tokens of other programs that happen to share the secret are not ours. */
const ISSUER = 'tuanlink/shop';

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
   * The user a token was issued to.
   * @throws Refusal `auth.expired` after its time, `auth.required` for everything else that is not ours
   */
  async readShopToken(token: string): Promise<string> {
    try {
      const { payload } = await jwtVerify(token, this.key, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        currentDate: this.clock.now(),
        requiredClaims: ['exp', 'sub'],
      });
      if (!isUuid(payload.sub)) throw new Refusal('auth.required');
      return payload.sub;
    } catch (error) {
      throw new Refusal(error instanceof errors.JWTExpired ? 'auth.expired' : 'auth.required');
    }
  }
}
