import { Module } from '@nestjs/common';
import { ProductsService } from './products.service.js';

/** Products, their SKUs and what is in stock. */
@Module({ providers: [ProductsService], exports: [ProductsService] })
export class CatalogModule {}
