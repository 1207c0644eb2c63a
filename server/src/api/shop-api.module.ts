import { Module } from '@nestjs/common';
import { CommissionModule } from '../flows/commission/commission.module.js';
import { ShopModule } from '../flows/shop.module.js';
import { ConsoleCampaignsController } from './console/campaigns.controller.js';
import { ConsoleCommissionRulesController } from './console/commission-rules.controller.js';
import { ConsoleCommissionsController } from './console/commissions.controller.js';
import { ConsoleDistributorsController } from './console/distributors.controller.js';
import { ConsoleProductsController } from './console/products.controller.js';
import { ShareLinks } from './http/share-links.js';
import { AddressesController } from './shop/addresses.controller.js';
import { AuthController } from './shop/auth.controller.js';
import { ShopDistributorController } from './shop/distributor.controller.js';
import { ShopGroupsController } from './shop/groups.controller.js';
import { MeController } from './shop/me.controller.js';
import { ShopProductsController } from './shop/products.controller.js';
import { SharesController } from './shop/shares.controller.js';
import { StoredShareLinks } from './shop/stored-share-links.js';
import { AddressSubject, CampaignSubject, DistributorSubject, ProductSubject } from './subjects.js';

/** Routes about people, goods, campaigns, links and distributors. */
@Module({
  imports: [ShopModule, CommissionModule],
  controllers: [
    AuthController,
    MeController,
    AddressesController,
    ShopProductsController,
    ShopGroupsController,
    SharesController,
    ShopDistributorController,
    ConsoleProductsController,
    ConsoleCampaignsController,
    ConsoleDistributorsController,
    ConsoleCommissionsController,
    ConsoleCommissionRulesController,
  ],
  providers: [
    { provide: ShareLinks, useClass: StoredShareLinks },
    AddressSubject,
    ProductSubject,
    CampaignSubject,
    DistributorSubject,
  ],
  exports: [ShareLinks],
})
export class ShopApiModule {}
