import { Query } from '@nestjs/common';
import { GroupsQuery } from '@tuanlink/shared/dto';
import { ConsoleGroupViews } from '../../flows/views/console-groups.views.js';
import { Api, Bind } from '../http/bind.js';

/** Groups and who is in them. */
@Api()
export class ConsoleGroupsController {
  constructor(private readonly groups: ConsoleGroupViews) {}

  @Bind('console.groups')
  list(@Query() query: GroupsQuery) {
    return this.groups.list(query);
  }
}
