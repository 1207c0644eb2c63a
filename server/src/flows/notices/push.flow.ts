import { Injectable } from '@nestjs/common';
import { Config } from '../../infra/config.js';
import { ShapeError } from '../../infra/wechat/fields.js';
import { isPushGenuine, readPush, type PushQuery, type PushSecrets } from '../../infra/wechat/push.crypto.js';
import { NoticeRejected, SealBroken } from '../../infra/wechat/wechat.errors.js';
import { RejectedNotices } from './rejected-notices.js';

/** Messages that the mini program's platform pushes: genuine ones are acknowledged. */
@Injectable()
export class PushFlow {
  constructor(
    private readonly config: Config,
    private readonly rejected: RejectedNotices,
  ) {}

  /**
   * WeChat checks that this address is ours.
   * @returns the text to echo
   * @throws NoticeRejected when the request is not signed with the push token
   */
  async verify(query: Partial<PushQuery> & { echostr?: string }, remoteAddress: string): Promise<string> {
    const { signature = '', timestamp = '', nonce = '', echostr = '' } = query;
    return this.noting(remoteAddress, Buffer.alloc(0), () => {
      if (!isPushGenuine(signature, this.secrets().pushToken, timestamp, nonce)) {
        throw new SealBroken('the request is not signed with the push token', { fault: 'bad_signature' });
      }
      return echostr;
    });
  }

  /**
   * Takes in one message. Events this shop has no use for are acknowledged, or WeChat would repeat them.
   * @throws NoticeRejected
   */
  async take(query: Partial<PushQuery>, rawBody: Buffer, remoteAddress: string): Promise<string> {
    return this.noting(remoteAddress, rawBody, () => {
      readPush(this.secrets(), { timestamp: '', nonce: '', ...query }, parseJson(rawBody));
      return 'success';
    });
  }

  private secrets(): PushSecrets {
    const { appid, pushToken, encodingAesKey } = this.config.wechat;
    if (pushToken === undefined || encodingAesKey === undefined) {
      throw new SealBroken('message push is not set up', { fault: 'unknown_key' });
    }
    return { appid, pushToken, encodingAesKey };
  }

  /** Does the work; what it refuses is noted. */
  private async noting<T>(remoteAddress: string, body: Buffer, work: () => T): Promise<T> {
    try {
      return work();
    } catch (error) {
      const rejection = rejectionOf(error);
      const { fault, status } = rejection;
      await this.rejected.note({ kind: 'push', fault, status }, { remoteAddress, serial: '', body });
      throw rejection;
    }
  }
}

function rejectionOf(cause: unknown): NoticeRejected {
  if (cause instanceof SealBroken) return new NoticeRejected(401, cause.fault, cause.message, { cause });
  if (cause instanceof ShapeError) return new NoticeRejected(400, 'malformed', cause.message, { cause });
  throw cause;
}

function parseJson(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8'));
  } catch (cause) {
    throw new ShapeError('the message is not JSON', { cause });
  }
}
