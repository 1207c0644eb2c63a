import { Body, Query } from '@nestjs/common';
import { ExtendGroupBody, GroupsQuery, ReasonBody } from '@tuanlink/shared/dto';
import { GroupDecisionFlow } from '../../flows/group-decision/group-decision.flow.js';
import { ConsoleGroupViews } from '../../flows/views/console-groups.views.js';
import { Api, Bind } from '../http/bind.js';
import { Id, Staff, Subject } from '../http/params.js';
import type { OperatorIdentity } from '../http/request.js';
import { GroupSubject } from '../subjects.js';

/** Groups, who is in them, and what the shop decides about them. */
@Api()
export class ConsoleGroupsController {
  constructor(
    private readonly groups: ConsoleGroupViews,
    private readonly decisions: GroupDecisionFlow,
  ) {}

  @Bind('console.groups')
  list(@Query() query: GroupsQuery) {
    return this.groups.list(query);
  }

  @Bind('console.group')
  read(@Id() id: string) {
    return this.groups.get(id);
  }

  @Bind('console.group.extend')
  @Subject(GroupSubject)
  extend(@Staff() operator: OperatorIdentity, @Id() id: string, @Body() body: ExtendGroupBody) {
    return this.decisions.extend(operator, id, body);
  }

  @Bind('console.group.complete')
  @Subject(GroupSubject)
  complete(@Staff() operator: OperatorIdentity, @Id() id: string, @Body() { reason }: ReasonBody) {
    return this.decisions.complete(operator, id, reason);
  }

  @Bind('console.group.dissolve')
  @Subject(GroupSubject)
  dissolve(@Staff() operator: OperatorIdentity, @Id() id: string, @Body() { reason }: ReasonBody) {
    return this.decisions.dissolve(operator, id, reason);
  }
}
