import { randomUUID } from 'node:crypto';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '@tuanlink/shared/time';
import {
  type BuyerWithAddress,
  type Goods,
  GROUP_FEN,
  makeGoods,
  place,
  SOLO_FEN,
} from '../support/goods.js';
import { distributorId, payOut, settle, untilState, withdraw } from '../support/payouts.js';
import type { Caller, TestShop } from '../support/shop.js';

type Name = 'Ann' | 'Bob' | 'Cai' | 'Dan';

interface Transfer {
  seq: number;
  from: string;
  to: string;
  fen: number;
}

/** What a sentence of docs/money.md does; its groups are the names and numbers in it. */
const sentences: [RegExp, (story: MoneyStory, found: string[]) => Promise<void>][] = [
  [/^(\w+) buys (\d+) alone and pays$/, (story, [who, count]) => story.buyAlone(who, Number(count), {})],
  [
    /^(\w+) buys (\d+) alone and pays (\d+) fen$/,
    (story, [who, count, fen]) => story.buyAlone(who, Number(count), { amountFen: Number(fen) }),
  ],
  [/^(\w+) buys 1 alone, cancels and pays all the same$/, (story, [who]) => story.payCancelled(who)],
  [/^(\w+) pays the same order again$/, (story, [who]) => story.payAgain(who)],
  [/^(\w+) opens a group and pays$/, (story, [who]) => story.inGroup(who, true)],
  [/^(\w+) joins and pays$/, (story, [who]) => story.inGroup(who, false)],
  [/^(\w+)'s order is shipped and received$/, (story, [who]) => story.shipAndReceive(who)],
  [/^7 days pass$/, (story) => story.pass(7 * DAY_MS + MINUTE_MS)],
  [/^the deadline passes$/, (story) => story.pass(61 * MINUTE_MS)],
  [
    /^(\d+) pieces? of (\w+)'s (?:is|are) refunded$/,
    (story, [count, who]) => story.refund(who, Number(count)),
  ],
  [/^(\d+) fen of (\w+)'s price are refunded$/, (story, [fen, who]) => story.refund(who, 0, Number(fen))],
  [/^the rest of (\w+)'s is refunded$/, (story, [who]) => story.refund(who)],
  [/^WeChat gives it back$/, (story) => story.awaitRefunds()],
  [/^WeChat cannot, and it is settled outside$/, (story) => story.settleOutside()],
  [/^(\w+) asks for (\d+) fen$/, (story, [who, fen]) => story.withdraw(who, Number(fen))],
  [/^two people allow it, and (\w+) confirms$/, (story, [who]) => story.payout(who, 'confirm')],
  [/^two people allow it, and (\w+) lets it lapse$/, (story, [who]) => story.payout(who, 'lapse')],
  [/^an operator rejects it$/, (story) => story.rejectWithdrawal()],
  [/^the tax of the month is handed over$/, (story) => story.handOverTax()],
  [/^two people give (\w+) (\d+) fen$/, (story, [who, fen]) => story.adjust(who, Number(fen))],
  [/^two people take (\d+) fen from (\w+)$/, (story, [fen, who]) => story.adjust(who, -Number(fen))],
];

/** People and goods of their own, and what happens to them sentence by sentence. */
export class MoneyStory {
  private readonly orders = new Map<string, { id: string; cashier: { package: string } | null }>();
  private groupId = '';
  private withdrawalId = '';
  private seq = 0;

  private constructor(
    private readonly shop: TestShop,
    private readonly people: Map<string, BuyerWithAddress>,
    private readonly goods: Goods,
    private readonly staff: { owner: Caller; operator: Caller; finance: Caller },
  ) {}

  /** Four people; Ann has opened a link of Dan's, who is a distributor. */
  static async begin(shop: TestShop): Promise<MoneyStory> {
    const staff = {
      owner: await shop.operator('owner'),
      operator: await shop.operator('operator'),
      finance: await shop.operator('finance'),
    };
    const goods = await makeGoods(shop, staff.owner, { size: 2, stock: 500, productRateBp: 1_000 });
    const people = new Map<string, BuyerWithAddress>();
    for (const name of ['Ann', 'Bob', 'Cai', 'Dan'] satisfies Name[]) {
      people.set(name, await shop.buyerWithAddress(name));
    }
    const story = new MoneyStory(shop, people, goods, staff);
    await story.promote();
    story.seq = (await story.newTransfers()).at(-1)?.seq ?? 0;
    return story;
  }

  /**
   * Lets a sentence happen.
   * @returns the transfers it caused, each as `from to fen`, in the order they were written
   */
  async step(sentence: string): Promise<string[]> {
    const known = sentences.find(([pattern]) => pattern.test(sentence));
    if (known === undefined) throw new Error(`nobody knows how "${sentence}" happens`);
    const [pattern, happen] = known;
    await happen(this, (pattern.exec(sentence) ?? []).slice(1));
    const transfers = await this.newTransfers();
    this.seq = transfers.at(-1)?.seq ?? this.seq;
    return transfers.map(({ from, to, fen }) => `${this.nameOf(from)} ${this.nameOf(to)} ${fen}`);
  }

  async buyAlone(who: string | undefined, quantity: number, odd: object): Promise<void> {
    const buyer = this.person(who);
    const lines = [{ skuId: this.goods.skuId, quantity }];
    const placed = await place(this.shop, this.goods, buyer, 'solo', {
      lines,
      expectPayFen: SOLO_FEN * quantity,
    });
    this.orders.set(who ?? '', { id: placed.order.id, cashier: placed.cashier });
    await this.shop.pay(placed.cashier, buyer.openid, odd);
  }

  async payAgain(who: string | undefined): Promise<void> {
    await this.shop.pay(this.order(who).cashier, this.person(who).openid, { again: true });
  }

  /** The buyer cancels while WeChat does not answer, and pays at the cashier that is still open. */
  async payCancelled(who: string | undefined): Promise<void> {
    const buyer = this.person(who);
    const { order, cashier } = await place(this.shop, this.goods, buyer, 'solo');
    await this.shop.control('PUT', '/sandbox/faults', { seed: 1, closeFails: true });
    await this.shop.call('shop.order.cancel', buyer, { params: { id: order.id }, body: {} });
    await this.shop.pay(cashier, buyer.openid);
    await this.shop.control('PUT', '/sandbox/faults', { seed: 1 });
  }

  async inGroup(who: string | undefined, opens: boolean): Promise<void> {
    const buyer = this.person(who);
    const how = opens ? 'open' : { groupId: this.groupId };
    const placed = await place(this.shop, this.goods, buyer, how, { expectPayFen: GROUP_FEN });
    this.groupId = placed.order.groupId ?? '';
    this.orders.set(who ?? '', { id: placed.order.id, cashier: placed.cashier });
    await this.shop.pay(placed.cashier, buyer.openid);
  }

  async shipAndReceive(who: string | undefined): Promise<void> {
    const params = { id: this.order(who).id };
    const body = { carrier: 'SF', trackingNo: 'SF1234567890' };
    await this.shop.call('console.order.ship', this.staff.operator, { params, body });
    await this.shop.call('shop.order.receive', this.person(who), { params, body: {} });
  }

  async pass(ms: number): Promise<void> {
    await this.shop.control('PUT', '/sandbox/faults', { seed: 1, refunds: 'hold' });
    await this.shop.pass(ms);
    await this.shop.control('PUT', '/sandbox/faults', { seed: 1 });
  }

  /** Allowed by a second person; without a quantity all that is left. Nothing is sent to WeChat yet. */
  async refund(who: string | undefined, quantity?: number, amountFen?: number): Promise<void> {
    const { id } = this.order(who);
    const [line] = (await this.shop.call('shop.order', this.person(who), { params: { id } })).lines;
    if (line === undefined) throw new Error('the order has no line');
    const rest = line.quantity - line.refundedQuantity;
    const asked = {
      orderLineId: line.id,
      quantity: quantity ?? rest,
      amountFen: quantity === undefined ? line.payFen - line.refundedFen : amountFen,
    };
    const approval = await this.shop.call('console.order.refund', this.staff.operator, {
      params: { id },
      body: { lines: [asked], reason: '少发' },
    });
    const params = { id: approval.id };
    await this.shop.call('console.approval.approve', this.staff.finance, { params, body: {} });
  }

  async awaitRefunds(): Promise<void> {
    await this.until("select 1 from refund where state <> 'succeeded'", 0);
  }

  async settleOutside(): Promise<void> {
    await this.shop.control('PUT', '/sandbox/faults', { seed: 1, refunds: 'abnormal' });
    await this.until("select id from refund where state = 'abnormal'", 1);
    await this.shop.control('PUT', '/sandbox/faults', { seed: 1 });
    const { items } = await this.shop.call('console.refunds', this.staff.finance, {
      query: { state: 'abnormal' },
    });
    const params = { id: items[0]?.id ?? '' };
    const body = { reference: '工行 8821', reason: '银行卡已注销' };
    await this.allow(await this.shop.call('console.refund.settle', this.staff.finance, { params, body }));
  }

  async withdraw(who: string | undefined, amountFen: number): Promise<void> {
    this.withdrawalId = (await withdraw(this.shop, this.person(who), amountFen)).id;
  }

  async payout(who: string | undefined, end: 'confirm' | 'lapse'): Promise<void> {
    const { owner, finance } = this.staff;
    await payOut(this.shop, finance, owner, [{ id: this.withdrawalId }]);
    await settle(this.shop, this.withdrawalId, end);
    const state = end === 'confirm' ? 'paid' : 'lapsed';
    await untilState(this.shop, this.person(who), this.withdrawalId, state);
  }

  async rejectWithdrawal(): Promise<void> {
    const params = { id: this.withdrawalId };
    await this.shop.call('console.withdrawal.reject', this.staff.finance, {
      params,
      body: { reason: '资料' },
    });
  }

  async handOverTax(): Promise<void> {
    const [present] = (await this.shop.call('console.tax', this.staff.finance, {})).months;
    if (present === undefined) throw new Error('no month has tax');
    const { month, dueFen: amountFen } = present;
    const body = { month, amountFen, reference: '完税 001', reason: '按月缴纳' };
    await this.allow(await this.shop.call('console.tax.handover', this.staff.finance, { body }));
  }

  async adjust(who: string | undefined, amountFen: number): Promise<void> {
    const params = { id: await distributorId(this.shop, this.person(who).id) };
    const body = { amountFen, reason: '活动补发' };
    await this.allow(
      await this.shop.call('console.distributor.adjust', this.staff.finance, { params, body }),
    );
  }

  /** The second person agrees to what finance asked for. */
  private async allow({ id }: { id: string }): Promise<void> {
    await this.shop.call('console.approval.approve', this.staff.owner, { params: { id }, body: {} });
  }

  private async until(sql: string, count: number): Promise<void> {
    await this.shop.eventually(async () => {
      await this.shop.pass(10 * SECOND_MS);
      return (await this.shop.rows(sql)).length === count;
    });
  }

  private async promote(): Promise<void> {
    const dan = this.person('Dan');
    await this.shop.call('shop.distributor.apply', dan, { body: { agreeToRules: true } });
    const { items } = await this.shop.call('console.distributors', this.staff.owner, {
      query: { state: 'applied' },
    });
    const params = { id: items[0]?.id ?? '' };
    await this.shop.call('console.distributor.approve', this.staff.owner, { params, body: {} });
    const target = { kind: 'product' as const, id: this.goods.productId };
    const { token } = await this.shop.call('shop.share.create', dan, { body: { target, channel: 'chat' } });
    const body = { token, visitorId: randomUUID() };
    await this.shop.call('shop.visit', this.person('Ann'), { body });
  }

  private person(name: string | undefined): BuyerWithAddress {
    const person = this.people.get(name ?? '');
    if (person === undefined) throw new Error(`${name} is nobody in this story`);
    return person;
  }

  private order(who: string | undefined) {
    const order = this.orders.get(who ?? '');
    if (order === undefined) throw new Error(`${who} has no order`);
    return order;
  }

  private newTransfers(): Promise<Transfer[]> {
    return this.shop.rows<Transfer>(
      `select seq::int, from_account as "from", to_account as "to", amount_fen::int as fen
       from ledger_transfer where seq > $1 order by seq`,
      [this.seq],
    );
  }

  /** `held:<id>` as `held:Dan`. */
  private nameOf(account: string): string {
    const [kind, id] = account.split(':');
    const name = [...this.people].find(([, person]) => person.id === id)?.[0];
    return name === undefined ? account : `${kind}:${name}`;
  }
}
