import { type Goods, place } from '../support/goods.js';
import type { Caller, TestShop } from '../support/shop.js';

interface Staff {
  owner: Caller;
  finance: Caller;
}

/** Lets a second person allow what the owner asked for. */
async function allow(shop: TestShop, { finance }: Staff, approval: { id: string }): Promise<void> {
  await shop.call('console.approval.approve', finance, { params: { id: approval.id }, body: {} });
}

/**
 * What people decide about commission: a suspended distributor with a line under review, adjustments up and
 * down, a rate of one's own, and rules that are announced one after the other.
 */
export async function decideAboutCommission(
  shop: TestShop,
  staff: Staff,
  goods: Goods,
  distributors: { approved: string; suspended: string },
): Promise<void> {
  const { owner } = staff;
  await leaveUnderReview(shop, owner, goods, distributors.suspended);
  const { version } = await distributorOf(shop, owner, distributors.suspended);
  await shop.call('console.distributor.patch', owner, {
    params: { id: distributors.suspended },
    body: { rateBp: 1_200, version },
  });
  for (const [amountFen, reason] of [
    [500, '补发活动奖励'],
    [-200, '多算了一次'],
  ] as const) {
    const params = { id: distributors.approved };
    await allow(
      shop,
      staff,
      await shop.call('console.distributor.adjust', owner, { params, body: { amountFen, reason } }),
    );
  }
  for (const newBuyerRateBp of [null, 1_500, null]) {
    const rules = { defaultRateBp: 1_000, visitWindowDays: 7, bindingDays: 30, protectionDays: 0 };
    const body = { ...rules, newBuyerRateBp, reason: '旺季调整' };
    await allow(shop, staff, await shop.call('console.rules.propose', owner, { body }));
  }
}

async function distributorOf(shop: TestShop, owner: Caller, id: string) {
  const { items } = await shop.call('console.distributors', owner, { query: { limit: 100 } });
  const found = items.find((item) => item.id === id);
  if (found === undefined) throw new Error(`distributor ${id} is not listed`);
  return found;
}

/** Somebody suspended has earned a line: reinstated for an order, then suspended again. */
async function leaveUnderReview(shop: TestShop, owner: Caller, goods: Goods, id: string): Promise<void> {
  const params = { id };
  await shop.call('console.distributor.approve', owner, { params, body: {} });
  const { userId } = await distributorOf(shop, owner, id);
  const token = '0123456789';
  await shop.rows(
    `insert into share (token, user_id, chain, target_kind, target_id, channel, created_at)
     values ($1, $2, array[$2::uuid], 'product', $3, 'chat', $4)`,
    [token, userId, goods.productId, shop.clock.now()],
  );
  const buyer = await shop.buyerWithAddress('顾客');
  const { cashier } = await place(shop, goods, buyer, 'solo', { shareToken: token });
  await shop.pay(cashier, buyer.openid);
  await shop.call('console.distributor.suspend', owner, { params, body: { reason: '投诉核实中' } });
}
