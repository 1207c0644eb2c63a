import { randomUUID } from 'node:crypto';
import type { RouteName } from '@tuanlink/shared/routes';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@tuanlink/shared/time';
import type { LivedIn } from '../contract/lived-in.js';
import { orderBody } from '../support/goods.js';
import { type Caller, anAddress } from '../support/shop.js';

/** What the matrix knows of one route besides the route table. */
export interface GuardRow {
  /** The thing its `:id` names, and for shop routes whose it is. */
  thing?: (life: LivedIn) => { id: string; owner?: Caller };
  /** The day its `:day` names. */
  day?: (life: LivedIn) => string;
  /** A body the route would accept from the right person. */
  body?: (life: LivedIn) => object;
}

const order = (name: keyof LivedIn['orders']) => (life: LivedIn) => ({
  id: life.orders[name],
  owner: life.ann,
});
const annsAddress = ({ ann }: LivedIn) => ({ id: ann.addressId, owner: ann });
const empty = () => ({});
const reason = () => ({ reason: '资料不全' });
const campaign = (state: keyof LivedIn['campaigns']) => (life: LivedIn) => ({ id: life.campaigns[state] });
const inAnHour = ({ shop }: LivedIn) =>
  new Date(shop.clock.now().getTime() + HOUR_MS + MINUTE_MS).toISOString();
const distributor = (state: keyof LivedIn['distributors']) => (life: LivedIn) => ({
  id: life.distributors[state],
});

const theDay = ({ billDay }: LivedIn) => billDay;
const approval = (what: keyof LivedIn['approvals']) => (life: LivedIn) => ({ id: life.approvals[what] });
const withdrawal = (name: keyof LivedIn['withdrawals']) => (life: LivedIn) => ({
  id: life.withdrawals[name],
  owner: life.dan,
});
const payoutRun = (state: 'draft' | 'unwanted' | 'approved') => (life: LivedIn) => ({
  id: life.payoutRuns[state],
});

const afterSale = (what: keyof LivedIn['afterSales']) => (life: LivedIn) => ({
  id: life.afterSales[what],
  owner: life.ann,
});

const newCampaign = ({ goods, shop }: LivedIn) => ({
  productId: goods.productId,
  kind: 'timed',
  title: '新团',
  size: 2,
  windowMinutes: 60,
  startsAt: shop.clock.now().toISOString(),
  endsAt: new Date(shop.clock.now().getTime() + DAY_MS).toISOString(),
  prices: [{ skuId: goods.skuId, priceFen: 1_000 }],
  commission: { rateBp: 100 },
});

const newProduct = () => ({
  title: '新品',
  description: '',
  images: [],
  skus: [{ name: '一', priceFen: 100, stock: 1 }],
  status: 'draft',
});

/** One row per route: a route without one fails the matrix. */
export const guardRows: Record<RouteName, GuardRow> = {
  health: {},
  docs: {},
  'docs.json': {},

  'shop.login': { body: () => ({ code: 'no-such-code' }) },
  'shop.me': {},
  'shop.me.patch': { body: () => ({ nickname: '新名' }) },
  'shop.products': {},
  'shop.product': { thing: ({ goods }) => ({ id: goods.productId }) },
  'shop.groups': {},
  'shop.group': { thing: ({ formingGroupId }) => ({ id: formingGroupId }) },
  'shop.addresses': {},
  'shop.address.create': { body: () => anAddress('新') },
  'shop.address.patch': { thing: annsAddress, body: () => ({ name: '改' }) },
  'shop.address.delete': { thing: annsAddress },
  'shop.quote': { body: ({ goods }) => ({ lines: [{ skuId: goods.skuId, quantity: 1 }] }) },
  'shop.order.place': { body: ({ goods, ann }) => orderBody(goods, ann, 'solo') },
  'shop.orders': {},
  'shop.order': { thing: order('completed') },
  'shop.order.cashier': { thing: order('unpaidOpen'), body: empty },
  'shop.order.confirm': { thing: order('unpaidOpen'), body: empty },
  'shop.order.cancel': { thing: order('waitingGroup'), body: empty },
  'shop.order.receive': { thing: order('shipped'), body: empty },
  'shop.upload': {},
  'shop.afterSale.apply': {
    thing: order('shipped'),
    body: ({ shippedLineId }) => ({
      kind: 'refund_only',
      lines: [{ orderLineId: shippedLineId, quantity: 1 }],
      reason: 'damaged',
    }),
  },
  'shop.afterSales': {},
  'shop.afterSale': { thing: afterSale('toApprove') },
  'shop.afterSale.withdraw': { thing: afterSale('toWithdraw'), body: empty },
  'shop.afterSale.track': {
    thing: afterSale('toTrack'),
    body: () => ({ carrier: 'SF', trackingNo: 'SF0000000002' }),
  },
  'shop.share.create': {
    body: ({ goods }) => ({ target: { kind: 'product', id: goods.productId }, channel: 'chat' }),
  },
  'shop.visit': { body: ({ shareToken }) => ({ token: shareToken, visitorId: randomUUID() }) },
  'shop.distributor.apply': { body: () => ({ agreeToRules: true }) },
  'shop.distributor': {},
  'shop.rules': {},
  'shop.commissions': {},
  'shop.commission': { thing: (life) => ({ id: life.commissionLineId, owner: life.dan }) },
  'shop.commission.proof': { thing: (life) => ({ id: life.commissionLineId, owner: life.dan }) },
  'shop.ledger.blocks': {},
  'shop.payee': { body: () => ({ realName: '丹小丹' }) },
  'shop.withdrawal.preview': {},
  'shop.withdrawals': {},
  'shop.withdrawal.request': { body: () => ({ requestId: randomUUID(), amountFen: 100 }) },
  'shop.withdrawal': { thing: withdrawal('requested') },
  'shop.withdrawal.confirm': { thing: withdrawal('awaiting'), body: empty },
  'shop.withdrawal.receipt': { thing: withdrawal('paid') },
  'shop.withdrawal.receipt.csv': { thing: withdrawal('paid') },
  'shop.statement': {},
  'shop.statement.csv': {},
  'shop.statement.pdf': {},

  'wechat.payNotice': { body: empty },
  'wechat.refundNotice': { body: empty },
  'wechat.transferNotice': { body: empty },
  'wechat.push.verify': {},
  'wechat.push': { body: empty },

  'console.login': { body: () => ({ username: 'nobody', password: 'wrong' }) },
  'console.session': {},
  'console.logout': {},
  'console.products': {},
  'console.product.create': { body: newProduct },
  'console.product': { thing: ({ goods }) => ({ id: goods.productId }) },
  'console.product.patch': {
    thing: ({ products }) => ({ id: products.draft }),
    body: () => ({ title: '改', version: 1 }),
  },
  'console.campaigns': {},
  'console.campaign.create': { body: newCampaign },
  'console.campaign': { thing: campaign('running') },
  'console.campaign.patch': { thing: campaign('draft'), body: () => ({ title: '改', version: 1 }) },
  'console.campaign.publish': { thing: campaign('draft'), body: empty },
  'console.campaign.pause': { thing: campaign('running'), body: empty },
  'console.campaign.resume': { thing: campaign('paused'), body: empty },
  'console.campaign.end': { thing: campaign('running'), body: empty },
  'console.groups': {},
  'console.group': { thing: ({ succeededGroupId }) => ({ id: succeededGroupId }) },
  'console.group.extend': {
    thing: ({ guaranteedGroupId }) => ({ id: guaranteedGroupId }),
    body: (life) => ({ closesAt: inAnHour(life), reason: '再等等' }),
  },
  'console.group.complete': {
    thing: ({ guaranteedGroupId }) => ({ id: guaranteedGroupId }),
    body: () => ({ reason: '保底成团' }),
  },
  'console.group.dissolve': {
    thing: ({ openingGroupId }) => ({ id: openingGroupId }),
    body: () => ({ reason: '商品有误' }),
  },
  'console.orders': {},
  'console.order': { thing: order('completed') },
  'console.order.ship': {
    thing: order('toShip'),
    body: () => ({ carrier: 'SF', trackingNo: 'SF0000000001' }),
  },
  'console.order.refund': {
    thing: order('shipped'),
    body: ({ shippedLineId }) => ({
      lines: [{ orderLineId: shippedLineId, quantity: 0, amountFen: 1 }],
      reason: '少发一件',
    }),
  },
  'console.refunds': {},
  'console.refund': { thing: ({ abnormalRefunds }) => ({ id: abnormalRefunds.toRetry }) },
  'console.refund.retry': { thing: ({ abnormalRefunds }) => ({ id: abnormalRefunds.toRetry }), body: empty },
  'console.refund.settle': {
    thing: ({ abnormalRefunds }) => ({ id: abnormalRefunds.toSettle }),
    body: () => ({ reference: '转账 8821', reason: '银行卡已注销' }),
  },
  'console.afterSales': {},
  'console.afterSale': { thing: afterSale('toApprove') },
  'console.afterSale.approve': { thing: afterSale('toApprove'), body: empty },
  'console.afterSale.reject': { thing: afterSale('toReject'), body: reason },
  'console.afterSale.received': { thing: afterSale('toReceive'), body: empty },
  'console.afterSaleSettings': {},
  'console.afterSaleSettings.patch': { body: () => ({ decideHours: 24 }) },
  'console.approvals': {},
  'console.approval': { thing: approval('toApprove') },
  'console.approval.approve': { thing: approval('toApprove'), body: empty },
  'console.approval.reject': { thing: approval('toReject'), body: reason },
  'console.approval.withdraw': { thing: approval('toWithdraw'), body: empty },
  'console.shipments.import': { body: () => ({ csv: 'order_id,carrier,tracking_no\n' }) },
  'console.distributors': {},
  'console.distributor.approve': { thing: distributor('applied'), body: empty },
  'console.distributor.reject': { thing: distributor('applied'), body: reason },
  'console.distributor.suspend': { thing: distributor('approved'), body: reason },
  'console.distributor.patch': {
    thing: distributor('rejected'),
    body: () => ({ rateBp: 1_200, version: 2 }),
  },
  'console.distributor.adjust': {
    thing: distributor('approved'),
    body: () => ({ amountFen: -100, reason: '多算了一次' }),
  },
  'console.distributor.void': { thing: distributor('suspended'), body: reason },
  'console.rules': {},
  'console.rules.propose': {
    body: () => ({
      defaultRateBp: 900,
      visitWindowDays: 7,
      bindingDays: 30,
      protectionDays: 0,
      reason: '旺季结束',
    }),
  },
  'console.commissions': {},
  'console.commission': { thing: (life) => ({ id: life.commissionLineId }) },
  'console.commission.proof': { thing: (life) => ({ id: life.commissionLineId }) },
  'console.withdrawals': {},
  'console.withdrawal': { thing: withdrawal('paid') },
  'console.withdrawal.reject': { thing: withdrawal('unwanted'), body: reason },
  'console.withdrawal.stop': { thing: withdrawal('awaiting'), body: reason },
  'console.withdrawal.receipt': { thing: withdrawal('paid') },
  'console.withdrawal.receipt.csv': { thing: withdrawal('paid') },
  'console.withdrawal.rule': {},
  'console.withdrawal.rule.change': {
    body: () => ({ minFen: 200, reason: '手续费', version: 1 }),
  },
  'console.tax': {},
  'console.tax.handover': {
    body: ({ taxMonth }) => ({ month: taxMonth, amountFen: 1, reference: '完税证明 1', reason: '按月缴纳' }),
  },
  'console.payoutRuns': {},
  'console.payoutRun.preview': {},
  'console.payoutRun.create': { body: (life) => ({ withdrawalIds: [life.withdrawals.requested] }) },
  'console.payoutRun': { thing: payoutRun('approved') },
  'console.payoutRun.approve': {
    thing: payoutRun('draft'),
    body: ({ payoutRuns }) => ({ amountFen: payoutRuns.draftFen }),
  },
  'console.payoutRun.cancel': { thing: payoutRun('unwanted'), body: empty },
  'console.payoutRun.csv': { thing: payoutRun('approved') },
  'console.statement': { thing: distributor('approved') },
  'console.statement.csv': { thing: distributor('approved') },
  'console.statement.pdf': { thing: distributor('approved') },
  'console.ledger.verify': { body: empty },
  'console.ledger.accounts': {},
  'console.ledger.transfers': {},
  'console.exports': {},
  'console.export.create': { body: () => ({ kind: 'transfers' }) },
  'console.export': { thing: ({ exportId }) => ({ id: exportId }) },
  'console.export.file': { thing: ({ exportId }) => ({ id: exportId }) },
  'console.upload': {},
  'console.audit': {},
  'console.noticeRejections': {},
  'console.jobs': {},
  'console.reconciliation': {},
  'console.reconciliation.day': { day: theDay },
  'console.reconciliation.run': { day: theDay, body: empty },
  'console.reconciliation.import': {
    day: theDay,
    body: ({ billText }) => ({ kind: 'trade', text: billText }),
  },
  'console.differences': {},
  'console.difference.ask': { thing: ({ differenceId }) => ({ id: differenceId }), body: empty },
  'console.difference.resolve': {
    thing: ({ differenceId }) => ({ id: differenceId }),
    body: () => ({ note: '已与微信核对' }),
  },
  'console.exceptions': {},
  'console.exceptions.counts': {},
  'console.job.retry': { thing: (life) => ({ id: life.deadJobId }), body: empty },
};

/** A complete request for a route: its thing and a body it would accept. */
export function rightInput(name: RouteName, life: LivedIn): { params?: object; body?: object } {
  const { thing, day, body } = guardRows[name];
  return {
    ...(thing === undefined ? {} : { params: { id: thing(life).id } }),
    ...(day === undefined ? {} : { params: { day: day(life) } }),
    ...(body === undefined ? {} : { body: body(life) }),
  };
}
