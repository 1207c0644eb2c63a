import { Body, Query } from '@nestjs/common';
import { EmptyBody, OrdersQuery, PlaceOrderBody, QuoteBody } from '@tuanlink/shared/dto';
import { CheckoutFlow } from '../../flows/checkout/checkout.flow.js';
import { DeliveryFlow } from '../../flows/delivery/delivery.flow.js';
import { CancelFlow } from '../../flows/cancel/cancel.flow.js';
import { OrderViews } from '../../flows/views/order.views.js';
import { Api, Bind } from '../http/bind.js';
import { Id, Me, Subject } from '../http/params.js';
import { OrderSubject } from '../subjects.js';

/** A buyer's own orders: quote, place, pay, cancel, receive, look at. */
@Api()
export class ShopOrdersController {
  constructor(
    private readonly checkout: CheckoutFlow,
    private readonly cancelling: CancelFlow,
    private readonly delivery: DeliveryFlow,
    private readonly views: OrderViews,
  ) {}

  @Bind('shop.quote')
  quote(@Me() userId: string, @Body() body: QuoteBody) {
    return this.checkout.quote(userId, body);
  }

  @Bind('shop.order.place')
  place(@Me() userId: string, @Body() body: PlaceOrderBody) {
    return this.checkout.place(userId, body);
  }

  @Bind('shop.orders')
  list(@Me() userId: string, @Query() query: OrdersQuery) {
    return this.views.listOwn(userId, query);
  }

  @Bind('shop.order')
  read(@Me() userId: string, @Id() id: string) {
    return this.views.own(userId, id);
  }

  @Bind('shop.order.cashier')
  @Subject(OrderSubject)
  cashier(@Me() userId: string, @Id() id: string, @Body() _body: EmptyBody) {
    return this.checkout.reopen(userId, id);
  }

  @Bind('shop.order.confirm')
  @Subject(OrderSubject)
  confirm(@Me() userId: string, @Id() id: string, @Body() _body: EmptyBody) {
    return this.cancelling.confirm(userId, id);
  }

  @Bind('shop.order.cancel')
  @Subject(OrderSubject)
  cancel(@Me() userId: string, @Id() id: string, @Body() _body: EmptyBody) {
    return this.cancelling.cancel(userId, id);
  }

  @Bind('shop.order.receive')
  @Subject(OrderSubject)
  receive(@Me() userId: string, @Id() id: string, @Body() _body: EmptyBody) {
    return this.delivery.receive(userId, id);
  }
}
