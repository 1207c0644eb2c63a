import crypto, { type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { SealBroken } from './wechat.errors.js';

/**
 * Signatures and seals of WeChat Pay API v3 (wechatpay-skills, 签名与验签规则; reference/wechat.md §5.1, §5.3–5.5).
 * All functions are pure; randomness is an argument.
 */

/** The only signature scheme of API v3 in use: RSA with SHA-256, PKCS#1 v1.5. */
export const signatureScheme = 'WECHATPAY2-SHA256-RSA2048';

/** The only algorithm that notices and certificates are sealed with. */
export const sealAlgorithm = 'AEAD_AES_256_GCM';

const gcmTagBytes = 16;
const gcmNonceBytes = 12;
const signAsync = promisify(
  (data: Buffer, key: KeyObject, done: (error: Error | null, signature: Buffer) => void): void =>
    crypto.sign('RSA-SHA256', data, key, done),
);

/** What is signed of a request: method, path with query, unix seconds, nonce, exact body, one per line. */
export function requestMessage(
  method: string,
  pathWithQuery: string,
  timestamp: string,
  nonce: string,
  body: string,
): string {
  return `${method}\n${pathWithQuery}\n${timestamp}\n${nonce}\n${body}\n`;
}

/**
 * What is signed of an answer or a notice; the body as the bytes that arrived, never parsed and written anew.
 */
export function answerMessage(timestamp: string, nonce: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), body, Buffer.from('\n')]);
}

/** What is signed for `wx.requestPayment`; the last line carries the whole `prepay_id=…`. */
export function cashierMessage(appid: string, timestamp: string, nonce: string, prepayId: string): string {
  return `${appid}\n${timestamp}\n${nonce}\nprepay_id=${prepayId}\n`;
}

/** Signs a message; base64. About 1 ms of work, done off the main thread. */
export async function signMessage(message: string, privateKey: KeyObject): Promise<string> {
  return (await signAsync(Buffer.from(message), privateKey)).toString('base64');
}

/** Whether a base64 signature of a message was made with the private half of `publicKey`. */
export function isSignedBy(message: Buffer, signature: string, publicKey: KeyObject): boolean {
  return crypto.verify('RSA-SHA256', message, publicKey, Buffer.from(signature, 'base64'));
}

/** The `Authorization` header of a signed request. */
export function authorization(
  parts: Readonly<{ mchid: string; serial: string; nonce: string; timestamp: string; signature: string }>,
): string {
  const fields = [
    `mchid="${parts.mchid}"`,
    `nonce_str="${parts.nonce}"`,
    `signature="${parts.signature}"`,
    `timestamp="${parts.timestamp}"`,
    `serial_no="${parts.serial}"`,
  ];
  return `${signatureScheme} ${fields.join(',')}`;
}

/** A sealed resource as it stands in notices and in the list of certificates. */
export interface SealedResource {
  /** Base64; the last 16 bytes are the tag. */
  ciphertext: string;
  /** 12 characters. */
  nonce: string;
  /** May be empty; bound to the seal, not hidden. */
  associatedData: string;
}

/**
 * Opens a sealed resource with the merchant's APIv3 key.
 * @throws {@link SealBroken} when key, nonce, associated data or a single bit of the ciphertext differ.
 */
export function openResource(apiV3Key: string, sealed: SealedResource): string {
  const bytes = Buffer.from(sealed.ciphertext, 'base64');
  const nonce = Buffer.from(sealed.nonce);
  if (bytes.length < gcmTagBytes || nonce.length !== gcmNonceBytes) {
    throw new SealBroken('the seal is incomplete');
  }
  try {
    const opener = crypto.createDecipheriv('aes-256-gcm', Buffer.from(apiV3Key), nonce, {
      authTagLength: gcmTagBytes,
    });
    opener.setAuthTag(bytes.subarray(-gcmTagBytes));
    opener.setAAD(Buffer.from(sealed.associatedData));
    return Buffer.concat([opener.update(bytes.subarray(0, -gcmTagBytes)), opener.final()]).toString('utf8');
  } catch (cause) {
    throw new SealBroken('the seal does not open', { cause });
  }
}

/**
 * Seals a person's name so that only WeChat can read it: RSA-OAEP with SHA-1, base64. Differs at every call,
 * by design. The key's id must go along as `Wechatpay-Serial`.
 */
export function sealForWechat(wechatKey: KeyObject, plain: string): string {
  const padding = crypto.constants.RSA_PKCS1_OAEP_PADDING;
  return crypto
    .publicEncrypt({ key: wechatKey, padding, oaepHash: 'sha1' }, Buffer.from(plain))
    .toString('base64');
}

/** The merchant's private key; a message that names the setting, and none of its content, when it is none. */
export function readPrivateKey(pem: string): KeyObject {
  try {
    return crypto.createPrivateKey(pem);
  } catch (cause) {
    throw new RangeError('mchPrivateKeyPem cannot be read as a private key', { cause });
  }
}

/** WeChat Pay's public key; as {@link readPrivateKey}. */
export function readPublicKey(pem: string): KeyObject {
  try {
    return crypto.createPublicKey(pem);
  } catch (cause) {
    throw new RangeError('wechatPublicKeyPem cannot be read as a public key', { cause });
  }
}
