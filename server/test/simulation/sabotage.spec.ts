import { jest } from '@jest/globals';
import { MINUTE_MS } from '@tuanlink/shared/time';
import { planOf, type PersonPlan, type Plan, sizeOf } from './plan/plan.js';
import { reportOf } from './report.js';
import { mutate, type Sabotage, tamper, together } from './sabotage.js';
import { simulate } from './simulate.js';

jest.setTimeout(600_000);

/** Several people who come to do the same, one soon after the other. */
function crowd(who: string, count: number, does: string, fromMs = 0, apartMs = 900): PersonPlan[] {
  return Array.from({ length: count }, (_, n) => ({
    name: `${who} ${n + 1}`,
    atMs: fromMs + n * apartMs,
    does,
  }));
}

const calm = { outages: [], callLost: 0, answerLost: 0, noticeLost: 0, noticeDoubled: 0, noticeLate: 0 };

/** Of the staff only whoever ships: what is broken here shows without the others. */
const dispatcher: PersonPlan = { name: 'the dispatcher', atMs: 0, does: 'ships' };

function planOfCrowd(seed: string, people: PersonPlan[], noticeDoubled = 0): Plan {
  const weather = { ...calm, noticeDoubled, refundAbnormal: 0, refundClosed: 0 };
  return { seed, people: [dispatcher, ...people], crashes: [], weather };
}

const planted: { what: string; sabotage: Sabotage; plan: Plan; found: RegExp }[] = [
  {
    what: 'place_orders takes members into full groups',
    sabotage: together(
      mutate('order_refusal', 'v_group.free < 1', 'false'),
      tamper('alter table group_seats drop constraint group_seats_check'),
    ),
    plan: planOfCrowd('full', [
      ...crowd('opener', 8, 'opens a group, pays and tells the chat'),
      ...crowd('buyer', 60, 'buys together and pays in time', 4 * MINUTE_MS, 10),
    ]),
    found: /rule 1: a group with more seats|rule 2: a seat number/,
  },
  {
    what: 'a notice that comes twice counts twice',
    sabotage: mutate('record_payment', "v_payment.transaction_id = p->>'transactionId'", 'false'),
    plan: planOfCrowd('twice', crowd('buyer', 6, 'buys alone'), 1),
    found: /rule 5|rule 3/,
  },
  {
    what: 'a fen of every payment is lost on its way into the ledger',
    sabotage: mutate('take_up_order', "p_order.pay_fen, 'paid'", "p_order.pay_fen - 1, 'paid'"),
    plan: planOfCrowd('a fen', crowd('buyer', 4, 'buys alone')),
    found: /rule 5: money that entered the ledger[^]*rule 7: what WeChat holds/,
  },
  {
    what: 'WeChat gives a refund twice when it is asked twice',
    sabotage: async ({ wechat }) => {
      const decide = wechat.books.decide.bind(wechat.books);
      wechat.books.decide = (refund, status) => {
        decide(refund, status);
        const again = { ...refund, outRefundNo: `${refund.outRefundNo}-again` };
        wechat.books.refunds.set(again.outRefundNo, again);
      };
    },
    plan: planOfCrowd('wechat', crowd('buyer', 4, 'leaves the group after paying')),
    found: /rule 5: a refund that arrived and the shop does not know of/,
  },
];

describe('what is broken on purpose', () => {
  it.each(planted)('$what: found', async ({ sabotage, plan, found }) => {
    const good = await simulate(plan);
    expect(good.failures).toEqual([]);
    const bad = await simulate(plan, sabotage);
    expect(bad.failures.map(({ rule }) => rule).join('\n')).toMatch(found);
  });

  it('is shown with its seed and the shortest history that breaks the same rule', async () => {
    const plan: Plan = {
      ...planOf('shrinking', sizeOf(48)),
      people: [
        dispatcher,
        ...crowd('early', 6, 'buys together and pays in time'),
        ...crowd('buyer', 3, 'leaves the group after paying', 5 * MINUTE_MS, 20 * MINUTE_MS),
        ...crowd('late', 6, 'buys alone', 10 * MINUTE_MS),
      ],
    };
    const sabotage = mutate('free_seat', 'set taken = taken - 1', 'set taken = taken');
    const outcome = await simulate(plan, sabotage);
    expect(outcome.failures[0]?.rule).toMatch(/rule 1: a counter of seats/);
    const { text, shortest } = await reportOf(plan, outcome, { runsMax: 80, msMax: 200_000 }, sabotage);
    expect(shortest.people.map(({ does }) => does)).toEqual(['leaves the group after paying']);
    expect(shortest.crashes).toEqual([]);
    expect(shortest.weather.outages).toEqual([]);
    expect(text).toContain('seed shrinking failed');
    expect(text).toMatch(/buyer \d+: leaves the group after paying/);
  });
});
