import { DAY_MS, HOUR_MS } from '@tuanlink/shared/time';
import type { Operator } from './operator.js';
import type { Offer } from './town.js';

/** What an offer is made of. */
export interface OfferPlan {
  name: string;
  soloFen: number;
  groupFen: number;
  stock: number;
  size: number;
  windowMinutes: number;
  campaignRateBp: number;
  productRateBp?: number;
  perUserLimit?: number;
  /** Groups succeed at their deadline with whoever has paid. */
  guaranteed?: boolean;
  newBuyerRateBp?: number;
  /** What the campaign may spend on commission. */
  budgetFen?: number;
}

/** Makes a product and a running campaign for it. */
export async function makeOffer(operator: Operator, plan: OfferPlan): Promise<Offer> {
  const { name, soloFen, groupFen, stock, size, windowMinutes } = plan;
  const product = await operator.must('console.product.create', {
    body: {
      title: name,
      description: '',
      images: [],
      skus: [{ name: '标准', priceFen: soloFen, stock }],
      status: 'on_sale',
      ...(plan.productRateBp === undefined ? {} : { commission: { rateBp: plan.productRateBp } }),
    },
  });
  const skuId = product.skus[0]?.id ?? '';
  const now = operator.town.scheduler.now().getTime();
  const draft = await operator.must('console.campaign.create', {
    body: {
      productId: product.id,
      kind: 'timed',
      title: `${size} 人团`,
      size,
      windowMinutes,
      startsAt: new Date(now - HOUR_MS).toISOString(),
      endsAt: new Date(now + 3 * DAY_MS).toISOString(),
      prices: [{ skuId, priceFen: groupFen }],
      commission: {
        rateBp: plan.campaignRateBp,
        newBuyerRateBp: plan.newBuyerRateBp ?? null,
        budgetFen: plan.budgetFen ?? null,
      },
      guaranteed: plan.guaranteed ?? false,
      ...(plan.perUserLimit === undefined ? {} : { perUserLimit: plan.perUserLimit }),
    },
  });
  await operator.must('console.campaign.publish', { params: { id: draft.id }, body: {} });
  const limit = plan.perUserLimit === undefined ? {} : { perUserLimit: plan.perUserLimit };
  const ids = { productId: product.id, skuId, campaignId: draft.id };
  return { name, ...ids, soloFen, groupFen, size, windowMinutes, stock, ...limit };
}
