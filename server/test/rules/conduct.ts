import { audited } from './audit.js';
import type { Rule } from './rule.js';

/** For each thing with states: where its events stand, and where its present state. */
const MACHINES = [
  { events: 'campaign_event', key: 'campaign_id', table: 'campaign' },
  { events: 'group_event', key: 'group_id', table: 'buy_group' },
  { events: 'order_event', key: 'order_id', table: 'shop_order' },
  { events: 'payment_event', key: 'payment_id', table: 'payment' },
  { events: 'refund_event', key: 'refund_id', table: 'refund' },
  { events: 'after_sale_event', key: 'after_sale_id', table: 'after_sale' },
  { events: 'approval_event', key: 'approval_id', table: 'approval' },
  { events: 'withdrawal_event', key: 'withdrawal_id', table: 'withdrawal' },
  { events: 'payout_run_event', key: 'payout_run_id', table: 'payout_run' },
  { events: 'distributor_event', key: 'distributor_id', table: 'distributor' },
  { events: 'commission_event', key: 'commission_line_id', table: 'commission_line' },
];

/** Events of one thing follow one another without a gap, and the last one led to where it stands. */
const chains: Rule[] = MACHINES.flatMap(({ events, key, table }) => [
  {
    number: 15,
    never: `a gap between two events of one thing in ${events}`,
    sql: `select ${key}, id from (
        select ${key}, id, from_state, lag(to_state) over (partition by ${key} order by id) as before
        from ${events}
      ) e where from_state is distinct from before`,
  },
  {
    number: 15,
    never: `a state in ${table} that its last event did not lead to`,
    sql: `select t.id from ${table} t left join lateral (
        select to_state from ${events} e where e.${key} = t.id order by e.id desc limit 1
      ) e on true where e.to_state is distinct from t.state`,
  },
]);

/** Rules 11 and 13 to 15: nothing invented, who did it, one request one order, what happens by itself. */
export const conduct: readonly Rule[] = [
  {
    number: 11,
    never: 'a member who never paid',
    sql: `select s.order_id from group_seat s join shop_order o on o.id = s.order_id
      join payment y on y.order_id = o.id where s.state = 'taken' and y.state <> 'paid'`,
  },
  {
    number: 11,
    never: 'a group that succeeded though it was neither full nor guaranteed, or nobody was in it',
    sql: `select g.id from buy_group g join group_seats n on n.group_id = g.id
      where g.state = 'succeeded' and n.taken <> n.size
        and (n.taken = 0 or not coalesce((g.terms->>'guaranteed')::boolean, false))`,
  },
  audited,
  {
    number: 14,
    never: 'two orders of one person for one request',
    sql: 'select user_id, request_id from shop_order group by user_id, request_id having count(*) > 1',
  },
  {
    number: 15,
    never: 'an order that moved on by itself before its time',
    sql: `select o.id from shop_order o cross join shop_setting s
      where o.completed_at < o.received_at + make_interval(days => s.complete_days)
        or o.received_at < o.shipped_at + make_interval(days => s.auto_receive_days) and exists (
          select 1 from order_event e where e.order_id = o.id and e.event = 'received' and e.actor = 'system')`,
  },
  {
    number: 15,
    never: 'a group and its orders that disagree about its success',
    sql: `select o.id from shop_order o join buy_group g on g.id = o.group_id
      where g.state in ('succeeded', 'failed') and o.state = 'waiting_group'
        or g.state <> 'succeeded' and o.state in ('to_ship', 'shipped', 'received', 'completed')
        or g.state not in ('opening', 'forming') and o.state = 'unpaid'`,
  },
  {
    number: 15,
    never: 'an order without an end when all is over',
    sql: `select id, state from shop_order where state not in ('completed', 'cancelled', 'refunded')`,
    atRest: true,
  },
  ...chains,
];
