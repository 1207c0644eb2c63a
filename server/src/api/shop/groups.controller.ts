import { Query } from '@nestjs/common';
import { ShopGroupsQuery } from '@tuanlink/shared/dto';
import { GroupListViews } from '../../flows/views/group-list.views.js';
import { Api, Bind } from '../http/bind.js';
import { MaybeMe } from '../http/params.js';
import { RawJson } from '../http/raw-json.js';

/** Groups that may be joined, and one's own. */
@Api()
export class ShopGroupsController {
  constructor(private readonly groups: GroupListViews) {}

  @Bind('shop.groups')
  async list(@MaybeMe() userId: string | undefined, @Query() query: ShopGroupsQuery) {
    return new RawJson(await this.groups.page(query, userId));
  }
}
