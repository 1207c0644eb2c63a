-- Places orders. Each item carries what the rules decided; this function re-checks what may have changed
-- since (seat, stock, state, limits, request id) and writes all of an order or nothing of it.
-- Locks in the order group → stock, each by id; the items are accepted in the order they stand in.
-- Answers one result per item: {ok: true} or {ok: false, code, detail?}; code 'request.twin' means that an
-- order with this request id exists already.
-- Every row is found by one key: over lists of JSON the planner guesses, and reads small tables whole.
create or replace function place_orders(p_items jsonb, p_now timestamptz) returns jsonb
language plpgsql as $$
declare
  v_results jsonb := '[]';
  v_item jsonb;
  v_id uuid;
begin
  -- A limit per person is exact only when one order of that person is placed at a time.
  for v_id in select distinct (value->>'userId')::uuid from jsonb_array_elements(p_items) order by 1 loop
    perform pg_advisory_xact_lock(hashtextextended(v_id::text, 1));
  end loop;
  for v_id in select distinct (value->>'groupId')::uuid from jsonb_array_elements(p_items)
              where value->>'kind' = 'join' order by 1 loop
    perform 1 from group_seats where group_id = v_id for update;
  end loop;
  for v_id in select distinct (l.value->>'skuId')::uuid from jsonb_array_elements(p_items) i,
              jsonb_array_elements(i.value->'lines') l order by 1 loop
    perform 1 from sku_stock where sku_id = v_id for update;
  end loop;

  for v_item in select value from jsonb_array_elements(p_items) loop
    v_results := v_results || place_order(v_item, p_now);
  end loop;
  return v_results;
end $$;

-- The part of place_orders that stands for one item; its rows are locked already.
create or replace function place_order(p jsonb, p_now timestamptz) returns jsonb
language plpgsql as $$
declare
  v_refusal jsonb;
  v_line jsonb;
  v_position int;
begin
  v_refusal := order_refusal(p, p_now);
  if v_refusal is not null then
    return v_refusal;
  end if;

  insert into shop_order (id, user_id, request_id, request_hash, kind, state, campaign_id, group_id,
    goods_fen, discount_fen, shipping_fen, pay_fen, address, show_face, note, credit, held_until, created_at)
  values ((p->>'orderId')::uuid, (p->>'userId')::uuid, p->>'requestId', p->>'requestHash', p->>'kind',
    'unpaid', (p->>'campaignId')::uuid, (p->>'groupId')::uuid, (p->>'goodsFen')::bigint,
    (p->>'discountFen')::bigint, (p->>'shippingFen')::bigint, (p->>'payFen')::bigint, p->'address',
    (p->>'showFace')::boolean, p->>'note', nullif(p->'credit', 'null'), (p->>'heldUntil')::timestamptz, p_now)
  on conflict (user_id, request_id) do nothing;
  if not found then
    return jsonb_build_object('ok', false, 'code', 'request.twin');
  end if;

  for v_line, v_position in select * from jsonb_array_elements(p->'lines') with ordinality loop
    insert into order_line (id, order_id, position, sku_id, product_id, title, sku_name, image, quantity,
      unit_price_fen, pay_fen, commission)
    values ((v_line->>'id')::uuid, (p->>'orderId')::uuid, v_position, (v_line->>'skuId')::uuid,
      (v_line->>'productId')::uuid, v_line->>'title', v_line->>'skuName', v_line->>'image',
      (v_line->>'quantity')::int, (v_line->>'unitPriceFen')::bigint, (v_line->>'payFen')::bigint,
      v_line->'commission');
    update sku_stock set held = held + (v_line->>'quantity')::int where sku_id = (v_line->>'skuId')::uuid;
  end loop;

  if p->>'kind' = 'open' then
    insert into buy_group (id, campaign_id, product_id, state, size, window_minutes, leader_user_id,
      leader_order_id, leader_sku_id, terms, created_at)
    values ((p->>'groupId')::uuid, (p->>'campaignId')::uuid, (p->>'productId')::uuid, 'opening',
      (p->>'size')::int, (p->>'windowMinutes')::int, (p->>'userId')::uuid, (p->>'orderId')::uuid,
      (p->'lines'->0->>'skuId')::uuid, p->'terms', p_now);
    insert into group_seats (group_id, size, held) values ((p->>'groupId')::uuid, (p->>'size')::int, 1);
    insert into group_event (group_id, at, actor, to_state) values ((p->>'groupId')::uuid, p_now, 'buyer', 'opening');
  elsif p->>'kind' = 'join' then
    update group_seats set held = held + 1 where group_id = (p->>'groupId')::uuid;
  end if;
  if p->>'kind' <> 'solo' then
    insert into group_seat (order_id, group_id, user_id, state)
    values ((p->>'orderId')::uuid, (p->>'groupId')::uuid, (p->>'userId')::uuid, 'held');
  end if;

  insert into payment (id, order_id, out_trade_no, openid, amount_fen, prepay_body, expires_at, state,
    prepay_asked_at, created_at)
  values ((p->>'paymentId')::uuid, (p->>'orderId')::uuid, p->>'outTradeNo', p->>'openid',
    (p->>'payFen')::bigint, p->>'prepayBody', (p->>'heldUntil')::timestamptz, 'open', p_now, p_now);
  insert into payment_event (payment_id, at, actor, to_state) values ((p->>'paymentId')::uuid, p_now, 'buyer', 'open');
  insert into order_event (order_id, at, event, actor, to_state, detail)
  values ((p->>'orderId')::uuid, p_now, 'placed', 'buyer', 'unpaid',
    jsonb_build_object('payFen', (p->>'payFen')::bigint));
  if p ? 'visitId' then
    insert into visit (id, token, user_id, at, source)
    values ((p->>'visitId')::uuid, p->>'shareToken', (p->>'userId')::uuid, p_now, 'order');
  end if;
  insert into outbox (topic, payload, dedupe_key, due_at, created_at)
  values ('order.hold-expired', jsonb_build_object('orderId', p->>'orderId'),
    'order.hold-expired:' || (p->>'orderId'), (p->>'heldUntil')::timestamptz, p_now);
  return jsonb_build_object('ok', true);
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
