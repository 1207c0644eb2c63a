import { Inject, Injectable } from '@nestjs/common';
import type { ProfilePatchBody, WechatLoginBody } from '@tuanlink/shared/dto';
import type { LoginReply, UserReply } from '@tuanlink/shared/replies';
import { UsersService } from '../../domains/identity/users.service.js';
import { ShareService } from '../../domains/sharing/share.service.js';
import { Clock } from '../../infra/clock.js';
import { Refusal } from '../../infra/refusal.js';
import { Tokens } from '../../infra/tokens.js';
import { WECHAT_APP } from '../../infra/wechat.tokens.js';
import { WechatRefused, WechatUnavailable } from '../../infra/wechat/wechat.errors.js';
import type { WechatSession } from '../../infra/wechat/wechat-app.types.js';
import type { WechatApp } from '../../infra/wechat/wechat.ports.js';
import { UserViews } from '../views/user.views.js';

/** What WeChat says to a code that is wrong, used, or of somebody it blocks; the client gets a new one. */
const CODE_REFUSALS = ['40029', '40163', '40226'];

/** Silent login: the mini program sends the code of `wx.login`, nobody is asked anything. */
@Injectable()
export class LoginFlow {
  constructor(
    private readonly users: UsersService,
    private readonly shares: ShareService,
    private readonly views: UserViews,
    private readonly tokens: Tokens,
    private readonly clock: Clock,
    @Inject(WECHAT_APP) private readonly wechat: WechatApp,
  ) {}

  /**
   * Logs in with WeChat's code. What the visitor opened before becomes the user's.
   * @throws Refusal `auth.code_invalid`, `wechat.unavailable`
   */
  async login({ code, visitorId }: WechatLoginBody): Promise<LoginReply> {
    const person = await this.askWechat(code);
    const userId = await this.users.enter(person);
    if (visitorId !== undefined) await this.shares.joinVisits(visitorId, userId);
    const user = await this.views.user(userId);
    const { token, expiresAt } = await this.tokens.issueShopToken(userId, this.clock.now());
    return { token, expiresAt: expiresAt.toISOString(), user };
  }

  /** Changes what the user shows to others. */
  async changeProfile(userId: string, body: ProfilePatchBody): Promise<UserReply> {
    await this.users.changeProfile(userId, body);
    return this.views.user(userId);
  }

  private async askWechat(code: string): Promise<WechatSession> {
    try {
      return await this.wechat.codeToSession(code);
    } catch (error) {
      if (error instanceof WechatRefused && CODE_REFUSALS.includes(error.code)) {
        throw new Refusal('auth.code_invalid');
      }
      if (error instanceof WechatUnavailable) throw new Refusal('wechat.unavailable');
      throw error;
    }
  }
}
