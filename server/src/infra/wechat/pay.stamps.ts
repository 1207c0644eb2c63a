import type { KeyObject } from 'node:crypto';
import { answerMessage, isSignedBy, signatureScheme } from './pay.crypto.js';
import type { NoticeHeaders } from './wechat-pay.types.js';

/** The signature headers that every answer and every notice of WeChat Pay carries. Absent ones are empty. */
export interface Stamp {
  timestamp: string;
  nonce: string;
  signature: string;
  serial: string;
  /** `Wechatpay-Signature-Type`; absent means the only scheme there is. */
  scheme: string;
}

/** What is wrong with a stamp. */
export type StampFault =
  'missing_header' | 'wrong_scheme' | 'signature_probe' | 'unknown_key' | 'bad_signature' | 'clock_skew';

const skewMaxMs = 300_000;
const timestampPattern = /^\d{1,11}$/;
/** WeChat sends signatures that begin so to see whether merchants verify them. */
const probePrefix = 'WECHATPAY/SIGNTEST/';

/** The stamp of an answer. */
export function headerStamp(headers: Headers): Stamp {
  return stampFrom((name) => headers.get(name) ?? '');
}

/**
 * The stamp of a notice. A header that came twice counts as absent, since nobody could say which was signed.
 */
export function noticeStamp(headers: NoticeHeaders): Stamp {
  return stampFrom((name) => {
    const value = headers[name];
    return typeof value === 'string' ? value : '';
  });
}

/** Whether an answer carries a signature at all; gateways in front of WeChat answer without one. */
export function hasStamp(headers: Headers): boolean {
  return headers.has('wechatpay-signature');
}

/**
 * Checks a stamp against the bytes it came with: complete, known key, signature, then time (five minutes
 * either way).
 * @returns null when all is well.
 */
export async function stampFault(
  stamp: Stamp,
  body: Buffer,
  findKey: (serial: string) => Promise<KeyObject | null>,
  now: Date,
): Promise<StampFault | null> {
  const { timestamp, nonce, signature, serial, scheme } = stamp;
  if (nonce === '' || signature === '' || serial === '' || !timestampPattern.test(timestamp)) {
    return 'missing_header';
  }
  if (scheme !== '' && scheme !== signatureScheme) return 'wrong_scheme';
  if (signature.startsWith(probePrefix)) return 'signature_probe';
  const key = await findKey(serial);
  if (key === null) return 'unknown_key';
  if (!isSignedBy(answerMessage(timestamp, nonce, body), signature, key)) return 'bad_signature';
  const isSkewed = Math.abs(now.getTime() - Number(timestamp) * 1000) > skewMaxMs;
  return isSkewed ? 'clock_skew' : null;
}

function stampFrom(header: (name: string) => string): Stamp {
  return {
    timestamp: header('wechatpay-timestamp'),
    nonce: header('wechatpay-nonce'),
    signature: header('wechatpay-signature'),
    serial: header('wechatpay-serial'),
    scheme: header('wechatpay-signature-type'),
  };
}
