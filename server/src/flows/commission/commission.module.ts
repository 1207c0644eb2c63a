import { Module } from '@nestjs/common';
import { StaffModule } from '../../domains/staff/staff.module.js';
import { ShopModule } from '../shop.module.js';
import { AdjustmentFlow } from './adjustment.flow.js';
import { CommissionReviewFlow } from './review.flow.js';
import { CommissionRulesFlow } from './rules.flow.js';

const flows = [AdjustmentFlow, CommissionReviewFlow, CommissionRulesFlow];

/** What two people decide about commission. */
@Module({ imports: [StaffModule, ShopModule], providers: flows, exports: flows })
export class CommissionModule {}
