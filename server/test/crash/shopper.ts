import { setTimeout as sleep } from 'node:timers/promises';
import type { PlaceOrderBody } from '@tuanlink/shared/dto';
import type { PlacedOrderReply } from '@tuanlink/shared/replies';
import {
  type InputOf,
  type ReplyOf,
  type RouteName,
  routePath,
  routeQuery,
  routeTable,
} from '@tuanlink/shared/routes';
import { anAddress } from '../support/shop.js';
import type { Chance } from '../simulation/kernel/chance.js';
import { SandboxRefusal, type Stage } from './stage.js';

/** What clients were told, and may hold the shop to. */
export interface Journal {
  /** Orders that were acknowledged, with what they cost. */
  orders: { orderId: string; userId: string; requestId: string; payFen: number }[];
  /** Money that WeChat said it had taken. */
  payments: { transactionId: string; orderId: string }[];
  /** Orders whose cancelling was acknowledged. */
  cancelled: string[];
  /** Requests that were sent again because no answer came. */
  repeats: number;
  /** Acknowledged orders that had been made by an earlier try nobody heard of. */
  latecomers: number;
}

export const newJournal = (): Journal => ({
  orders: [],
  payments: [],
  cancelled: [],
  repeats: 0,
  latecomers: 0,
});

/** What is sold. */
export interface Goods {
  skuId: string;
  campaignId: string;
  soloFen: number;
  groupFen: number;
}

const AGAIN_MS = 150;
/** Longest time for one request, answers and repetitions together. */
const PATIENCE_MS = 60_000;
const TIMEOUT_MS = 10_000;

/** One person who buys again and again, and never takes silence for an answer. */
export class Shopper {
  private openid = '';
  private userId = '';
  private token = '';
  private addressId = '';
  private count = 0;

  constructor(
    private readonly stage: Stage,
    private readonly journal: Journal,
    private readonly name: string,
    private readonly chance: Chance,
    /** Groups that somebody may join. */
    private readonly groups: string[],
  ) {}

  async enter(): Promise<void> {
    const { openid } = await this.stage.control<{ openid: string }>('POST', '/sandbox/users', {
      nickname: this.name,
    });
    this.openid = openid;
    const address = await this.call('shop.address.create', { body: anAddress(this.name) });
    if (address.body === undefined) throw new Error(`${this.name} has no address: ${address.code}`);
    this.addressId = address.body.id;
  }

  /** Buys until told to stop. */
  async shop(goods: Goods, isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      await this.buy(goods);
      await sleep(this.chance.integer(5, 60));
    }
  }

  private async buy(goods: Goods): Promise<void> {
    const { chance } = this;
    const how = chance.weighted([
      { how: 'join' as const, weight: 5 },
      { how: 'open' as const, weight: 3 },
      { how: 'solo' as const, weight: 2 },
    ]).how;
    const groupId = how === 'join' ? this.groups.at(-chance.integer(1, 6)) : undefined;
    const placed = await this.place({
      requestId: `${this.name}-${(this.count += 1)}`,
      lines: [{ skuId: goods.skuId, quantity: 1 }],
      addressId: this.addressId,
      expectPayFen: how === 'solo' ? goods.soloFen : goods.groupFen,
      ...(how === 'solo' ? {} : { campaignId: goods.campaignId }),
      ...(groupId === undefined ? {} : { groupId }),
    });
    if (placed === null) return;
    if (how === 'open' && placed.order.groupId !== undefined) this.groups.push(placed.order.groupId);
    const next = chance.fraction();
    if (next < 0.1) return;
    if (next < 0.2) return this.cancel(placed.order.id);
    await this.pay(placed);
    if (next > 0.9) await this.cancel(placed.order.id);
  }

  private async place(body: PlaceOrderBody): Promise<PlacedOrderReply | null> {
    const { body: placed, repeats } = await this.call('shop.order.place', { body });
    if (placed === undefined) return null;
    if (repeats > 0) this.journal.latecomers += 1;
    const { id, payFen } = placed.order;
    this.journal.orders.push({ orderId: id, userId: this.userId, requestId: body.requestId, payFen });
    return placed;
  }

  private async pay(placed: PlacedOrderReply): Promise<void> {
    const orderId = placed.order.id;
    let { cashier } = placed;
    if (cashier === null) {
      const again = await this.call('shop.order.cashier', { params: { id: orderId }, body: {} });
      cashier = again.body?.cashier ?? null;
    }
    if (cashier === null) return;
    try {
      const { transactionId } = await this.stage.control<{ transactionId: string }>(
        'POST',
        `/sandbox/payments/${cashier.package.replace('prepay_id=', '')}/pay`,
        { openid: this.openid },
      );
      this.journal.payments.push({ transactionId, orderId });
    } catch (error) {
      if (!(error instanceof SandboxRefusal)) throw error;
    }
    if (this.chance.happens(0.3)) {
      await this.call('shop.order.confirm', { params: { id: orderId }, body: {} });
    }
  }

  private async cancel(orderId: string): Promise<void> {
    const { body } = await this.call('shop.order.cancel', { params: { id: orderId }, body: {} });
    if (body !== undefined) this.journal.cancelled.push(orderId);
  }

  /** One request, sent again as it was until an answer comes. */
  private async call<K extends RouteName>(
    route: K,
    input: InputOf<K>,
  ): Promise<{ body?: ReplyOf<K>; code?: string; repeats: number }> {
    for (let repeats = 0, until = Date.now() + PATIENCE_MS; Date.now() < until; repeats++) {
      if (this.token === '') await this.login();
      const reply = this.token === '' ? null : await this.send(route, input, this.token);
      if (reply?.status === 401) this.token = '';
      else if (reply !== null && reply.status < 300) return { body: reply.json as ReplyOf<K>, repeats };
      else if (reply !== null && reply.status < 500) {
        const { code } = reply.json as { code: string };
        if (code !== 'request.in_progress' && code !== 'wechat.unavailable') return { code, repeats };
      }
      this.journal.repeats += 1;
      await sleep(AGAIN_MS);
    }
    throw new Error(`${this.name} had no answer to ${route} within ${PATIENCE_MS / 1000} s`);
  }

  private async login(): Promise<void> {
    const route = `/sandbox/users/${this.openid}/login-code`;
    const { code } = await this.stage.control<{ code: string }>('POST', route, {});
    const reply = await this.send('shop.login', { body: { code } }, '');
    if (reply === null || reply.status >= 300) return;
    const { token, user } = reply.json as ReplyOf<'shop.login'>;
    this.token = token;
    this.userId = user.id;
  }

  /** What came back; null for silence. */
  private async send<K extends RouteName>(
    route: K,
    input: InputOf<K>,
    token: string,
  ): Promise<{ status: number; json: unknown } | null> {
    const { params, query, body } = input as { params?: object; query?: object; body?: object };
    try {
      const reply = await fetch(`${this.stage.url}/api${routePath(route, params)}${routeQuery(query)}`, {
        method: routeTable[route].method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return { status: reply.status, json: (await reply.json()) as unknown };
    } catch {
      return null;
    }
  }
}
