import { Body, Query } from '@nestjs/common';
import {
  AdjustmentBody,
  DistributorsQuery,
  PatchDistributorBody,
  ReasonBody,
  VersionBody,
} from '@tuanlink/shared/dto';
import { AdjustmentFlow } from '../../flows/commission/adjustment.flow.js';
import { CommissionReviewFlow } from '../../flows/commission/review.flow.js';
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
    private readonly adjustments: AdjustmentFlow,
    private readonly reviews: CommissionReviewFlow,
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

  @Bind('console.distributor.patch')
  @Subject(DistributorSubject)
  patch(@Staff() operator: OperatorIdentity, @Id() id: string, @Body() body: PatchDistributorBody) {
    return this.decisions.patch(operator, id, body);
  }

  @Bind('console.distributor.adjust')
  @Subject(DistributorSubject)
  adjust(@Staff() operator: OperatorIdentity, @Id() id: string, @Body() body: AdjustmentBody) {
    return this.adjustments.ask(operator, id, body);
  }

  @Bind('console.distributor.void')
  @Subject(DistributorSubject)
  voidReviewed(@Staff() operator: OperatorIdentity, @Id() id: string, @Body() { reason }: ReasonBody) {
    return this.reviews.askToVoid(operator, id, reason);
  }
}
