-- Everything that pricing, eligibility and attribution of one order are decided from, in one call.
-- p = {userId, requestId?, skuIds, campaignId?, groupId?, addressId?, shareToken?}; absent things come back null.
-- In pieces, because PostgreSQL sets up every part of a statement even where it has nothing to do.
create or replace function order_facts(p jsonb, p_now timestamptz) returns jsonb
language plpgsql stable as $$
declare
  v_user uuid := (p->>'userId')::uuid;
  v_group uuid := (p->>'groupId')::uuid;
  v_campaign uuid := (p->>'campaignId')::uuid;
  v_sku uuid;
  v_skus jsonb := '[]';
  v_rules commission_rules;
  v_facts jsonb;
begin
  select * into v_rules from commission_rules where effective_at <= p_now order by version desc limit 1;
  for v_sku in select distinct value::uuid from jsonb_array_elements_text(p->'skuIds') loop
    v_skus := v_skus || coalesce(sku_facts(v_sku), '[]');
  end loop;
  select jsonb_build_object(
    'settings', jsonb_build_object('holdMinutes', s.hold_minutes, 'unpaidOrdersMax', s.unpaid_orders_max),
    'openid', (select openid from shop_user where id = v_user),
    'existing', (
      select jsonb_build_object('id', o.id, 'requestHash', o.request_hash)
      from shop_order o where o.user_id = v_user and o.request_id = p->>'requestId'),
    'unpaidCount', (select count(*) from shop_order where user_id = v_user and state = 'unpaid'),
    'address', (
      select jsonb_build_object('name', name, 'phone', phone, 'province', province, 'city', city,
        'district', district, 'detail', detail)
      from address where id = (p->>'addressId')::uuid and user_id = v_user),
    'skus', v_skus,
    'campaign', null,
    'group', null,
    'rules', jsonb_build_object(
      'version', v_rules.version, 'effectiveAt', iso(v_rules.effective_at),
      'defaultRateBp', v_rules.default_rate_bp, 'visitWindowDays', v_rules.visit_window_days,
      'bindingDays', v_rules.binding_days, 'protectionDays', v_rules.protection_days,
      'touchedDays', v_rules.touched_days),
    'visits', '[]'::jsonb,
    'binding', (
      select jsonb_build_object(
        'distributorUserId', b.distributor_user_id, 'shareToken', b.share_token,
        'boundAt', iso(b.bound_at), 'expiresAt', iso(b.expires_at),
        'approved', exists (select 1 from distributor d
          where d.user_id = b.distributor_user_id and d.state = 'approved'))
      from binding b where b.user_id = v_user))
  into v_facts from shop_setting s;

  if v_group is not null then
    v_facts := jsonb_set(v_facts, '{group}', coalesce(group_facts(v_group, v_user), 'null'));
  elsif v_campaign is not null then
    v_facts := jsonb_set(v_facts, '{campaign}', coalesce(campaign_facts(v_campaign, v_user), 'null'));
  end if;
  if p ? 'shareToken' or exists (select 1 from visit where user_id = v_user) then
    v_facts := jsonb_set(v_facts, '{visits}', visit_facts(v_user, p->>'shareToken', p_now, v_rules.touched_days));
  end if;
  return v_facts;
end $$;

-- One SKU: asked for alone, the planner knows that each table gives one row by its key.
create or replace function sku_facts(p_sku uuid) returns jsonb
language plpgsql stable as $$
begin
  return (
    select jsonb_build_object(
      'id', s.id, 'productId', d.id, 'title', d.title, 'name', s.name, 'image', d.images->>0,
      'priceFen', s.price_fen, 'onSale', d.status = 'on_sale' and s.withdrawn_at is null,
      'freeStock', t.on_hand - t.held, 'productRateBp', d.commission_rate_bp)
    from sku s join product d on d.id = s.product_id join sku_stock t on t.sku_id = s.id where s.id = p_sku);
end $$;

-- The campaign a group would be opened for.
create or replace function campaign_facts(p_campaign uuid, p_user uuid) returns jsonb
language plpgsql stable as $$
begin
  return (
    select jsonb_build_object(
      'id', c.id, 'productId', c.product_id, 'kind', c.kind, 'title', c.title, 'state', c.state,
      'size', c.size, 'windowMinutes', c.window_minutes,
      'startsAt', iso(c.starts_at), 'endsAt', iso(c.ends_at), 'perUserLimit', c.per_user_limit,
      'rateBp', c.commission_rate_bp, 'version', c.version,
      'prices', (select jsonb_object_agg(sku_id, price_fen) from campaign_price where campaign_id = c.id),
      'myOrderCount', (
        select count(*) from shop_order o where o.campaign_id = c.id and o.user_id = p_user
        and o.state not in ('cancelled', 'refunding', 'refunded')))
    from campaign c where c.id = p_campaign);
end $$;

-- The group somebody would join.
create or replace function group_facts(p_group uuid, p_user uuid) returns jsonb
language plpgsql stable as $$
begin
  return (
    select jsonb_build_object(
      'id', g.id, 'campaignId', g.campaign_id, 'productId', g.product_id, 'state', g.state,
      'size', g.size, 'windowMinutes', g.window_minutes, 'closesAt', iso(g.closes_at),
      'terms', g.terms, 'free', n.size - n.held - n.taken,
      'myOrderId', (select s.order_id from group_seat s
        where s.group_id = g.id and s.user_id = p_user and s.state <> 'freed'))
    from buy_group g join group_seats n on n.group_id = g.id where g.id = p_group);
end $$;

-- The buyer's visits that may still count, newest first; a token that came with the order stands first.
create or replace function visit_facts(p_user uuid, p_token text, p_now timestamptz, p_days int) returns jsonb
language plpgsql stable as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'token', v.token, 'at', iso(v.at), 'channel', h.channel, 'sharerUserId', h.user_id,
      'creditUserId', (
        select d.user_id from unnest(h.chain) with ordinality as c (user_id, position)
        join distributor d on d.user_id = c.user_id and d.state = 'approved'
        order by c.position limit 1)) order by v.at desc, v.position), '[]')
    from (
      select p_token as token, p_now as at, 0 as position where p_token is not null
      union all
      (select token, at, 1 from visit
       where user_id = p_user and at >= p_now - make_interval(days => p_days) and at <= p_now
       order by at desc limit 200)
    ) v join share h on h.token = v.token);
end $$;

-- The same for several orders at once, each seen at its own moment `at`: one answer per item, in their order.
create or replace function orders_facts(p_items jsonb) returns jsonb
language plpgsql stable as $$
declare
  v_item jsonb;
  v_results jsonb := '[]';
begin
  for v_item in select value from jsonb_array_elements(p_items) loop
    v_results := v_results || order_facts(v_item, (v_item->>'at')::timestamptz);
  end loop;
  return v_results;
end $$;
