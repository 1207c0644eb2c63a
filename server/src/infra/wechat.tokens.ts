/** Tokens under which the two ports of `infra/wechat` are injected: `@Inject(WECHAT_PAY) pay: WechatPay`. */
export const WECHAT_APP = Symbol('WECHAT_APP');
export const WECHAT_PAY = Symbol('WECHAT_PAY');
