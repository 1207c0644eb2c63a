import { Body } from '@nestjs/common';
import { CreateShareBody, RecordVisitBody } from '@tuanlink/shared/dto';
import { ShareFlow } from '../../flows/sharing/share.flow.js';
import { Api, Bind } from '../http/bind.js';
import { MaybeMe, Me } from '../http/params.js';

/** Links people pass on, and their opening. */
@Api()
export class SharesController {
  constructor(private readonly shares: ShareFlow) {}

  @Bind('shop.share.create')
  create(@Me() userId: string, @Body() body: CreateShareBody) {
    return this.shares.share(userId, body);
  }

  @Bind('shop.visit')
  visit(@MaybeMe() userId: string | undefined, @Body() body: RecordVisitBody) {
    return this.shares.visit(userId, body);
  }
}
