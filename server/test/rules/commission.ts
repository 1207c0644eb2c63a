import type { Rule } from './rule.js';

/** Rules 9, 10 and 12: who earns what, and why. */
export const commission: readonly Rule[] = [
  {
    number: 9,
    never: 'a commission line that differs from what was decided when the order was placed',
    sql: `select coalesce(c.id, d.id) from (
        select (d.value->>'id')::uuid as id, l.id as line_id, (d.value->>'userId')::uuid as user_id,
          d.value->>'attributionCode' as code, (d.value->>'baseFen')::bigint as base_fen,
          (d.value->>'rateBp')::int as rate_bp, (d.value->>'amountFen')::bigint as amount_fen
        from order_line l join shop_order o on o.id = l.order_id
        cross join lateral jsonb_array_elements(l.commission) d
        where exists (select 1 from ledger_transfer t where t.order_id = o.id and t.reason = 'paid')
      ) d full join (select * from commission_line where parent_id is null) c on c.id = d.id
      where c.id is null or d.id is null or c.order_line_id <> d.line_id or c.user_id <> d.user_id
        or c.base_fen <> d.base_fen or c.rate_bp <> d.rate_bp
        or (c.attribution_code, c.amount_fen) <> (d.code, d.amount_fen)
          and (c.attribution_code, c.amount_fen) <> ('NONE_BUDGET_USED', 0)`,
  },
  {
    number: 9,
    never: 'a commission line of money that was never taken up',
    sql: `select c.id from commission_line c join shop_order o on o.id = c.order_id
      where o.state in ('unpaid', 'cancelled')`,
  },
  {
    number: 9,
    never: 'a commission that is not base times rate, rounded down, or a none that earns',
    sql: `select c.id from commission_line c join order_line l on l.id = c.order_line_id
      where c.parent_id is null and (c.base_fen <> l.pay_fen
        or c.amount_fen <> case when c.attribution_code like 'EARNED%' then c.base_fen * c.rate_bp / 10000
          else 0 end
        or (c.state = 'none') <> (c.attribution_code like 'NONE%'))`,
  },
  {
    number: 9,
    never: 'a group order that earns at another rate than its group’s terms',
    // Late money may move an order to another group of its campaign; its rate stays that of the first.
    sql: `select c.id, c.rate_bp from commission_line c join shop_order o on o.id = c.order_id
      where c.attribution_code like 'EARNED%' and o.group_id is not null and not exists (
        select 1 from buy_group g
        where (g.id = o.group_id or g.campaign_id = o.campaign_id and exists (
            select 1 from order_event e where e.order_id = o.id and e.event = 'moved_group'))
          and c.rate_bp = (case when c.evidence->>'buyer' = 'new'
            then coalesce(g.terms->>'newBuyerRateBp', g.terms->>'rateBp') else g.terms->>'rateBp' end)::int)`,
  },
  {
    number: 9,
    never: 'a solo order that earns at another rate than the shop’s rules that it names',
    sql: `select c.id, c.rate_bp from commission_line c
      join commission_rules r on r.version = (c.evidence->'rule'->>'version')::int
      where c.attribution_code like 'EARNED%' and c.evidence->>'rateSource' = 'shop'
        and c.rate_bp <> case when c.evidence->>'buyer' = 'new'
          then coalesce(r.new_buyer_rate_bp, r.default_rate_bp) else r.default_rate_bp end`,
  },
  {
    number: 9,
    never: 'a buyer taken for new who had paid before, or the other way round',
    // What was read while the payment was being recorded may have been either.
    sql: `select c.id, c.evidence->>'buyer' from commission_line c join shop_order o on o.id = c.order_id
      cross join lateral (
        select coalesce(bool_or(x.paid_at < o.created_at - interval '30 seconds'), false) as surely,
          coalesce(bool_or(x.paid_at < o.created_at + interval '30 seconds'), false) as perhaps
        from shop_order x where x.user_id = o.user_id and x.id <> o.id
      ) paid
      where c.evidence->>'buyer' = 'new' and paid.surely
        or c.evidence->>'buyer' = 'returning' and not paid.perhaps`,
  },
  {
    number: 9,
    never: 'a commission line whose state does not fit its order’s',
    sql: `select c.id, c.state, o.state from commission_line c join shop_order o on o.id = c.order_id
      join order_line l on l.id = c.order_line_id
      where c.state not in ('none', 'reversed') and c.state <> case o.state
        when 'waiting_group' then 'estimated' when 'to_ship' then 'held' when 'shipped' then 'held'
        when 'received' then 'held' when 'completed' then 'available' else 'reversed' end
        and (c.state, o.state) <> ('held', 'completed')
        or c.state = 'reversed' and c.parent_id is null and l.refunded_fen < l.pay_fen and not exists (
          select 1 from approval a where a.kind = 'commission.void' and a.state = 'approved')`,
  },
  {
    number: 9,
    never: 'commission held back after completion without a review',
    sql: `select c.id from commission_line c join shop_order o on o.id = c.order_id
      where c.state = 'held' and o.state = 'completed' and c.parent_id is null
        and c.reason_code <> 'HELD_REVIEW'`,
  },
  {
    number: 9,
    never: 'a part that was taken back and stands in another state than its line',
    sql: `select p.id from commission_line p join commission_line c on c.id = p.parent_id
      where p.state <> c.state or p.amount_fen > 0`,
  },
  {
    number: 9,
    never: 'a reason that does not fit the state of its line',
    sql: `select id, state, reason_code from commission_line where parent_id is null and case state
      when 'estimated' then reason_code <> 'WAIT_GROUP'
      when 'held' then reason_code not in ('HELD_UNTIL', 'HELD_REVIEW')
      when 'available' then reason_code not in ('AVAILABLE', 'ADJUSTED')
      when 'reversed' then reason_code not in ('FAIL_GROUP', 'REVERSED_FULL', 'REVERSED_PART', 'ADJUSTED')
      else reason_code <> attribution_code end`,
  },
  {
    number: 9,
    never: 'two people who earn from one order line',
    sql: `select order_line_id from commission_line
      where parent_id is null and attribution_code like 'EARNED%' group by order_line_id having count(*) > 1`,
  },
  {
    number: 9,
    never: 'somebody who earns from their own purchase',
    sql: `select c.id from commission_line c join shop_order o on o.id = c.order_id
      where c.attribution_code like 'EARNED%' and c.user_id = o.user_id`,
  },
  {
    number: 9,
    never: 'a credit for a last visit that the buyer did not make in time',
    sql: `select c.id from commission_line c join shop_order o on o.id = c.order_id
      where c.attribution_code = 'EARNED_LAST_VISIT' and not exists (
        select 1 from visit v join share s on s.token = v.token
        where v.user_id = o.user_id and c.user_id = any (s.chain)
          and v.at between o.created_at - interval '7 days' and o.created_at)`,
  },
  {
    number: 9,
    never: 'a line whose ledger differs from its amount',
    sql: `select c.id, c.state, c.net_fen, coalesce(t.fen, 0) from (
        select l.id, l.state, l.amount_fen + coalesce((
          select sum(r.amount_fen) from commission_line r where r.parent_id = l.id), 0) as net_fen
        from commission_line l where l.parent_id is null
      ) c left join (
        select line_id, sum(fen) as fen from (
          select coalesce(p.parent_id, p.id) as line_id, s.fen from ledger_transfer x
          join commission_line p on p.id = x.commission_line_id
          cross join lateral (values (x.from_account, -x.amount_fen), (x.to_account, x.amount_fen))
            s (account, fen) where s.account like '%:%'
        ) sides group by line_id
      ) t on t.line_id = c.id
      where coalesce(t.fen, 0) <> case when c.state in ('held', 'available') then c.net_fen else 0 end`,
  },
  {
    number: 9,
    never: 'held or reversed commission that is not reversed in full with its order',
    sql: `select c.id from commission_line c join shop_order o on o.id = c.order_id
      where c.parent_id is null and c.state in ('estimated', 'held', 'available')
        and o.refunded_fen = o.pay_fen`,
  },
  {
    number: 10,
    never: 'a commission of another level than the first',
    sql: 'select id from commission_line where level <> 1',
  },
  {
    number: 12,
    never: 'money for a person that comes from anything but an order, an adjustment or a withdrawal',
    sql: `select id from ledger_transfer where from_account = 'commission_expense'
      and commission_line_id is null and reason not like '%adjust%'`,
  },
  {
    number: 9,
    never: 'a commission line taken back in another proportion than its goods',
    sql: `select c.id from commission_line c join order_line l on l.id = c.order_line_id
      where c.parent_id is null and c.state in ('estimated', 'held', 'available') and c.base_fen > 0
        and coalesce((select -sum(r.amount_fen) from commission_line r where r.parent_id = c.id), 0)
          <> div(c.amount_fen::numeric * l.refunded_fen, c.base_fen)`,
  },
  {
    number: 9,
    never: 'commission held or available in the ledger without its lines',
    sql: `select x.user_id from (
        select user_id, sum(amount_fen) as fen from commission_line where state = 'held' group by user_id
      ) x full join (select user_id, balance_fen from ledger_account where kind = 'held') a using (user_id)
      where coalesce(x.fen, 0) <> coalesce(a.balance_fen, 0)`,
  },
  {
    number: 9,
    never: 'a budget that differs from what unpaid orders and live commission lines reserved, or is exceeded',
    sql: `select b.campaign_id from commission_budget b left join (
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
  },
  {
    number: 9,
    never: 'an adjustment whose transfers are not its amount',
    sql: `select a.id from commission_adjustment a left join ledger_transfer t on t.commission_line_id = a.id
      group by a.id, a.amount_fen
      having coalesce(sum(case when t.from_account = 'commission_expense' then t.amount_fen else -t.amount_fen end), 0)
        <> a.amount_fen`,
  },
  // Moments are read before locks are waited for: within a second they do not tell which came first.
  {
    number: 9,
    never: 'commission that became available to somebody suspended',
    sql: `select e.commission_line_id from commission_event e join commission_line c on c.id = e.commission_line_id
      join distributor d on d.user_id = c.user_id
      where e.to_state = 'available' and e.from_state = 'held' and (
        select v.to_state = 'suspended' and v.at < e.at - interval '1 second'
        from distributor_event v where v.distributor_id = d.id and v.at <= e.at order by v.id desc limit 1)`,
  },
];
