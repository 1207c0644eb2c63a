import crypto from 'node:crypto';
import { Fields, ShapeError } from './fields.js';
import { SealBroken } from './wechat.errors.js';

/**
 * What the mini program's client hands over sealed with the user's session key (official page "signature";
 * reference/wechat.md §1.2). The session key never leaves the server.
 */

/**
 * Whether `rawData` of the client was signed with the user's session key: sha1 of both, compared in constant
 * time.
 * @param signature 40 lower-case hex characters, as the client got them.
 */
export function isRawDataGenuine(rawData: string, sessionKey: string, signature: string): boolean {
  const expected = crypto
    .createHash('sha1')
    .update(rawData + sessionKey)
    .digest();
  const given = Buffer.from(signature, 'hex');
  return given.length === expected.length && crypto.timingSafeEqual(given, expected);
}

/**
 * Opens `encryptedData` (AES-128-CBC under the session key) and checks that it was made for this mini
 * program.
 * @param sessionKey base64, from `codeToSession` of a login made before the user's action.
 * @throws {@link SealBroken} when it does not open, is not JSON, or carries another appid. Ask the client to
 * log in again and repeat the action, because any login may have replaced the session key.
 */
export function openEncryptedData(
  sessionKey: string,
  encryptedData: string,
  iv: string,
  appid: string,
): Readonly<Record<string, unknown>> {
  const plain = decryptCbc128(sessionKey, encryptedData, iv);
  try {
    const watermarkAppid = Fields.parse(plain).object('watermark').string('appid');
    if (watermarkAppid !== appid) throw new SealBroken('the data was made for another mini program');
  } catch (error) {
    if (error instanceof ShapeError) throw new SealBroken('the data has no watermark', { cause: error });
    throw error;
  }
  return JSON.parse(plain) as Record<string, unknown>;
}

function decryptCbc128(sessionKey: string, encryptedData: string, iv: string): string {
  try {
    const key = Buffer.from(sessionKey, 'base64');
    const opener = crypto.createDecipheriv('aes-128-cbc', key, Buffer.from(iv, 'base64'));
    return Buffer.concat([opener.update(encryptedData, 'base64'), opener.final()]).toString('utf8');
  } catch (cause) {
    throw new SealBroken('the data does not open with this session key', { cause });
  }
}
