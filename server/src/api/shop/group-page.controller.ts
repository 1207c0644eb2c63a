import { Query } from '@nestjs/common';
import { GroupQuery } from '@tuanlink/shared/dto';
import { GroupViews } from '../../flows/views/group.views.js';
import { Api, Bind } from '../http/bind.js';
import { Id, MaybeMe } from '../http/params.js';
import { RawJson } from '../http/raw-json.js';

/** The page a chat card opens; anyone may look. */
@Api()
export class GroupPageController {
  constructor(private readonly views: GroupViews) {}

  @Bind('shop.group')
  async page(@MaybeMe() userId: string | undefined, @Id() id: string, @Query() _query: GroupQuery) {
    return new RawJson(await this.views.page(id, userId));
  }
}
