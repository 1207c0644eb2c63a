-- Records money that WeChat says was paid. Each item: {outTradeNo, transactionId, amountFen, openid}.
-- Answers one result per item: {outcome, orderId?, groupId?} with outcome
--   taken    the order is paid        repeat   known already, nothing changed
--   late     the order had been let go; nothing was written, late_payment() decides
--   odd      recorded and refunded    unknown  no payment with this number
-- Locks group → order → payment → stock → accounts, for all items before the first is recorded: one after the
-- other they would come back to a kind that stands earlier in this order, and two calls could wait for each
-- other. Raises 40001 where an order's group changed meanwhile, so that the whole transaction runs again.
create or replace function record_payments(p_items jsonb, p_now timestamptz) returns jsonb
language plpgsql as $$
declare
  v_results jsonb := '[]';
  v_item jsonb;
  v_orders uuid[];
  v_groups uuid[];
begin
  select coalesce(array_agg(o.id), '{}'), coalesce(array_agg(o.group_id) filter (where o.group_id is not null), '{}')
  into v_orders, v_groups
  from jsonb_array_elements(p_items) i
  join payment y on y.out_trade_no = i.value->>'outTradeNo' join shop_order o on o.id = y.order_id;
  if jsonb_array_length(p_items) > 1 then
    perform lock_for_payments(v_orders, v_groups);
  else
    perform lock_orders(v_orders, v_groups);
  end if;
  for v_item in select value from jsonb_array_elements(p_items) loop
    v_results := v_results || record_payment(v_item, p_now);
  end loop;
  return v_results;
end $$;

-- Locks groups, then orders, each by id. Only late money moves an order to another group; where that happened
-- between reading and locking, the transaction starts over.
create or replace function lock_orders(p_orders uuid[], p_groups uuid[]) returns void
language plpgsql as $$
begin
  perform 1 from group_seats where group_id = any (p_groups) order by group_id for update;
  perform 1 from shop_order where id = any (p_orders) order by id for update;
  if exists (select 1 from shop_order
             where id = any (p_orders) and group_id is not null and group_id <> all (p_groups)) then
    raise exception 'an order moved to another group while it was being locked' using errcode = '40001';
  end if;
end $$;

-- Takes every lock that payments of several orders can come to need, each kind by id. Orders that wait in a
-- group which these payments can fill become sales with them, so they and who earns from them belong to it.
create or replace function lock_for_payments(p_orders uuid[], p_groups uuid[]) returns void
language plpgsql as $$
declare
  v_filling uuid[];
  v_orders uuid[];
begin
  perform 1 from group_seats where group_id = any (p_groups) order by group_id for update;
  v_filling := array(select group_id from group_seats where group_id = any (p_groups)
    and taken + cardinality(array_positions(p_groups, group_id)) >= size);
  v_orders := p_orders || array(
    select id from shop_order where group_id = any (v_filling) and state = 'waiting_group');
  perform lock_orders(v_orders, p_groups);
  perform 1 from payment where order_id = any (p_orders) order by id for update;
  perform 1 from sku_stock where sku_id in (select sku_id from order_line where order_id = any (p_orders))
  order by sku_id for update;
  perform 1 from ledger_account where id in (
    select 'held:' || (d.value->>'userId') from order_line l, jsonb_array_elements(l.commission) d
    where l.order_id = any (v_orders)) order by id for update;
end $$;

-- The part of record_payments that stands for one item; group and order are locked already.
create or replace function record_payment(p jsonb, p_now timestamptz) returns jsonb
language plpgsql as $$
declare
  v_payment payment;
  v_order shop_order;
begin
  select * into v_payment from payment where out_trade_no = p->>'outTradeNo' for update;
  if not found then
    return jsonb_build_object('outcome', 'unknown');
  end if;
  select * into strict v_order from shop_order where id = v_payment.order_id;
  if v_payment.transaction_id = p->>'transactionId'
     or exists (select 1 from odd_money where transaction_id = p->>'transactionId') then
    return jsonb_build_object('outcome', 'repeat', 'orderId', v_order.id);
  end if;
  if v_payment.state = 'paid' then
    return record_odd_money(p, v_payment, v_order, 'paid_twice', p_now);
  end if;
  if (p->>'amountFen')::bigint <> v_payment.amount_fen then
    return record_odd_money(p, v_payment, v_order, 'odd_amount', p_now);
  end if;
  if p->>'openid' <> v_payment.openid then
    return record_odd_money(p, v_payment, v_order, 'odd_payer', p_now);
  end if;
  if v_order.state <> 'unpaid' then
    return jsonb_build_object('outcome', 'late', 'orderId', v_order.id);
  end if;

  perform mark_paid(v_payment.id, p->>'transactionId', false, p_now);
  perform take_up_order(v_order, p_now);
  return jsonb_build_object('outcome', 'taken', 'orderId', v_order.id, 'groupId', v_order.group_id);
end $$;

-- Moves a payment to paid. The shop's own clock dates it; WeChat's time has only seconds.
create or replace function mark_paid(p_payment uuid, p_transaction text, p_late boolean, p_now timestamptz)
returns void language plpgsql as $$
declare
  v_from text;
begin
  select state into strict v_from from payment where id = p_payment;
  update payment set state = 'paid', transaction_id = p_transaction, paid_at = p_now, late = p_late
  where id = p_payment;
  insert into payment_event (payment_id, at, actor, from_state, to_state, reason)
  values (p_payment, p_now, 'wechat', v_from, 'paid', case when p_late then 'late' else '' end);
end $$;

-- A paid order takes its held seat and stock for good; the group opens, fills or succeeds with it.
create or replace function take_up_order(p_order shop_order, p_now timestamptz) returns void
language plpgsql as $$
declare
  v_taken int;
  v_size int;
begin
  perform take_stock(p_order.id, true);
  insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, order_id, at)
  values (cause_id('paid:' || p_order.id), 'wechat_clearing', 'customer_deposits', p_order.pay_fen, 'paid',
    p_order.id, p_now);
  perform bind_buyer(p_order, p_now);

  if p_order.kind = 'solo' then
    perform create_commission_lines(p_order.id, 'held', p_now);
    perform earn_orders(array[p_order.id], p_order.state, 'paid', p_now);
    return;
  end if;

  perform move_order(p_order.id, 'waiting_group', 'paid', 'wechat',
    jsonb_build_object('payFen', p_order.pay_fen), p_now);
  update shop_order set paid_at = p_now where id = p_order.id;
  perform create_commission_lines(p_order.id, 'estimated', p_now);
  update group_seat set state = 'taken', joined_at = p_now, seat_no = (
    select min(n) from generate_series(1, 100) n where not exists (
      select 1 from group_seat s where s.group_id = p_order.group_id and s.state = 'taken' and s.seat_no = n))
  where order_id = p_order.id and state = 'held';
  update group_seats set held = held - 1, taken = taken + 1 where group_id = p_order.group_id
  returning taken, size into strict v_taken, v_size;
  perform pass_on_leadership(p_order.group_id, p_now);
  perform open_group(p_order.group_id, p_now);
  if v_taken = v_size then
    perform succeed_group(p_order.group_id, p_now);
  end if;
end $$;

-- The opener has paid: the group is listed and its clock starts. Does nothing to a group already forming.
create or replace function open_group(p_group uuid, p_now timestamptz) returns void
language plpgsql as $$
declare
  v_closes timestamptz;
begin
  update buy_group set state = 'forming', closes_at = p_now + make_interval(mins => window_minutes)
  where id = p_group and state = 'opening' returning closes_at into v_closes;
  if found then
    insert into group_event (group_id, at, actor, from_state, to_state, closes_at)
    values (p_group, p_now, 'wechat', 'opening', 'forming', v_closes);
    insert into outbox (topic, payload, dedupe_key, due_at, created_at)
    values ('group.close', jsonb_build_object('groupId', p_group), 'group.close:' || p_group, v_closes, p_now);
  end if;
end $$;

-- The leader has left: the member with the lowest seat leads. Changes nothing while the leader is in.
create or replace function pass_on_leadership(p_group uuid, p_now timestamptz) returns void language sql as $$
  with passed as (
    update buy_group g set leader_user_id = s.user_id, leader_order_id = s.order_id
    from group_seat s
    where g.id = p_group and s.group_id = g.id and s.state = 'taken'
      and s.seat_no = (select min(seat_no) from group_seat where group_id = g.id and state = 'taken')
      and not exists (select 1 from group_seat l
        where l.group_id = g.id and l.order_id = g.leader_order_id and l.state = 'taken')
    returning g.id, g.state
  )
  insert into group_event (group_id, at, actor, from_state, to_state, reason)
  select id, p_now, 'system', state, state, 'leader_passed' from passed;
$$;

-- The last seat is paid: the group succeeds at once for everybody in it.
create or replace function succeed_group(p_group uuid, p_now timestamptz) returns void
language plpgsql as $$
begin
  update buy_group set state = 'succeeded', decided_at = p_now where id = p_group and state = 'forming';
  if not found then
    raise exception 'group % is full but not forming', p_group;
  end if;
  insert into group_event (group_id, at, actor, from_state, to_state)
  values (p_group, p_now, 'wechat', 'forming', 'succeeded');
  perform earn_orders(
    array(select id from shop_order where group_id = p_group and state = 'waiting_group' order by id for update),
    'waiting_group', 'group_succeeded', p_now);
end $$;

-- Orders become sales: to ship, deposits to sales for what is not given back, commission held.
create or replace function earn_orders(p_orders uuid[], p_from text, p_event text, p_now timestamptz)
returns void language plpgsql as $$
begin
  update shop_order set state = 'to_ship', paid_at = coalesce(paid_at, p_now) where id = any (p_orders);
  insert into order_event (order_id, at, event, actor, from_state, to_state, detail)
  select o.id, p_now, p_event, 'wechat', p_from, 'to_ship',
    case when p_event = 'group_succeeded' then '{}' else jsonb_build_object('payFen', o.pay_fen) end
  from shop_order o where o.id = any (p_orders) order by o.id;

  with moved as (
    update commission_line set state = 'held',
      reason_code = case when parent_id is null then held_reason(user_id) else reason_code end
    where order_id = any (p_orders) and state = 'estimated' returning id, reason_code
  )
  insert into commission_event (commission_line_id, at, actor, from_state, to_state, reason)
  select id, p_now, 'system', 'estimated', 'held', reason_code from moved order by id;

  -- In a fixed order, whatever way the planner reads: a day that is repeated has the same ledger.
  insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, order_id, commission_line_id, at)
  select cause_id('sold:' || o.id), 'customer_deposits', 'sales', o.pay_fen - o.refunded_fen, 'sold', o.id,
    null::uuid, p_now
  from shop_order o where o.id = any (p_orders) and o.pay_fen > o.refunded_fen
  union all
  select cause_id('held:' || c.id), 'commission_expense', 'held:' || c.user_id, c.net_fen, 'commission_held',
    c.order_id, c.id, p_now
  from (
    select l.id, l.order_id, l.user_id, l.amount_fen + coalesce((
      select sum(r.amount_fen) from commission_line r where r.parent_id = l.id), 0) as net_fen
    from commission_line l
    where l.order_id = any (p_orders) and l.state = 'held' and l.parent_id is null
  ) c where c.net_fen > 0
  order by 6, 7 nulls first;
end $$;

-- Why a line of this person is held: suspended while it was on its way, it waits for a person's review. Read without
-- a lock: whether it becomes available is judged once more when it is due.
create or replace function held_reason(p_user uuid) returns text language sql stable as $$
  select case when exists (select 1 from distributor where user_id = p_user and state = 'suspended')
    then 'HELD_REVIEW' else 'HELD_UNTIL' end;
$$;

-- Commission lines come into being when the money is taken up, from what the order lines say.
create or replace function create_commission_lines(p_order uuid, p_state text, p_now timestamptz)
returns void language plpgsql as $$
begin
  with decided as (
    select l.id as line_id, d.value as d from order_line l, jsonb_array_elements(l.commission) d
    where l.order_id = p_order
  ), made as (
    insert into commission_line (id, order_id, order_line_id, user_id, state, attribution_code, reason_code,
      base_fen, rate_bp, amount_fen, budgeted, evidence, created_at)
    select (d->>'id')::uuid, p_order, line_id, (d->>'userId')::uuid,
      case when d->>'attributionCode' like 'EARNED%' then p_state else 'none' end, d->>'attributionCode',
      case when d->>'attributionCode' not like 'EARNED%' then d->>'attributionCode'
           when p_state = 'held' then held_reason((d->>'userId')::uuid) else 'WAIT_GROUP' end,
      (d->>'baseFen')::bigint, (d->>'rateBp')::int, (d->>'amountFen')::bigint, d ? 'budgeted', d->'evidence',
      p_now
    from decided returning id, state, reason_code
  )
  insert into commission_event (commission_line_id, at, actor, to_state, reason)
  select id, p_now, 'system', state, reason_code from made order by id;
end $$;

-- A paid order ties the buyer to the distributor who earned it, for the days its rules say. One that was placed
-- before the order of a binding that still runs changes nothing, though it is paid after it.
create or replace function bind_buyer(p_order shop_order, p_now timestamptz) returns void
language sql as $$
  insert into binding (user_id, distributor_user_id, share_token, order_id, bound_at, expires_at)
  select p_order.user_id, (p_order.credit->>'userId')::uuid, p_order.credit->>'shareToken', p_order.id, p_now,
    p_now + make_interval(days => (p_order.credit->>'bindingDays')::int)
  where p_order.credit is not null
  on conflict (user_id) do update set distributor_user_id = excluded.distributor_user_id,
    share_token = excluded.share_token, order_id = excluded.order_id, bound_at = excluded.bound_at,
    expires_at = excluded.expires_at
  where binding.expires_at <= p_now
    or not exists (select 1 from shop_order o where o.id = binding.order_id and o.created_at > p_order.created_at);
$$;

-- Pieces leave the shelf for good: from what the order holds, or (held = false) from what is free.
-- Locks by SKU. False, with nothing changed, where something free is missing.
create or replace function take_stock(p_order uuid, p_held boolean) returns boolean
language plpgsql as $$
begin
  perform 1 from sku_stock where sku_id in (select sku_id from order_line where order_id = p_order)
  order by sku_id for update;
  if not p_held and exists (
    select 1 from order_line l join sku_stock t on t.sku_id = l.sku_id
    where l.order_id = p_order and t.on_hand - t.held < l.quantity
  ) then
    return false;
  end if;
  update sku_stock t set on_hand = t.on_hand - l.quantity, sold = t.sold + l.quantity,
    held = t.held - case when p_held then l.quantity else 0 end
  from order_line l where l.order_id = p_order and t.sku_id = l.sku_id;
  return true;
end $$;

-- Moves an order and writes down who did it and why.
create or replace function move_order(p_order uuid, p_to text, p_event text, p_actor text, p_detail jsonb,
  p_now timestamptz) returns void language sql as $$
  with before as (select id, state from shop_order where id = p_order),
  moved as (update shop_order set state = p_to where id = p_order)
  insert into order_event (order_id, at, event, actor, from_state, to_state, detail)
  select id, p_now, p_event, p_actor, state, p_to, p_detail from before;
$$;
