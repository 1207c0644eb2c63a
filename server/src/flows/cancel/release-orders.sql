-- Lets unpaid orders go: the seat and the stock are free again, an unopened group fails with its opener.
-- p_payment_state says what is known of the payment at WeChat: 'closed', or 'closing' when it did not answer.
-- Answers the ids that were let go; orders that are no longer unpaid are left alone.
create or replace function release_orders(p_orders uuid[], p_reason text, p_actor text, p_payment_state text,
  p_now timestamptz) returns jsonb language plpgsql as $$
declare
  v_order uuid;
  v_done jsonb := '[]';
begin
  perform 1 from group_seats where group_id in (select group_id from shop_order where id = any (p_orders))
  order by group_id for update;
  perform 1 from shop_order where id = any (p_orders) order by id for update;
  perform lock_stock(p_orders);
  for v_order in select id from shop_order where id = any (p_orders) and state = 'unpaid' order by id loop
    perform close_payment(v_order, p_payment_state, p_reason, p_now);
    perform release_order(v_order, p_reason, p_actor, p_now);
    v_done := v_done || to_jsonb(v_order::text);
  end loop;
  return v_done;
end $$;

-- Locks the stock of all these orders, before any of them touches a budget or an account.
create or replace function lock_stock(p_orders uuid[]) returns void language sql as $$
  select 1 from sku_stock where sku_id in (select sku_id from order_line where order_id = any (p_orders))
  order by sku_id for update;
$$;

-- The part of release_orders for one order whose group and row are locked.
create or replace function release_order(p_order uuid, p_reason text, p_actor text, p_now timestamptz)
returns void language plpgsql as $$
declare
  v_order shop_order;
begin
  perform 1 from sku_stock where sku_id in (select sku_id from order_line where order_id = p_order)
  order by sku_id for update;
  update sku_stock t set held = t.held - l.quantity
  from order_line l where l.order_id = p_order and t.sku_id = l.sku_id;
  update shop_order set cancel_reason = p_reason where id = p_order returning * into v_order;
  perform move_order(p_order, 'cancelled', 'cancelled', p_actor, jsonb_build_object('reason', p_reason), p_now);
  perform give_back_budget(v_order);
  if v_order.group_id is null then
    return;
  end if;
  update group_seat set state = 'freed' where order_id = p_order and state = 'held';
  update group_seats set held = held - 1 where group_id = v_order.group_id;
  perform fail_empty_group(v_order.group_id, p_reason, p_actor, p_now);
end $$;

-- A group that nobody is in any more has failed, opened or not.
create or replace function fail_empty_group(p_group uuid, p_reason text, p_actor text, p_now timestamptz)
returns void language sql as $$
  with before as (
    select g.id, g.state from buy_group g join group_seats n on n.group_id = g.id
    where g.id = p_group and g.state in ('opening', 'forming') and n.held = 0 and n.taken = 0
  ), moved as (
    update buy_group set state = 'failed', decided_at = p_now where id in (select id from before)
  )
  insert into group_event (group_id, at, actor, from_state, to_state, reason)
  select id, p_now, p_actor, state, 'failed', p_reason from before;
$$;

-- Moves a payment on its way out: open → closing → closed, one event for each step.
create or replace function close_payment(p_order uuid, p_state text, p_reason text, p_now timestamptz)
returns void language plpgsql as $$
declare
  v_payment payment;
begin
  select * into strict v_payment from payment where order_id = p_order for update;
  if v_payment.state = 'open' then
    update payment set state = 'closing', closing_at = p_now where id = v_payment.id;
    insert into payment_event (payment_id, at, actor, from_state, to_state, reason)
    values (v_payment.id, p_now, 'system', 'open', 'closing', p_reason);
  end if;
  if p_state = 'closed' and v_payment.state in ('open', 'closing') then
    update payment set state = 'closed' where id = v_payment.id;
    insert into payment_event (payment_id, at, actor, from_state, to_state, reason)
    values (v_payment.id, p_now, 'wechat', 'closing', 'closed', p_reason);
  elsif p_state = 'closing' and v_payment.state in ('open', 'closing') then
    -- Nobody knows yet whether money will come: WeChat is asked until it is known.
    insert into outbox (topic, payload, dedupe_key, due_at, created_at)
    values ('payment.check', jsonb_build_object('orderId', p_order, 'attempt', 1),
      'payment.check:' || p_order || ':1', p_now + interval '30 seconds', p_now)
    on conflict (dedupe_key) do nothing;
  end if;
end $$;
