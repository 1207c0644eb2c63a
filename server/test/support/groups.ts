import type { ConsoleGroupDetailReply } from '@tuanlink/shared/replies';
import type { OrderState } from '@tuanlink/shared/states';
import type { BuyerWithAddress, Goods } from './goods.js';
import { place } from './goods.js';
import type { Caller, TestShop } from './shop.js';

/** Nothing goes wrong. */
export const NO_FAULTS = { seed: 1 };

/** Sets the sandbox's fault plan; without an argument nothing goes wrong any more. */
export function faults(shop: TestShop, plan: object = {}): Promise<unknown> {
  return shop.control('PUT', '/sandbox/faults', { ...NO_FAULTS, ...plan });
}

/** The number under which a cashier's payment is prepared. */
export function prepayIdOf(cashier: { package: string } | null): string {
  if (cashier === null) throw new Error('the order has no cashier');
  return cashier.package.replace('prepay_id=', '');
}

/** The buyer pays in WeChat; nobody waits for the notice. */
export function payInWechat(
  shop: TestShop,
  cashier: { package: string } | null,
  openid: string,
  odd: object = {},
): Promise<{ transactionId: string }> {
  return shop.control('POST', `/sandbox/payments/${prepayIdOf(cashier)}/pay`, { openid, ...odd });
}

/** Somebody joins a group and pays; their order's id. */
export async function joins(shop: TestShop, goods: Goods, buyer: BuyerWithAddress, groupId: string) {
  const { order, cashier } = await place(shop, goods, buyer, { groupId });
  await shop.pay(cashier, buyer.openid);
  return order.id;
}

export function orderOf(shop: TestShop, buyer: Caller, id: string) {
  return shop.call('shop.order', buyer, { params: { id } });
}

export async function stateOf(shop: TestShop, orderId: string): Promise<OrderState | undefined> {
  const [row] = await shop.rows<{ state: OrderState }>('select state from shop_order where id = $1', [
    orderId,
  ]);
  return row?.state;
}

/** Runs jobs until an order is in a state. */
export function untilState(shop: TestShop, orderId: string, state: OrderState): Promise<void> {
  return shop.eventually(async () => {
    await shop.drain();
    return (await stateOf(shop, orderId)) === state;
  });
}

/** What WeChat holds of an order's payment. */
export async function atWechat(shop: TestShop, orderId: string): Promise<{ state: string }> {
  const [payment] = await shop.rows<{ no: string }>(
    'select out_trade_no as no from payment where order_id = $1',
    [orderId],
  );
  const { items } = await shop.control<{ items: { outTradeNo: string; state: string }[] }>(
    'GET',
    '/sandbox/payments',
  );
  const found = items.find(({ outTradeNo }) => outTradeNo === payment?.no);
  if (found === undefined) throw new Error('WeChat knows no such payment');
  return found;
}

/** Sends the notice of an order's payment again. */
export async function replayNotice(shop: TestShop, orderId: string): Promise<number[]> {
  const [payment] = await shop.rows<{ no: string }>(
    'select out_trade_no as no from payment where order_id = $1',
    [orderId],
  );
  const { attempts } = await shop.control<{ attempts: { status: number }[] }>(
    'POST',
    '/sandbox/notices/replay',
    {
      outTradeNo: payment?.no,
    },
  );
  return attempts.map(({ status }) => status);
}

/** An operator's decision about a group. */
export function decide(
  shop: TestShop,
  operator: Caller,
  decision: 'dissolve' | 'complete',
  id: string,
  reason = '供应商缺货',
): Promise<ConsoleGroupDetailReply> {
  return shop.call(`console.group.${decision}`, operator, { params: { id }, body: { reason } });
}

/** Codes of an order's history with what they name, oldest first. */
export async function historyOf(shop: TestShop, buyer: Caller, orderId: string): Promise<string[]> {
  const { timeline } = await orderOf(shop, buyer, orderId);
  return timeline.map(({ event, detail }) =>
    detail?.reason === undefined ? event : `${event} ${detail.reason}`,
  );
}
