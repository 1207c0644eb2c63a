import { Body, Query } from '@nestjs/common';
import { ApplyAfterSaleBody, EmptyBody, ShopAfterSalesQuery, TrackReturnBody } from '@tuanlink/shared/dto';
import { AfterSaleFlow } from '../../flows/after-sales/after-sale.flow.js';
import { AfterSaleViews } from '../../flows/views/after-sale.views.js';
import { Pictures } from '../../infra/storage/pictures.js';
import { Api, Bind } from '../http/bind.js';
import { Id, Me, Subject } from '../http/params.js';
import { UploadedPicture } from '../http/upload.js';
import { AfterSaleSubject, OrderSubject } from '../subjects.js';

/** A buyer's own after-sales, and the pictures that go with them. */
@Api()
export class ShopAfterSalesController {
  constructor(
    private readonly flow: AfterSaleFlow,
    private readonly views: AfterSaleViews,
    private readonly pictures: Pictures,
  ) {}

  @Bind('shop.upload')
  upload(@UploadedPicture() content: Buffer) {
    return this.pictures.store(content);
  }

  @Bind('shop.afterSale.apply')
  @Subject(OrderSubject)
  apply(@Me() userId: string, @Id() id: string, @Body() body: ApplyAfterSaleBody) {
    return this.flow.apply(userId, id, body);
  }

  @Bind('shop.afterSales')
  list(@Me() userId: string, @Query() query: ShopAfterSalesQuery) {
    return this.views.listOwn(userId, query);
  }

  @Bind('shop.afterSale')
  read(@Me() userId: string, @Id() id: string) {
    return this.views.own(userId, id);
  }

  @Bind('shop.afterSale.withdraw')
  @Subject(AfterSaleSubject)
  withdraw(@Me() userId: string, @Id() id: string, @Body() _body: EmptyBody) {
    return this.flow.withdraw(userId, id);
  }

  @Bind('shop.afterSale.track')
  @Subject(AfterSaleSubject)
  track(@Me() userId: string, @Id() id: string, @Body() body: TrackReturnBody) {
    return this.flow.track(userId, id, body);
  }
}
