import { Module } from '@nestjs/common';
import { CatalogModule } from '../domains/catalog/catalog.module.js';
import { DistributionModule } from '../domains/distribution/distribution.module.js';
import { GroupBuyingModule } from '../domains/group-buying/group-buying.module.js';
import { IdentityModule } from '../domains/identity/identity.module.js';
import { SharingModule } from '../domains/sharing/sharing.module.js';
import { StaffModule } from '../domains/staff/staff.module.js';
import { CampaignEditFlow } from './campaigns/campaign-edit.flow.js';
import { ProductEditFlow } from './catalog/product-edit.flow.js';
import { DistributorDecisionFlow } from './distributors/distributor-decision.flow.js';
import { LoginFlow } from './login/login.flow.js';
import { ShareQueries } from './sharing/share-facts.queries.js';
import { ShareFlow } from './sharing/share.flow.js';
import { CampaignViews } from './views/campaign.views.js';
import { CommissionProofs } from './views/commission-proofs.js';
import { CommissionRulesViews } from './views/commission-rules.views.js';
import { CommissionViews } from './views/commission.views.js';
import { DistributorViews } from './views/distributor.views.js';
import { GroupListViews } from './views/group-list.views.js';
import { ProductViews } from './views/products.views.js';
import { UserViews } from './views/user.views.js';

const domains = [
  IdentityModule,
  CatalogModule,
  GroupBuyingModule,
  SharingModule,
  DistributionModule,
  StaffModule,
];

const flows = [
  LoginFlow,
  ProductEditFlow,
  CampaignEditFlow,
  ShareFlow,
  ShareQueries,
  DistributorDecisionFlow,
  UserViews,
  ProductViews,
  CampaignViews,
  GroupListViews,
  DistributorViews,
  CommissionViews,
  CommissionRulesViews,
  CommissionProofs,
];

/** What a shop is before anybody buys: people, goods, campaigns, links, distributors. */
@Module({ imports: domains, providers: flows, exports: [...flows, ...domains] })
export class ShopModule {}
