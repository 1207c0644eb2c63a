-- Places orders. Each item carries what the rules decided; this function re-checks what may have changed
-- since (seat, stock, state, limits, request id) and writes all of an order or nothing of it.
-- Locks in the order person → group → stock → budget, each by id; the items are accepted in the order they stand in.
-- Answers one result per item: {ok: true} or {ok: false, code, detail?}; code 'request.twin' means that an
-- order with this request id exists already.
-- Where all items can be had together they are written together, each table once. Else one is judged and
-- written after the other. Both ways accept the same: what lasts for all of them lasts for each in turn.
create or replace function place_orders(p_items jsonb, p_now timestamptz) returns jsonb
language plpgsql as $$
declare
  v_together boolean;
  v_results jsonb := '[]';
  v_refusal jsonb;
  v_item jsonb;
begin
  v_together := lock_for_orders(p_items);
  if v_together then
    for v_item in select value from jsonb_array_elements(p_items) loop
      v_together := v_together and order_refusal(v_item, p_now) is null;
      v_results := v_results || '{"ok": true}';
    end loop;
  end if;
  if v_together then
    perform write_orders(p_items, p_now);
    return v_results;
  end if;

  v_results := '[]';
  for v_item in select value from jsonb_array_elements(p_items) loop
    v_refusal := order_refusal(v_item, p_now);
    if v_refusal is null then
      perform write_orders(jsonb_build_array(v_item), p_now);
    end if;
    v_results := v_results || coalesce(v_refusal, '{"ok": true}');
  end loop;
  return v_results;
end $$;

-- Takes all locks. Answers whether no two orders are of one person and seats and stock last for all of them.
-- One row at a time, by its key: over lists of JSON the planner guesses, and reads small tables whole.
create or replace function lock_for_orders(p_items jsonb) returns boolean
language plpgsql as $$
declare
  v_together boolean := true;
  v_id uuid;
  v_wanted int;
  v_free int;
begin
  -- A limit per person is exact only when one order of that person is placed at a time.
  for v_id, v_wanted in
    select (value->>'userId')::uuid, count(*) from jsonb_array_elements(p_items) group by 1 order by 1
  loop
    perform pg_advisory_xact_lock(hashtextextended(v_id::text, 1));
    v_together := v_together and v_wanted = 1;
  end loop;
  for v_id, v_wanted in select * from seats_wanted(p_items) loop
    select size - held - taken into strict v_free from group_seats where group_id = v_id for update;
    v_together := v_together and v_free >= v_wanted;
  end loop;
  for v_id, v_wanted in select * from stock_wanted(p_items) loop
    select on_hand - held into strict v_free from sku_stock where sku_id = v_id for update;
    v_together := v_together and v_free >= v_wanted;
  end loop;
  perform lock_budgets(campaigns_of(p_items));
  return v_together;
end $$;

-- Seats that the items take in groups that stand already, by group.
create or replace function seats_wanted(p_items jsonb) returns table (group_id uuid, wanted int)
language sql stable as $$
  select (value->>'groupId')::uuid, count(*) from jsonb_array_elements(p_items) where value->>'kind' = 'join'
  group by 1 order by 1;
$$;

-- Pieces that the items take, by SKU.
create or replace function stock_wanted(p_items jsonb) returns table (sku_id uuid, wanted int)
language sql stable as $$
  select (l.value->>'skuId')::uuid, sum((l.value->>'quantity')::int)
  from jsonb_array_elements(p_items) i, jsonb_array_elements(i.value->'lines') l group by 1 order by 1;
$$;

-- Writes orders that have been accepted, each table once for all of them.
create or replace function write_orders(p_items jsonb, p_now timestamptz) returns void
language plpgsql as $$
declare
  v_items jsonb := p_items;
  v_id uuid;
  v_wanted int;
begin
  if lock_budgets(campaigns_of(p_items)) then
    v_items := reserve_budgets(p_items);
  end if;
  insert into shop_order (id, user_id, request_id, request_hash, kind, state, campaign_id, group_id,
    goods_fen, discount_fen, shipping_fen, pay_fen, address, show_face, note, credit, held_until, created_at)
  select (p->>'orderId')::uuid, (p->>'userId')::uuid, p->>'requestId', p->>'requestHash', p->>'kind',
    'unpaid', (p->>'campaignId')::uuid, (p->>'groupId')::uuid, (p->>'goodsFen')::bigint,
    (p->>'discountFen')::bigint, (p->>'shippingFen')::bigint, (p->>'payFen')::bigint, p->'address',
    (p->>'showFace')::boolean, p->>'note', nullif(p->'credit', 'null'), (p->>'heldUntil')::timestamptz, p_now
  from jsonb_array_elements(p_items) as i (p);

  insert into order_line (id, order_id, position, sku_id, product_id, title, sku_name, image, quantity,
    unit_price_fen, pay_fen, commission)
  select (l->>'id')::uuid, (p->>'orderId')::uuid, position, (l->>'skuId')::uuid, (l->>'productId')::uuid,
    l->>'title', l->>'skuName', l->>'image', (l->>'quantity')::int, (l->>'unitPriceFen')::bigint,
    (l->>'payFen')::bigint, l->'commission'
  from jsonb_array_elements(v_items) as i (p),
    jsonb_array_elements(p->'lines') with ordinality as x (l, position);

  for v_id, v_wanted in select * from seats_wanted(p_items) loop
    update group_seats set held = held + v_wanted where group_id = v_id;
  end loop;
  for v_id, v_wanted in select * from stock_wanted(p_items) loop
    update sku_stock set held = held + v_wanted where sku_id = v_id;
  end loop;

  if p_items @> '[{"kind": "open"}]' then
    insert into buy_group (id, campaign_id, product_id, state, size, window_minutes, leader_user_id,
      leader_order_id, leader_sku_id, terms, created_at)
    select (p->>'groupId')::uuid, (p->>'campaignId')::uuid, (p->>'productId')::uuid, 'opening',
      (p->>'size')::int, (p->>'windowMinutes')::int, (p->>'userId')::uuid, (p->>'orderId')::uuid,
      (p->'lines'->0->>'skuId')::uuid, p->'terms', p_now
    from jsonb_array_elements(p_items) as i (p) where p->>'kind' = 'open';
    insert into group_seats (group_id, size, held)
    select (p->>'groupId')::uuid, (p->>'size')::int, 1
    from jsonb_array_elements(p_items) as i (p) where p->>'kind' = 'open';
    insert into group_event (group_id, at, actor, to_state)
    select (p->>'groupId')::uuid, p_now, 'buyer', 'opening'
    from jsonb_array_elements(p_items) as i (p) where p->>'kind' = 'open';
  end if;
  insert into group_seat (order_id, group_id, user_id, state)
  select (p->>'orderId')::uuid, (p->>'groupId')::uuid, (p->>'userId')::uuid, 'held'
  from jsonb_array_elements(p_items) as i (p) where p->>'kind' <> 'solo';

  insert into payment (id, order_id, out_trade_no, openid, amount_fen, prepay_body, expires_at, state,
    prepay_asked_at, created_at)
  select (p->>'paymentId')::uuid, (p->>'orderId')::uuid, p->>'outTradeNo', p->>'openid',
    (p->>'payFen')::bigint, p->>'prepayBody', (p->>'heldUntil')::timestamptz, 'open', p_now, p_now
  from jsonb_array_elements(p_items) as i (p);
  insert into payment_event (payment_id, at, actor, to_state)
  select (p->>'paymentId')::uuid, p_now, 'buyer', 'open' from jsonb_array_elements(p_items) as i (p);
  insert into order_event (order_id, at, event, actor, to_state, detail)
  select (p->>'orderId')::uuid, p_now, 'placed', 'buyer', 'unpaid',
    jsonb_build_object('payFen', (p->>'payFen')::bigint)
  from jsonb_array_elements(p_items) as i (p);
  if p_items @? '$[*].visitId' then
    insert into visit (id, token, user_id, at, source)
    select (p->>'visitId')::uuid, p->>'shareToken', (p->>'userId')::uuid, p_now, 'order'
    from jsonb_array_elements(p_items) as i (p) where p ? 'visitId';
  end if;
  insert into outbox (topic, payload, dedupe_key, due_at, created_at)
  select 'order.hold-expired', jsonb_build_object('orderId', p->>'orderId'),
    'order.hold-expired:' || (p->>'orderId'), (p->>'heldUntil')::timestamptz, p_now
  from jsonb_array_elements(p_items) as i (p);
end $$;

-- Why an order cannot be placed now, or null. Reads rows that place_orders has locked.
create or replace function order_refusal(p jsonb, p_now timestamptz) returns jsonb
language plpgsql as $$
declare
  v_group record;
  v_order uuid;
  v_line jsonb;
begin
  if exists (select 1 from shop_order where user_id = (p->>'userId')::uuid and request_id = p->>'requestId') then
    return jsonb_build_object('ok', false, 'code', 'request.twin');
  end if;
  if p->>'kind' = 'join' then
    select s.order_id into v_order from group_seat s
    where s.group_id = (p->>'groupId')::uuid and s.user_id = (p->>'userId')::uuid and s.state <> 'freed';
    if found then
      return jsonb_build_object('ok', false, 'code', 'group.already_in',
        'detail', jsonb_build_object('orderId', v_order));
    end if;
    select g.state, g.closes_at, n.size - n.held - n.taken as free into strict v_group
    from buy_group g join group_seats n on n.group_id = g.id where g.id = (p->>'groupId')::uuid;
    if v_group.state <> 'forming' or v_group.closes_at <= p_now then
      return jsonb_build_object('ok', false, 'code',
        case when v_group.state = 'succeeded' then 'group.full' else 'group.closed' end);
    end if;
    if v_group.free < 1 then
      return jsonb_build_object('ok', false, 'code', 'group.full');
    end if;
  elsif p->>'kind' = 'open' then
    if not exists (select 1 from campaign c where c.id = (p->>'campaignId')::uuid and c.state = 'running'
                   and c.starts_at <= p_now and c.ends_at > p_now) then
      return jsonb_build_object('ok', false, 'code', 'campaign.not_running');
    end if;
  end if;
  if p->>'kind' <> 'solo' and p->>'perUserLimit' is not null and (
    select count(*) from shop_order o where o.campaign_id = (p->>'campaignId')::uuid
    and o.user_id = (p->>'userId')::uuid and o.state not in ('cancelled', 'refunding', 'refunded')
  ) >= (p->>'perUserLimit')::int then
    return jsonb_build_object('ok', false, 'code', 'campaign.limit_reached');
  end if;
  for v_line in select value from jsonb_array_elements(p->'lines') loop
    if not exists (select 1 from sku_stock where sku_id = (v_line->>'skuId')::uuid
                   and on_hand - held >= (v_line->>'quantity')::int) then
      return jsonb_build_object('ok', false, 'code', 'sku.sold_out');
    end if;
  end loop;
  if (select count(*) from shop_order where user_id = (p->>'userId')::uuid and state = 'unpaid')
     >= (p->>'unpaidOrdersMax')::int then
    return jsonb_build_object('ok', false, 'code', 'order.too_many_unpaid');
  end if;
  return null;
end $$;
