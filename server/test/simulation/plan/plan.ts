import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@tuanlink/shared/time';
import { Chance } from '../kernel/chance.js';
import { actions } from '../people/actions/index.js';
import type { OfferPlan } from '../people/offers.js';
import type { Crash, CrashPoint } from '../shop/crash.js';
import type { WeatherPlan } from '../wechat/weather.js';

/** When a person comes, and what they are about to do. */
export interface PersonPlan {
  name: string;
  atMs: number;
  /** Name of one of the parts in `people/`. */
  does: string;
}

/** A day as it will be: everything that may happen follows from this, and from nothing else. */
export interface Plan {
  seed: string;
  people: PersonPlan[];
  crashes: Crash[];
  weather: WeatherPlan;
}

/** How large a day is. */
export interface Size {
  buyers: number;
  distributors: number;
  crashes: number;
  outages: number;
}

export const WHOLE_DAY: Size = { buyers: 2_000, distributors: 100, crashes: 24, outages: 12 };

/** A day of the same kind with so many buyers. */
export function sizeOf(count: number): Size {
  const share = count / WHOLE_DAY.buyers;
  return {
    buyers: count,
    distributors: Math.ceil(WHOLE_DAY.distributors * share),
    crashes: Math.ceil(WHOLE_DAY.crashes * share),
    outages: Math.ceil(WHOLE_DAY.outages * share),
  };
}

/** The moment at which every simulated day begins: eight in the morning in China. */
export const STARTS_AT = new Date('2026-03-02T00:00:00.000Z');
/** People come within this time. */
const OPEN_MS = 15 * HOUR_MS;
/** Distributors come before the buyers. */
const EARLY_MS = 2 * HOUR_MS;
/** Buyers come in crowds, after somebody posted in a chat. */
const BUYERS_PER_CROWD = 25;
const CROWD_MS = 3 * MINUTE_MS;
const IN_A_CROWD = 0.75;

/** The shop is filled before anybody comes. */
export const OPENING_MS = 10 * MINUTE_MS;
/** When operators stop looking after the shop; parcels are still sent. */
export const CLOSES_AFTER_MS = 20 * HOUR_MS;
/** How long the ledger is sealed every hour. */
export const SEALED_FOR_MS = DAY_MS;
/** After this everything must be over: receipt after 10 days, completion after 7 more, then payouts. */
export const SETTLED_MS = 45 * DAY_MS;

const STAFF: readonly PersonPlan[] = [
  { name: 'the dispatcher', atMs: 0, does: 'ships' },
  { name: 'the manager', atMs: 0, does: 'approves' },
  { name: 'the owner', atMs: 0, does: 'meddles' },
  { name: 'the helper', atMs: 0, does: 'helps' },
  { name: 'the group keeper', atMs: 0, does: 'decidesGroups' },
  { name: 'the controller', atMs: 0, does: 'checks' },
  { name: 'the treasurer', atMs: 0, does: 'paysOut' },
  { name: 'a stranger', atMs: 0, does: 'forges' },
];

const plenty = { stock: 5_000 };

/** Five offers, each with a trouble of its own. */
export const OFFERS: readonly OfferPlan[] = [
  {
    ...plenty,
    name: '草莓',
    soloFen: 5_990,
    groupFen: 3_990,
    size: 2,
    windowMinutes: 60,
    campaignRateBp: 1_000,
    newBuyerRateBp: 1_250,
  },
  // Its commission is used up before evening.
  {
    ...plenty,
    name: '脐橙',
    soloFen: 3_990,
    groupFen: 2_990,
    size: 3,
    windowMinutes: 30,
    campaignRateBp: 835,
    budgetFen: 6_000,
  },
  // Sells out.
  {
    name: '车厘子',
    soloFen: 19_900,
    groupFen: 16_801,
    stock: 150,
    size: 5,
    windowMinutes: 120,
    campaignRateBp: 1_500,
    productRateBp: 700,
  },
  // Its groups close before the last holds end.
  {
    ...plenty,
    name: '鸡蛋',
    soloFen: 2_990,
    groupFen: 1_999,
    size: 3,
    windowMinutes: 6,
    campaignRateBp: 333,
  },
  // Earns nobody anything, is promised to succeed, and each person has one.
  {
    ...plenty,
    name: '大米',
    soloFen: 6_990,
    groupFen: 4_990,
    size: 4,
    windowMinutes: 20,
    campaignRateBp: 0,
    perUserLimit: 1,
    guaranteed: true,
  },
];

/** The day that follows from a seed. */
export function planOf(seed: string | number, size: Size): Plan {
  const chance = new Chance(`plan ${seed}`);
  const crowds = crowdsOf(chance.of('crowds'), size);
  return {
    seed: String(seed),
    people: [
      ...STAFF,
      ...distributors(chance.of('distributors'), size),
      ...buyers(chance.of('buyers'), crowds, size),
    ],
    crashes: Array.from({ length: size.crashes }, (_, n) => crashOf(chance.of(`crash ${n}`), crowds)),
    weather: weatherOf(chance.of('weather'), crowds, size),
  };
}

function distributors(chance: Chance, { distributors: count }: Size): PersonPlan[] {
  return Array.from({ length: count }, (_, n) => ({
    name: `distributor ${n + 1}`,
    atMs: chance.integer(0, EARLY_MS / 2),
    does: 'distributes',
  }));
}

/** When somebody posts something that many see. */
function crowdsOf(chance: Chance, { buyers: count }: Size): number[] {
  return Array.from({ length: Math.ceil(count / BUYERS_PER_CROWD) }, () =>
    chance.integer(EARLY_MS / 2, OPEN_MS),
  );
}

function buyers(chance: Chance, crowds: readonly number[], { buyers: count }: Size): PersonPlan[] {
  return Array.from({ length: count }, (_, n) => ({
    name: `buyer ${n + 1}`,
    atMs: chance.happens(IN_A_CROWD)
      ? chance.pick(crowds) + chance.integer(0, CROWD_MS)
      : chance.integer(EARLY_MS / 2, OPEN_MS),
    does: chance.weighted(actions).name,
  }));
}

/** Processes die where there is most to lose. */
function crashOf(chance: Chance, crowds: readonly number[]): Crash {
  const points: CrashPoint[] = [
    { kind: 'before' },
    { kind: 'after' },
    { kind: 'after' },
    { kind: 'within', statements: chance.integer(1, 5) },
  ];
  return {
    process: chance.happens(0.55) ? 'api' : 'worker',
    afterMs: chance.pick(crowds) + chance.integer(0, 2 * CROWD_MS),
    stepsLeft: chance.integer(0, 60),
    point: chance.pick(points),
  };
}

/** WeChat is out of reach after a crowd has ordered, and until after their time to pay. */
function weatherOf(chance: Chance, crowds: readonly number[], { outages }: Size): WeatherPlan {
  return {
    callLost: 0.02,
    answerLost: 0.02,
    noticeLost: 0.06,
    noticeDoubled: 0.08,
    noticeLate: 0.08,
    refundAbnormal: 0.03,
    refundClosed: 0.02,
    outages: Array.from({ length: outages }, () => {
      const fromMs = chance.pick(crowds) + chance.integer(60, 180) * SECOND_MS;
      return { fromMs, toMs: fromMs + chance.integer(300, 600) * SECOND_MS };
    }),
  };
}
