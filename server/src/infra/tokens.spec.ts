import { DAY_MS } from '@tuanlink/shared/time';
import { SignJWT } from 'jose';
import { ManualClock } from './clock.js';
import type { Config } from './config.js';
import { Tokens } from './tokens.js';

const USER = '018f4e2a-0000-7000-8000-000000000001';
const start = new Date('2026-11-22T00:00:00Z');
const secret = 'kJ8dh2Lq0zXw7RtY5vBn3mPs9cFg1aUe';
const tokensOf = (jwtSecret: string, clock = new ManualClock(start)) =>
  new Tokens({ jwtSecret } as Config, clock);

test('a token is good for seven days of the shop’s clock, then it has expired', async () => {
  const clock = new ManualClock(start);
  const tokens = tokensOf(secret, clock);
  const { token, expiresAt } = await tokens.issueShopToken(USER, clock.now());
  expect(expiresAt.toISOString()).toBe('2026-11-29T00:00:00.000Z');
  clock.advance(7 * DAY_MS - 1_000);
  await expect(tokens.readShopToken(token)).resolves.toBe(USER);
  clock.advance(1_000);
  await expect(tokens.readShopToken(token)).rejects.toMatchObject({ code: 'auth.expired' });
});

const signed = (claims: SignJWT, alg = 'HS256') =>
  claims.setProtectedHeader({ alg }).sign(new TextEncoder().encode(secret));

test.each([
  ['garbage', async () => 'a.b.c'],
  ['nothing', async () => ''],
  ['another secret', async () => (await tokensOf('another'.repeat(8)).issueShopToken(USER, start)).token],
  ['another issuer', () => signed(new SignJWT().setSubject(USER).setIssuer('x').setExpirationTime('1y'))],
  ['no end', () => signed(new SignJWT().setSubject(USER).setIssuer('tuanlink/shop'))],
  [
    'another algorithm',
    () => signed(new SignJWT().setSubject(USER).setIssuer('tuanlink/shop').setExpirationTime('1y'), 'HS512'),
  ],
  [
    'a subject that is no id',
    () => signed(new SignJWT().setSubject('root').setIssuer('tuanlink/shop').setExpirationTime('1y')),
  ],
])('a token with %s is no login', async (_, make) => {
  await expect(tokensOf(secret).readShopToken(await make())).rejects.toMatchObject({ code: 'auth.required' });
});

test('an unsigned token is no login', async () => {
  const { token } = await tokensOf(secret).issueShopToken(USER, start);
  const [, payload] = token.split('.');
  const header = Buffer.from('{"alg":"none"}').toString('base64url');
  await expect(tokensOf(secret).readShopToken(`${header}.${payload}.`)).rejects.toMatchObject({
    code: 'auth.required',
  });
});
