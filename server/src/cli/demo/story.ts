import type { ConsoleCampaignReply, ConsoleProductReply } from '@tuanlink/shared/replies';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@tuanlink/shared/time';
import { type Caller, type DemoClient, until } from './demo-client.js';
import type { TimeMachine } from './demo-time.js';
import { type Goods, stock } from './goods.js';
import type { People, Person, Placed, Purchase } from './people.js';

/** How far back the story begins, from the machine's present. */
export const STORY_MS = 20 * DAY_MS;

/** Who tells the story. */
export interface Stage {
  client: DemoClient;
  time: TimeMachine;
  people: People;
  /** Makes products and campaigns, decides about distributors, ships. */
  operator: Caller;
  say: (line: string) => void;
}

const first = (product: ConsoleProductReply) => product.skus[0]?.id ?? '';
const second = (product: ConsoleProductReply) => product.skus[1]?.id ?? '';

/** Three weeks in the life of a small shop: one method per day, told from top to bottom by `tell`. */
export class Story {
  private goods: Goods | undefined;
  private readonly shares = { oranges: '', eggs: '', towels: '', tea: '' };
  private readonly distributor: Person;

  constructor(
    private readonly stage: Stage,
    /** The person who becomes the distributor. */
    distributor: Person,
  ) {
    this.distributor = distributor;
  }

  /** Tells the whole story; begins at −`STORY_MS` and ends in the present. */
  async tell(): Promise<void> {
    const { say } = this.stage;
    say('products with pictures, campaigns, a distributor');
    await this.openShop();
    await this.at(-19 * DAY_MS, 'a group of three, a solo order, a lonely group');
    const early = await this.firstOrders();
    await this.at(-18 * DAY_MS, 'the first parcels leave');
    await this.ship(early.succeeded, 'SF');
    await this.at(-19 * DAY_MS + 48 * HOUR_MS + 5 * MINUTE_MS, 'the lonely group has failed: money back');
    await this.awaitState(early.lonely, 'refunded');
    await this.at(-15 * DAY_MS, 'parcels arrive');
    for (const placed of early.received) await this.stage.people.receive(placed);
    await this.at(-8 * DAY_MS + 2 * HOUR_MS, 'orders complete, commission is available');
    await this.at(-7 * DAY_MS, 'a group of two');
    const pair = await this.pairOfEggs();
    await this.at(-3 * DAY_MS, 'its parcels leave; orders that earn for other reasons, or nothing');
    await this.ship(pair, 'ZTO');
    const solo = await this.otherLines(early);
    await this.at(-20 * HOUR_MS, 'one of them arrives, others leave');
    await this.ship(solo, 'YTO');
    for (const placed of pair.slice(0, 1)) await this.stage.people.receive(placed);
    await this.today();
  }

  private async at(offsetMs: number, title: string): Promise<void> {
    this.stage.say(title);
    await this.stage.time.moveTo(offsetMs);
    await this.stage.people.login(this.distributor);
  }

  private get shop(): Goods {
    if (this.goods === undefined) throw new Error('The shop has nothing to sell yet');
    return this.goods;
  }

  private async openShop(): Promise<void> {
    const { client, operator, time, people } = this.stage;
    this.goods = await stock(client, operator, time.now(), STORY_MS);
    await this.apply(this.distributor, '小区团长，主要分享水果和日用品。');
    const { items } = await client.call('console.distributors', operator, { query: { state: 'applied' } });
    for (const { id, version } of items) {
      await client.call('console.distributor.approve', operator, { params: { id }, body: { version } });
    }
    for (const name of ['oranges', 'eggs', 'towels', 'tea'] as const) {
      const { id } = this.shop.products[name];
      this.shares[name] = await people.share(this.distributor, 'product', id);
    }
  }

  private async apply(person: Person, intro: string): Promise<void> {
    const body = { agreeToRules: true, intro } as const;
    await this.stage.client.call('shop.distributor.apply', person, { body });
  }

  /** A new person comes through a link, or none, and buys. */
  private async newcomer(name: string, purchase: Purchase, share?: string): Promise<Placed> {
    const buyer = await this.stage.people.arrive(name, share);
    return this.stage.people.buy(buyer, purchase);
  }

  /** Opens a group; the opener shows their name. */
  private open(name: string, campaign: ConsoleCampaignReply, skuId: string, share?: string) {
    return this.newcomer(name, { skuId, campaignId: campaign.id, showFace: true }, share);
  }

  /** Newcomers join a group through its opener's link, whose parent is the link the opener came through. */
  private async join(names: string[], campaign: ConsoleCampaignReply, opener: Placed, skuId: string) {
    const { people } = this.stage;
    const { groupId, buyer } = opener;
    const link = await people.share(buyer, 'group', groupId);
    const joined: Placed[] = [];
    for (const [index, name] of names.entries()) {
      const purchase = {
        skuId,
        campaignId: campaign.id,
        groupId,
        shareToken: link,
        showFace: index % 2 === 0,
      };
      joined.push(await this.newcomer(name, purchase, link));
    }
    return joined;
  }

  private async firstOrders() {
    const { oranges, eggs, products } = this.shop;
    const sku = first(products.oranges);
    const opener = await this.open('阿橙', oranges, sku, this.shares.oranges);
    const [b, c] = await this.join(['小波', '春春'], oranges, opener, sku);
    const solo = await this.newcomer('陈茶', { skuId: first(products.tea) }, this.shares.tea);
    const lonely = await this.open('独行', eggs, first(products.eggs), this.shares.eggs);
    if (b === undefined || c === undefined) throw new Error('Nobody joined the first group');
    const hesitant = await this.stage.people.arrive('慢慢', this.shares.oranges);
    // 春春 never confirms: that parcel counts as received by itself after ten days.
    return { succeeded: [opener, b, c, solo], received: [opener, b, solo], lonely, bound: b.buyer, hesitant };
  }

  private async pairOfEggs(): Promise<Placed[]> {
    const { eggs, products } = this.shop;
    const opener = await this.open('大蛋', eggs, second(products.eggs), this.shares.eggs);
    return [opener, ...(await this.join(['小蛋'], eggs, opener, second(products.eggs)))];
  }

  /** Lines for other reasons: bought from oneself, no commission, bound since before, a visit too long ago. */
  private async otherLines({ bound, hesitant }: { bound: Person; hesitant: Person }): Promise<Placed[]> {
    const { people } = this.stage;
    const { rice, detergent, honey, apples } = this.shop.products;
    return [
      await people.buy(this.distributor, { skuId: first(rice), shareToken: this.shares.tea }),
      await this.newcomer('洗洗', { skuId: first(detergent) }, this.shares.towels),
      await people.buy(bound, { skuId: first(honey) }),
      await people.buy(hesitant, { skuId: first(apples) }),
    ];
  }

  /** Groups that form now, each at another fill level, and what the operator finds on the desk today. */
  private async today(): Promise<void> {
    const { people } = this.stage;
    const { oranges, eggs, towels, products } = this.shop;
    const orange = first(products.oranges);
    const towel = first(products.towels);
    await this.at(-5 * HOUR_MS, 'groups form');
    const four = await this.open('棉棉', towels, towel, this.shares.towels);
    const two = await this.open('橙子', oranges, orange, this.shares.oranges);
    const three = await this.open('阿巾', towels, second(products.towels));
    await this.join(['白白', '蓝蓝'], towels, four, towel);
    await this.at(-HOUR_MS, 'they fill');
    await this.join(['灰灰'], towels, four, towel);
    await this.join(['甜甜'], oranges, two, orange);
    await this.join(['小方', '小圆'], towels, three, towel);
    const pair = await this.open('早早', eggs, first(products.eggs), this.shares.eggs);
    await this.join(['晚晚'], eggs, pair, first(products.eggs));
    await this.at(0, 'the present: orders to ship, one unpaid');
    await this.open('新橙', oranges, second(products.oranges), this.shares.oranges);
    await this.open('单单', eggs, first(products.eggs));
    await this.newcomer('蜜蜜', { skuId: first(products.honey), note: '请放门卫处' });
    await this.apply(await people.arrive('想分享'), '宝妈群群主，想分享给邻居。');
    const undecided = await people.arrive('犹豫');
    await people.order(undecided, { skuId: first(products.mug) });
    await this.stage.time.settle();
  }

  private async ship(orders: Placed[], carrier: string): Promise<void> {
    const { client, operator } = this.stage;
    for (const [index, { orderId }] of orders.entries()) {
      const trackingNo = `${carrier}${20_260_000 + index}`;
      const body = { carrier, trackingNo };
      await client.call('console.order.ship', operator, { params: { id: orderId }, body });
    }
  }

  private async awaitState(placed: Placed, state: string): Promise<void> {
    const { people } = this.stage;
    await people.login(placed.buyer);
    await until(`an order is ${state}`, async () => (await people.stateOf(placed)) === state);
  }
}
