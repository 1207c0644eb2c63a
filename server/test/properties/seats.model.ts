import type fc from 'fast-check';
import { idOf, orderItem, type Stall, type Trade } from './trade.js';

/** An order as the model keeps it. */
interface ModelOrder {
  name: string;
  orderId: string;
  userId: string;
  groupId: string | null;
  quantity: number;
  payFen: number;
  state: 'unpaid' | 'waiting_group' | 'to_ship' | 'cancelled' | 'refunding';
  /** Whether they still count as a member, be it of a group that failed. */
  seated: boolean;
}

interface ModelGroup {
  id: string;
  size: number;
  state: 'opening' | 'forming' | 'succeeded' | 'failed';
}

/** Seats and stock as a few lines of arithmetic: what the database must agree with after every step. */
export class Model {
  readonly orders: ModelOrder[] = [];
  readonly groups: ModelGroup[] = [];
  count = 0;

  constructor(
    public onHand: number,
    readonly size: number,
  ) {}

  get held(): number {
    return this.sum(['unpaid']);
  }

  get free(): number {
    return this.onHand - this.held;
  }

  seats(groupId: string) {
    const inside = this.orders.filter((order) => order.groupId === groupId);
    const taken = inside.filter(({ state }) => state === 'waiting_group' || state === 'to_ship');
    return { held: inside.filter(({ state }) => state === 'unpaid').length, taken: taken.length };
  }

  group(id: string | null): ModelGroup | undefined {
    return this.groups.find((group) => group.id === id);
  }

  /** A group without anybody has failed. */
  failIfEmpty(id: string | null): void {
    const group = this.group(id);
    if (group === undefined || group.state === 'succeeded') return;
    const { held, taken } = this.seats(group.id);
    if (held + taken === 0) group.state = 'failed';
  }

  private sum(states: readonly ModelOrder['state'][]): number {
    return this.orders
      .filter(({ state }) => states.includes(state))
      .reduce((total, { quantity }) => total + quantity, 0);
  }
}

/** The other side: a stall in the database. */
export interface Real {
  trade: Trade;
  stall: Stall;
  run: string;
  payeeId: string;
  now: Date;
}

export type Step = fc.AsyncCommand<Model, Real>;

/** What the database answered is what the model expects. */
function agree(answer: unknown, expected: unknown): void {
  expect(answer).toEqual(expected);
}

/** Counters, states and seats of the stall against the model. */
async function compare(model: Model, { trade, stall }: Real): Promise<void> {
  const [stock] = await trade.rows<{ on_hand: number; held: number }>(
    'select on_hand, held from sku_stock where sku_id = $1',
    [stall.skuId],
  );
  expect(stock).toEqual({ on_hand: model.onHand, held: model.held });
  const seats = await trade.rows<{ id: string; state: string; held: number; taken: number }>(
    `select g.id, g.state, n.held, n.taken from buy_group g join group_seats n on n.group_id = g.id
     where g.campaign_id = $1 order by g.id`,
    [stall.campaignId],
  );
  const expected = model.groups
    .map(({ id, state }) => {
      const { held, taken } = model.seats(id);
      return { id, state, held, taken };
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  // Members of a group that failed keep the seat they had; nobody counts them any more.
  const live = <T extends { state: string }>(groups: T[]) => groups.filter(({ state }) => state !== 'failed');
  expect(live(seats)).toEqual(live(expected));
  expect(seats.map(({ id, state }) => [id, state])).toEqual(expected.map(({ id, state }) => [id, state]));
  const states = await trade.rows<{ id: string; state: string }>(
    `select o.id, o.state from shop_order o join order_line l on l.order_id = o.id
     where l.sku_id = $1 order by o.id`,
    [stall.skuId],
  );
  const known = model.orders.map(({ orderId: id, state }) => ({ id, state }));
  expect(states).toEqual(known.sort((a, b) => (a.id < b.id ? -1 : 1)));
}

const pickOf = <T>(items: readonly T[], n: number): T | undefined => items[n % Math.max(1, items.length)];

/** Somebody orders; the database takes it exactly when the model has a seat and the pieces. */
export class Place implements Step {
  constructor(
    readonly kind: 'solo' | 'open' | 'join',
    readonly person: number,
    readonly group: number,
    readonly quantity: number,
  ) {}

  check(model: Readonly<Model>): boolean {
    return this.kind !== 'join' || model.groups.some(({ state }) => state !== 'opening');
  }

  async run(model: Model, real: Real): Promise<void> {
    const joinable = model.groups.filter(({ state }) => state !== 'opening');
    const name = `${real.run} ${(model.count += 1)}`;
    const joined = this.kind === 'join' ? pickOf(joinable, this.group) : undefined;
    const groupId = joined?.id ?? (this.kind === 'open' ? idOf(`${name} group`) : null);
    const userId = await real.trade.user(`${real.run} person ${this.person}`, real.now);
    const item = orderItem({
      stall: real.stall,
      name,
      userId,
      payeeId: real.payeeId,
      kind: this.kind,
      groupId,
      quantity: this.quantity,
      at: real.now,
    });
    const expected = this.expected(model, joined, userId);
    const [result] = await real.trade.call<{ ok: boolean; code?: string }[]>(
      'place_orders',
      [item],
      real.now,
    );
    agree(result?.ok === true ? 'ok' : result?.code, expected);
    if (expected === 'ok') {
      if (this.kind === 'open' && groupId !== null) {
        model.groups.push({ id: groupId, size: model.size, state: 'opening' });
      }
      const { orderId, payFen } = item;
      model.orders.push({
        name,
        orderId,
        userId,
        groupId,
        quantity: this.quantity,
        payFen,
        state: 'unpaid',
        seated: true,
      });
    }
    await compare(model, real);
  }

  private expected(model: Model, group: ModelGroup | undefined, userId: string): string {
    if (group !== undefined) {
      const mine = model.orders.some(
        ({ groupId, userId: other, seated }) => groupId === group.id && other === userId && seated,
      );
      if (mine) return 'group.already_in';
      if (group.state !== 'forming') return group.state === 'succeeded' ? 'group.full' : 'group.closed';
      const { held, taken } = model.seats(group.id);
      if (held + taken >= group.size) return 'group.full';
    }
    return model.free < this.quantity ? 'sku.sold_out' : 'ok';
  }

  toString = () => `${this.kind}(person ${this.person}, group ${this.group}, ${this.quantity} pieces)`;
}

/** A notice of payment, perhaps not the first one. */
export class Pay implements Step {
  constructor(
    readonly order: number,
    readonly times: number,
  ) {}

  check(model: Readonly<Model>): boolean {
    return model.orders.some(({ state }) => state === 'unpaid');
  }

  async run(model: Model, real: Real): Promise<void> {
    const unpaid = model.orders.filter(({ state }) => state === 'unpaid');
    const order = pickOf(unpaid, this.order);
    if (order === undefined) return;
    const item = {
      outTradeNo: idOf(`${order.name} number`).replaceAll('-', ''),
      transactionId: `t-${order.orderId}`,
      amountFen: order.payFen,
      openid: `o-${order.userId}`,
    };
    const items = Array.from({ length: this.times }, () => item);
    const results = await real.trade.call<{ outcome: string }[]>('record_payments', items, real.now);
    agree(
      results.map(({ outcome }) => outcome),
      items.map((_, n) => (n === 0 ? 'taken' : 'repeat')),
    );
    model.onHand -= order.quantity;
    order.state = order.groupId === null ? 'to_ship' : 'waiting_group';
    const group = model.group(order.groupId);
    if (group !== undefined) {
      group.state = 'forming';
      if (model.seats(group.id).taken === group.size) {
        group.state = 'succeeded';
        model.orders.filter(({ groupId }) => groupId === group.id).forEach(succeed);
      }
    }
    await compare(model, real);
  }

  toString = () => `pay(order ${this.order}, ${this.times} times)`;
}

function succeed(order: ModelOrder): void {
  if (order.state === 'waiting_group') order.state = 'to_ship';
}

/** The time to pay is over, or the buyer cancels. */
export class Release implements Step {
  constructor(readonly order: number) {}

  check(model: Readonly<Model>): boolean {
    return model.orders.length > 0;
  }

  async run(model: Model, real: Real): Promise<void> {
    const order = pickOf(model.orders, this.order);
    if (order === undefined) return;
    const args = [[order.orderId], 'expired', 'system', 'closed', real.now];
    const released = await real.trade.call<string[]>('release_orders', ...args);
    agree(released, order.state === 'unpaid' ? [order.orderId] : []);
    if (order.state === 'unpaid') {
      order.state = 'cancelled';
      order.seated = false;
      model.failIfEmpty(order.groupId);
    }
    await compare(model, real);
  }

  toString = () => `release(order ${this.order})`;
}

/** A member leaves. */
export class Leave implements Step {
  constructor(readonly order: number) {}

  check(model: Readonly<Model>): boolean {
    return model.orders.some(({ groupId }) => groupId !== null);
  }

  async run(model: Model, real: Real): Promise<void> {
    const order = pickOf(
      model.orders.filter(({ groupId }) => groupId !== null),
      this.order,
    );
    if (order === undefined) return;
    const answer = await real.trade.call<string>('leave_group', order.orderId, real.now);
    agree(answer, order.state === 'waiting_group' ? 'left' : order.state);
    if (order.state === 'waiting_group') {
      order.state = 'refunding';
      order.seated = false;
      model.onHand += order.quantity;
      model.failIfEmpty(order.groupId);
    }
    await compare(model, real);
  }

  toString = () => `leave(order ${this.order})`;
}

/** The group's time is up; one that was never opened has no deadline. */
export class Close implements Step {
  constructor(readonly group: number) {}

  check(model: Readonly<Model>): boolean {
    return model.groups.length > 0;
  }

  async run(model: Model, real: Real): Promise<void> {
    const group = pickOf(model.groups, this.group);
    if (group === undefined) return;
    const isOpen = group.state === 'forming';
    const deadline = new Date(real.now.getTime() + 61 * 60_000);
    const answer = await real.trade.call<string>('close_group', group.id, deadline);
    agree(answer, isOpen ? 'failed' : group.state);
    if (isOpen) {
      group.state = 'failed';
      for (const order of model.orders.filter(({ groupId }) => groupId === group.id)) {
        if (order.state === 'unpaid') Object.assign(order, { state: 'cancelled', seated: false });
        if (order.state !== 'waiting_group') continue;
        order.state = 'refunding';
        model.onHand += order.quantity;
      }
    }
    await compare(model, real);
  }

  toString = () => `close(group ${this.group})`;
}
