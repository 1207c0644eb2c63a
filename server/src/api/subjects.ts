import { Injectable } from '@nestjs/common';
import { ProductsService } from '../domains/catalog/products.service.js';
import { DistributorService } from '../domains/distribution/distributor.service.js';
import { CampaignService } from '../domains/group-buying/campaign.service.js';
import { AddressesService } from '../domains/identity/addresses.service.js';
import { Approvals } from '../domains/staff/approvals.service.js';
import { ReconciliationDays } from '../domains/reconciliation/days.service.js';
import { ReconciliationViews } from '../flows/reconcile/reconciliation.views.js';
import { ConsoleGroupViews } from '../flows/views/console-groups.views.js';
import { AfterSaleViews } from '../flows/views/after-sale.views.js';
import { OrderViews } from '../flows/views/order.views.js';
import { RefundViews } from '../flows/views/refund.views.js';
import { DeadLetters } from '../infra/jobs/dead-letters.js';
import { SubjectLookup } from './http/params.js';

/** Whether an address is the caller's. */
@Injectable()
export class AddressSubject extends SubjectLookup {
  constructor(private readonly addresses: AddressesService) {
    super();
  }

  async exists(id: string, userId: string | undefined): Promise<boolean> {
    return userId !== undefined && this.addresses.exists(id, userId);
  }
}

/** Whether an order is the caller's; for operators, whether there is such an order. */
@Injectable()
export class OrderSubject extends SubjectLookup {
  constructor(private readonly orders: OrderViews) {
    super();
  }

  exists(id: string, userId: string | undefined): Promise<boolean> {
    return this.orders.exists(id, userId);
  }
}

/** Whether an after-sale is the caller's; for operators, whether there is such an after-sale. */
@Injectable()
export class AfterSaleSubject extends SubjectLookup {
  constructor(private readonly afterSales: AfterSaleViews) {
    super();
  }

  exists(id: string, userId: string | undefined): Promise<boolean> {
    return this.afterSales.exists(id, userId);
  }
}

/** Whether there is such a refund. */
@Injectable()
export class RefundSubject extends SubjectLookup {
  constructor(private readonly refunds: RefundViews) {
    super();
  }

  exists(id: string): Promise<boolean> {
    return this.refunds.exists(id);
  }
}

/** Whether there is such an approval. */
@Injectable()
export class ApprovalSubject extends SubjectLookup {
  constructor(private readonly approvals: Approvals) {
    super();
  }

  exists(id: string): Promise<boolean> {
    return this.approvals.exists(id);
  }
}

/** Whether a job has failed for good and can be run again. */
@Injectable()
export class JobSubject extends SubjectLookup {
  constructor(private readonly deadLetters: DeadLetters) {
    super();
  }

  exists(id: string): Promise<boolean> {
    return this.deadLetters.exists(id);
  }
}

/** Whether there is such a product. */
@Injectable()
export class ProductSubject extends SubjectLookup {
  constructor(private readonly products: ProductsService) {
    super();
  }

  exists(id: string): Promise<boolean> {
    return this.products.exists(id);
  }
}

/** Whether there is such a campaign. */
@Injectable()
export class CampaignSubject extends SubjectLookup {
  constructor(private readonly campaigns: CampaignService) {
    super();
  }

  exists(id: string): Promise<boolean> {
    return this.campaigns.exists(id);
  }
}

/** Whether there is such a group. */
@Injectable()
export class GroupSubject extends SubjectLookup {
  constructor(private readonly groups: ConsoleGroupViews) {
    super();
  }

  exists(id: string): Promise<boolean> {
    return this.groups.exists(id);
  }
}

/** Whether there is such a distributor. */
@Injectable()
export class DistributorSubject extends SubjectLookup {
  constructor(private readonly distributors: DistributorService) {
    super();
  }

  exists(id: string): Promise<boolean> {
    return this.distributors.exists(id);
  }
}

/** Whether a day can be compared with WeChat's bills. */
@Injectable()
export class DaySubject extends SubjectLookup {
  constructor(private readonly days: ReconciliationDays) {
    super();
  }

  exists(day: string): Promise<boolean> {
    return this.days.exists(day);
  }
}

/** Whether there is such a difference. */
@Injectable()
export class DifferenceSubject extends SubjectLookup {
  constructor(private readonly views: ReconciliationViews) {
    super();
  }

  exists(id: string): Promise<boolean> {
    return this.views.differenceExists(id);
  }
}
