import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { SealBroken } from './wechat/wechat.errors.js';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Stands before every sealed text, so that another way of sealing can follow one day. */
const VERSION = 'v1.';

/**
 * Seals texts that must not be readable in the database, with the shop's data key (AES-256-GCM). What a text
 * belongs to is bound to its seal: it cannot be moved to another row and opened there.
 */
export class Sealer {
  /** @param key 32 bytes */
  constructor(private readonly key: Buffer) {}

  /**
   * Another result each time, also for the same text.
   * @param subject what it belongs to, as `payee:<user id>`
   */
  seal(text: string, subject: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.key, nonce).setAAD(Buffer.from(subject, 'utf8'));
    const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return VERSION + sealed.toString('base64url');
  }

  /** @throws SealBroken when it was sealed for another subject, with another key, or was altered */
  open(sealed: string, subject: string): string {
    const bytes = Buffer.from(sealed.slice(VERSION.length), 'base64url');
    if (!sealed.startsWith(VERSION) || bytes.length < NONCE_BYTES + TAG_BYTES) {
      throw new SealBroken('not a sealed text');
    }
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv(ALGORITHM, this.key, nonce).setAAD(Buffer.from(subject, 'utf8'));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
      return Buffer.concat([text, decipher.final()]).toString('utf8');
    } catch (error) {
      throw new SealBroken('the seal is not ours, or for something else', { cause: error });
    }
  }
}
