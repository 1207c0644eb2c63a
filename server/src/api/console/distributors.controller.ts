import { Body, Query } from '@nestjs/common';
import { DistributorsQuery, ReasonBody, VersionBody } from '@tuanlink/shared/dto';
import { DistributorDecisionFlow } from '../../flows/distributors/distributor-decision.flow.js';
import { DistributorViews } from '../../flows/views/distributor.views.js';
import { Api, Bind } from '../http/bind.js';
import { Id, Staff, Subject } from '../http/params.js';
import type { OperatorIdentity } from '../http/request.js';
import { DistributorSubject } from '../subjects.js';

/** Who asked to distribute, and what was decided. */
@Api()
export class ConsoleDistributorsController {
  constructor(
    private readonly distributors: DistributorViews,
    private readonly decisions: DistributorDecisionFlow,
  ) {}

  @Bind('console.distributors')
  list(@Query() query: DistributorsQuery) {
    return this.distributors.list(query);
  }

  @Bind('console.distributor.approve')
  @Subject(DistributorSubject)
  approve(@Staff() operator: OperatorIdentity, @Id() id: string, @Body() { version }: VersionBody) {
    return this.decisions.decide(operator, id, 'approve', { version });
  }

  @Bind('console.distributor.reject')
  @Subject(DistributorSubject)
  reject(@Staff() operator: OperatorIdentity, @Id() id: string, @Body() { reason }: ReasonBody) {
    return this.decisions.decide(operator, id, 'reject', { reason });
  }

  @Bind('console.distributor.suspend')
  @Subject(DistributorSubject)
  suspend(@Staff() operator: OperatorIdentity, @Id() id: string, @Body() { reason }: ReasonBody) {
    return this.decisions.decide(operator, id, 'suspend', { reason });
  }
}
