import { createHash } from 'node:crypto';
import { Chance } from './kernel/chance.js';
import { Scheduler } from './kernel/scheduler.js';
import { makeOffer } from './people/offers.js';
import { Operator } from './people/operator.js';
import { parts } from './people/roles/index.js';
import { Town } from './people/town.js';
import {
  CLOSES_AFTER_MS,
  OFFERS,
  OPENING_MS,
  type PersonPlan,
  type Plan,
  SEALED_FOR_MS,
  SETTLED_MS,
  STARTS_AT,
} from './plan/plan.js';
import { ConnectionLost } from './shop/process.js';
import { SimShop } from './shop/sim-shop.js';
import { SIGNATURE, signNotice } from './wechat/pay-port.js';
import type { Carrier } from './wechat/post.js';

const after = (ms: number) => new Date(STARTS_AT.getTime() + ms);

/** A simulated day with its shop. */
export class Day {
  private constructor(
    readonly plan: Plan,
    readonly scheduler: Scheduler,
    readonly shop: SimShop,
    readonly town: Town,
    private readonly chance: Chance,
  ) {}

  static async open(plan: Plan): Promise<Day> {
    const chance = new Chance(`day ${plan.seed}`);
    const scheduler = new Scheduler(STARTS_AT, chance.of('scheduler'));
    const carry: Carrier = (kind, name, fact, from) => {
      const { mchid } = town;
      const body = JSON.stringify({ kind, noticeId: name, createdAt: scheduler.now(), mchid, ...fact });
      return town.deliver(kind, name, body, { [SIGNATURE]: signNotice(body) }, from);
    };
    const shop = await SimShop.open(scheduler, chance.of('shop'), plan, carry);
    const town = new Town(scheduler, shop.api, shop.wechat, shop.mchid, after(CLOSES_AFTER_MS));
    return new Day(plan, scheduler, shop, town, chance);
  }

  /** Lets the day happen, and the weeks after it until nothing is left to happen. */
  async run(): Promise<void> {
    const { scheduler, chance, shop } = this;
    scheduler.spawn('opening of the shop', chance.of('opening'), 0, () => this.openShop());
    shop.worker.sealUntil(after(SEALED_FOR_MS));
    for (const person of this.plan.people) this.expect(person);
    await scheduler.run(after(SETTLED_MS).getTime());
  }

  /** Operators, products and campaigns are there before anybody comes. */
  private async openShop(): Promise<void> {
    const { town, chance } = this;
    const owner = Operator.make(town, 'owner', chance.of('owner'));
    await owner.enrol();
    await Operator.make(town, 'operator', chance.of('operator')).enrol();
    await Operator.make(town, 'finance', chance.of('finance')).enrol();
    for (const offer of OFFERS) town.offers.push(await makeOffer(owner, offer));
  }

  private expect({ name, atMs, does }: PersonPlan): void {
    const part = parts.get(does);
    if (part === undefined) throw new Error(`nobody knows how one ${does}`);
    const chance = this.chance.of(name);
    this.scheduler.spawn(name, chance.of('themselves'), OPENING_MS + atMs, async () => {
      try {
        await part(this.town, name, chance);
      } catch (error) {
        // Gave up after many tries, as people do.
        if (!(error instanceof ConnectionLost)) throw error;
        this.town.note('somebody gave up because the shop could not be reached');
      }
    });
  }

  /** Hash over the content of all transfers in the order in which they were written. */
  async ledgerHash(): Promise<string> {
    const rows = await this.shop.rows<{ line: string }>(
      `select concat_ws('|', id, from_account, to_account, amount_fen, reason, order_id, commission_line_id,
         iso(at)) as line from ledger_transfer order by seq`,
    );
    const hash = createHash('sha256');
    for (const { line } of rows) hash.update(`${line}\n`);
    return hash.digest('hex');
  }
}
