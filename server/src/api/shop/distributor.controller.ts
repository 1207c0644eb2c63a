import { Body, Query } from '@nestjs/common';
import { CommissionsQuery, DistributorApplicationBody } from '@tuanlink/shared/dto';
import { DistributorService } from '../../domains/distribution/distributor.service.js';
import { CommissionProofs } from '../../flows/views/commission-proofs.js';
import { CommissionRulesViews } from '../../flows/views/commission-rules.views.js';
import { CommissionViews } from '../../flows/views/commission.views.js';
import { Api, Bind } from '../http/bind.js';
import { Id, Me } from '../http/params.js';

/** A distributor's own side: application, balances, lines and why they are what they are. */
@Api()
export class ShopDistributorController {
  constructor(
    private readonly distributors: DistributorService,
    private readonly commissions: CommissionViews,
    private readonly proofs: CommissionProofs,
    private readonly rules: CommissionRulesViews,
  ) {}

  @Bind('shop.distributor.apply')
  apply(@Me() userId: string, @Body() body: DistributorApplicationBody) {
    return this.distributors.apply(userId, body);
  }

  @Bind('shop.distributor')
  read(@Me() userId: string) {
    return this.distributors.overview(userId);
  }

  @Bind('shop.rules')
  rulesInForce() {
    return this.rules.forShop();
  }

  @Bind('shop.commissions')
  commissionsOf(@Me() userId: string, @Query() query: CommissionsQuery) {
    return this.commissions.listOwn(userId, query);
  }

  @Bind('shop.commission')
  commission(@Me() userId: string, @Id() id: string) {
    return this.commissions.explain(id, userId);
  }

  @Bind('shop.commission.proof')
  proof(@Me() userId: string, @Id() id: string) {
    return this.proofs.of(id, userId);
  }
}
