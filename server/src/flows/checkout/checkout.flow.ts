import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { PlaceOrderBody, QuoteBody, CartBody } from '@tuanlink/shared/dto';
import type { RefusalCode } from '@tuanlink/shared/errors';
import type { OrderCashierReply, PlacedOrderReply, QuoteReply } from '@tuanlink/shared/replies';
import { addMs, MINUTE_MS } from '@tuanlink/shared/time';
import { ShareService } from '../../domains/sharing/share.service.js';
import { Clock } from '../../infra/clock.js';
import { Batch } from '../../infra/database/batch.js';
import { Database } from '../../infra/database/database.js';
import { Ids } from '../../infra/ids.js';
import { Refusal } from '../../infra/refusal.js';
import { WECHAT_PAY } from '../../infra/wechat.tokens.js';
import type { WechatPay } from '../../infra/wechat/wechat.ports.js';
import { type PricedLine, type PricedOrder, priceOrder } from './checkout.rules.js';
import { decideCredit, type LineDecision } from './credit.rules.js';
import type { OrderFacts } from './order-facts.js';
import { Cashier, type PayableOrder } from './cashier.flow.js';

type PlaceResult = { ok: true } | { ok: false; code: RefusalCode | 'request.twin'; detail?: object };

/** Facts of an order whose buyer exists. */
type KnownBuyer = OrderFacts & { openid: string };

const READING = { callsMax: 1, itemsMax: 32 };
/** Two calls at a time keep both the database and its log busy, and leave connections to everybody else. */
const PLACING = { callsMax: 2, itemsMax: 32 };

/** Everything `place_orders` writes for one order. Field names are those the SQL function reads. */
type OrderItem = ReturnType<CheckoutFlow['orderItem']>;

/** Quotes and places orders: read facts → rules → one write → ask WeChat for a prepay id. */
@Injectable()
export class CheckoutFlow {
  /** Facts that are asked for while others are being read are read together: one call. */
  private readonly reading = new Batch<object, OrderFacts>(
    (items) => this.db.call<OrderFacts[]>('facts_of_orders', [items]),
    READING,
  );
  /** Orders that come while others are being placed are placed together: one call, one commit. */
  private readonly placing = new Batch<OrderItem, PlaceResult>(
    (items) => this.db.call<PlaceResult[]>('place_orders', [items, this.clock.now()]),
    PLACING,
  );

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly cashier: Cashier,
    private readonly shares: ShareService,
    @Inject(WECHAT_PAY) private readonly pay: WechatPay,
  ) {}

  /** What an order would cost now; refuses whatever the order itself would. Its share counts as seen. */
  async quote(userId: string, body: QuoteBody): Promise<QuoteReply> {
    const now = this.clock.now();
    const facts = await this.facts(now, userId, body, body.addressId);
    const { quote } = priceOrder(body, facts, now);
    if (body.addressId !== undefined && facts.address === null) {
      throw new Refusal('not_found', { subject: 'address' });
    }
    // A known share that comes with the request stands before the visits that are written down.
    const [named, last] = facts.visits;
    if (named !== undefined && named.token === body.shareToken) {
      const before = last && { token: last.token, at: new Date(last.at) };
      await this.shares.visitByQuote(userId, named.token, before, now);
    }
    return quote;
  }

  /**
   * Places an order and opens its cashier. The same request id with the same input answers the same order.
   */
  async place(userId: string, body: PlaceOrderBody): Promise<PlacedOrderReply> {
    const now = this.clock.now();
    const requestHash = hashOf(body);
    const facts = await this.facts(now, userId, body, body.addressId, body.requestId);
    if (facts.existing !== null) {
      return this.answerTwin(facts.existing, requestHash);
    }
    const priced = priceOrder(body, facts, now);
    if (facts.address === null) {
      throw new Refusal('not_found', { subject: 'address' });
    }
    if (priced.quote.payFen !== body.expectPayFen) {
      throw new Refusal('price.changed', { quote: priced.quote });
    }
    const item = this.orderItem(userId, body, priced, facts, requestHash, now);
    const result = await this.placing.add(item);
    if (!result.ok) {
      if (result.code === 'request.twin') {
        const again = await this.facts(now, userId, body, body.addressId, body.requestId);
        return this.answerTwin(again.existing, requestHash);
      }
      throw new Refusal(result.code, result.detail);
    }
    return this.answer(
      {
        id: item.orderId,
        state: 'unpaid',
        groupId: item.groupId,
        payFen: item.payFen,
        heldUntil: item.heldUntil,
        payment: { id: item.paymentId, prepayId: null, prepayBody: item.prepayBody },
      },
      await this.cashier.openFirst(item.paymentId, item.prepayBody),
    );
  }

  /** Fresh cashier parameters for an unpaid order. */
  async reopen(userId: string, orderId: string): Promise<OrderCashierReply> {
    return { cashier: await this.cashier.reopen(userId, orderId) };
  }

  private async answerTwin(existing: OrderFacts['existing'], requestHash: string): Promise<PlacedOrderReply> {
    if (existing === null || existing.requestHash !== requestHash) {
      throw new Refusal('request.reused');
    }
    const order = await this.cashier.settledOrder(existing.id);
    return this.answer(order, await this.cashier.ofSettled(order));
  }

  private answer(order: PayableOrder, cashier: PlacedOrderReply['cashier']): PlacedOrderReply {
    const { id, state, groupId, payFen, heldUntil } = order;
    return { order: { id, state, ...(groupId === null ? {} : { groupId }), payFen, heldUntil }, cashier };
  }

  /** @throws Refusal `auth.expired` when the user is gone: the client then logs in again by itself */
  private async facts(
    now: Date,
    userId: string,
    cart: CartBody,
    addressId: string | undefined,
    requestId?: string,
  ): Promise<KnownBuyer> {
    const wanted = {
      at: now.toISOString(),
      userId,
      requestId,
      skuIds: cart.lines.map((line) => line.skuId),
      campaignId: cart.campaignId,
      groupId: cart.groupId,
      addressId,
      shareToken: cart.shareToken,
    };
    const facts = await this.reading.add(wanted);
    const { openid } = facts;
    if (openid === null) {
      throw new Refusal('auth.expired');
    }
    return { ...facts, openid };
  }

  private orderItem(
    userId: string,
    body: PlaceOrderBody,
    priced: PricedOrder,
    facts: KnownBuyer,
    requestHash: string,
    now: Date,
  ) {
    const { credit, perLine } = decideCredit(userId, priced.lines, facts, now, () => this.ids.uuid());
    const outTradeNo = this.ids.hex32();
    const heldUntil = addMs(now, facts.settings.holdMinutes * MINUTE_MS);
    const knownShare = facts.visits.some((visit) => visit.token === body.shareToken);
    return {
      orderId: this.ids.uuid(),
      userId,
      requestId: body.requestId,
      requestHash,
      kind: priced.kind,
      groupId: priced.kind === 'open' ? this.ids.uuid() : (facts.group?.id ?? null),
      campaignId: priced.campaignId,
      productId: priced.productId,
      size: priced.terms?.size,
      windowMinutes: priced.terms?.windowMinutes,
      terms: priced.terms,
      perUserLimit: priced.terms?.perUserLimit ?? null,
      unpaidOrdersMax: facts.settings.unpaidOrdersMax,
      goodsFen: priced.quote.goodsFen,
      discountFen: priced.quote.discountFen,
      shippingFen: priced.quote.shippingFen,
      payFen: priced.quote.payFen,
      address: facts.address,
      showFace: body.showFace ?? false,
      note: body.note ?? '',
      credit,
      heldUntil: heldUntil.toISOString(),
      paymentId: this.ids.uuid(),
      outTradeNo,
      openid: facts.openid,
      prepayBody: this.pay.prepayBody({
        outTradeNo,
        description: priced.lines.map((line) => line.sku.title).join('、'),
        amountFen: priced.quote.payFen,
        openid: facts.openid,
        expiresAt: heldUntil,
      }),
      ...(knownShare ? { visitId: this.ids.uuid(), shareToken: body.shareToken } : {}),
      lines: priced.lines.map((line, index) => this.lineItem(line, perLine[index] ?? [])),
    };
  }

  private lineItem(line: PricedLine, commission: readonly LineDecision[]) {
    return {
      id: this.ids.uuid(),
      skuId: line.skuId,
      productId: line.sku.productId,
      title: line.sku.title,
      skuName: line.sku.name,
      image: line.sku.image,
      quantity: line.quantity,
      unitPriceFen: line.unitPriceFen,
      payFen: line.payFen,
      commission,
    };
  }
}

/** Hash of what was asked for, the same for the same input however its fields and ids are written. */
function hashOf(body: PlaceOrderBody): string {
  const { addressId, campaignId, groupId, shareToken, showFace, note, expectPayFen } = body;
  const lines = body.lines.map(({ skuId, quantity }) => [skuId.toLowerCase(), quantity]);
  const input = [
    lines,
    addressId.toLowerCase(),
    campaignId?.toLowerCase(),
    groupId?.toLowerCase(),
    shareToken,
    showFace ?? false,
    note ?? '',
    expectPayFen,
  ];
  return createHash('sha256').update(JSON.stringify(input)).digest('hex');
}
