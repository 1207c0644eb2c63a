import { randomUUID } from 'node:crypto';
import type { CartBody, PlaceOrderBody } from '@tuanlink/shared/dto';
import { type RouteName, routeTable } from '@tuanlink/shared/routes';
import type { OperatorRole } from '@tuanlink/shared/states';
import { DAY_MS, MINUTE_MS } from '@tuanlink/shared/time';
import type { LivedIn } from '../contract/lived-in.js';
import { GROUP_FEN, type Goods, SOLO_FEN, makeGoods } from '../support/goods.js';
import type { Buyer, Caller, TestShop } from '../support/shop.js';

/** Things that a request may name. */
export type Kind =
  | 'sku'
  | 'product'
  | 'campaign'
  | 'group'
  | 'address'
  | 'distributor'
  | 'order'
  | 'commission'
  | 'withdrawal'
  | 'payoutRun'
  | 'job'
  | 'token'
  | 'code'
  | 'account'
  | 'day'
  | 'difference'
  | 'any';

/** Where the ids of each kind stand. */
const SOURCES: Partial<Record<Kind, string>> = {
  sku: 'select id from sku',
  product: 'select id from product',
  campaign: 'select id from campaign',
  group: 'select id from buy_group',
  distributor: 'select id from distributor',
  order: 'select id from shop_order',
  commission: 'select id from commission_line',
  withdrawal: 'select id from withdrawal',
  payoutRun: 'select id from payout_run',
  job: "select id from pgboss.job where state < 'active' union all select id from outbox",
  token: 'select token as id from share',
  account: 'select id from ledger_account',
  day: 'select day::text as id from reconciliation_day',
  difference: 'select id from reconciliation_difference',
};

/** What the `:id` of a route names. */
export function thingOf(name: RouteName): Kind {
  const { path } = routeTable[name];
  const kinds: [string, Kind][] = [
    ['/addresses/', 'address'],
    ['/orders/', 'order'],
    ['/groups/', 'group'],
    ['/products/', 'product'],
    ['/campaigns/', 'campaign'],
    ['/commissions/', 'commission'],
    ['/distributors/', 'distributor'],
    ['/jobs/', 'job'],
    ['/differences/', 'difference'],
    ['/withdrawals/', 'withdrawal'],
    ['/payout-runs/', 'payoutRun'],
  ];
  return kinds.find(([part]) => path.includes(part))?.[1] ?? 'any';
}

/** What an order is to be. */
export interface CartAsk {
  how: string;
  quantity: number;
  /** Chance, to pick things by. */
  n: number;
  showFace: boolean;
}

/** How many ids of a kind are kept at hand; the newest are taken. */
const POOL_MAX = 200;

/** What the shop holds while it is being fuzzed, and the people who send the requests. */
export class World {
  private pools = new Map<Kind, string[]>();
  private addresses: string[][] = [];
  private goods: Goods[] = [];

  private constructor(
    private readonly life: LivedIn,
    private readonly buyers: Buyer[],
  ) {}

  static async of(life: LivedIn): Promise<World> {
    const { ann, bob, dan, shop } = life;
    const world = new World(life, [ann, bob, dan, await shop.buyerWithAddress('新客')]);
    await world.tend(0);
    return world;
  }

  private get shop(): TestShop {
    return this.life.shop;
  }

  /** Who sends: the right kind of caller for a route, now and then a wrong one. */
  caller(name: RouteName, n: number): Caller {
    const { access } = routeTable[name];
    const { owner, operator, finance, auditor } = this.life.staff;
    if (access === 'operator') return [owner, owner, operator, finance, auditor][n] ?? owner;
    if (access === 'optional' && n === 0) return {};
    return access === 'user' || access === 'optional' ? (this.buyers[n] ?? {}) : {};
  }

  pick(kind: Kind, n: number, caller: number): string {
    const pool = kind === 'address' ? this.addresses[caller] : this.pools.get(kind);
    return pool?.[n % pool.length] ?? randomUUID();
  }

  inDays(days: number): string {
    return new Date(this.shop.clock.now().getTime() + days * DAY_MS).toISOString();
  }

  /** A cart that was right when the pools were filled. */
  cart({ how, quantity, n, showFace }: CartAsk, caller: number): CartBody {
    const { skuId, campaignId } = this.goods[n % this.goods.length] ?? this.life.goods;
    return {
      lines: [{ skuId, quantity }],
      showFace,
      ...(how === 'solo' ? {} : { campaignId }),
      ...(how === 'join' ? { groupId: this.pick('group', n, caller) } : {}),
    };
  }

  /** The same as an order; sometimes with a request id that was used before. */
  order(ask: CartAsk, caller: number): PlaceOrderBody {
    return {
      ...this.cart(ask, caller),
      requestId: ask.n % 10 === 0 ? `again-${ask.n % 50}` : randomUUID(),
      addressId: this.pick('address', ask.n, caller),
      expectPayFen: (ask.how === 'solo' ? SOLO_FEN : GROUP_FEN) * ask.quantity,
    };
  }

  /** A campaign that could be made for one of the present offers' products. */
  campaign(size: number): object {
    const { productId, skuId } = this.goods[size % this.goods.length] ?? this.life.goods;
    return {
      productId,
      kind: 'timed',
      title: '试',
      size: size + 1,
      windowMinutes: 30,
      startsAt: this.inDays(-1),
      endsAt: this.inDays(size),
      prices: [{ skuId, priceFen: GROUP_FEN }],
      commission: { rateBp: size },
    };
  }

  /** A bill of the day that has one, whole or broken at some place. */
  bill(cut: number): object {
    const { billText } = this.life;
    return { kind: 'trade', text: cut < 5 ? billText : billText.slice(0, -cut * 10) };
  }

  /**
   * Between bursts: new offers in place of those that were ended, payments of some open orders, time that
   * passes, jobs that run, and logins for those who were logged out.
   */
  async tend(minutes: number): Promise<void> {
    const { shop, life } = this;
    await this.payOpenOrders();
    await shop.pass(minutes * MINUTE_MS);
    for (const buyer of this.buyers) await shop.call('shop.me', buyer);
    for (const role of Object.keys(life.staff) as OperatorRole[]) {
      life.staff[role] = await shop.operator(role);
    }
    this.goods = [
      await makeGoods(shop, life.staff.owner, { size: 2 }),
      await makeGoods(shop, life.staff.owner),
    ];
    await this.fill();
  }

  private async payOpenOrders(): Promise<void> {
    const rows = await this.shop.rows<{ prepayId: string; openid: string }>(
      `select y.prepay_id as "prepayId", y.openid from payment y join shop_order o on o.id = y.order_id
       where o.state = 'unpaid' and y.prepay_id is not null order by o.id limit 10`,
    );
    for (const { prepayId, openid } of rows) {
      // WeChat may know better, when its time to pay has passed.
      await this.shop.control('POST', `/sandbox/payments/${prepayId}/pay`, { openid }).catch(() => undefined);
    }
  }

  private async fill(): Promise<void> {
    for (const [kind, sql] of Object.entries(SOURCES) as [Kind, string][]) {
      const rows = await this.shop.rows<{ id: string }>(`${sql} order by 1 desc limit ${POOL_MAX}`);
      this.pools.set(
        kind,
        rows.map(({ id }) => id),
      );
    }
    this.addresses = [];
    for (const buyer of this.buyers) {
      const { items } = await this.shop.call('shop.addresses', buyer);
      this.addresses.push(items.map(({ id }) => id));
    }
    this.pools.set('code', await this.codes());
    this.pools.set('any', [...this.pools.values()].flat());
  }

  private async codes(): Promise<string[]> {
    const codes = ['no-such-code'];
    for (const { openid } of this.buyers) {
      const route = `/sandbox/users/${openid}/login-code`;
      codes.push((await this.shop.control<{ code: string }>('POST', route)).code);
    }
    return codes;
  }
}
