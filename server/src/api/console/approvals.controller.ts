import { Body, Query } from '@nestjs/common';
import { ApprovalsQuery, EmptyBody, ReasonBody } from '@tuanlink/shared/dto';
import { Approvals } from '../../domains/staff/approvals.service.js';
import { ApprovalsFlow } from '../../flows/approvals/approvals.flow.js';
import { Api, Bind } from '../http/bind.js';
import { Id, Staff, Subject } from '../http/params.js';
import type { OperatorIdentity } from '../http/request.js';
import { ApprovalSubject } from '../subjects.js';

/** Money actions that wait for a second person. */
@Api()
export class ApprovalsController {
  constructor(
    private readonly approvals: Approvals,
    private readonly flow: ApprovalsFlow,
  ) {}

  @Bind('console.approvals')
  list(@Query() query: ApprovalsQuery) {
    return this.approvals.list(query);
  }

  @Bind('console.approval')
  read(@Id() id: string) {
    return this.approvals.get(id);
  }

  @Bind('console.approval.approve')
  @Subject(ApprovalSubject)
  approve(@Staff() operator: OperatorIdentity, @Id() id: string, @Body() _body: EmptyBody) {
    return this.flow.decide(operator, id, 'approve');
  }

  @Bind('console.approval.reject')
  @Subject(ApprovalSubject)
  reject(@Staff() operator: OperatorIdentity, @Id() id: string, @Body() { reason }: ReasonBody) {
    return this.flow.decide(operator, id, 'reject', reason);
  }

  @Bind('console.approval.withdraw')
  @Subject(ApprovalSubject)
  withdraw(@Staff() operator: OperatorIdentity, @Id() id: string, @Body() _body: EmptyBody) {
    return this.flow.decide(operator, id, 'withdraw');
  }
}
