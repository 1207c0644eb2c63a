import { checkSubject, Fields, ShapeError, SubjectError } from './fields.js';
import { openResource, sealAlgorithm } from './pay.crypto.js';
import type { PayKeys } from './pay.keys.js';
import { readNoticedRefund, readTransaction, readTransfer } from './pay.replies.js';
import { noticeStamp, stampFault } from './pay.stamps.js';
import { isPaid, type NoticeHeaders, type WechatNotice } from './wechat-pay.types.js';
import type { WechatConfig } from './wechat.config.js';
import { NoticeRejected, SealBroken } from './wechat.errors.js';

/** Real notices have about two kilobytes. */
const noticeBytesMax = 256 * 1024;

/**
 * Reads a notice of WeChat Pay: signature over the raw bytes, seal, fields, owner; in that order and nothing
 * else.
 * @throws NoticeRejected with the status to answer, WechatUnavailable when a certificate could not be
 * fetched.
 */
export async function readNotice(
  config: WechatConfig,
  keys: PayKeys,
  now: Date,
  headers: NoticeHeaders,
  rawBody: Buffer,
): Promise<WechatNotice> {
  if (rawBody.length > noticeBytesMax) {
    throw new NoticeRejected(400, 'too_large', `more than ${noticeBytesMax} bytes`);
  }
  const fault = await stampFault(noticeStamp(headers), rawBody, (serial) => keys.find(serial), now);
  if (fault !== null) throw new NoticeRejected(401, fault);
  try {
    return openNotice(config, Fields.parse(rawBody.toString('utf8')));
  } catch (error) {
    if (error instanceof SealBroken) {
      throw new NoticeRejected(401, error.fault, error.message, { cause: error });
    }
    if (error instanceof ShapeError) {
      throw new NoticeRejected(400, 'malformed', error.message, { cause: error });
    }
    if (error instanceof SubjectError) {
      throw new NoticeRejected(400, 'foreign', error.message, { cause: error });
    }
    throw error;
  }
}

function openNotice(config: WechatConfig, envelope: Fields): WechatNotice {
  const resource = envelope.object('resource');
  resource.oneOf('algorithm', [sealAlgorithm]);
  const opened = openResource(config.apiV3Key, {
    ciphertext: resource.string('ciphertext'),
    nonce: resource.string('nonce'),
    associatedData: resource.optionalString('associated_data') ?? '',
  });
  const fact = Fields.parse(opened);
  const common = { noticeId: envelope.string('id'), createdAt: envelope.time('create_time') };
  const eventType = envelope.string('event_type');
  switch (eventType) {
    case 'TRANSACTION.SUCCESS': {
      const transaction = readTransaction(fact, config);
      if (!isPaid(transaction)) throw new ShapeError(`a payment in state ${transaction.state}`);
      return { kind: 'payment', ...common, transaction };
    }
    case 'REFUND.SUCCESS':
    case 'REFUND.ABNORMAL':
    case 'REFUND.CLOSED':
      return { kind: 'refund', ...common, refund: readNoticedRefund(fact, config) };
    case 'MCHTRANSFER.BILL.FINISHED':
      checkSubject(fact, 'mch_id', config.mchid);
      return { kind: 'transfer', ...common, transfer: readTransfer(fact, config) };
    default:
      throw new ShapeError(`unknown event type ${eventType}`);
  }
}
