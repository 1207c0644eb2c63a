import { exportTransitions } from '@tuanlink/shared/exports';
import {
  afterSaleTransitions,
  approvalTransitions,
  campaignTransitions,
  canMove,
  commissionStartStates,
  commissionTransitions,
  differenceTransitions,
  distributorTransitions,
  groupTransitions,
  orderTransitions,
  paymentTransitions,
  payoutRunTransitions,
  refundTransitions,
  type Transitions,
  withdrawalTransitions,
} from '@tuanlink/shared/states';
import type { TestShop } from './shop.js';

/** A thing with states: its events, its table of moves, and the states it may start in. */
const machines: { events: string; table: Transitions<string>; starts: readonly string[] }[] = [
  { events: 'campaign_event', table: campaignTransitions, starts: ['draft'] },
  { events: 'group_event', table: groupTransitions, starts: ['opening'] },
  { events: 'order_event', table: orderTransitions, starts: ['unpaid'] },
  { events: 'payment_event', table: paymentTransitions, starts: ['open'] },
  { events: 'refund_event', table: refundTransitions, starts: ['requested'] },
  { events: 'after_sale_event', table: afterSaleTransitions, starts: ['applied'] },
  { events: 'approval_event', table: approvalTransitions, starts: ['pending'] },
  { events: 'export_event', table: exportTransitions, starts: ['waiting'] },
  { events: 'distributor_event', table: distributorTransitions, starts: ['applied'] },
  { events: 'reconciliation_difference_event', table: differenceTransitions, starts: ['open'] },
  { events: 'commission_event', table: commissionTransitions, starts: commissionStartStates },
  { events: 'withdrawal_event', table: withdrawalTransitions, starts: ['requested'] },
  { events: 'payout_run_event', table: payoutRunTransitions, starts: ['draft'] },
];

/** Every move that was written down stands in the tables of `shared/states`; staying put is no move. */
export async function expectStatesToBeAllowed(shop: TestShop): Promise<void> {
  for (const { events, table, starts } of machines) {
    const pairs = await shop.rows<{ from: string | null; to: string }>(
      `select distinct from_state as "from", to_state as "to" from ${events}`,
    );
    const wrong = pairs.filter(({ from, to }) =>
      from === null ? !starts.includes(to) : from !== to && !canMove(table, from, to),
    );
    expect({ events, wrong }).toEqual({ events, wrong: [] });
  }
}

/** Rules that hold at every moment, written as SQL apart from the services. Each must find nothing. */
export const neverRows: Readonly<Record<string, string>> = {
  'a group with more seats held and taken than its size':
    'select group_id from group_seats where held + taken > size or held < 0 or taken < 0',
  'a counter of seats that differs from the seats': `
    select n.group_id from group_seats n left join (
      select group_id, count(*) filter (where state = 'held') as held,
        count(*) filter (where state = 'taken') as taken from group_seat group by group_id
    ) s on s.group_id = n.group_id
    where n.held <> coalesce(s.held, 0) or n.taken <> coalesce(s.taken, 0)`,
  'stock held that differs from unpaid orders': `
    select t.sku_id from sku_stock t left join (
      select l.sku_id, sum(l.quantity) as held from order_line l join shop_order o on o.id = l.order_id
      where o.state = 'unpaid' group by l.sku_id
    ) u on u.sku_id = t.sku_id where t.held <> coalesce(u.held, 0)`,
  'pieces sold that differ from orders not given back before shipping': `
    select t.sku_id from sku_stock t left join (
      select l.sku_id, sum(l.quantity - l.restocked_quantity) as sold
      from order_line l join shop_order o on o.id = l.order_id
      where o.state not in ('unpaid', 'cancelled')
      group by l.sku_id
    ) u on u.sku_id = t.sku_id where t.sold <> coalesce(u.sold, 0)`,
  'a succeeded group that is neither full nor guaranteed, or that nobody is in': `
    select g.id from buy_group g join group_seats n on n.group_id = g.id
    where g.state = 'succeeded' and n.taken <> n.size
      and (n.taken = 0 or not coalesce((g.terms->>'guaranteed')::boolean, false))`,
  'a decided group with somebody who has neither paid nor been let go': `
    select g.id from buy_group g join shop_order o on o.group_id = g.id
    where g.state in ('succeeded', 'failed') and o.state in ('unpaid', 'waiting_group')`,
  'a forming group whose leader is not in it though somebody is': `
    select g.id from buy_group g where g.state = 'forming'
      and exists (select 1 from group_seat s where s.group_id = g.id and s.state = 'taken')
      and not exists (select 1 from group_seat s
        where s.order_id = g.leader_order_id and s.group_id = g.id and s.user_id = g.leader_user_id
          and s.state = 'taken')`,
  'a group whose terms differ from those it opened with': `
    select id from buy_group where size <> (terms->>'size')::int or window_minutes <> (terms->>'windowMinutes')::int`,
  'an order without a payment of its own':
    'select o.id from shop_order o left join payment y on y.order_id = o.id where y.id is null',
  'a paid state without paid money': `
    select o.id from shop_order o join payment y on y.order_id = o.id
    where o.state in ('waiting_group', 'to_ship', 'shipped', 'received', 'completed') and y.state <> 'paid'`,
  'paid money without a state': `
    select o.id from shop_order o join payment y on y.order_id = o.id
    where y.state = 'paid' and o.state in ('unpaid', 'cancelled')`,
  'an order whose refunds are not what it says': `
    select o.id from shop_order o
    where o.refunded_fen <> coalesce((
        select sum(r.amount_fen) from refund r
        where r.order_id = o.id and (r.source = 'order' or r.reason like 'paid_late%' or r.reason = 'paid_after_cancel')), 0)
      and o.refunded_fen <> 0`,
  'a line whose refunds are not what it says': `
    select l.id from order_line l join shop_order o on o.id = l.order_id
    left join refund_line g on g.order_line_id = l.id
    where o.state not in ('refunding', 'refunded') group by l.id
    having l.refunded_fen <> coalesce(sum(g.amount_fen), 0)
      or l.refunded_quantity <> coalesce(sum(g.quantity), 0)`,
  'a refund whose lines and shipping are not its amount': `
    select r.id from refund r where r.source = 'order' and r.amount_fen <> r.shipping_fen + (
      select coalesce(sum(g.amount_fen), 0) from refund_line g where g.refund_id = r.id)`,
  'more than fifty refunds of one payment': `
    select order_id from refund where source = 'order' group by order_id having count(*) > 50`,
  'a commission line taken back in another proportion than its goods': `
    select c.id from commission_line c join order_line l on l.id = c.order_line_id
    where c.parent_id is null and c.state in ('estimated', 'held', 'available') and c.base_fen > 0
      and coalesce((select -sum(r.amount_fen) from commission_line r where r.parent_id = c.id), 0)
        <> div(c.amount_fen::numeric * l.refunded_fen, c.base_fen)`,
  'an approval decided by who asked for it': `
    select id from approval where state in ('approved', 'rejected') and decided_by = requested_by`,
  'an after-sale whose refund is not what was allowed': `
    select a.id from after_sale a left join refund r on r.id = a.refund_id
    where (a.state in ('refunding', 'done') and a.refund_fen is distinct from r.amount_fen)
      or (a.state = 'done') <> (r.state is not distinct from 'succeeded')
      or a.refund_fen > a.asked_fen
      or a.asked_fen <> a.shipping_fen + (
        select sum(l.amount_fen) from after_sale_line l where l.after_sale_id = a.id)`,
  'an after-sale whose lines do not know whether it is open': `
    select a.id from after_sale a join after_sale_line l on l.after_sale_id = a.id
    where l.is_open <> (a.state not in ('done', 'rejected', 'withdrawn'))`,
  'an order completed over an open after-sale': `
    select o.id from shop_order o join after_sale a on a.order_id = o.id
    where o.state = 'completed' and o.completed_at > a.created_at
      and a.state not in ('done', 'rejected', 'withdrawn')`,
  'more refunded than came in': `
    select r.transaction_id from refund r group by r.transaction_id
    having sum(r.amount_fen) > (
      select max(fen) from (
        select amount_fen as fen from payment where transaction_id = r.transaction_id
          and not exists (select 1 from odd_money m where m.transaction_id = r.transaction_id)
        union all select amount_fen from odd_money where transaction_id = r.transaction_id) paid)`,
  'an account whose balance is not the sum of its transfers': `
    select a.id from ledger_account a
    where a.balance_fen <> coalesce((select sum(amount_fen) from ledger_transfer where to_account = a.id), 0)
      - coalesce((select sum(amount_fen) from ledger_transfer where from_account = a.id), 0)`,
  'commission held or available in the ledger without its lines': `
    select x.user_id from (
      select user_id, sum(amount_fen) as fen from commission_line where state = 'held' group by user_id
    ) x full join (select user_id, balance_fen from ledger_account where kind = 'held') a using (user_id)
    where coalesce(x.fen, 0) <> coalesce(a.balance_fen, 0)`,
  'a commission line above its rate': `
    select id from commission_line where parent_id is null
      and amount_fen > base_fen * rate_bp / 10000`,
  'money set aside for payment that differs from the open withdrawals': `
    select coalesce(x.user_id, a.user_id) as user_id from (
      select user_id, sum(amount_fen) as fen from withdrawal where finished_at is null group by user_id
    ) x full join (select user_id, balance_fen from ledger_account where kind = 'paying') a using (user_id)
    where coalesce(x.fen, 0) <> coalesce(a.balance_fen, 0)`,
  'a withdrawal whose transfers are not what its state says': `
    select w.id from withdrawal w left join lateral (
      select coalesce(sum(t.amount_fen) filter (where t.to_account like 'paying:%'), 0) as asked,
        coalesce(sum(t.amount_fen) filter (where t.to_account = 'wechat_clearing'), 0) as net,
        coalesce(sum(t.amount_fen) filter (where t.to_account = 'tax_payable'), 0) as tax,
        coalesce(sum(t.amount_fen) filter (where t.to_account ~ '^(available|debt):'), 0) as back
      from ledger_transfer t where t.id = any (withdrawal_transfer_ids(w.id))
    ) t on true
    where (t.asked, t.net, t.tax, t.back) is distinct from (w.amount_fen,
      case when w.state = 'paid' then w.net_fen else 0 end,
      case when w.state = 'paid' then w.tax_fen else 0 end,
      case when w.state in ('rejected', 'lapsed', 'failed') then w.amount_fen else 0 end)`,
  'money that was paid out to a person without a withdrawal': `
    select t.id from ledger_transfer t where t.from_account like 'paying:%' and not exists (
      select 1 from withdrawal w where t.from_account = 'paying:' || w.user_id
        and t.id = any (withdrawal_transfer_ids(w.id)))`,
  'more tax withheld in a month than the ledger has, or less': `
    select w.total from (select coalesce(sum(tax_fen), 0) as total from withdrawal where state = 'paid') w
    where w.total <> (select coalesce(sum(amount_fen), 0) from ledger_transfer where to_account = 'tax_payable')`,
  'more tax handed over in a month than was withheld, or other than the ledger has': `
    select h.month from (select month, sum(amount_fen) as fen from tax_handover group by month) h
    where h.fen > (select coalesce(sum(tax_fen), 0) from withdrawal where state = 'paid' and tax_month = h.month)
    union all
    select 'all' from (select coalesce(sum(amount_fen), 0) as fen from tax_handover) a
    where a.fen <> (select coalesce(sum(amount_fen), 0) from ledger_transfer
      where from_account = 'tax_payable' and to_account = 'bank')`,
  'a payout that was approved by the one who made it':
    "select id from payout_run where state = 'approved' and decided_by = made_by",
  'a withdrawal that was approved outside an approved run': `
    select w.id from withdrawal w left join payout_run r on r.id = w.payout_run_id
    where w.state not in ('requested', 'rejected') and r.state is distinct from 'approved'`,
  'a real name in the clear':
    "select user_id from payee where real_name_sealed not like 'v1.%' or real_name_masked !~ '[*]$'",
  'a budget that differs from what unpaid orders and live commission lines reserved, or is exceeded': `
    select b.campaign_id from commission_budget b left join (
      select o.campaign_id, (d.value->>'amountFen')::bigint as fen
      from shop_order o join order_line l on l.order_id = o.id, jsonb_array_elements(l.commission) d
      where o.state = 'unpaid' and d.value ? 'budgeted'
      union all
      select o.campaign_id, r.amount_fen from commission_line c
      join commission_line r on r.id = c.id or r.parent_id = c.id
      join shop_order o on o.id = c.order_id
      where c.parent_id is null and c.budgeted and c.state in ('estimated', 'held', 'available')
    ) x using (campaign_id)
    group by b.campaign_id, b.reserved_fen, b.cap_fen
    having b.reserved_fen <> coalesce(sum(x.fen), 0) or b.reserved_fen > b.cap_fen`,
  'an adjustment whose transfers are not its amount': `
    select a.id from commission_adjustment a left join ledger_transfer t on t.commission_line_id = a.id
    group by a.id, a.amount_fen
    having coalesce(sum(case when t.from_account = 'commission_expense' then t.amount_fen else -t.amount_fen end), 0)
      <> a.amount_fen`,
  // Moments are read before locks are waited for: within a second they do not tell which came first.
  'commission that became available to somebody suspended': `
    select e.commission_line_id from commission_event e join commission_line c on c.id = e.commission_line_id
    join distributor d on d.user_id = c.user_id
    where e.to_state = 'available' and e.from_state = 'held' and (
      select v.to_state = 'suspended' and v.at < e.at - interval '1 second'
      from distributor_event v where v.distributor_id = d.id and v.at <= e.at order by v.id desc limit 1)`,
  'a commission line of money that was never taken up': `
    select c.id from commission_line c join shop_order o on o.id = c.order_id
    where o.state in ('unpaid', 'cancelled')`,
};

/** Checks every rule that must hold whenever nothing is in the middle of happening. */
export async function expectBooksToBalance(shop: TestShop): Promise<void> {
  for (const [rule, sql] of Object.entries(neverRows)) {
    expect({ rule, rows: await shop.rows(sql) }).toEqual({ rule, rows: [] });
  }
}
