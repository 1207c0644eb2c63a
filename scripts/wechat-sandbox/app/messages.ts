/** Subscription messages, updatable cards, mini program codes, text checks. */
import crypto from 'node:crypto';
import QRCode from 'qrcode';
import { randomDigits, randomText } from '../crypto.js';
import { FieldError, flag, integer, list, may, must, oneOf, shape, text, type Rule } from '../fields.js';
import type { CardRecord, MessageRecord } from '../state.js';
import type { Change } from '../store.js';
import type { World } from '../world.js';
import { AppError, RawReply, good, type AppGateway } from './gateway.js';

const HOUR = 3600 * 1000;
const CARD_MS = 24 * HOUR;

/** The checked text is accepted only from users who were here in the last 2 hours. */
const SEEN_MS = 2 * HOUR;

/** The form of each data type of a subscription message, by the letters of its key. */
const dataRules: Record<string, Rule> = {
  thing: text(20),
  number: text(32, 1, /^-?\d+(\.\d+)?$/),
  letter: text(32, 1, /^[A-Za-z]+$/),
  symbol: text(5),
  character_string: text(32, 1, /^[\x20-\x7e]+$/),
  time: text(64, 1, /\d{1,2}:\d{2}/),
  date: text(64, 1, /^\d{4}年\d{1,2}月\d{1,2}日|^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}/),
  amount: text(16, 1, /^[^\d\s]?\d{1,10}(\.\d+)?元?$/),
  phone_number: text(17, 1, /^[\d+\-() ]+$/),
  car_number: text(8),
  name: text(20, 1, /^(?:[\p{Script=Han}·]{1,10}|[A-Za-z. ]{1,20})$/u),
  phrase: text(5, 1, /^\p{Script=Han}+$/u),
  enum: text(64),
};

const SCENE = /^[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]{1,32}$/;

/** Registers the routes of this file. */
export function addMessageRoutes(world: World, gateway: AppGateway): void {
  gateway.withToken('POST', '/cgi-bin/message/subscribe/send', (_call, input) => subscribe(world, input));
  for (const method of ['GET', 'POST'] as const) {
    gateway.withToken(method, '/cgi-bin/message/wxopen/activityid/create', (call) =>
      createCard(world, call.query.get('openid')),
    );
  }
  gateway.withToken('POST', '/cgi-bin/message/wxopen/updatablemsg/send', (_call, input) =>
    updateCard(world, input),
  );
  gateway.withToken('POST', '/wxa/getwxacodeunlimit', (_call, input) => pictureCode(world, input));
  gateway.withToken('POST', '/wxa/msg_sec_check', (_call, input) => checkText(world, input));
}

async function subscribe(world: World, input: unknown): Promise<object> {
  const { store, clock } = world;
  shape({
    touser: must(text(128)),
    template_id: must(text(64)),
    page: may(text(1024, 0)),
    data: must((value, path) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        throw new FieldError(path, '应为对象');
      }
    }),
    miniprogram_state: may(oneOf('developer', 'trial', 'formal')),
    lang: may(oneOf('zh_CN', 'en_US', 'zh_HK', 'zh_TW')),
  })(input, '');
  const body = input as {
    touser: string;
    template_id: string;
    page?: string;
    data: Record<string, unknown>;
    miniprogram_state?: string;
    lang?: string;
  };
  const user = store.get('users', body.touser);
  if (!user) throw new AppError(40003, 'invalid openid');
  if (!/^[\w-]{20,64}$/.test(body.template_id)) throw new AppError(40037, 'invalid template_id');
  if (body.page?.startsWith('/')) throw new AppError(41030, 'invalid page');
  const data = checkData(body.data);
  const quota = user.subscriptions?.[body.template_id];
  if (quota === 0) throw new AppError(43101, 'user refuse to accept the msg');
  const id = randomDigits(15);
  const message: MessageRecord = {
    id,
    openid: user.openid,
    templateId: body.template_id,
    ...(body.page === undefined ? {} : { page: body.page }),
    data,
    state: body.miniprogram_state ?? 'formal',
    lang: body.lang ?? 'zh_CN',
    at: clock.now(),
  };
  const changes: Change[] = [['messages', id, message]];
  if (quota !== undefined) {
    const subscriptions = { ...user.subscriptions, [body.template_id]: quota - 1 };
    changes.push(['users', user.openid, { ...user, subscriptions }]);
  }
  await store.commit(changes);
  return good({ msgid: Number(id) });
}

/** Each value by the type in its key; errmsg names the field as WeChat's does. */
function checkData(data: Record<string, unknown>): Record<string, { value: string }> {
  const checked: Record<string, { value: string }> = {};
  if (Object.keys(data).length === 0) throw new AppError(47003, 'argument invalid! data is empty');
  for (const [key, holder] of Object.entries(data)) {
    const rule = dataRules[/^([a-z_]+?)\d+$/.exec(key)?.[1] ?? ''];
    const value = (holder as { value?: unknown } | null)?.value;
    const shown = typeof value === 'number' ? String(value) : value;
    try {
      if (!rule) throw new FieldError(key, 'is unknown');
      rule(shown, key);
      if (String(shown).includes('\n')) throw new FieldError(key, 'has a line break');
    } catch {
      throw new AppError(47003, `argument invalid! data.${key}.value invalid`);
    }
    checked[key] = { value: String(shown) };
  }
  return checked;
}

async function createCard({ store, clock }: World, openid: string | null): Promise<object> {
  if (openid !== null && !store.table('users').has(openid)) throw new AppError(40003, 'invalid openid');
  const now = clock.now();
  const card: CardRecord = {
    activityId: `1${randomDigits(4)}_${randomText(40)}`,
    ...(openid === null ? {} : { openid }),
    createdAt: now,
    expiresAt: now + CARD_MS,
    parameters: {},
  };
  await store.commit([['cards', card.activityId, card]]);
  return good({ activity_id: card.activityId, expiration_time: Math.floor(card.expiresAt / 1000) });
}

async function updateCard({ store, clock }: World, input: unknown): Promise<object> {
  shape({
    activity_id: must(text(256)),
    target_state: must(integer(-1000, 1000)),
    template_info: must(
      shape({
        parameter_list: must(list(shape({ name: must(text(64)), value: must(text(1024, 0)) }), 0, 16)),
      }),
    ),
  })(input, '');
  const body = input as {
    activity_id: string;
    target_state: number;
    template_info: { parameter_list: { name: string; value: string }[] };
  };
  const card = store.get('cards', body.activity_id);
  if (!card) throw new AppError(47501, 'invalid activity_id');
  const now = clock.now();
  if (now >= card.expiresAt) throw new AppError(47504, 'activity is expired');
  const state = body.target_state;
  // A card that has begun or is complete never goes back to joining.
  if ((state !== 0 && state !== 1) || (card.targetState === 1 && state === 0)) {
    throw new AppError(47502, 'invalid target_state');
  }
  const parameters = Object.fromEntries(
    body.template_info.parameter_list.map((each) => [each.name, each.value]),
  );
  if (
    state === 0 &&
    !(/^\d+$/.test(parameters['member_count'] ?? '') && /^\d+$/.test(parameters['room_limit'] ?? ''))
  ) {
    throw new AppError(47001, 'data format error: member_count and room_limit are required');
  }
  const version = parameters['version_type'];
  if (version !== undefined && !['develop', 'trial', 'release'].includes(version)) {
    throw new AppError(47503, 'invalid version_type');
  }
  const next: CardRecord = { ...card, targetState: state, parameters, updatedAt: now };
  await store.commit([['cards', card.activityId, next]]);
  return good();
}

async function pictureCode({ config }: World, input: unknown): Promise<RawReply> {
  const color = integer(0, 255);
  shape({
    scene: must(text(1024, 0)),
    page: may(text(1024, 0)),
    check_path: may(flag),
    env_version: may(oneOf('release', 'trial', 'develop')),
    width: may(integer(280, 1280)),
    auto_color: may(flag),
    line_color: may(shape({ r: must(color), g: must(color), b: must(color) })),
    is_hyaline: may(flag),
  })(input, '');
  const body = input as {
    scene: string;
    page?: string;
    width?: number;
    line_color?: { r: number; g: number; b: number };
    is_hyaline?: boolean;
  };
  if (!SCENE.test(body.scene)) {
    throw new AppError(40169, 'invalid length for scene, or the data is not json string');
  }
  const page = body.page ?? '';
  if (page.startsWith('/') || /[?#%\s]/.test(page) || page.includes('scancode_time')) {
    throw new AppError(41030, 'invalid page');
  }
  const hex = (value: number): string => value.toString(16).padStart(2, '0');
  const { r, g, b } = body.line_color ?? { r: 0, g: 0, b: 0 };
  // A scanner reads the page and the scene back; the scheme marks it as the sandbox's.
  const content = `wechat-sandbox://${config.appid}/${page}?scene=${encodeURIComponent(body.scene)}`;
  const picture = await QRCode.toBuffer(content, {
    type: 'png',
    width: body.width ?? 430,
    margin: 2,
    color: {
      dark: `#${hex(r)}${hex(g)}${hex(b)}ff`,
      light: body.is_hyaline === true ? '#ffffff00' : '#ffffffff',
    },
  });
  return new RawReply({ status: 200, body: picture, headers: { 'Content-Type': 'image/png' } });
}

/** Words that the sandbox judges by, since it has no censor: each stands for its verdict. */
const verdicts = [
  { word: '沙盒违规', suggest: 'risky', label: 20006 },
  { word: '沙盒复审', suggest: 'review', label: 21000 },
] as const;

function checkText({ store, clock }: World, input: unknown): object {
  shape({
    version: must(oneOf(2)),
    openid: must(text(128)),
    scene: must(integer(-1000, 1000)),
    content: must(text(1_000_000, 0)),
    nickname: may(text(1024, 0)),
    title: may(text(1024, 0)),
    signature: may(text(1024, 0)),
  })(input, '');
  const body = input as { openid: string; scene: number; content: string; nickname?: string; title?: string };
  if (![1, 2, 3, 4].includes(body.scene)) throw new AppError(40129, 'invalid scene');
  if (body.content === '') throw new AppError(44002, 'empty post data');
  if ([...body.content].length > 2500) throw new AppError(47001, 'data format error: content is too long');
  const user = store.get('users', body.openid);
  if (!user) throw new AppError(40003, 'invalid openid');
  if (user.lastLoginAt === undefined || clock.now() > user.lastLoginAt + SEEN_MS) {
    throw new AppError(61010, 'code is expired');
  }
  const all = `${body.content}\n${body.nickname ?? ''}\n${body.title ?? ''}`;
  const found = verdicts.find((verdict) => all.includes(verdict.word));
  const result = { suggest: found?.suggest ?? 'pass', label: found?.label ?? 100 };
  const keyword = found ? { keyword: found.word } : {};
  return good({
    trace_id: crypto.randomUUID(),
    result,
    detail: [{ strategy: 'content_model', errcode: 0, ...result, prob: 90, ...keyword }],
  });
}
