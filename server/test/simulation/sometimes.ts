import type { Day } from './day.js';

/** Something remarkable that a day must have seen, or it proves little. */
interface Sometimes {
  what: string;
  /** As the clients noted it. */
  seen?: string;
  /** As the database shows it: at least one row. */
  sql?: string;
  /** As the world around the shop knows it. */
  holds?(day: Day): boolean | Promise<boolean>;
}

const refused = (code: string, what: string): Sometimes => ({ what, seen: `refused: ${code}` });
const refunded = (reason: string): Sometimes => ({
  what: `money went back because: ${reason}`,
  sql: `select 1 from refund where reason = '${reason}' and state = 'succeeded' limit 1`,
});
const credited = (code: string): Sometimes => ({
  what: `a commission line said: ${code}`,
  sql: `select 1 from commission_line where attribution_code = '${code}' limit 1`,
});
const moved = (table: string, from: string, to: string): Sometimes => ({
  what: `${table}: ${from} → ${to}`,
  sql: `select 1 from ${table} where from_state = '${from}' and to_state = '${to}' limit 1`,
});
const died = (process: string, kind: string, what: string): Sometimes => ({
  what,
  holds: ({ shop }) =>
    shop.deaths.some(({ crash }) => crash.process === process && crash.point.kind === kind),
});

const decided = (reason: string): Sometimes => ({
  what: `a group: ${reason}`,
  sql: `select 1 from group_event where reason = '${reason}' limit 1`,
});

/** Late money that was taken up by a group, by whether the order changed its group for it. */
const late = (where: string, change: 'moved_group' | 'reopened_group' | null): Sometimes => ({
  what: `late money went ${where}`,
  sql: `select 1 from order_event e
    left join order_event c on c.order_id = e.order_id and c.event in ('moved_group', 'reopened_group')
    where e.event = 'paid_late' and e.to_state = 'waiting_group'
      and c.event is not distinct from ${change === null ? 'null' : `'${change}'`} limit 1`,
});

const list: readonly Sometimes[] = [
  refused('group.full', 'the last seat was raced'),
  refused('group.closed', 'somebody came too late for a group'),
  refused('group.already_in', 'somebody wanted a second seat'),
  refused('sku.sold_out', 'something sold out'),
  refused('campaign.limit_reached', 'somebody met the limit per person'),
  refused('campaign.not_running', 'a campaign was paused under a buyer'),
  refused('price.changed', 'a price changed under a buyer'),
  refused('request.reused', 'a request id was used for something else'),
  refused('request.in_progress', 'a twin met the first call under way'),
  refused('order.expired', 'a cashier was asked for too late'),
  refused('order.already_paid', 'somebody cancelled what was paid already'),
  { what: 'an order was sent twice at once', seen: 'one order was sent twice at once' },
  {
    what: 'an order was answered to a repeated request',
    seen: 'an order was answered to a repeated request',
  },
  { what: 'WeChat gave no cashier', seen: 'an order stood without a cashier' },
  { what: 'a cashier was opened again', seen: 'a cashier was opened again' },
  { what: 'WeChat took no money any more', seen: 'WeChat took no money any more' },
  { what: 'a forged notice was refused', seen: 'a forged notice was refused' },
  { what: 'a foreign notice was refused', seen: 'a notice for another merchant was refused' },
  late('to its own group', null),
  late('to a sibling group', 'moved_group'),
  late('to a new group', 'reopened_group'),
  ...['group_failed', 'left_group', 'paid_after_cancel', 'paid_late_no_seat'].map(refunded),
  ...['odd_amount', 'odd_payer', 'paid_twice'].map(refunded),
  moved('refund_event', 'abnormal', 'succeeded'),
  moved('refund_event', 'abnormal', 'requested'),
  moved('after_sale_event', 'applied', 'rejected'),
  moved('after_sale_event', 'returning', 'returned'),
  moved('after_sale_event', 'refunding', 'done'),
  moved('approval_event', 'pending', 'approved'),
  moved('approval_event', 'pending', 'rejected'),
  moved('withdrawal_event', 'awaiting_confirmation', 'paid'),
  moved('withdrawal_event', 'awaiting_confirmation', 'lapsed'),
  ...['extended', 'completed', 'dissolved', 'promise_kept'].map(decided),
  {
    what: 'a part of an order was refunded and its commission with it',
    sql: 'select 1 from commission_line where parent_id is not null limit 1',
  },
  refused('approval.same_person', 'somebody wanted to allow what they had asked for'),
  moved('payment_event', 'closing', 'paid'),
  moved('group_event', 'forming', 'succeeded'),
  moved('group_event', 'forming', 'failed'),
  moved('group_event', 'opening', 'failed'),
  moved('commission_event', 'estimated', 'held'),
  moved('commission_event', 'estimated', 'reversed'),
  moved('commission_event', 'held', 'available'),
  moved('distributor_event', 'applied', 'rejected'),
  moved('distributor_event', 'approved', 'suspended'),
  ...['EARNED_LAST_VISIT', 'EARNED_BOUND', 'NONE_LATER_VISIT_WON'].map(credited),
  ...['NONE_SELF_PURCHASE', 'NONE_PRODUCT_EXCLUDED', 'NONE_WINDOW_ENDED', 'NONE_BUDGET_USED'].map(credited),
  {
    what: 'a payment was found by asking, its notice lost',
    holds: async ({ shop }) => {
      const found = await shop.rows(
        `select 1 from payment where state = 'paid' and transaction_id = any ($1) limit 1`,
        [shop.post.counts.lostPayments],
      );
      return found.length > 0;
    },
  },
  { what: 'a notice came twice', holds: ({ shop }) => shop.post.counts.doubled > 0 },
  { what: 'a notice came late', holds: ({ shop }) => shop.post.counts.late > 0 },
  { what: 'a notice was sent again', holds: ({ shop }) => shop.post.counts.retried > 0 },
  died('api', 'after', 'the API died between commit and answer'),
  died('api', 'within', 'the API died within a transaction'),
  died('worker', 'after', 'the worker died after its work, before it was noted as done'),
  { what: 'a job was given out again', holds: ({ shop }) => shop.worker.redelivered > 0 },
  {
    what: 'the leader left and another one led',
    sql: `select 1 from buy_group g join shop_order o on o.id = g.leader_order_id
      where o.kind = 'join' limit 1`,
  },
  {
    what: 'a group kept its terms while the campaign changed',
    sql: `select 1 from buy_group g join campaign c on c.id = g.campaign_id
      where (g.terms->>'campaignVersion')::int < c.version limit 1`,
  },
  {
    what: 'a parcel counted as received by itself',
    sql: `select 1 from order_event where event = 'received' and actor = 'system' limit 1`,
  },
  {
    what: 'a buyer confirmed a parcel',
    sql: `select 1 from order_event where event = 'received' and actor = 'buyer' limit 1`,
  },
];

/** What a whole day should have seen, and did not. */
export async function findMissing(day: Day): Promise<string[]> {
  const missing: string[] = [];
  for (const { what, seen, sql, holds } of list) {
    const happened =
      (seen !== undefined && day.town.seen.has(seen)) ||
      (sql !== undefined && (await day.shop.rows(sql)).length > 0) ||
      (await holds?.(day)) === true;
    if (!happened) missing.push(what);
  }
  return missing;
}
