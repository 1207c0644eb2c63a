import { Query } from '@nestjs/common';
import { NoticeRejectionsQuery } from '@tuanlink/shared/dto';
import { NoticeRejectionViews } from '../../flows/views/notice-rejections.views.js';
import { Api, Bind } from '../http/bind.js';

/** What came to WeChat's addresses and was not believed. */
@Api()
export class NoticeRejectionsController {
  constructor(private readonly rejections: NoticeRejectionViews) {}

  @Bind('console.noticeRejections')
  list(@Query() query: NoticeRejectionsQuery) {
    return this.rejections.list(query);
  }
}
