import { setTimeout as sleep } from 'node:timers/promises';
import type { ReplyOf, RouteName } from '@tuanlink/shared/routes';
import { routePath, routeQuery, routeTable } from '@tuanlink/shared/routes';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@tuanlink/shared/time';
import { type Broken, findBroken } from '../rules/index.js';
import { Chance } from '../simulation/kernel/chance.js';
import { type Goods, type Journal, newJournal, Shopper } from './shopper.js';
import { Stage, type Victim } from './stage.js';

const PASSWORD = 'crash-test-password';
const SHOPPERS = 10;
const BETWEEN_KILLS_MS = { min: 1_200, max: 3_200 };
const GOODS = { soloFen: 3_990, groupFen: 2_990, stock: 1_000_000, size: 3, windowMinutes: 30 };
const SETTLE_MS = 120_000;

/** What an ordeal left behind. */
export interface Verdict {
  seed: string;
  kills: { victim: Victim; recoveryMs: number }[];
  journal: Journal;
  broken: Broken[];
}

/** Kills parts of a busy shop at random moments, and looks at what is left when all has come to its end. */
export class Ordeal {
  private readonly chance: Chance;
  private readonly journal = newJournal();
  private offsetMs = 0;
  private cookie = '';

  private constructor(
    private readonly stage: Stage,
    private readonly seed: string,
  ) {
    this.chance = new Chance(`crash ${seed}`);
  }

  /** @param killCount how often something is killed: each part at least once where that is possible */
  static async run(seed: string, killCount: number): Promise<Verdict> {
    const stage = await Stage.open();
    try {
      const ordeal = new Ordeal(stage, seed);
      const goods = await ordeal.openShop();
      const kills = await ordeal.underLoad(goods, killCount);
      await ordeal.settle();
      return { seed, kills, journal: ordeal.journal, broken: await ordeal.findBroken() };
    } finally {
      await stage.stop();
    }
  }

  private async openShop(): Promise<Goods> {
    await this.stage.addOperator('owner', 'owner', PASSWORD);
    const product = await this.console('console.product.create', {
      body: {
        title: '苹果',
        description: '',
        images: [],
        skus: [{ name: '标准', priceFen: GOODS.soloFen, stock: GOODS.stock }],
        status: 'on_sale',
      },
    });
    const skuId = product.skus[0]?.id ?? '';
    const now = Date.now();
    const draft = await this.console('console.campaign.create', {
      body: {
        productId: product.id,
        kind: 'timed',
        title: '三人团',
        size: GOODS.size,
        windowMinutes: GOODS.windowMinutes,
        startsAt: new Date(now - HOUR_MS).toISOString(),
        endsAt: new Date(now + DAY_MS).toISOString(),
        prices: [{ skuId, priceFen: GOODS.groupFen }],
        commission: { rateBp: 1_000 },
      },
    });
    await this.console('console.campaign.publish', { params: { id: draft.id }, body: {} });
    return { skuId, campaignId: draft.id, soloFen: GOODS.soloFen, groupFen: GOODS.groupFen };
  }

  /** Shoppers buy all the time; one part after the other dies under them. */
  private async underLoad(goods: Goods, killCount: number): Promise<Verdict['kills']> {
    const notice = { duplicate: 0.3, drop: 0, delayMsMax: 300, reorder: 0.1, holdUntilReplay: 0 };
    await this.stage.control('PUT', '/sandbox/faults', { seed: this.seed, notice });
    const groups: string[] = [];
    const shoppers = Array.from(
      { length: SHOPPERS },
      (_, n) => new Shopper(this.stage, this.journal, `shopper-${n + 1}`, this.chance.of(n), groups),
    );
    await Promise.all(shoppers.map((shopper) => shopper.enter()));
    let isOver = false;
    const busy = Promise.all(shoppers.map((shopper) => shopper.shop(goods, () => isOver)));
    const killing = this.killAll(killCount).finally(() => (isOver = true));
    const [kills] = await Promise.all([killing, busy]);
    return kills;
  }

  private async killAll(killCount: number): Promise<Verdict['kills']> {
    const kills: Verdict['kills'] = [];
    const all: Victim[] = ['api', 'postgres', 'worker'];
    const victims = Array.from({ length: killCount }, (_, n) => all[n] ?? this.chance.pick(all));
    for (const victim of victims) {
      await sleep(this.chance.integer(BETWEEN_KILLS_MS.min, BETWEEN_KILLS_MS.max));
      kills.push({ victim, recoveryMs: Math.round(await this.stage.kill(victim)) });
    }
    await sleep(BETWEEN_KILLS_MS.min);
    return kills;
  }

  /** Lets time pass until every order has come to its end. */
  private async settle(): Promise<void> {
    await this.stage.control('PUT', '/sandbox/faults', { seed: this.seed });
    await this.pass(6 * MINUTE_MS);
    await this.until('no order is unpaid', `select 1 from shop_order where state = 'unpaid' limit 1`);
    await this.pass(GOODS.windowMinutes * MINUTE_MS);
    await this.until(
      'every group is decided and every refund has arrived',
      `select 1 from shop_order where state in ('waiting_group', 'refunding') limit 1`,
    );
    await this.ship();
    await this.pass(10 * DAY_MS + HOUR_MS);
    await this.until('every parcel has arrived', `select 1 from shop_order where state = 'shipped' limit 1`);
    await this.pass(7 * DAY_MS + HOUR_MS);
    await this.until('every order is complete', `select 1 from shop_order where state = 'received' limit 1`);
    await this.until('no work is left', 'select 1 from outbox limit 1');
    await this.until(
      'no job is left',
      `select 1 from pgboss.job where state in ('created', 'retry', 'active') limit 1`,
    );
  }

  private async pass(ms: number): Promise<void> {
    this.offsetMs += ms;
    await this.stage.moveClock(this.offsetMs);
  }

  private async ship(): Promise<void> {
    const waiting = await this.stage.rows<{ id: string }>(
      `select id from shop_order where state = 'to_ship'`,
    );
    for (let start = 0; start < waiting.length; start += 500) {
      const rows = waiting
        .slice(start, start + 500)
        .map(({ id }, index) => `${id},SF,SF${10_000 + start + index}`);
      const csv = ['order_id,carrier,tracking_no', ...rows].join('\n');
      const { errors } = await this.console('console.shipments.import', { body: { csv } });
      if (errors.length > 0) throw new Error(`parcels were refused: ${JSON.stringify(errors[0])}`);
    }
  }

  private async until(what: string, sql: string): Promise<void> {
    for (const end = Date.now() + SETTLE_MS; (await this.stage.rows(sql)).length > 0; await sleep(200)) {
      if (Date.now() > end) {
        const left = await this.stage.rows(`select state, count(*) from shop_order group by state`);
        throw new Error(`seed ${this.seed}: ${what}, it was to be; ${JSON.stringify(left)}`);
      }
    }
  }

  private async findBroken(): Promise<Broken[]> {
    const look = <T extends object>(sql: string) => this.stage.rows<T>(sql);
    const verdict = await this.console('console.ledger.verify', { body: {} });
    return [
      ...(await findBroken(look, true)),
      ...(await this.lost()),
      ...(verdict.ok ? [] : [{ rule: 'rule 8: the ledger does not verify', rows: [verdict] }]),
    ];
  }

  /** What a client was told, or WeChat holds, and the shop does not know. */
  private async lost(): Promise<Broken[]> {
    const orders = await this.stage.rows<{ id: string; payFen: string; state: string; userId: string }>(
      'select id, pay_fen as "payFen", state, user_id as "userId" from shop_order',
    );
    const byId = new Map(orders.map((order) => [order.id, order]));
    const known = await this.stage.rows<{ transactionId: string }>(
      `select transaction_id as "transactionId" from payment where transaction_id is not null
       union select transaction_id from odd_money`,
    );
    const transactions = new Set(known.map(({ transactionId }) => transactionId));
    const { journal } = this;
    const broken = (rule: string, rows: object[]) =>
      rows.length === 0 ? [] : [{ rule, rows: rows.slice(0, 3) }];
    return [
      ...broken(
        'an acknowledged order is not there as it was',
        journal.orders.filter(({ orderId, payFen, userId }) => {
          const order = byId.get(orderId);
          return Number(order?.payFen) !== payFen || order?.userId !== userId;
        }),
      ),
      ...broken(
        'a payment that WeChat acknowledged was neither taken up nor refunded',
        journal.payments.filter(
          ({ transactionId, orderId }) =>
            !transactions.has(transactionId) ||
            !['completed', 'refunded'].includes(byId.get(orderId)?.state ?? ''),
        ),
      ),
      ...broken(
        'a cancelled order goes on',
        journal.cancelled
          .map((id) => ({ id, state: byId.get(id)?.state }))
          .filter(({ state }) => state !== 'cancelled' && state !== 'refunded'),
      ),
    ];
  }

  /** One call as the owner; logs in when needed. */
  private async console<K extends RouteName>(
    route: K,
    input: { params?: object; query?: object; body?: object },
  ): Promise<ReplyOf<K>> {
    if (this.cookie === '') {
      const login = await this.send('console.login', { body: { username: 'owner', password: PASSWORD } });
      this.cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
    }
    const reply = await this.send(route, input);
    const json = (await reply.json()) as ReplyOf<K>;
    if (!reply.ok) throw new Error(`${route} answered ${reply.status} ${JSON.stringify(json)}`);
    return json;
  }

  private send(
    route: RouteName,
    { params, query, body }: { params?: object; query?: object; body?: object },
  ): Promise<Response> {
    return fetch(`${this.stage.url}/api${routePath(route, params)}${routeQuery(query)}`, {
      method: routeTable[route].method,
      headers: { cookie: this.cookie, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
}
