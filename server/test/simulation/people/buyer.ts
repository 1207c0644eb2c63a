import type { PlaceOrderBody } from '@tuanlink/shared/dto';
import type { CashierReply, OrderReply, PlacedOrderReply } from '@tuanlink/shared/replies';
import type { InputOf, RouteName } from '@tuanlink/shared/routes';
import { SECOND_MS } from '@tuanlink/shared/time';
import { anAddress } from '../../support/shop.js';
import type { Chance } from '../kernel/chance.js';
import type { Odd } from '../wechat/books.js';
import type { Answer, Client } from './client.js';
import type { Link, Offer, Town } from './town.js';

/** How a buyer wants to buy. */
export type How = 'solo' | 'open' | { groupId: string };

/** A taken order, as its buyer keeps it. */
export type Placed = PlacedOrderReply & { offer: Offer };

/** Refusals after which the same request may be sent again. */
const PASSING = ['request.in_progress', 'wechat.unavailable', 'rate.limited'];
const PATIENCE = 8;

/** A person with WeChat and the mini program. */
export class Buyer {
  readonly openid: string;
  userId = '';
  private token: string | undefined;
  private addressId: string | undefined;
  private readonly visitorId: string;
  private orders = 0;

  constructor(
    readonly town: Town,
    readonly name: string,
    readonly chance: Chance,
    private readonly client: Client,
  ) {
    this.openid = `o-${name.replaceAll(' ', '-')}`;
    this.visitorId = uuidOf(chance.of('visitor'));
  }

  sleep(ms: number): Promise<void> {
    return this.town.scheduler.sleep(ms);
  }

  /** Thinks for a while, in seconds. */
  think(min: number, max: number): Promise<void> {
    return this.sleep(this.chance.integer(min * SECOND_MS, max * SECOND_MS));
  }

  /** Opens a link from a chat, logged in or not. */
  async visit(link: Link): Promise<void> {
    await this.client.call('shop.visit', this.who, {
      body: { token: link.token, visitorId: this.visitorId },
    });
  }

  /** Looks at a product and at the groups that are forming. */
  async look(offer: Offer): Promise<{ openGroups: { id: string }[] }> {
    const { body } = await this.client.call('shop.product', this.who, { params: { id: offer.productId } });
    return body ?? { openGroups: [] };
  }

  /** One call as a user who is logged in; logs in again where that has expired. */
  async call<K extends RouteName>(route: K, input?: InputOf<K>): Promise<Answer<K>> {
    if (this.token === undefined) await this.login();
    let answer = await this.client.call(route, this.who, input);
    if (answer.code === 'auth.expired') {
      await this.login();
      answer = await this.client.call(route, this.who, input);
    }
    if (answer.code !== undefined) this.town.note(`refused: ${answer.code}`);
    return answer;
  }

  /** Places an order and keeps it; null when the shop says no. */
  async order(offer: Offer, how: How, more: Partial<PlaceOrderBody> = {}): Promise<Placed | null> {
    const quantity = more.lines?.[0]?.quantity ?? 1;
    const body: PlaceOrderBody = {
      requestId: `${this.name.replaceAll(' ', '-')}-${(this.orders += 1)}`,
      lines: [{ skuId: offer.skuId, quantity }],
      addressId: await this.address(),
      expectPayFen: (how === 'solo' ? offer.soloFen : offer.groupFen) * quantity,
      ...(how === 'solo' ? {} : { campaignId: offer.campaignId }),
      ...(typeof how === 'object' ? { groupId: how.groupId } : {}),
      ...more,
    };
    return this.send(offer, body);
  }

  /** Sends an order until it is taken or refused. */
  async send(offer: Offer, body: PlaceOrderBody): Promise<Placed | null> {
    for (let tries = 1; tries <= PATIENCE; tries++) {
      const { code, detail, body: reply, tries: sent } = await this.call('shop.order.place', { body });
      if (reply !== undefined) {
        if (sent > 1) this.town.note('an order was answered to a repeated request');
        if (reply.cashier === null) this.town.note('an order stood without a cashier');
        this.keep(body.requestId, reply);
        return { ...reply, offer };
      }
      if (code === 'price.changed') {
        body.expectPayFen = (detail as { quote: { payFen: number } }).quote.payFen;
      } else if (!PASSING.includes(code ?? '')) {
        return null;
      }
      await this.think(1, 6);
    }
    return null;
  }

  /** Pays what was ordered; false when WeChat or the shop does not let them any more. */
  async pay(placed: Placed, odd: Odd = {}): Promise<boolean> {
    const cashier = placed.cashier ?? (await this.cashier(placed.order.id));
    if (cashier === null) return false;
    return this.town.wechat.pay(cashier.package.replace('prepay_id=', ''), odd);
  }

  /** Fresh cashier parameters; null when the order cannot be paid any more. */
  async cashier(orderId: string): Promise<CashierReply | null> {
    for (let tries = 1; tries <= PATIENCE; tries++) {
      const { body, code } = await this.call('shop.order.cashier', { params: { id: orderId }, body: {} });
      if (body !== undefined) {
        this.town.note('a cashier was opened again');
        return body.cashier;
      }
      if (!PASSING.includes(code ?? '')) return null;
      await this.think(2, 15);
    }
    return null;
  }

  /** Asks for the order as the app does after the cashier has closed. */
  async confirm(orderId: string): Promise<OrderReply | undefined> {
    return (await this.call('shop.order.confirm', { params: { id: orderId }, body: {} })).body;
  }

  /** Shares a group, or a product, with a chat. */
  async post(offer: Offer, groupId?: string): Promise<void> {
    const target =
      groupId === undefined
        ? { kind: 'product' as const, id: offer.productId }
        : { kind: 'group' as const, id: groupId };
    const { body } = await this.call('shop.share.create', { body: { target, channel: 'chat' } });
    if (body === undefined) return;
    const atMs = this.town.scheduler.now().getTime();
    this.town.links.push({ token: body.token, offer, atMs, ...(groupId === undefined ? {} : { groupId }) });
  }

  /** A fresh login, silently; what was visited before becomes theirs. */
  private async login(): Promise<void> {
    for (;;) {
      const code = this.town.wechat.loginCode(this.openid);
      const { body } = await this.client.call(
        'shop.login',
        {},
        { body: { code, visitorId: this.visitorId } },
      );
      if (body !== undefined) {
        this.token = body.token;
        this.userId = body.user.id;
        return;
      }
      await this.think(1, 20);
    }
  }

  /** Their address, made at the first order. */
  async address(): Promise<string> {
    while (this.addressId === undefined) {
      const { body } = await this.call('shop.address.create', { body: anAddress('买家') });
      this.addressId = body?.id;
    }
    return this.addressId;
  }

  private keep(requestId: string, { order }: PlacedOrderReply): void {
    const { orders } = this.town;
    const before = orders.find((one) => one.userId === this.userId && one.requestId === requestId);
    if (before !== undefined && before.orderId !== order.id) {
      throw new Error(`${this.name}'s request ${requestId} made two orders: ${before.orderId}, ${order.id}`);
    }
    if (before === undefined) {
      orders.push({ orderId: order.id, userId: this.userId, requestId, payFen: order.payFen });
    }
  }

  private get who() {
    return this.token === undefined ? {} : { token: this.token };
  }
}

/** A UUID as a client makes it. */
function uuidOf(chance: Chance): string {
  const hex = chance.bytes(16).toString('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`];
  return [...parts, hex.slice(20)].join('-');
}
