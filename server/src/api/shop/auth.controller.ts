import { Body } from '@nestjs/common';
import { WechatLoginBody } from '@tuanlink/shared/dto';
import { LoginFlow } from '../../flows/login/login.flow.js';
import { Api, Bind } from '../http/bind.js';

/** Silent login with WeChat. */
@Api()
export class AuthController {
  constructor(private readonly logins: LoginFlow) {}

  @Bind('shop.login')
  login(@Body() body: WechatLoginBody) {
    return this.logins.login(body);
  }
}
