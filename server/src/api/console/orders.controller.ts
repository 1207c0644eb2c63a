import { Body, Headers, Query } from '@nestjs/common';
import { ConsoleOrdersQuery, ShipBody, ShipmentsImportBody } from '@tuanlink/shared/dto';
import { DeliveryFlow } from '../../flows/delivery/delivery.flow.js';
import { OrderViews } from '../../flows/views/order.views.js';
import { Api, Bind } from '../http/bind.js';
import { Id, Staff, Subject } from '../http/params.js';
import type { OperatorIdentity } from '../http/request.js';
import { OrderSubject } from '../subjects.js';

/** The order desk: look, ship, ship many. */
@Api()
export class ConsoleOrdersController {
  constructor(
    private readonly views: OrderViews,
    private readonly delivery: DeliveryFlow,
  ) {}

  @Bind('console.orders')
  list(@Query() query: ConsoleOrdersQuery) {
    return this.views.listForConsole(query);
  }

  @Bind('console.order')
  read(@Id() id: string) {
    return this.views.forConsole(id);
  }

  @Bind('console.order.ship')
  @Subject(OrderSubject)
  ship(@Staff() operator: OperatorIdentity, @Id() id: string, @Body() body: ShipBody) {
    return this.delivery.ship(operator, id, body);
  }

  @Bind('console.shipments.import')
  importCsv(
    @Staff() operator: OperatorIdentity,
    @Body() body: ShipmentsImportBody,
    @Headers('accept-language') language: string | undefined,
  ) {
    return this.delivery.importCsv(operator, body.csv, language);
  }
}
