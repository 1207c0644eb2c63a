-- How the shop deals with after-sales by itself: AfterSaleSettingsReply.
create or replace function after_sale_settings() returns jsonb language sql stable as $$
  select jsonb_build_object('decideHours', after_sale_decide_hours, 'returnDays', after_sale_return_days,
    'receiveDays', after_sale_receive_days, 'autoApproveFen', after_sale_auto_fen,
    'approveOverdue', after_sale_approve_overdue, 'returnAddress', return_address)
  from shop_setting;
$$;

-- Locks an order, of this user where one is given, and tells what after-sales depend on: {state, lines,
-- refundedFen, shippingLeftFen, settings}, or null when there is none. Locks group → order.
create or replace function lock_order_for_after_sale(p_order uuid, p_user uuid) returns jsonb
language plpgsql as $$
declare
  v_order shop_order;
begin
  select * into v_order from shop_order where id = p_order and (p_user is null or user_id = p_user);
  if not found then
    return null;
  end if;
  perform lock_orders(array[v_order.id], array[v_order.group_id]);
  return (
    select jsonb_build_object('state', o.state, 'settings', after_sale_settings(),
      'refundedFen', o.refunded_fen, 'shippingLeftFen', o.shipping_fen - o.refunded_fen + sum(l.refunded_fen),
      'lines', jsonb_agg(jsonb_build_object('id', l.id, 'quantity', l.quantity, 'payFen', l.pay_fen,
        'refundedFen', l.refunded_fen, 'refundedQuantity', l.refunded_quantity) order by l.position))
    from shop_order o join order_line l on l.order_id = o.id where o.id = p_order group by o.id);
end $$;

-- Locks an after-sale with its order, and tells all that its moves depend on; null when there is none, or it is
-- somebody else's. Locks group → order → after-sale.
create or replace function lock_after_sale(p_id uuid, p_user uuid) returns jsonb language plpgsql as $$
declare
  v_order jsonb;
begin
  v_order := lock_order_for_after_sale((select order_id from after_sale where id = p_id), p_user);
  if v_order is null then
    return null;
  end if;
  perform 1 from after_sale where id = p_id for update;
  return (
    select jsonb_build_object('id', id, 'orderId', order_id, 'kind', kind, 'state', state, 'askedFen', asked_fen,
      'shippingFen', shipping_fen, 'refundFen', refund_fen, 'note', note, 'carrier', carrier,
      'trackingNo', tracking_no, 'tracked', tracking_no is not null, 'dueAt', iso(due_at), 'order', v_order,
      'lines', (
        select jsonb_agg(jsonb_build_object('orderLineId', l.order_line_id, 'quantity', l.quantity,
          'amountFen', l.amount_fen) order by l.order_line_id)
        from after_sale_line l where l.after_sale_id = p_id))
    from after_sale where id = p_id);
end $$;

-- Writes down what a buyer asks for. p = {id, orderId, userId, kind, reason, words, pictures, askedFen,
-- shippingFen, dueAt, lines: [{orderLineId, quantity, amountFen}]}; the order is locked, and what is asked for
-- was judged, by the caller. Answers the id of the open after-sale that holds one of the lines, else null.
create or replace function insert_after_sale(p jsonb, p_now timestamptz) returns uuid
language plpgsql as $$
declare
  v_open uuid;
begin
  select l.after_sale_id into v_open
  from jsonb_array_elements(p->'lines') i
  join after_sale_line l on l.order_line_id = (i.value->>'orderLineId')::uuid and l.is_open limit 1;
  if found then
    return v_open;
  end if;
  insert into after_sale (id, order_id, user_id, kind, state, reason, words, pictures, asked_fen, shipping_fen,
    due_at, created_at)
  values ((p->>'id')::uuid, (p->>'orderId')::uuid, (p->>'userId')::uuid, p->>'kind', 'applied', p->>'reason',
    p->>'words', p->'pictures', (p->>'askedFen')::bigint, (p->>'shippingFen')::bigint,
    (p->>'dueAt')::timestamptz, p_now);
  insert into after_sale_line (after_sale_id, order_line_id, quantity, amount_fen)
  select (p->>'id')::uuid, (i.value->>'orderLineId')::uuid, (i.value->>'quantity')::int,
    (i.value->>'amountFen')::bigint
  from jsonb_array_elements(p->'lines') i;
  insert into after_sale_event (after_sale_id, at, actor, to_state, reason)
  values ((p->>'id')::uuid, p_now, 'buyer', 'applied', p->>'reason');
  perform watch_after_sale((p->>'id')::uuid, p_now);
  return null;
end $$;

-- Moves an after-sale, or writes down news within its state; order and after-sale are locked by the caller.
-- p = {to, actor, reason, dueAt} and what changes with it: {refundId, refundFen, note, returnAddress, carrier,
-- trackingNo}; dueAt is until when the new state should be left. A return address is remembered for the next.
-- When the last one of an order ends and the time of the order has passed meanwhile, the order is completed.
create or replace function move_after_sale(p_id uuid, p jsonb, p_now timestamptz) returns void
language plpgsql as $$
declare
  v_before after_sale;
begin
  select * into strict v_before from after_sale where id = p_id;
  update after_sale set state = p->>'to', due_at = (p->>'dueAt')::timestamptz,
    refund_id = coalesce((p->>'refundId')::uuid, refund_id),
    refund_fen = coalesce((p->>'refundFen')::bigint, refund_fen), note = coalesce(p->>'note', note),
    return_address = coalesce(p->>'returnAddress', return_address), carrier = coalesce(p->>'carrier', carrier),
    tracking_no = coalesce(p->>'trackingNo', tracking_no)
  where id = p_id;
  insert into after_sale_event (after_sale_id, at, actor, from_state, to_state, reason)
  values (p_id, p_now, p->>'actor', v_before.state, p->>'to', coalesce(p->>'reason', ''));
  update shop_setting set return_address = p->>'returnAddress'
  where p ? 'returnAddress' and return_address is distinct from p->>'returnAddress';
  if p->>'to' in ('done', 'rejected', 'withdrawn') then
    update after_sale_line set is_open = false where after_sale_id = p_id;
    perform complete_order(o.id, p_now)
    from shop_order o
    where o.id = v_before.order_id and o.state = 'received' and complete_at(o) <= p_now;
  end if;
  perform watch_after_sale(p_id, p_now);
end $$;

-- The job that looks again when the present state has lasted too long.
create or replace function watch_after_sale(p_id uuid, p_now timestamptz) returns void language sql as $$
  insert into outbox (topic, payload, dedupe_key, due_at, created_at)
  select 'after-sale.due', jsonb_build_object('afterSaleId', a.id),
    'after-sale.due:' || a.id || ':' || a.state || ':' || extract(epoch from a.due_at), a.due_at, p_now
  from after_sale a where a.id = p_id and a.due_at is not null
  on conflict (dedupe_key) do nothing;
$$;

-- The refund has reached the buyer: the after-sale it belongs to is done. The order is locked by the caller.
create or replace function end_after_sale(p_refund uuid, p_actor text, p_now timestamptz) returns void
language plpgsql as $$
begin
  perform move_after_sale(id, jsonb_build_object('to', 'done', 'actor', p_actor), p_now)
  from (select id from after_sale where refund_id = p_refund and state = 'refunding' for update) a;
end $$;

-- All of an order's money is on its way back: what its buyer still asked for is answered by that. The order is
-- locked by the caller.
create or replace function close_after_sales(p_order uuid, p_now timestamptz) returns void
language plpgsql as $$
begin
  perform move_after_sale(id, jsonb_build_object('actor', 'system', 'reason', 'order_refunded',
    'to', case when state = 'returned' then 'rejected' else 'withdrawn' end), p_now)
  from (select id, state from after_sale
    where order_id = p_order and state in ('applied', 'returning', 'returned') order by id for update) a;
end $$;
