import crypto from 'node:crypto';
import { Fields, ShapeError } from './fields.js';
import { SealBroken } from './wechat.errors.js';

/**
 * Message push in safe mode, JSON format (official page "message-push"; reference/wechat.md §7). Pure
 * functions.
 */

const blockBytes = 32;
const randomBytesCount = 16;
const lengthBytes = 4;
const keyCharacters = 43;

/** Signature over any number of parts: sha1 of the parts sorted by code unit and joined; lower-case hex. */
export function pushSignature(...parts: readonly string[]): string {
  return crypto
    .createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');
}

/**
 * Whether `signature` covers `parts`: token, timestamp, nonce, and for a sealed message its `Encrypt` text.
 * Compared in constant time.
 */
export function isPushGenuine(signature: string, ...parts: readonly string[]): boolean {
  const given = Buffer.from(signature, 'utf8');
  const expected = Buffer.from(pushSignature(...parts), 'utf8');
  return given.length === expected.length && crypto.timingSafeEqual(given, expected);
}

/**
 * Opens the `Encrypt` text of a pushed message: AES-256-CBC, 16 random bytes, length, message, appid, padded
 * to multiples of 32 bytes (which Node's own unpadding refuses).
 * @param encodingAesKey 43 base64 characters from WeChat's console.
 * @throws {@link SealBroken} when it does not open or was meant for another mini program.
 */
export function openPush(encodingAesKey: string, encrypted: string, appid: string): string {
  const plain = unpad(decrypt(encodingAesKey, encrypted));
  const textStart = randomBytesCount + lengthBytes;
  if (plain.length < textStart) throw new SealBroken('the message is too short');
  const textEnd = textStart + plain.readUInt32BE(randomBytesCount);
  if (textEnd > plain.length) throw new SealBroken('the message is shorter than it says');
  if (plain.subarray(textEnd).toString('utf8') !== appid) {
    throw new SealBroken('the message was meant for another mini program', { fault: 'foreign' });
  }
  return plain.subarray(textStart, textEnd).toString('utf8');
}

/**
 * Seals a message as WeChat does; used for sealed replies.
 * @param random 16 random bytes.
 */
export function sealPush(encodingAesKey: string, text: string, appid: string, random: Buffer): string {
  const message = Buffer.from(text);
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32BE(message.length);
  const plain = Buffer.concat([random, length, message, Buffer.from(appid)]);
  const padCount = blockBytes - (plain.length % blockBytes);
  const key = pushKey(encodingAesKey);
  const sealer = crypto.createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([plain, Buffer.alloc(padCount, padCount)]);
  return Buffer.concat([sealer.update(padded), sealer.final()]).toString('base64');
}

/** What WeChat puts into the query of a pushed message, as text. */
export interface PushQuery {
  timestamp: string;
  nonce: string;
  /** Signature of token, timestamp and nonce; also all there is when the address is first checked. */
  signature?: string;
  /** Signature that also covers the sealed text. */
  msg_signature?: string;
}

/** Token, key and appid a pushed message must match. */
export interface PushSecrets {
  pushToken: string;
  encodingAesKey: string;
  appid: string;
}

/**
 * Reads a pushed message in safe mode: signature over the sealed text, opening, appid, JSON.
 * @param body the parsed request body, `{ToUserName, Encrypt}`.
 * @returns the message's own fields (`Event`, `MsgType` …).
 * @throws {@link SealBroken} when it is not genuine, and {@link ShapeError} when it is not JSON as described.
 */
export function readPush(
  secrets: PushSecrets,
  query: PushQuery,
  body: unknown,
): Readonly<Record<string, unknown>> {
  const encrypted = Fields.of(body).string('Encrypt');
  const signature = query.msg_signature ?? '';
  if (!isPushGenuine(signature, secrets.pushToken, query.timestamp, query.nonce, encrypted)) {
    throw new SealBroken('the message is not signed with the push token', { fault: 'bad_signature' });
  }
  const text = openPush(secrets.encodingAesKey, encrypted, secrets.appid);
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch (cause) {
    throw new ShapeError('the message is not JSON', { cause });
  }
  Fields.of(message, 'message');
  return message as Record<string, unknown>;
}

function decrypt(encodingAesKey: string, encrypted: string): Buffer {
  const key = pushKey(encodingAesKey);
  try {
    const opener = crypto.createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
    return Buffer.concat([opener.update(encrypted, 'base64'), opener.final()]);
  } catch (cause) {
    throw new SealBroken('the message does not open', { cause });
  }
}

function unpad(padded: Buffer): Buffer {
  const padCount = padded.at(-1) ?? 0;
  const isPadding = padCount >= 1 && padCount <= blockBytes && padCount <= padded.length;
  if (!isPadding) throw new SealBroken('the padding is wrong');
  const content = padded.subarray(0, padded.length - padCount);
  if (!padded.subarray(content.length).equals(Buffer.alloc(padCount, padCount))) {
    throw new SealBroken('the padding is wrong');
  }
  return content;
}

function pushKey(encodingAesKey: string): Buffer {
  if (encodingAesKey.length !== keyCharacters) throw new RangeError('EncodingAESKey has 43 characters');
  return Buffer.from(`${encodingAesKey}=`, 'base64');
}
