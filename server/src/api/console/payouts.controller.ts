import { Body, Query } from '@nestjs/common';
import {
  ApprovePayoutRunBody,
  ConsoleWithdrawalsQuery,
  CreatePayoutRunBody,
  EmptyBody,
  PayoutRunsQuery,
  ReasonBody,
} from '@tuanlink/shared/dto';
import { PayoutRunFlow } from '../../flows/withdraw/payout-run.flow.js';
import { WithdrawalDecisionFlow } from '../../flows/withdraw/withdrawal-decision.flow.js';
import { WithdrawalViews } from '../../flows/withdraw/withdrawal.views.js';
import { Api, Bind } from '../http/bind.js';
import { Id, Staff, Subject } from '../http/params.js';
import type { OperatorIdentity } from '../http/request.js';
import { PayoutRunSubject, WithdrawalSubject } from '../payout-subjects.js';

/** Who asked to be paid, and the runs in which they are. */
@Api()
export class ConsolePayoutsController {
  constructor(
    private readonly views: WithdrawalViews,
    private readonly decisions: WithdrawalDecisionFlow,
    private readonly runs: PayoutRunFlow,
  ) {}

  @Bind('console.withdrawals')
  list(@Query() query: ConsoleWithdrawalsQuery) {
    return this.views.listForConsole(query);
  }

  @Bind('console.withdrawal')
  read(@Id() id: string) {
    return this.views.forConsole(id);
  }

  @Bind('console.withdrawal.reject')
  @Subject(WithdrawalSubject)
  reject(@Staff() operator: OperatorIdentity, @Id() id: string, @Body() { reason }: ReasonBody) {
    return this.decisions.reject(operator, id, reason);
  }

  @Bind('console.withdrawal.stop')
  @Subject(WithdrawalSubject)
  stop(@Staff() operator: OperatorIdentity, @Id() id: string, @Body() { reason }: ReasonBody) {
    return this.decisions.stop(operator, id, reason);
  }

  @Bind('console.withdrawal.rule')
  rules() {
    return this.views.rules();
  }

  @Bind('console.payoutRuns')
  listRuns(@Query() query: PayoutRunsQuery) {
    return this.runs.list(query);
  }

  @Bind('console.payoutRun.preview')
  preview() {
    return this.runs.preview();
  }

  @Bind('console.payoutRun.create')
  create(@Staff() operator: OperatorIdentity, @Body() body: CreatePayoutRunBody) {
    return this.runs.create(operator, body);
  }

  @Bind('console.payoutRun')
  readRun(@Id() id: string) {
    return this.runs.get(id);
  }

  @Bind('console.payoutRun.approve')
  @Subject(PayoutRunSubject)
  approve(
    @Staff() operator: OperatorIdentity,
    @Id() id: string,
    @Body() { amountFen }: ApprovePayoutRunBody,
  ) {
    return this.runs.approve(operator, id, amountFen);
  }

  @Bind('console.payoutRun.cancel')
  @Subject(PayoutRunSubject)
  cancel(@Staff() operator: OperatorIdentity, @Id() id: string, @Body() _body: EmptyBody) {
    return this.runs.cancel(operator, id);
  }
}
