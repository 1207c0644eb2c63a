/** The sandbox's own signing, sealing and numbers, on node:crypto alone; nothing is shared with a client. */
import crypto from 'node:crypto';
import { promisify } from 'node:util';

const signAsync = promisify(crypto.sign) as (
  algorithm: string,
  data: Buffer,
  key: crypto.KeyObject,
) => Promise<Buffer>;

/** Base64 RSA-SHA256 signature, made on the thread pool so that requests do not queue behind each other. */
export async function signSha256(key: crypto.KeyObject, text: string): Promise<string> {
  const signature = await signAsync('sha256', Buffer.from(text, 'utf8'), key);
  return signature.toString('base64');
}

/** True when `signature` (base64) is this key's RSA-SHA256 signature of the bytes. */
export function verifySha256(key: crypto.KeyObject, data: Buffer, signature: string): boolean {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(signature)) return false;
  return crypto.verify('sha256', data, key, Buffer.from(signature, 'base64'));
}

/** A sealed notice resource: the last 16 bytes of the ciphertext are the tag. */
export interface Sealed {
  algorithm: 'AEAD_AES_256_GCM';
  ciphertext: string;
  nonce: string;
  associated_data: string;
}

/** AES-256-GCM with the APIv3 key, as notices and the certificate list use it. */
export function sealGcm(apiV3Key: string, plain: string, associatedData: string): Sealed {
  const nonce = crypto.randomBytes(6).toString('hex');
  const cipher = crypto.createCipheriv('aes-256-gcm', Buffer.from(apiV3Key, 'utf8'), Buffer.from(nonce), {
    authTagLength: 16,
  });
  cipher.setAAD(Buffer.from(associatedData));
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return {
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext: body.toString('base64'),
    nonce,
    associated_data: associatedData,
  };
}

/** Opens an RSA-OAEP (SHA-1) sealed field; null when it was not sealed for this key. */
export function openOaep(key: crypto.KeyObject, sealed: string): string | null {
  try {
    const plain = crypto.privateDecrypt(
      { key, padding: crypto.constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
      Buffer.from(sealed, 'base64'),
    );
    return plain.toString('utf8');
  } catch {
    return null;
  }
}

/** `length` random characters of [0-9A-Za-z]. */
export function randomText(length: number): string {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  let text = '';
  for (let i = 0; i < length; i++) text += alphabet[crypto.randomInt(alphabet.length)];
  return text;
}

/** `length` random decimal digits. */
export function randomDigits(length: number): string {
  let text = '';
  while (text.length < length) text += String(crypto.randomInt(1_000_000_000)).padStart(9, '0');
  return text.slice(0, length);
}

/** JSON with sorted keys: equal for equal parameters, whatever their order. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
}

/** Encrypts a pushed message as the platform does in safe mode (PKCS#7 with blocks of 32). */
export function sealPush(encodingAesKey: string, appid: string, message: string): string {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  const text = Buffer.from(message, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const plain = Buffer.concat([crypto.randomBytes(16), length, text, Buffer.from(appid)]);
  const pad = 32 - (plain.length % 32);
  const cipher = crypto.createCipheriv('aes-256-cbc', key, key.subarray(0, 16));
  cipher.setAutoPadding(false);
  return Buffer.concat([
    cipher.update(Buffer.concat([plain, Buffer.alloc(pad, pad)])),
    cipher.final(),
  ]).toString('base64');
}

/** Hex SHA-1, as push signatures and bill hashes use it. */
export function sha1(data: string | Buffer): string {
  return crypto.createHash('sha1').update(data).digest('hex');
}
