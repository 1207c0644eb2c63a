import { type OperatorRole, rolePermissions } from '@tuanlink/shared/states';
import { DAY_MS, formatDate } from '@tuanlink/shared/time';
import sharp from 'sharp';
import { tradeBillText } from '../../src/domains/reconciliation/bill.spec-support.js';
import { addDays } from '../../src/domains/reconciliation/schedule.rules.js';
import { DEAD_LETTER_QUEUE } from '../../src/infra/jobs/queue-names.js';
import { type BuyerWithAddress, type Goods, makeGoods, openedGroup, place } from '../support/goods.js';
import { sealAll } from '../support/seals.js';
import { type Buyer, type Caller, TestShop } from '../support/shop.js';
import { type LivedInPayoutRuns, type LivedInWithdrawals, livePayouts } from './lived-in-payouts.js';
import { decideAboutCommission } from './lived-in-commission.js';
import { liveThroughAGroup, refundsByOperators, requestsOfBuyers, soloOrders } from './lived-in-trade.js';

/** Orders of the lived-in shop, one per state at least. */
export interface LivedInOrders {
  completed: string;
  received: string;
  shipped: string;
  toShip: string;
  waitingGroup: string;
  /** Unpaid, holding a seat of the forming group. */
  unpaidJoin: string;
  /** Unpaid, of an opener: its group is not listed yet. */
  unpaidOpen: string;
  cancelled: string;
  refunded: string;
  /** Paid with a wrong amount. */
  odd: string;
}

/** A shop in which everything has happened at least once. */
export interface LivedIn {
  shop: TestShop;
  staff: Record<OperatorRole, Caller>;
  /** An approved distributor with lines in every state that exists by now. */
  dan: BuyerWithAddress;
  /** A buyer with orders in many states. */
  ann: BuyerWithAddress;
  /** Somebody who has an address and bought nothing. */
  bob: BuyerWithAddress;
  goods: Goods;
  /** One seat taken by Ann, one held by another buyer, one free. */
  formingGroupId: string;
  succeededGroupId: string;
  failedGroupId: string;
  openingGroupId: string;
  /** Forming, guaranteed, one seat taken. */
  guaranteedGroupId: string;
  orders: LivedInOrders;
  shareToken: string;
  campaigns: Record<'draft' | 'scheduled' | 'running' | 'paused' | 'ended', string>;
  products: Record<'draft' | 'onSale' | 'offSale', string>;
  /** By state; ids of distributors, not of users. */
  distributors: Record<'applied' | 'approved' | 'rejected' | 'suspended', string>;
  deadJobId: string;
  commissionLineId: string;
  /** A sheet that is done and can be fetched. */
  exportId: string;
  pictureUrl: string;
  /** A day of which WeChat's trade bill came from an operator's hands, and its text. */
  billDay: string;
  billText: string;
  /** A payment that stands in that bill and nowhere else. */
  differenceId: string;
  /** The line of the shipped order. */
  shippedLineId: string;
  /** Ann's; `toTrack` and `toReceive` wait for the goods, the others for a decision. */
  afterSales: Record<'toApprove' | 'toReject' | 'toWithdraw' | 'toTrack' | 'toReceive', string>;
  /** Refunds that WeChat could not carry out. */
  abnormalRefunds: Record<'toRetry' | 'toSettle', string>;
  /** Refunds that wait for a second person; the owner asked for the last one. */
  approvals: Record<'toApprove' | 'toReject' | 'toWithdraw', string>;
  withdrawals: LivedInWithdrawals;
  payoutRuns: LivedInPayoutRuns;
  /** A month in which tax was withheld. */
  taxMonth: string;
}

/** Opens a shop and lets it live through a few weeks; `close` its `shop` afterwards. */
export async function openLivedInShop(settings?: Record<string, string>): Promise<LivedIn> {
  const shop = await TestShop.open(settings);
  try {
    return await liveThrough(shop);
  } catch (error) {
    await shop.close();
    throw error;
  }
}

async function liveThrough(shop: TestShop): Promise<LivedIn> {
  const staff = await makeStaff(shop);
  const { owner } = staff;
  const pictureUrl = await upload(shop, owner);
  const goods = await makeGoods(shop, owner, { stock: 500 });
  await patchProduct(shop, owner, goods.productId, { images: [pictureUrl] });
  await prolong(shop, owner, goods.campaignId);
  const [dan, ann, bob] = await Promise.all(
    ['丹丹', '安安', '阿波'].map((name) => shop.buyerWithAddress(name)),
  );
  if (dan === undefined || ann === undefined || bob === undefined) throw new Error('three buyers were made');
  const distributors = await makeDistributors(shop, owner, dan);
  const shareToken = await shareOf(shop, dan, goods.productId);
  const visitorId = '7b7a7e1c-4b5e-4d3a-9a51-0a7f6f4d2a10';
  await shop.call('shop.visit', ann, { body: { token: shareToken, visitorId } });
  const past = await liveThroughAGroup(shop, staff, goods, ann);
  await shop.call('shop.visit', dan, { body: { token: shareToken, visitorId } });
  const solo = await soloOrders(shop, staff, goods, dan, ann);
  const refunds = await refundsByOperators(shop, staff, goods, ann, { ...past.orders, ...solo });
  const present = await presentGroups(shop, goods, ann);
  const promised = await makeGoods(shop, owner, { guaranteed: true });
  const guaranteed = await openedGroup(shop, promised, await shop.buyerWithAddress('保底'));
  const campaigns = await otherCampaigns(shop, owner, goods);
  const products = {
    onSale: goods.productId,
    draft: await otherProduct(shop, owner, 'draft'),
    offSale: await otherProduct(shop, owner, 'off_sale'),
  };
  const payouts = await livePayouts(shop, staff, dan);
  await decideAboutCommission(shop, staff, goods, distributors);
  await sealAll(shop);
  await forgeNotices(shop);
  // Whose token has expired meanwhile logs in again here.
  for (const buyer of [dan, ann, bob]) await shop.call('shop.me', buyer);
  const bills = await badBill(shop, staff.finance);
  const lines = await shop.call('shop.commissions', dan, { query: { state: 'available' } });
  return {
    shop,
    staff,
    dan,
    ann,
    bob,
    goods,
    shareToken,
    campaigns,
    products,
    distributors,
    pictureUrl,
    ...past.groups,
    ...present.groups,
    ...refunds,
    ...bills,
    ...payouts,
    guaranteedGroupId: guaranteed.groupId,
    afterSales: await requestsOfBuyers(shop, staff, goods, ann, pictureUrl),
    orders: { ...past.orders, ...solo, ...present.orders },
    commissionLineId: lines.items[0]?.id ?? '',
    exportId: await makeExports(shop, owner),
    deadJobId: await makeDeadJob(shop),
  };
}

async function makeStaff(shop: TestShop): Promise<Record<OperatorRole, Caller>> {
  const roles = Object.keys(rolePermissions) as OperatorRole[];
  const callers: [OperatorRole, Caller][] = [];
  for (const role of roles) callers.push([role, await shop.operator(role)]);
  return Object.fromEntries(callers) as Record<OperatorRole, Caller>;
}

/** A small real picture. */
export async function aPicture(): Promise<Blob> {
  const create = { width: 8, height: 8, channels: 3 as const, background: '#c33' };
  const png = await sharp({ create }).png().toBuffer();
  return new Blob([new Uint8Array(png)], { type: 'image/png' });
}

/** Uploads what is given as the file of the form; the raw response. */
export function uploadBlob(shop: TestShop, caller: Caller, content: Blob): Promise<Response> {
  const form = new FormData();
  form.set('file', content, 'picture.png');
  const { cookie, token } = caller;
  return fetch(`${shop.url}/api/${token === undefined ? 'console' : 'shop'}/uploads`, {
    method: 'POST',
    headers: {
      ...(cookie === undefined ? {} : { cookie }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: form,
  });
}

async function upload(shop: TestShop, owner: Caller): Promise<string> {
  const response = await uploadBlob(shop, owner, await aPicture());
  return ((await response.json()) as { url: string }).url;
}

async function patchProduct(shop: TestShop, owner: Caller, id: string, change: object): Promise<void> {
  const { version } = await shop.call('console.product', owner, { params: { id } });
  await shop.call('console.product.patch', owner, { params: { id }, body: { ...change, version } });
}

/** The campaign outlives everything that happens here. */
async function prolong(shop: TestShop, owner: Caller, id: string): Promise<void> {
  const { version } = await shop.call('console.campaign', owner, { params: { id } });
  const endsAt = new Date(shop.clock.now().getTime() + 60 * DAY_MS).toISOString();
  await shop.call('console.campaign.patch', owner, { params: { id }, body: { endsAt, version } });
}

async function otherProduct(shop: TestShop, owner: Caller, status: 'draft' | 'off_sale'): Promise<string> {
  const skus = [
    { name: '大', priceFen: 2_000, costFen: 900, stock: 3, code: 'L' },
    { name: '小', priceFen: 1_000, stock: 0 },
  ];
  const body = {
    title: '别的商品',
    description: '说明',
    images: [],
    skus,
    commission: { rateBp: 0 },
    status,
  };
  return (await shop.call('console.product.create', owner, { body })).id;
}

async function makeDistributors(shop: TestShop, owner: Caller, dan: Buyer): Promise<LivedIn['distributors']> {
  const apply = async (buyer: Buyer) => {
    await shop.call('shop.distributor.apply', buyer, { body: { agreeToRules: true, intro: '朋友多' } });
    const { items } = await shop.call('console.distributors', owner, { query: { state: 'applied' } });
    const id = items.find((item) => item.userId === buyer.id)?.id;
    if (id === undefined) throw new Error('the application is not listed');
    return id;
  };
  const approve = (id: string) =>
    shop.call('console.distributor.approve', owner, { params: { id }, body: {} });
  const reason = '资料不全';
  const approved = await apply(dan);
  await approve(approved);
  const rejected = await apply(await shop.buyer('被拒'));
  await shop.call('console.distributor.reject', owner, { params: { id: rejected }, body: { reason } });
  const suspended = await apply(await shop.buyer('暂停'));
  await approve(suspended);
  await shop.call('console.distributor.suspend', owner, { params: { id: suspended }, body: { reason } });
  return { approved, rejected, suspended, applied: await apply(await shop.buyer('申请')) };
}

async function shareOf(shop: TestShop, sharer: Buyer, productId: string): Promise<string> {
  const target = { kind: 'product' as const, id: productId };
  return (await shop.call('shop.share.create', sharer, { body: { target, channel: 'chat' } })).token;
}

/** A bill of a quiet day with a payment that nobody knows and lines that nobody can read. */
async function badBill(shop: TestShop, finance: Caller) {
  await shop.drain();
  const billDay = addDays(formatDate(shop.clock.now()), -40);
  const { mchid, appid } = shop.config.wechat;
  const row = {
    kind: 'payment' as const,
    at: `${billDay}T04:00:00.000Z`,
    fen: 100,
    transactionId: '4200000000000000000000000001',
    outTradeNo: 'f'.repeat(32),
  };
  const [header = '', line = '', ...summary] = tradeBillText([row], { day: billDay, mchid, appid }).split(
    '\r\n',
  );
  const billText = [header, line, 'a', 'b', 'c', 'd', ...summary].join('\r\n');
  const body = { kind: 'trade' as const, text: billText };
  await shop.call('console.reconciliation.import', finance, { params: { day: billDay }, body });
  const query = { kind: 'payment.missing_here' as const };
  const { items } = await shop.call('console.differences', finance, { query });
  return { billDay, billText, differenceId: items[0]?.id ?? '' };
}

/** Groups as they stand now: one forming with a held seat, one whose opener has not paid. */
async function presentGroups(shop: TestShop, goods: Goods, ann: BuyerWithAddress) {
  const { groupId, orderId } = await openedGroup(shop, goods, ann);
  const joiner = await shop.buyerWithAddress('未付');
  const held = await place(shop, goods, joiner, { groupId });
  const opened = await place(shop, goods, ann, 'open');
  return {
    groups: { formingGroupId: groupId, openingGroupId: opened.order.groupId ?? '' },
    orders: { waitingGroup: orderId, unpaidJoin: held.order.id, unpaidOpen: opened.order.id },
  };
}

async function otherCampaigns(shop: TestShop, owner: Caller, goods: Goods): Promise<LivedIn['campaigns']> {
  const act = (name: 'publish' | 'pause' | 'end', id: string) =>
    shop.call(`console.campaign.${name}`, owner, { params: { id }, body: {} });
  const paused = (await makeGoods(shop, owner)).campaignId;
  await act('pause', paused);
  const ended = (await makeGoods(shop, owner)).campaignId;
  await act('end', ended);
  const now = shop.clock.now().getTime();
  const future = async () => {
    const { productId, skuId, campaignId } = await makeGoods(shop, owner);
    await act('end', campaignId);
    const body = {
      productId,
      kind: 'timed' as const,
      title: '下周的团',
      size: 2,
      windowMinutes: 30,
      startsAt: new Date(now + DAY_MS).toISOString(),
      endsAt: new Date(now + 2 * DAY_MS).toISOString(),
      prices: [{ skuId, priceFen: 1_990 }],
      perUserLimit: 2,
      commission: { rateBp: 500 },
    };
    return (await shop.call('console.campaign.create', owner, { body })).id;
  };
  const scheduled = await future();
  await act('publish', scheduled);
  return { running: goods.campaignId, paused, ended, scheduled, draft: await future() };
}

/** Something that is no notice comes to each address that WeChat sends to. */
async function forgeNotices(shop: TestShop): Promise<void> {
  for (const name of ['pay-notices', 'refund-notices', 'transfer-notices', 'push']) {
    const headers = { 'content-type': 'application/json' };
    await fetch(`${shop.url}/api/wechat/${name}`, { method: 'POST', headers, body: '{"id":"forged"}' });
  }
}

/** One sheet of each kind, all made; the id of the last. */
async function makeExports(shop: TestShop, owner: Caller): Promise<string> {
  let id = '';
  for (const kind of ['orders', 'refunds', 'commissions', 'transfers'] as const) {
    ({ id } = await shop.call('console.export.create', owner, { body: { kind } }));
  }
  await shop.drain();
  return id;
}

/** A job that has failed for the last time, as pg-boss keeps it. */
export async function makeDeadJob(shop: TestShop): Promise<string> {
  const data = {
    id: '01900000-0000-7000-8000-000000000001',
    topic: 'refund.check',
    dueAt: shop.clock.now().toISOString(),
    payload: { refundId: '01900000-0000-7000-8000-000000000002' },
    triesMax: 11,
  };
  const [job] = await shop.rows<{ id: string }>(
    'insert into pgboss.job (name, data, output) values ($1, $2, $3) returning id',
    [DEAD_LETTER_QUEUE, data, { message: 'WeChat did not answer' }],
  );
  return job?.id ?? '';
}
