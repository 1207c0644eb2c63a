import { Body, Query } from '@nestjs/common';
import {
  AfterSaleSettingsBody,
  ApproveAfterSaleBody,
  ConsoleAfterSalesQuery,
  EmptyBody,
  ReasonBody,
} from '@tuanlink/shared/dto';
import { AfterSaleDecisionFlow } from '../../flows/after-sales/after-sale-decision.flow.js';
import { AfterSaleViews } from '../../flows/views/after-sale.views.js';
import { Api, Bind } from '../http/bind.js';
import { Id, Staff, Subject } from '../http/params.js';
import type { OperatorIdentity } from '../http/request.js';
import { AfterSaleSubject } from '../subjects.js';

/** Buyers' requests for money back, and how the shop deals with them by itself. */
@Api()
export class ConsoleAfterSalesController {
  constructor(
    private readonly flow: AfterSaleDecisionFlow,
    private readonly views: AfterSaleViews,
  ) {}

  @Bind('console.afterSales')
  list(@Query() query: ConsoleAfterSalesQuery) {
    return this.flow.list(query);
  }

  @Bind('console.afterSale')
  read(@Id() id: string) {
    return this.views.forConsole(id);
  }

  @Bind('console.afterSale.approve')
  @Subject(AfterSaleSubject)
  approve(@Staff() operator: OperatorIdentity, @Id() id: string, @Body() body: ApproveAfterSaleBody) {
    return this.flow.approve(operator, id, body);
  }

  @Bind('console.afterSale.reject')
  @Subject(AfterSaleSubject)
  reject(@Staff() operator: OperatorIdentity, @Id() id: string, @Body() { reason }: ReasonBody) {
    return this.flow.reject(operator, id, reason);
  }

  @Bind('console.afterSale.received')
  @Subject(AfterSaleSubject)
  received(@Staff() operator: OperatorIdentity, @Id() id: string, @Body() _body: EmptyBody) {
    return this.flow.received(operator, id);
  }

  @Bind('console.afterSaleSettings')
  settings() {
    return this.views.settings();
  }

  @Bind('console.afterSaleSettings.patch')
  change(@Staff() operator: OperatorIdentity, @Body() body: AfterSaleSettingsBody) {
    return this.flow.changeSettings(operator, body);
  }
}
