import { Body } from '@nestjs/common';
import { ProfilePatchBody } from '@tuanlink/shared/dto';
import { LoginFlow } from '../../flows/login/login.flow.js';
import { UserViews } from '../../flows/views/user.views.js';
import { Api, Bind } from '../http/bind.js';
import { Me } from '../http/params.js';

/** The person behind the token. */
@Api()
export class MeController {
  constructor(
    private readonly users: UserViews,
    private readonly logins: LoginFlow,
  ) {}

  @Bind('shop.me')
  read(@Me() userId: string) {
    return this.users.user(userId);
  }

  @Bind('shop.me.patch')
  patch(@Me() userId: string, @Body() body: ProfilePatchBody) {
    return this.logins.changeProfile(userId, body);
  }
}
