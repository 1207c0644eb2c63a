-- When a shipped order counts as received by itself; null before it is shipped.
create or replace function auto_receive_at(o shop_order) returns timestamptz language sql stable as $$
  select o.shipped_at + make_interval(days => auto_receive_days) from shop_setting;
$$;

-- When the time for after-sales of a received order is over and it is complete; null before it is received.
create or replace function complete_at(o shop_order) returns timestamptz language sql stable as $$
  select o.received_at + make_interval(days => complete_days) from shop_setting;
$$;

-- Ships orders. Each item: {orderId, carrier, trackingNo}. Answers one result per item: 'shipped', 'repeat' when
-- it was shipped before with the same number, 'absent', 'not while <state>' (or 'not while nothing_left': every piece
-- was given back), or 'after-sale <id>': while a buyer asks for money instead of the goods, nobody sends them.
create or replace function ship_orders(p_items jsonb, p_now timestamptz) returns jsonb
language plpgsql as $$
declare
  v_results jsonb := '[]';
  v_item jsonb;
  v_order shop_order;
  v_after_sale uuid;
begin
  perform 1 from shop_order where id in (
    select (value->>'orderId')::uuid from jsonb_array_elements(p_items)) order by id for update;
  for v_item in select value from jsonb_array_elements(p_items) loop
    select * into v_order from shop_order where id = (v_item->>'orderId')::uuid;
    v_after_sale := (select id from after_sale
      where order_id = v_order.id and state in ('applied', 'approved') limit 1);
    if not found then
      v_results := v_results || '"absent"';
    elsif v_order.carrier = v_item->>'carrier' and v_order.tracking_no = v_item->>'trackingNo' then
      v_results := v_results || '"repeat"';
    elsif v_order.state <> 'to_ship' then
      v_results := v_results || to_jsonb('not while ' || v_order.state);
    elsif not exists (select 1 from order_line
        where order_id = v_order.id and refunded_quantity < quantity) then
      v_results := v_results || '"not while nothing_left"';
    elsif v_after_sale is not null then
      v_results := v_results || to_jsonb('after-sale ' || v_after_sale);
    else
      update shop_order set carrier = v_item->>'carrier', tracking_no = v_item->>'trackingNo', shipped_at = p_now
      where id = v_order.id returning * into strict v_order;
      perform move_order(v_order.id, 'shipped', 'shipped', 'operator',
        jsonb_build_object('carrier', v_item->>'carrier', 'trackingNo', v_item->>'trackingNo'), p_now);
      insert into outbox (topic, payload, dedupe_key, due_at, created_at)
      values ('shipment.upload', jsonb_build_object('orderId', v_order.id), 'shipment.upload:' || v_order.id,
          p_now, p_now),
        ('order.auto-receive', jsonb_build_object('orderId', v_order.id), 'order.auto-receive:' || v_order.id,
          auto_receive_at(v_order), p_now);
      v_results := v_results || '"shipped"';
    end if;
  end loop;
  return v_results;
end $$;

-- The parcel arrived: by the buyer's word, or by itself after some days. p_user null = any buyer.
-- Answers 'received', 'repeat', 'absent', or the state that forbids it.
create or replace function receive_order(p_order uuid, p_user uuid, p_actor text, p_now timestamptz)
returns text language plpgsql as $$
declare
  v_state text;
  v_due timestamptz;
begin
  select state into v_state from shop_order
  where id = p_order and (p_user is null or user_id = p_user) for update;
  if not found then
    return 'absent';
  elsif v_state in ('received', 'completed') then
    return 'repeat';
  elsif v_state <> 'shipped' then
    return v_state;
  end if;
  update shop_order o set received_at = p_now where id = p_order returning complete_at(o) into strict v_due;
  perform move_order(p_order, 'received', 'received', p_actor, '{}', p_now);
  update commission_line set available_at = v_due where order_id = p_order and state = 'held';
  insert into outbox (topic, payload, dedupe_key, due_at, created_at)
  values ('order.complete', jsonb_build_object('orderId', p_order), 'order.complete:' || p_order, v_due, p_now);
  return 'received';
end $$;

-- The time for after-sales is over: the order is complete and its commission available. What a person owes is
-- settled first, in the order of their lines; lines of suspended distributors wait for a review instead. While an
-- after-sale is open the order waits for its end, which comes back here. Answers whether something changed.
create or replace function complete_order(p_order uuid, p_now timestamptz) returns boolean
language plpgsql as $$
declare
  v_state text;
  v_lines uuid[];
  v_suspended uuid[];
begin
  select state into strict v_state from shop_order where id = p_order for update;
  if v_state <> 'received' or exists (
    select 1 from after_sale a join after_sale_line l on l.after_sale_id = a.id
    where a.order_id = p_order and l.is_open)
  then
    return false;
  end if;
  update shop_order set completed_at = p_now where id = p_order;
  perform move_order(p_order, 'completed', 'completed', 'system', '{}', p_now);
  -- Nobody is suspended or reinstated while this is judged.
  perform 1 from distributor where user_id in (
    select user_id from commission_line where order_id = p_order and state = 'held') order by id for share;
  select array_agg(user_id) into v_suspended from distributor where state = 'suspended' and user_id in (
    select user_id from commission_line where order_id = p_order and state = 'held');
  v_lines := array(
    select id from commission_line
    where order_id = p_order and state = 'held' and parent_id is null and user_id = any (v_suspended));
  perform explain_held(v_lines, 'HELD_REVIEW', p_now);
  perform make_available(array(
    select id from commission_line
    where order_id = p_order and state = 'held' and parent_id is null and id <> all (v_lines)), p_now);
  return true;
end $$;
