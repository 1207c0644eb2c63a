import { Headers, UseFilters } from '@nestjs/common';
import { NoticesFlow } from '../../flows/notices/notices.flow.js';
import type { NoticeHeaders } from '../../infra/wechat/wechat-pay.types.js';
import { Api, Bind } from '../http/bind.js';
import { RawBody, RemoteAddress } from '../http/params.js';
import { WechatAnswersFilter } from './answers.filter.js';

/** Where WeChat Pay says what happened to money. */
@Api()
@UseFilters(WechatAnswersFilter)
export class WechatNoticesController {
  constructor(private readonly notices: NoticesFlow) {}

  @Bind('wechat.payNotice')
  paid(@Headers() headers: NoticeHeaders, @RawBody() body: Buffer, @RemoteAddress() from: string) {
    return this.notices.take('payment', headers, body, from);
  }

  @Bind('wechat.refundNotice')
  refunded(@Headers() headers: NoticeHeaders, @RawBody() body: Buffer, @RemoteAddress() from: string) {
    return this.notices.take('refund', headers, body, from);
  }

  @Bind('wechat.transferNotice')
  transferred(@Headers() headers: NoticeHeaders, @RawBody() body: Buffer, @RemoteAddress() from: string) {
    return this.notices.take('transfer', headers, body, from);
  }
}
