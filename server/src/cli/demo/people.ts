import type { ShareTargetKind } from '@tuanlink/shared/states';
import { DAY_MS } from '@tuanlink/shared/time';
import type { Ids } from '../../infra/ids.js';
import { type Caller, type DemoClient, until } from './demo-client.js';

/** How long a shop token is good. */
const TOKEN_MS = 7 * DAY_MS;

/** A user of the WeChat sandbox who shops here. */
export interface Person extends Caller {
  nickname: string;
  openid: string;
  userId: string;
  addressId: string;
}

/** What somebody buys, and how. */
export interface Purchase {
  skuId: string;
  quantity?: number;
  campaignId?: string;
  groupId?: string;
  shareToken?: string;
  note?: string;
  /** Whether the other members see name and picture. */
  showFace?: boolean;
}

/** An order as it came out of the checkout. */
export interface Placed {
  buyer: Person;
  orderId: string;
  groupId: string;
}

/** Streets with no house of a real person: the demo's parcels go nowhere. */
const CITIES = [
  ['浙江省', '杭州市', '西湖区'],
  ['广东省', '深圳市', '南山区'],
  ['四川省', '成都市', '武侯区'],
  ['江苏省', '苏州市', '姑苏区'],
  ['上海市', '上海市', '徐汇区'],
  ['北京市', '北京市', '朝阳区'],
  ['湖北省', '武汉市', '洪山区'],
  ['福建省', '厦门市', '思明区'],
] as const;

/** Test users of the WeChat sandbox, who log in, shop and pay as people do. */
export class People {
  private count = 0;

  constructor(
    private readonly client: DemoClient,
    private readonly ids: Ids,
  ) {}

  /**
   * A new test user with an address.
   * @param share the link they opened before they ever logged in
   */
  async arrive(name: string, share?: string): Promise<Person> {
    const nickname = `测试用户·${name}`;
    const { openid } = await this.client.sandbox<{ openid: string }>('POST', '/sandbox/users', { nickname });
    const visitorId = this.ids.uuid();
    if (share !== undefined) await this.client.call('shop.visit', {}, { body: { token: share, visitorId } });
    const person: Person = { nickname, openid, userId: '', addressId: '' };
    await this.login(person, visitorId);
    await this.client.call('shop.me.patch', person, { body: { nickname } });
    const number = this.count++;
    const [province, city, district] = CITIES[number % CITIES.length] ?? CITIES[0];
    const address = await this.client.call('shop.address.create', person, {
      body: {
        name,
        phone: `1380000${String(1000 + number)}`,
        province,
        city,
        district,
        detail: `演示路 ${number + 1} 号`,
        isDefault: true,
      },
    });
    person.addressId = address.id;
    return person;
  }

  /** Logs in again, as the app does whenever a token has run out; the API's present moment. */
  async login(person: Person, visitorId?: string): Promise<number> {
    const path = `/sandbox/users/${person.openid}/login-code`;
    const { code } = await this.client.sandbox<{ code: string }>('POST', path);
    const reply = await this.client.call('shop.login', {}, { body: { code, visitorId } });
    person.token = reply.token;
    person.userId = reply.user.id;
    return Date.parse(reply.expiresAt) - TOKEN_MS;
  }

  /** A link to something in the shop; its token. */
  async share(person: Person, kind: ShareTargetKind, id: string, parentToken?: string): Promise<string> {
    await this.login(person);
    const body = { target: { kind, id }, channel: 'chat' as const, parentToken };
    return (await this.client.call('shop.share.create', person, { body })).token;
  }

  /** Places an order at the price that is shown, and does not pay. */
  async order(buyer: Person, purchase: Purchase): Promise<Placed & { prepayId: string }> {
    await this.login(buyer);
    const { skuId, quantity = 1, ...rest } = purchase;
    const cart = { ...rest, lines: [{ skuId, quantity }] };
    const quote = await this.client.call('shop.quote', buyer, { body: cart });
    const { order, cashier } = await this.client.call('shop.order.place', buyer, {
      body: {
        ...cart,
        addressId: buyer.addressId,
        requestId: this.ids.hex32(),
        expectPayFen: quote.payFen,
      },
    });
    // Null when WeChat did not answer at once; asking again is what the app does too.
    const open = cashier ?? (await this.reopen(buyer, order.id));
    const prepayId = open.package.replace('prepay_id=', '');
    return { buyer, orderId: order.id, groupId: order.groupId ?? '', prepayId };
  }

  /** Places an order and pays it in WeChat; returns when the shop has heard of the money. */
  async buy(buyer: Person, purchase: Purchase): Promise<Placed> {
    const { prepayId, ...placed } = await this.order(buyer, purchase);
    await this.client.sandbox('POST', `/sandbox/payments/${prepayId}/pay`, { openid: buyer.openid });
    await until('the shop knows that the order is paid', async () => {
      return (await this.stateOf(placed)) !== 'unpaid';
    });
    return placed;
  }

  /** The state of somebody's order. */
  async stateOf({ buyer, orderId }: Placed): Promise<string> {
    return (await this.client.call('shop.order', buyer, { params: { id: orderId } })).state;
  }

  /** The buyer says that the parcel came. */
  async receive({ buyer, orderId }: Placed): Promise<void> {
    await this.login(buyer);
    await this.client.call('shop.order.receive', buyer, { params: { id: orderId }, body: {} });
  }

  private async reopen(buyer: Person, orderId: string) {
    return (await this.client.call('shop.order.cashier', buyer, { params: { id: orderId }, body: {} }))
      .cashier;
  }
}
