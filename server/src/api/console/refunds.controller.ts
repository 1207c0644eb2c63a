import { Body, Query } from '@nestjs/common';
import { EmptyBody, OperatorRefundBody, RefundsQuery, SettleRefundBody } from '@tuanlink/shared/dto';
import { OperatorRefundFlow } from '../../flows/refund/operator-refund.flow.js';
import { RefundViews } from '../../flows/views/refund.views.js';
import { Api, Bind } from '../http/bind.js';
import { Id, Staff, Subject } from '../http/params.js';
import type { OperatorIdentity } from '../http/request.js';
import { OrderSubject, RefundSubject } from '../subjects.js';

/** Money on its way back to buyers. */
@Api()
export class ConsoleRefundsController {
  constructor(
    private readonly refunds: OperatorRefundFlow,
    private readonly views: RefundViews,
  ) {}

  @Bind('console.refunds')
  list(@Query() query: RefundsQuery) {
    return this.refunds.list(query);
  }

  @Bind('console.refund')
  read(@Id() id: string) {
    return this.views.get(id);
  }

  @Bind('console.order.refund')
  @Subject(OrderSubject)
  ask(@Staff() operator: OperatorIdentity, @Id() id: string, @Body() body: OperatorRefundBody) {
    return this.refunds.ask(operator, id, body);
  }

  @Bind('console.refund.retry')
  @Subject(RefundSubject)
  retry(@Staff() operator: OperatorIdentity, @Id() id: string, @Body() _body: EmptyBody) {
    return this.refunds.retry(operator, id);
  }

  @Bind('console.refund.settle')
  @Subject(RefundSubject)
  settle(@Staff() operator: OperatorIdentity, @Id() id: string, @Body() body: SettleRefundBody) {
    return this.refunds.askToSettle(operator, id, body);
  }
}
