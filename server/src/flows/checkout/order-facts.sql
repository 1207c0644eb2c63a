-- Everything that pricing, eligibility and attribution of one order are decided from, in one call.
-- p = {userId, requestId?, skuIds, campaignId?, groupId?, addressId?, shareToken?}; absent things come back null.
-- In pieces, because PostgreSQL sets up every part of a statement even where it has nothing to do.
create or replace function facts_of_order(p jsonb, p_now timestamptz) returns json
language plpgsql stable as $$
declare
  v_user uuid := p->>'userId';
  v_group uuid := p->>'groupId';
  v_campaign uuid := p->>'campaignId';
  v_address uuid := p->>'addressId';
  v_sku uuid;
  v_seen json;
  v_skus json[] := '{}';
  v_settings shop_setting;
  v_rules commission_rules;
  v_openid text;
  v_unpaid int;
  v_paid_before boolean;
  v_existing json;
  v_to json;
  v_visits json := '[]';
  v_binding json;
begin
  select * into strict v_settings from shop_setting;
  select * into v_rules from commission_rules where effective_at <= p_now order by version desc limit 1;
  select openid into v_openid from shop_user where id = v_user;
  select json_build_object('id', id, 'requestHash', request_hash) into v_existing
  from shop_order where user_id = v_user and request_id = p->>'requestId';
  select count(*) into v_unpaid from shop_order where user_id = v_user and state = 'unpaid';
  v_paid_before := exists (select 1 from shop_order where user_id = v_user and paid_at is not null);
  select json_build_object('name', name, 'phone', phone, 'province', province, 'city', city,
    'district', district, 'detail', detail) into v_to
  from address where id = v_address and user_id = v_user;
  for v_sku in select distinct value::uuid from jsonb_array_elements_text(p->'skuIds') loop
    v_seen := facts_of_sku(v_sku);
    if v_seen is not null then
      v_skus := array_append(v_skus, v_seen);
    end if;
  end loop;
  if p ? 'shareToken' or exists (select 1 from visit where user_id = v_user) then
    v_visits := facts_of_visits(v_user, p->>'shareToken', p_now, v_rules.touched_days);
  end if;
  select json_build_object('distributorUserId', b.distributor_user_id, 'shareToken', b.share_token,
    'boundAt', iso(b.bound_at), 'expiresAt', iso(b.expires_at), 'approved', coalesce(d.state = 'approved', false), 'rateBp', d.rate_bp)
  into v_binding
  from binding b left join distributor d on d.user_id = b.distributor_user_id where b.user_id = v_user;

  return json_build_object(
    'settings', json_build_object(
      'holdMinutes', v_settings.hold_minutes, 'unpaidOrdersMax', v_settings.unpaid_orders_max),
    'openid', v_openid,
    'existing', v_existing,
    'unpaidCount', v_unpaid,
    'paidBefore', v_paid_before,
    'address', v_to,
    'skus', array_to_json(v_skus),
    'campaign', case when v_group is null and v_campaign is not null then facts_of_campaign(v_campaign, v_user) end,
    'group', case when v_group is not null then facts_of_group(v_group, v_user) end,
    'rules', json_build_object(
      'version', v_rules.version, 'effectiveAt', iso(v_rules.effective_at),
      'defaultRateBp', v_rules.default_rate_bp, 'newBuyerRateBp', v_rules.new_buyer_rate_bp,
      'visitWindowDays', v_rules.visit_window_days,
      'bindingDays', v_rules.binding_days, 'protectionDays', v_rules.protection_days,
      'touchedDays', v_rules.touched_days),
    'visits', v_visits,
    'binding', v_binding);
end $$;

-- One SKU: asked for alone, the planner knows that each table gives one row by its key.
create or replace function facts_of_sku(p_sku uuid) returns json
language plpgsql stable as $$
begin
  return (
    select json_build_object(
      'id', s.id, 'productId', d.id, 'title', d.title, 'name', s.name, 'image', d.images->>0,
      'priceFen', s.price_fen, 'onSale', d.status = 'on_sale' and s.withdrawn_at is null,
      'freeStock', t.on_hand - t.held, 'productRateBp', d.commission_rate_bp)
    from sku s join product d on d.id = s.product_id join sku_stock t on t.sku_id = s.id where s.id = p_sku);
end $$;

-- The campaign a group would be opened for.
create or replace function facts_of_campaign(p_campaign uuid, p_user uuid) returns json
language plpgsql stable as $$
begin
  return (
    select json_build_object(
      'id', c.id, 'productId', c.product_id, 'kind', c.kind, 'title', c.title, 'state', c.state,
      'size', c.size, 'windowMinutes', c.window_minutes,
      'startsAt', iso(c.starts_at), 'endsAt', iso(c.ends_at), 'perUserLimit', c.per_user_limit,
      'rateBp', c.commission_rate_bp, 'newBuyerRateBp', c.new_buyer_rate_bp, 'guaranteed', c.guaranteed,
      'version', c.version,
      'prices', (select json_object_agg(sku_id, price_fen) from campaign_price where campaign_id = c.id),
      'myOrderCount', (
        select count(*) from shop_order o where o.campaign_id = c.id and o.user_id = p_user
        and o.state not in ('cancelled', 'refunding', 'refunded')))
    from campaign c where c.id = p_campaign);
end $$;

-- The group somebody would join.
create or replace function facts_of_group(p_group uuid, p_user uuid) returns json
language plpgsql stable as $$
begin
  return (
    select json_build_object(
      'id', g.id, 'campaignId', g.campaign_id, 'productId', g.product_id, 'state', g.state,
      'size', g.size, 'windowMinutes', g.window_minutes, 'closesAt', iso(g.closes_at),
      'terms', g.terms, 'free', n.size - n.held - n.taken,
      'myOrderCount', case when g.terms->>'perUserLimit' is null then 0 else (
        select count(*) from shop_order o where o.campaign_id = g.campaign_id and o.user_id = p_user
        and o.state not in ('cancelled', 'refunding', 'refunded')) end,
      'myOrderId', (select s.order_id from group_seat s
        where s.group_id = g.id and s.user_id = p_user and s.state <> 'freed'))
    from buy_group g join group_seats n on n.group_id = g.id where g.id = p_group);
end $$;

-- The buyer's visits that may still count, newest first; a token that came with the order stands first.
create or replace function facts_of_visits(p_user uuid, p_token text, p_now timestamptz, p_days int) returns json
language plpgsql stable as $$
begin
  return (
    select coalesce(json_agg(json_build_object(
      'token', v.token, 'at', iso(v.at), 'channel', h.channel, 'sharerUserId', h.user_id,
      'creditUserId', d.user_id, 'creditRateBp', d.rate_bp) order by v.at desc, v.position), '[]')
    from (
      select p_token as token, p_now as at, 0 as position where p_token is not null
      union all
      (select token, at, 1 from visit
       where user_id = p_user and at >= p_now - make_interval(days => p_days) and at <= p_now
       order by at desc limit 200)
    ) v join share h on h.token = v.token
    left join lateral (
      select d.user_id, d.rate_bp from unnest(h.chain) with ordinality as c (user_id, position)
      join distributor d on d.user_id = c.user_id and d.state = 'approved'
      order by c.position limit 1) d on true);
end $$;

-- The same for several orders at once, each seen at its own moment `at`: one answer per item, in their order.
create or replace function facts_of_orders(p_items jsonb) returns json
language plpgsql stable as $$
begin
  return (
    select json_agg(facts_of_order(value, (value->>'at')::timestamptz) order by n)
    from jsonb_array_elements(p_items) with ordinality as i (value, n));
end $$;
