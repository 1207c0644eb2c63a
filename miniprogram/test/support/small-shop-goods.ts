import type {
  AddressReply,
  GroupCardReply,
  GroupReply,
  OrderReply,
  ProductReply,
} from '@tuanlink/shared/replies';
import type { ReplyOf, RouteName } from '@tuanlink/shared/routes';
import type { Seen } from './small-shop.js';

const id = (last: number) => `018f0000-0000-7000-8000-${String(last).padStart(12, '0')}`;

/** The ids of all there is. */
export const ids = {
  product: id(1),
  sku: id(11),
  bigSku: id(12),
  campaign: id(21),
  group: id(31),
  sibling: id(32),
  order: id(41),
  address: id(51),
  user: id(61),
  line: id(71),
  withdrawal: id(91),
  afterSale: id(92),
};

/** Tokens of the shares that lead to the group and to the product. */
export const shareTokens = { group: 'GroupTok01', product: 'Product001' };

const HOUR = 3_600_000;
/** A moment `ms` from now. */
export const soon = (ms: number) => new Date(Date.now() + ms).toISOString();

const campaign = () => ({
  id: ids.campaign,
  kind: 'timed' as const,
  title: '脐橙 3 人团',
  size: 3,
  windowMinutes: 1440,
  startsAt: soon(-HOUR),
  endsAt: soon(100 * HOUR),
  perUserLimit: null,
  guaranteed: false,
});

const skus = () => [
  { id: ids.sku, name: '5 斤', priceFen: 3990, groupPriceFen: 2990, stock: 20 },
  { id: ids.bigSku, name: '9 斤', priceFen: 6990, groupPriceFen: 5290, stock: 20 },
];

/** The buyer. */
export const buyer = { id: ids.user, nickname: '', avatarUrl: '', isDistributor: false };

/** The product on sale. */
export const product = (part: Partial<ProductReply> = {}): ProductReply => ({
  id: ids.product,
  title: '赣南脐橙',
  description: '产地直发',
  images: [],
  skus: skus(),
  campaign: campaign(),
  openGroups: [
    {
      id: ids.sibling,
      size: 3,
      takenCount: 1,
      heldCount: 0,
      missing: 2,
      closesAt: soon(5 * HOUR),
      leaderNickname: null,
      leaderAvatarUrl: null,
    },
  ],
  soldCount: 128,
  serverTime: soon(0),
  ...part,
});

/** The group that a card leads to: two of three are in. */
export const group = (part: Partial<GroupReply> = {}): GroupReply => ({
  id: ids.group,
  state: 'forming',
  size: 3,
  takenCount: 2,
  heldCount: 0,
  missing: 1,
  closesAt: soon(20 * HOUR),
  completedShort: false,
  notices: [],
  serverTime: soon(0),
  members: [
    { seatNo: 1, nickname: '李女士', avatarUrl: null, isLeader: true, joinedAt: soon(-2 * HOUR) },
    { seatNo: 2, nickname: null, avatarUrl: null, isLeader: false, joinedAt: soon(-HOUR) },
  ],
  product: { id: ids.product, title: '赣南脐橙', images: [], priceFen: 3990 },
  campaign: campaign(),
  skus: skus(),
  leaderSkuId: ids.sku,
  ...part,
});

/** The buyer's default address. */
export const address = (part: Partial<AddressReply> = {}): AddressReply => ({
  id: ids.address,
  name: '王小明',
  phone: '13800001234',
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  detail: '文三路 99 号',
  isDefault: true,
  ...part,
});

/** The buyer's order in that group. */
export const order = (part: Partial<OrderReply> = {}): OrderReply => ({
  id: ids.order,
  state: 'waiting_group',
  groupId: ids.group,
  group: { size: 3, takenCount: 2, closesAt: soon(20 * HOUR), state: 'forming', guaranteed: false },
  payFen: 2990,
  refundedFen: 0,
  goodsFen: 2990,
  discountFen: 0,
  shippingFen: 0,
  lines: [
    {
      id: ids.line,
      skuId: ids.sku,
      productId: ids.product,
      title: '赣南脐橙',
      skuName: '5 斤',
      image: null,
      quantity: 1,
      unitPriceFen: 2990,
      payFen: 2990,
      refundedFen: 0,
      refundedQuantity: 0,
    },
  ],
  createdAt: soon(-HOUR),
  heldUntil: null,
  note: '',
  address: address(),
  paidAt: soon(-HOUR),
  shipment: null,
  autoReceiveAt: null,
  afterSaleUntil: null,
  refunds: [],
  afterSales: [],
  timeline: [
    { at: soon(-HOUR), event: 'placed', actor: 'buyer' },
    { at: soon(-HOUR + 1000), event: 'paid', actor: 'wechat', detail: { amountFen: 2990 } },
  ],
  serverTime: soon(0),
  ...part,
});

const card = (part: Partial<GroupCardReply> = {}): GroupCardReply => ({
  id: ids.group,
  state: 'forming',
  size: 3,
  takenCount: 2,
  heldCount: 0,
  missing: 1,
  closesAt: soon(20 * HOUR),
  guaranteed: false,
  product: { id: ids.product, title: '赣南脐橙', image: null },
  groupPriceFen: 2990,
  priceFen: 3990,
  ...part,
});

const commission = {
  id: ids.line,
  orderId: ids.order,
  orderLineId: ids.line,
  productTitle: '赣南脐橙',
  state: 'held' as const,
  attributionCode: 'EARNED_LAST_VISIT' as const,
  reasonCode: 'HELD_UNTIL' as const,
  baseFen: 2990,
  rateBp: 1000,
  amountFen: 299,
  availableAt: '2026-07-21T02:00:00.000Z',
  at: '2026-07-14T06:02:00.000Z',
};

const distributor = (state: ReplyOf<'shop.distributor'>['state']): ReplyOf<'shop.distributor'> => ({
  state,
  reason: null,
  balances: { estimatedFen: 3900, heldFen: 5620, availableFen: 12840, payingFen: 0, paidFen: 0, debtFen: 0 },
  rulesVersion: 1,
});

const page = <T>(items: T[]) => ({ items, nextCursor: null });
const cashier = () => ({
  timeStamp: '1795305600',
  nonceStr: 'nonce',
  package: 'prepay_id=wx01',
  signType: 'RSA' as const,
  paySign: 'sign',
});

interface CartLike {
  lines: { skuId: string; quantity: number }[];
  campaignId?: string;
  groupId?: string;
}

function quote(body: unknown): ReplyOf<'shop.quote'> {
  const { lines, campaignId } = body as CartLike;
  const line = lines[0] ?? { skuId: ids.sku, quantity: 1 };
  const sku = skus().find((each) => each.id === line.skuId);
  const unitPriceFen = (campaignId === undefined ? sku?.priceFen : sku?.groupPriceFen) ?? 0;
  const goodsFen = unitPriceFen * line.quantity;
  return {
    lines: [{ ...line, unitPriceFen, goodsFen, payFen: goodsFen }],
    goodsFen,
    discountFen: 0,
    shippingFen: 0,
    payFen: goodsFen,
  };
}

/** The ordinary answers of the shop, as far as buyers ask. `newToken` is called at each login. */
export function goods(newToken: () => string) {
  let addresses = [address()];
  return {
    'shop.login': () => ({ token: newToken(), expiresAt: soon(168 * HOUR), user: buyer }),
    'shop.me.patch': ({ body }) => ({ ...buyer, nickname: (body as { nickname: string }).nickname }),
    'shop.products': () =>
      page([
        {
          id: ids.product,
          title: '赣南脐橙',
          image: null,
          priceFen: 3990,
          groupPriceFen: 2990,
          groupSize: 3,
          stock: 40,
          soldCount: 128,
        },
      ]),
    'shop.product': () => product(),
    'shop.groups': ({ query }) => page(query.scope === 'mine' ? [] : [card()]),
    'shop.group': ({ params }) => group({ id: params[0] ?? ids.group }),
    'shop.addresses': () => page(addresses),
    'shop.address.create': ({ body }) => {
      const made = { ...address(body as AddressReply), id: id(52) };
      addresses = [made, ...addresses];
      return made;
    },
    'shop.quote': ({ body }) => quote(body),
    'shop.order.place': ({ body }) => ({
      order: {
        id: ids.order,
        state: 'unpaid',
        groupId: (body as CartLike).groupId,
        payFen: quote(body).payFen,
        heldUntil: soon(HOUR / 12),
      },
      cashier: cashier(),
    }),
    'shop.orders': () => page([order()]),
    'shop.order': () => order(),
    'shop.order.cashier': () => ({ cashier: cashier() }),
    'shop.order.confirm': () => order(),
    'shop.order.cancel': () => order({ state: 'refunding' }),
    'shop.order.receive': () => order({ state: 'received' }),
    'shop.share.create': ({ body }) => {
      const { target } = body as { target: { kind: 'product' | 'group'; id: string } };
      const token = shareTokens[target.kind];
      return {
        token,
        path: `/packages/buy/${target.kind}/index?id=${target.id}&share=${token}`,
        url: `http://127.0.0.1:3000/s/${token}`,
        scene: token,
      };
    },
    'shop.visit': () => ({ visitId: id(81), target: { kind: 'group', id: ids.group } }),
    'shop.distributor': () => distributor('approved'),
    'shop.distributor.apply': () => distributor('applied'),
    'shop.commissions': () => page([commission]),
    'shop.commission': () => ({
      ...commission,
      formula: { baseFen: 2990, rateBp: 1000, rounding: 'floor', amountFen: 299, reversedFen: 0 },
      rule: {
        version: 1,
        effectiveAt: '2026-07-01T00:00:00.000Z',
        visitWindowDays: 7,
        bindingDays: 30,
        protectionDays: 0,
        touchedDays: 30,
      },
      rateSource: 'group' as const,
      buyer: 'returning' as const,
      visits: [{ shareToken: 'GroupTok01', at: commission.at, channel: 'chat', mine: true }],
      binding: null,
      orderState: 'received',
      events: [{ at: commission.at, from: null, to: 'estimated', reasonCode: 'WAIT_GROUP' }],
      transfers: [],
    }),
    'shop.commission.proof': () => ({ lineId: ids.line, partIds: [], transfers: [], head: null }),
  } satisfies { [K in RouteName]?: (seen: Seen) => ReplyOf<K> };
}
