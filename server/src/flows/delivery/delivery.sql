-- Ships orders. Each item: {orderId, carrier, trackingNo}. Answers one result per item: 'shipped', 'repeat' when
-- it was shipped before with the same number, 'absent', or 'not while <state>'.
create or replace function ship_orders(p_items jsonb, p_now timestamptz) returns jsonb
language plpgsql as $$
declare
  v_results jsonb := '[]';
  v_item jsonb;
  v_order shop_order;
  v_days int;
begin
  select auto_receive_days into strict v_days from shop_setting;
  perform 1 from shop_order where id in (
    select (value->>'orderId')::uuid from jsonb_array_elements(p_items)) order by id for update;
  for v_item in select value from jsonb_array_elements(p_items) loop
    select * into v_order from shop_order where id = (v_item->>'orderId')::uuid;
    if not found then
      v_results := v_results || '"absent"';
    elsif v_order.carrier = v_item->>'carrier' and v_order.tracking_no = v_item->>'trackingNo' then
      v_results := v_results || '"repeat"';
    elsif v_order.state <> 'to_ship' then
      v_results := v_results || to_jsonb('not while ' || v_order.state);
    else
      update shop_order set carrier = v_item->>'carrier', tracking_no = v_item->>'trackingNo', shipped_at = p_now
      where id = v_order.id;
      perform move_order(v_order.id, 'shipped', 'shipped', 'operator',
        jsonb_build_object('carrier', v_item->>'carrier', 'trackingNo', v_item->>'trackingNo'), p_now);
      insert into outbox (topic, payload, dedupe_key, due_at, created_at)
      values ('shipment.upload', jsonb_build_object('orderId', v_order.id), 'shipment.upload:' || v_order.id,
          p_now, p_now),
        ('order.auto-receive', jsonb_build_object('orderId', v_order.id), 'order.auto-receive:' || v_order.id,
          p_now + make_interval(days => v_days), p_now);
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
  select p_now + make_interval(days => complete_days) into strict v_due from shop_setting;
  update shop_order set received_at = p_now where id = p_order;
  perform move_order(p_order, 'received', 'received', p_actor, '{}', p_now);
  update commission_line set available_at = v_due where order_id = p_order and state = 'held';
  insert into outbox (topic, payload, dedupe_key, due_at, created_at)
  values ('order.complete', jsonb_build_object('orderId', p_order), 'order.complete:' || p_order, v_due, p_now);
  return 'received';
end $$;

-- The time for after-sales is over: the order is complete and its commission available. What a person owes is
-- settled first, in the order of their lines. Answers whether something changed.
create or replace function complete_order(p_order uuid, p_now timestamptz) returns boolean
language plpgsql as $$
declare
  v_state text;
  v_line record;
  v_debt bigint;
begin
  select state into strict v_state from shop_order where id = p_order for update;
  if v_state <> 'received' then
    return false;
  end if;
  update shop_order set completed_at = p_now where id = p_order;
  perform move_order(p_order, 'completed', 'completed', 'system', '{}', p_now);
  perform 1 from ledger_account where user_id in (
    select user_id from commission_line where order_id = p_order and state = 'held') order by id for update;
  for v_line in
    select l.id, l.user_id, l.amount_fen + coalesce((
      select sum(r.amount_fen) from commission_line r where r.parent_id = l.id), 0) as net_fen
    from commission_line l where l.order_id = p_order and l.state = 'held' and l.parent_id is null
    order by l.user_id, l.id
  loop
    select least(-balance_fen, v_line.net_fen) into v_debt from ledger_account
    where id = 'debt:' || v_line.user_id;
    v_debt := coalesce(v_debt, 0);
    insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, order_id, commission_line_id,
      at)
    select cause_id(t.cause || v_line.id), 'held:' || v_line.user_id, t.account || v_line.user_id, t.fen,
      'commission_available', p_order, v_line.id, p_now
    from (values ('due-debt:', 'debt:', v_debt), ('due:', 'available:', v_line.net_fen - v_debt))
      t (cause, account, fen)
    where t.fen > 0;
  end loop;
  with moved as (
    update commission_line set state = 'available', available_at = p_now,
      reason_code = case when parent_id is null then 'AVAILABLE' else reason_code end
    where order_id = p_order and state = 'held' returning id, reason_code
  )
  insert into commission_event (commission_line_id, at, actor, from_state, to_state, reason)
  select id, p_now, 'system', 'held', 'available', reason_code from moved order by id;
  return true;
end $$;
