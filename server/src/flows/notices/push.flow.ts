import { Injectable } from '@nestjs/common';
import { Config } from '../../infra/config.js';
import { ShapeError } from '../../infra/wechat/fields.js';
import { isPushGenuine, readPush, type PushQuery, type PushSecrets } from '../../infra/wechat/push.crypto.js';
import { SealBroken } from '../../infra/wechat/wechat.errors.js';

/** Messages that the mini program's platform pushes: genuine ones are acknowledged. */
@Injectable()
export class PushFlow {
  constructor(private readonly config: Config) {}

  /**
   * WeChat checks that this address is ours.
   * @returns the text to echo
   * @throws SealBroken when the request is not signed with the push token
   */
  verify(query: Partial<PushQuery> & { echostr?: string }): string {
    const { pushToken } = this.secrets();
    const { signature = '', timestamp = '', nonce = '', echostr = '' } = query;
    if (!isPushGenuine(signature, pushToken, timestamp, nonce)) {
      throw new SealBroken('the request is not signed with the push token');
    }
    return echostr;
  }

  /**
   * Takes in one message. Events this shop has no use for are acknowledged, or WeChat would repeat them.
   * @throws SealBroken, ShapeError
   */
  take(query: Partial<PushQuery>, rawBody: Buffer): string {
    readPush(this.secrets(), { timestamp: '', nonce: '', ...query }, parseJson(rawBody));
    return 'success';
  }

  private secrets(): PushSecrets {
    const { appid, pushToken, encodingAesKey } = this.config.wechat;
    if (pushToken === undefined || encodingAesKey === undefined) {
      throw new SealBroken('message push is not set up');
    }
    return { appid, pushToken, encodingAesKey };
  }
}

function parseJson(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8'));
  } catch (cause) {
    throw new ShapeError('the message is not JSON', { cause });
  }
}
