-- Gives the rest of an order's money back: the order is refunding, stock returns unless it was shipped, commission
-- is reversed, and the refund is asked for at WeChat after the commit. Group and order are locked by the caller.
-- The refund's number follows from the order, so that it is made once and every retry repeats it.
create or replace function refund_order(p_order uuid, p_reason text, p_event text, p_actor text,
  p_now timestamptz) returns void language plpgsql as $$
begin
  perform refund_rest(p_order, cause_id('refund:rest:' || p_order), p_reason, '', p_event, p_actor, p_now);
end $$;

-- The part of refund_order with an id of the caller's choice and a note for the buyer.
create or replace function refund_rest(p_order uuid, p_refund uuid, p_reason text, p_note text, p_event text,
  p_actor text, p_now timestamptz) returns void language plpgsql as $$
declare
  v_order shop_order;
  v_fen bigint;
begin
  select * into strict v_order from shop_order where id = p_order;
  v_fen := v_order.pay_fen - v_order.refunded_fen;
  perform insert_refund(v_order, p_refund, v_fen, (
    select (v_fen - sum(l.pay_fen - l.refunded_fen))::bigint from order_line l where l.order_id = p_order),
    p_reason, p_note, p_actor, p_now);
  insert into refund_line (refund_id, order_line_id, amount_fen, quantity)
  select p_refund, l.id, l.pay_fen - l.refunded_fen, l.quantity - l.refunded_quantity
  from order_line l
  where l.order_id = p_order and (l.pay_fen > l.refunded_fen or l.quantity > l.refunded_quantity);

  if v_order.state in ('waiting_group', 'to_ship') then
    perform give_back_stock(p_order);
  end if;
  perform reverse_commission(p_order,
    case when p_reason in ('group_failed', 'group_dissolved') then 'FAIL_GROUP' else 'REVERSED_FULL' end, p_now);
  update shop_order set refunded_fen = pay_fen where id = p_order;
  update order_line set refunded_fen = pay_fen, refunded_quantity = quantity where order_id = p_order;
  perform move_order(p_order, 'refunding', p_event, p_actor,
    jsonb_strip_nulls(jsonb_build_object('amountFen', v_fen, 'reason', p_reason, 'note', nullif(p_note, ''))), p_now);
  perform close_after_sales(p_order, p_now);
end $$;

-- Gives a part of an order's money back, or all that is left of it. p = {orderId, refundId, reason, note, actor,
-- shippingFen, lines: [{orderLineId, quantity, amountFen}]}; reason is told to the buyer by code, note in words.
-- Answers {ok: true, amountFen} or {ok: false, code, detail}; what is refused changes nothing.
-- Locks group → order → payment → stock → accounts.
create or replace function request_refund(p jsonb, p_now timestamptz) returns jsonb
language plpgsql as $$
declare
  v_order shop_order;
  v_refund uuid := (p->>'refundId')::uuid;
  v_fen bigint;
  v_refusal jsonb;
begin
  select * into strict v_order from shop_order where id = (p->>'orderId')::uuid;
  perform lock_orders(array[v_order.id], array[v_order.group_id]);
  select * into strict v_order from shop_order where id = v_order.id;
  v_fen := (p->>'shippingFen')::bigint
    + coalesce((select sum((l.value->>'amountFen')::bigint) from jsonb_array_elements(p->'lines') l), 0);
  v_refusal := refund_refusal(v_order, p, v_fen);
  if v_refusal is not null then
    return v_refusal;
  end if;

  if v_fen = v_order.pay_fen - v_order.refunded_fen then
    if v_order.state = 'waiting_group' then
      perform free_seat(v_order, p->>'actor', p_now);
    end if;
    perform refund_rest(v_order.id, v_refund, p->>'reason', p->>'note', 'refund_requested', p->>'actor', p_now);
  else
    perform refund_part(v_order, p, v_fen, p_now);
  end if;
  return jsonb_build_object('ok', true, 'amountFen', v_fen);
end $$;

-- Numbers that WeChat was told, or will be, for refunds of an order's payment; one that it closed is told by another.
create or replace function refund_numbers(p_order uuid) returns int language sql stable as $$
  select coalesce(sum(attempt), 0)::int from refund where order_id = p_order and source = 'order';
$$;

-- Why so much cannot be given back now, or null. WeChat takes fifty refunds of one payment: the last of them must
-- stay free for a group that may still fail.
create or replace function refund_refusal(p_order shop_order, p jsonb, p_fen bigint) returns jsonb
language plpgsql stable as $$
declare
  v_shipping_left bigint := p_order.shipping_fen - p_order.refunded_fen + (
    select sum(l.refunded_fen) from order_line l where l.order_id = p_order.id);
  v_count int := refund_numbers(p_order.id);
begin
  if p_order.state not in ('waiting_group', 'to_ship', 'shipped', 'received', 'completed') then
    return jsonb_build_object('ok', false, 'code', 'state.conflict', 'detail',
      jsonb_build_object('state', p_order.state));
  end if;
  if p_fen < 1 or (p->>'shippingFen')::bigint > v_shipping_left or exists (
    select 1 from jsonb_array_elements(p->'lines') i
    left join order_line l on l.id = (i.value->>'orderLineId')::uuid and l.order_id = p_order.id
    where l.id is null or (i.value->>'amountFen')::bigint > l.pay_fen - l.refunded_fen
      or (i.value->>'quantity')::int > l.quantity - l.refunded_quantity)
  then
    return jsonb_build_object('ok', false, 'code', 'refund.above_paid', 'detail',
      jsonb_build_object('leftFen', p_order.pay_fen - p_order.refunded_fen));
  end if;
  if v_count >= 50 or (v_count = 49 and p_order.state = 'waiting_group'
                       and p_fen < p_order.pay_fen - p_order.refunded_fen) then
    return jsonb_build_object('ok', false, 'code', 'refund.too_many', 'detail',
      jsonb_build_object('refundCount', v_count));
  end if;
  return null;
end $$;

-- The part of request_refund that leaves the order in its state. Pieces that were not shipped go back on the shelf.
create or replace function refund_part(p_order shop_order, p jsonb, p_fen bigint, p_now timestamptz)
returns void language plpgsql as $$
declare
  v_refund uuid := (p->>'refundId')::uuid;
  v_restock boolean := p_order.state in ('waiting_group', 'to_ship');
begin
  perform insert_refund(p_order, v_refund, p_fen, (p->>'shippingFen')::bigint, p->>'reason', p->>'note',
    p->>'actor', p_now);
  insert into refund_line (refund_id, order_line_id, amount_fen, quantity)
  select v_refund, (i.value->>'orderLineId')::uuid, (i.value->>'amountFen')::bigint, (i.value->>'quantity')::int
  from jsonb_array_elements(p->'lines') i;
  update shop_order set refunded_fen = refunded_fen + p_fen where id = p_order.id;
  update order_line l set refunded_fen = l.refunded_fen + r.amount_fen,
    refunded_quantity = l.refunded_quantity + r.quantity,
    restocked_quantity = l.restocked_quantity + case when v_restock then r.quantity else 0 end
  from refund_line r where r.refund_id = v_refund and l.id = r.order_line_id;
  if v_restock then
    perform 1 from sku_stock where sku_id in (
      select l.sku_id from refund_line r join order_line l on l.id = r.order_line_id
      where r.refund_id = v_refund and r.quantity > 0)
    order by sku_id for update;
    update sku_stock t set on_hand = t.on_hand + r.quantity, sold = t.sold - r.quantity
    from refund_line r join order_line l on l.id = r.order_line_id
    where r.refund_id = v_refund and t.sku_id = l.sku_id;
  end if;
  perform reverse_commission_part(p_order.id, v_refund, p_now);
  insert into order_event (order_id, at, event, actor, from_state, to_state, detail)
  values (p_order.id, p_now, 'refund_requested', p->>'actor', p_order.state, p_order.state,
    jsonb_strip_nulls(jsonb_build_object('amountFen', p_fen, 'reason', p->>'reason',
      'note', nullif(p->>'note', ''))));
end $$;

-- The refund itself, its posting, and the job that asks WeChat for it.
create or replace function insert_refund(p_order shop_order, p_refund uuid, p_fen bigint, p_shipping_fen bigint,
  p_reason text, p_note text, p_actor text, p_now timestamptz) returns void language plpgsql as $$
begin
  insert into refund (id, order_id, transaction_id, out_refund_no, amount_fen, total_fen, shipping_fen, source,
    reason, note, state, requested_at)
  select p_refund, p_order.id, y.transaction_id, replace(p_refund::text, '-', ''), p_fen, y.amount_fen,
    p_shipping_fen, 'order', p_reason, p_note, 'requested', p_now
  from payment y where y.order_id = p_order.id;
  insert into refund_event (refund_id, at, actor, to_state, reason)
  values (p_refund, p_now, p_actor, 'requested', p_reason);
  insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, order_id, at)
  values (cause_id('refund-requested:' || p_refund),
    case when p_order.state = 'waiting_group' then 'customer_deposits' else 'sales' end, 'refunds_payable', p_fen,
    'refund_requested', p_order.id, p_now);
  insert into outbox (topic, payload, dedupe_key, due_at, created_at)
  values ('refund.send', jsonb_build_object('refundId', p_refund), 'refund.send:' || p_refund, p_now, p_now);
end $$;

-- What is left of an order's pieces goes back on the shelf. Locks by SKU.
create or replace function give_back_stock(p_order uuid) returns void language plpgsql as $$
begin
  perform 1 from sku_stock where sku_id in (select sku_id from order_line where order_id = p_order)
  order by sku_id for update;
  update sku_stock t set on_hand = t.on_hand + l.quantity - l.refunded_quantity,
    sold = t.sold - l.quantity + l.refunded_quantity
  from order_line l where l.order_id = p_order and t.sku_id = l.sku_id;
  update order_line set restocked_quantity = restocked_quantity + quantity - refunded_quantity,
    refunded_quantity = quantity
  where order_id = p_order;
end $$;
