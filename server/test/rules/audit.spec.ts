import { jest } from '@jest/globals';
import type { RouteName } from '@tuanlink/shared/routes';
import { HOUR_MS } from '@tuanlink/shared/time';
import { type LivedIn, openLivedInShop } from '../contract/lived-in.js';
import type { TestShop } from '../support/shop.js';
import { audited } from './audit.js';

jest.setTimeout(120_000);

/** Every entry without which a move of an operator would stand there as if nobody had made it. */
const ENTRIES = {
  campaign_event: [
    'campaign.create',
    'campaign.publish',
    'campaign.pause',
    'campaign.resume',
    'campaign.end',
  ],
  distributor_event: ['distributor.approve', 'distributor.reject', 'distributor.suspend'],
  group_event: ['group.extend', 'group.complete', 'group.dissolve'],
  approval_event: [
    'order.refund.ask',
    'order.refund.approve',
    'order.refund.reject',
    'order.refund.withdraw',
    'refund.settle.ask',
    'refund.settle.approve',
    'commission.adjust.ask',
    'commission.adjust.approve',
    'commission.rules.ask',
    'commission.rules.approve',
  ],
  payout_run_event: ['payout_run.create', 'payout_run.approve', 'payout_run.cancel'],
  withdrawal_event: ['payout_run.approve', 'withdrawal.reject'],
  after_sale_event: ['after_sale.approve', 'after_sale.reject', 'after_sale.receive'],
  refund_event: [
    'order.refund.approve',
    'refund.retry',
    'refund.settle.approve',
    'after_sale.approve',
    'group.dissolve',
  ],
  order_event: ['order.ship'],
};

let life: LivedIn;
beforeAll(async () => {
  life = await openLivedInShop();
  await decideTheRest();
});
afterAll(() => life.shop.close());

/** What nobody has decided in a lived-in shop so far. */
async function decideTheRest(): Promise<void> {
  const { shop, staff, formingGroupId, guaranteedGroupId, abnormalRefunds, afterSales, approvals } = life;
  const { owner, finance } = staff;
  const post = async <K extends RouteName>(name: K, id: string, body: object, who = owner) => {
    const reply = await shop.raw(name, who, { params: { id }, body } as Parameters<TestShop['raw']>[2]);
    if (reply.status >= 300) throw new Error(`${name} answered ${JSON.stringify(reply.body)}`);
    return reply.body as { id: string };
  };
  const reason = '核对';
  const group = await shop.call('console.group', owner, { params: { id: formingGroupId } });
  const closesAt = new Date(Date.parse(group.closesAt ?? '') + HOUR_MS / 2).toISOString();
  await post('console.group.extend', formingGroupId, { closesAt, reason });
  await post('console.group.dissolve', formingGroupId, { reason });
  await post('console.group.complete', guaranteedGroupId, { reason });
  await post('console.campaign.resume', life.campaigns.paused, {});
  await post('console.refund.retry', abnormalRefunds.toRetry, {});
  const settling = await post('console.refund.settle', abnormalRefunds.toSettle, {
    reference: '8821',
    reason,
  });
  await post('console.approval.approve', settling.id, {}, finance);
  await post('console.afterSale.approve', afterSales.toApprove, {});
  await post('console.afterSale.reject', afterSales.toReject, { reason });
  await post('console.afterSale.received', afterSales.toReceive, {});
  await post('console.approval.reject', approvals.toReject, { reason }, finance);
  await post('console.approval.withdraw', approvals.toWithdraw, {}, owner);
}

/** Where the rule finds moves without their entry, if the entries of an action had never been written. */
async function missedWithout(action: string): Promise<string[]> {
  const rest = `(select * from audit_entry where action <> '${action}') a`;
  const sql = audited.sql.replaceAll('audit_entry a', rest);
  return [...new Set((await life.shop.rows<{ events: string }>(sql)).map(({ events }) => events))];
}

test('whatever operators did in a lived-in shop has its entry', async () => {
  expect(await life.shop.rows(audited.sql)).toEqual([]);
});

test.each(
  Object.entries(ENTRIES).flatMap(([events, actions]) => actions.map((action) => [action, events] as const)),
)('without the entries %s the rule finds moves in %s', async (action, events) => {
  expect(await missedWithout(action)).toContain(events);
});
