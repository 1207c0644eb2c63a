import { Header, Query, UseFilters } from '@nestjs/common';
import { PushFlow } from '../../flows/notices/push.flow.js';
import { Api, Bind } from '../http/bind.js';
import { RawBody, RemoteAddress } from '../http/params.js';
import { WechatAnswersFilter } from './answers.filter.js';

/** Where the mini program's platform pushes its messages. */
@Api()
@UseFilters(WechatAnswersFilter)
export class WechatPushController {
  constructor(private readonly push: PushFlow) {}

  @Bind('wechat.push.verify')
  @Header('content-type', 'text/plain; charset=utf-8')
  verify(@Query() query: Record<string, string>, @RemoteAddress() from: string) {
    return this.push.verify(query, from);
  }

  @Bind('wechat.push')
  @Header('content-type', 'text/plain; charset=utf-8')
  take(@Query() query: Record<string, string>, @RawBody() body: Buffer, @RemoteAddress() from: string) {
    return this.push.take(query, body, from);
  }
}
