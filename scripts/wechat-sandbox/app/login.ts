/** Logging in, access tokens, phone numbers. */
import crypto from 'node:crypto';
import { randomDigits, randomText } from '../crypto.js';
import { flag, may, must, shape, text } from '../fields.js';
import type { Call } from '../http.js';
import type { CodeRecord, TokenRecord, UserRecord } from '../state.js';
import type { Change } from '../store.js';
import type { World } from '../world.js';
import { AppError, good, type AppGateway } from './gateway.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 3600 * SECOND;

/** Login and phone codes live 5 minutes. */
const CODE_MS = 5 * MINUTE;
/** A used code is remembered this long, to be told from an unknown one. */
const CODE_KEPT_MS = 10 * MINUTE;
/** A session key is renewed by the first login after this time. */
const SESSION_MS = DAY;
/** Logins of one user per minute. */
const LOGINS_PER_MINUTE_MAX = 100;
/** Life of an access token, and how long an old one works beside its successor. */
const TOKEN_MS = 7200 * SECOND;
const OVERLAP_MS = 5 * MINUTE;
/** Forced refreshes of the stable token. */
const FORCED = { perDay: 20, apartMs: 30 * SECOND };

/** Registers code2Session, both tokens and the phone number. */
export function addLoginRoutes(world: World, gateway: AppGateway): void {
  const logins = new Map<string, { minute: number; count: number }>();
  gateway.open('GET', '/sns/jscode2session', (call) => codeToSession(world, call, logins));
  gateway.open('POST', '/cgi-bin/stable_token', (_call, input) => stableToken(world, input));
  gateway.open('GET', '/cgi-bin/token', (call) => {
    checkApp(world, call.query.get('appid'), call.query.get('secret'));
    if (call.query.get('grant_type') !== 'client_credential') throw new AppError(40002, 'invalid grant_type');
    return ordinaryToken(world);
  });
  gateway.withToken('POST', '/wxa/business/getuserphonenumber', (_call, input) => phoneNumber(world, input));
}

/** A new user. Throws nothing; the caller has checked the fields. */
export async function createUser(
  world: World,
  given: { nickname: string; realName?: string; unionid?: string; phone?: string },
): Promise<UserRecord> {
  const user: UserRecord = {
    openid: `o${randomText(27)}`,
    nickname: given.nickname,
    ...(given.realName === undefined ? {} : { realName: given.realName }),
    ...(given.unionid === undefined ? {} : { unionid: given.unionid }),
    phone: given.phone ?? `199${randomDigits(8)}`,
    createdAt: world.clock.now(),
  };
  await world.store.commit([['users', user.openid, user]]);
  return user;
}

/** A one-time code for a user: of `wx.login` or of the phone button. */
export async function issueCode(world: World, openid: string, kind: CodeRecord['kind']): Promise<string> {
  const { store, clock } = world;
  const code = randomText(32);
  const now = clock.now();
  await store.commit([['codes', code, { code, kind, openid, createdAt: now, used: false }]]);
  forgetLater(world, code, now);
  return code;
}

/** Forgets codes whose time is over; after a restart for all that were kept. */
export function resumeCodes(world: World): void {
  for (const { code, createdAt } of world.store.table('codes').values()) forgetLater(world, code, createdAt);
}

function forgetLater({ store, clock }: World, code: string, createdAt: number): void {
  clock.schedule(createdAt + CODE_KEPT_MS, () => store.commitLater([['codes', code, null]]));
}

function checkApp({ config }: World, appid: string | null, secret: string | null): void {
  if (!appid) throw new AppError(41002, 'appid missing');
  if (!secret) throw new AppError(41004, 'appsecret missing');
  if (appid !== config.appid) throw new AppError(40013, 'invalid appid');
  if (secret !== config.appSecret) throw new AppError(40125, 'invalid appsecret');
}

/** A code that may still be used. Throws 40029 or 40163. */
function usableCode({ store, clock }: World, code: string, kind: CodeRecord['kind']): CodeRecord {
  const known = store.get('codes', code);
  if (!known || known.kind !== kind) throw new AppError(40029, 'invalid code');
  if (known.used) throw new AppError(40163, 'code been used');
  if (clock.now() >= known.createdAt + CODE_MS) throw new AppError(40029, 'invalid code');
  return known;
}

async function codeToSession(
  world: World,
  call: Call,
  logins: Map<string, { minute: number; count: number }>,
): Promise<object> {
  const { store, clock } = world;
  checkApp(world, call.query.get('appid'), call.query.get('secret'));
  const code = call.query.get('js_code');
  if (!code) throw new AppError(41008, 'code missing');
  if (call.query.get('grant_type') !== 'authorization_code') throw new AppError(40002, 'invalid grant_type');
  const known = usableCode(world, code, 'login');
  const now = clock.now();
  const minute = Math.floor(now / MINUTE);
  const before = logins.get(known.openid);
  const count = before?.minute === minute ? before.count + 1 : 1;
  if (count > LOGINS_PER_MINUTE_MAX) throw new AppError(45011, 'api minute-quota reach limit');
  logins.set(known.openid, { minute, count });
  const user = store.get('users', known.openid);
  if (!user) throw new AppError(40029, 'invalid code');
  const keeps = user.sessionKeyAt !== undefined && now < user.sessionKeyAt + SESSION_MS;
  const sessionKey = keeps && user.sessionKey ? user.sessionKey : crypto.randomBytes(16).toString('base64');
  const sessionKeyAt = keeps && user.sessionKeyAt ? user.sessionKeyAt : now;
  await store.commit([
    ['codes', code, { ...known, used: true }],
    ['users', user.openid, { ...user, lastLoginAt: now, sessionKey, sessionKeyAt }],
  ]);
  return {
    openid: user.openid,
    session_key: sessionKey,
    ...(user.unionid === undefined ? {} : { unionid: user.unionid }),
  };
}

const newToken = (kind: TokenRecord['kind'], now: number): TokenRecord => ({
  token: `${randomText(3)}_${randomText(133)}`,
  kind,
  expiresAt: now + TOKEN_MS,
});

function livingTokens({ store, clock }: World, kind: TokenRecord['kind']): TokenRecord[] {
  return [...store.table('tokens').values()].filter(
    (token) => token.kind === kind && token.expiresAt > clock.now(),
  );
}

/** Expired tokens of a day ago are forgotten; younger ones answer 42001 instead of 40001. */
function forgotten({ store, clock }: World): Change[] {
  const old = [...store.table('tokens').values()].filter((token) => token.expiresAt < clock.now() - DAY);
  return old.map((token): Change => ['tokens', token.token, null]);
}

async function stableToken(world: World, input: unknown): Promise<object> {
  const { store, clock } = world;
  shape({
    grant_type: must(text(64)),
    appid: may(text(64, 0)),
    secret: may(text(128, 0)),
    force_refresh: may(flag),
  })(input, '');
  const body = input as { grant_type: string; appid?: string; secret?: string; force_refresh?: boolean };
  checkApp(world, body.appid ?? null, body.secret ?? null);
  if (body.grant_type !== 'client_credential') throw new AppError(40002, 'invalid grant_type');
  const now = clock.now();
  const living = livingTokens(world, 'stable');
  const current = living.find((token) => token.expiresAt - now > OVERLAP_MS);
  if (body.force_refresh === true) return forcedToken(world, living, now);
  if (current) return tokenReply(current, now);
  const token = newToken('stable', now);
  await store.commit([...forgotten(world), ['tokens', token.token, token]]);
  return tokenReply(token, now);
}

async function forcedToken({ store }: World, living: TokenRecord[], now: number): Promise<object> {
  const kept = store.get('meta', 'forcedRefreshes')?.value as number[] | undefined;
  const times = (kept ?? []).filter((at) => at > now - DAY);
  if (times.some((at) => now - at < FORCED.apartMs)) {
    throw new AppError(45011, 'api minute-quota reach limit');
  }
  if (times.length >= FORCED.perDay) throw new AppError(45009, 'reach max api daily quota limit');
  const token = newToken('stable', now);
  await store.commit([
    // A leaked token must not work any longer, so a forced refresh has no overlap.
    ...living.map((old): Change => ['tokens', old.token, null]),
    ['tokens', token.token, token],
    ['meta', 'forcedRefreshes', { name: 'forcedRefreshes', value: [...times, now] }],
  ]);
  return tokenReply(token, now);
}

async function ordinaryToken(world: World): Promise<object> {
  const { store, clock } = world;
  const now = clock.now();
  const token = newToken('ordinary', now);
  const shortened = livingTokens(world, 'ordinary').map((old): Change => {
    const expiresAt = Math.min(old.expiresAt, now + OVERLAP_MS);
    return ['tokens', old.token, { ...old, expiresAt }];
  });
  await store.commit([...forgotten(world), ...shortened, ['tokens', token.token, token]]);
  return tokenReply(token, now);
}

const tokenReply = (token: TokenRecord, now: number): object => ({
  access_token: token.token,
  expires_in: Math.floor((token.expiresAt - now) / SECOND),
});

async function phoneNumber(world: World, input: unknown): Promise<object> {
  const { store, clock, config } = world;
  shape({ code: must(text(128)), openid: may(text(128)) })(input, '');
  const body = input as { code: string; openid?: string };
  const known = usableCode(world, body.code, 'phone');
  const user = store.get('users', known.openid);
  if (!user || (body.openid !== undefined && body.openid !== user.openid)) {
    throw new AppError(40029, 'invalid code');
  }
  await store.commit([['codes', body.code, { ...known, used: true }]]);
  return good({
    phone_info: {
      phoneNumber: user.phone,
      purePhoneNumber: user.phone,
      countryCode: '86',
      watermark: { timestamp: Math.floor(clock.now() / SECOND), appid: config.appid },
    },
  });
}
