import type { ShippingInput, WechatSession } from '../../../src/infra/wechat/wechat-app.types.js';
import { WechatRefused } from '../../../src/infra/wechat/wechat.errors.js';
import type { WechatApp } from '../../../src/infra/wechat/wechat.ports.js';
import type { Gate } from '../shop/gate.js';
import type { Wechat } from './wechat.js';

/** The part of the mini program's server interface that a simulated day needs, as one process reaches it. */
export class AppPort implements Pick<WechatApp, 'codeToSession' | 'uploadShippingInfo'> {
  constructor(
    private readonly wechat: Wechat,
    private readonly gate: Gate,
  ) {}

  codeToSession(code: string): Promise<WechatSession> {
    return this.gate.call(() =>
      this.wechat.weather.call('codeToSession', () => {
        const openid = this.wechat.takeLoginCode(code);
        if (openid === null) throw new WechatRefused('GET code', 200, '40163', 'used before');
        return { openid, sessionKey: 'simulated' };
      }),
    );
  }

  uploadShippingInfo(shipping: ShippingInput): Promise<void> {
    return this.gate.call(() =>
      this.wechat.weather.call('uploadShippingInfo', () => this.wechat.noteShipment(shipping.transactionId)),
    );
  }
}
