import { Body, Query } from '@nestjs/common';
import { ConsoleProductsQuery, CreateProductBody, PatchProductBody } from '@tuanlink/shared/dto';
import { ProductsService } from '../../domains/catalog/products.service.js';
import { ProductEditFlow } from '../../flows/catalog/product-edit.flow.js';
import { Api, Bind } from '../http/bind.js';
import { Id, Staff, Subject } from '../http/params.js';
import type { OperatorIdentity } from '../http/request.js';
import { ProductSubject } from '../subjects.js';

/** Products, their SKUs and stock. */
@Api()
export class ConsoleProductsController {
  constructor(
    private readonly products: ProductsService,
    private readonly edits: ProductEditFlow,
  ) {}

  @Bind('console.products')
  list(@Query() query: ConsoleProductsQuery) {
    return this.products.list(query);
  }

  @Bind('console.product.create')
  create(@Staff() operator: OperatorIdentity, @Body() body: CreateProductBody) {
    return this.edits.create(operator, body);
  }

  @Bind('console.product')
  read(@Id() id: string) {
    return this.products.get(id);
  }

  @Bind('console.product.patch')
  @Subject(ProductSubject)
  patch(@Staff() operator: OperatorIdentity, @Id() id: string, @Body() body: PatchProductBody) {
    return this.edits.patch(operator, id, body);
  }
}
