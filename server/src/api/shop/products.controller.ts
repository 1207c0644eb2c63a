import { Query } from '@nestjs/common';
import { ProductsQuery } from '@tuanlink/shared/dto';
import { ProductViews } from '../../flows/views/products.views.js';
import { Api, Bind } from '../http/bind.js';
import { Id } from '../http/params.js';
import { RawJson } from '../http/raw-json.js';

/** What the shop sells; anyone may look. */
@Api()
export class ShopProductsController {
  constructor(private readonly products: ProductViews) {}

  @Bind('shop.products')
  async list(@Query() query: ProductsQuery) {
    return new RawJson(await this.products.list(query));
  }

  @Bind('shop.product')
  async read(@Id() id: string) {
    return new RawJson(await this.products.page(id));
  }
}
