-- The page a chat card opens: GroupReply as JSON text. Null when there is no such group. p_user is the reader, or
-- null; faces and names are shown only of members who agreed to it.
create or replace function group_view(p_group uuid, p_user uuid, p_now timestamptz) returns text
language sql stable as $$
  select (jsonb_build_object(
    'id', g.id, 'state', g.state, 'size', g.size, 'takenCount', n.taken, 'heldCount', n.held,
    'missing', n.size - n.taken - n.held, 'closesAt', iso(g.closes_at), 'serverTime', iso(p_now),
    'completedShort', g.state = 'succeeded' and n.taken < n.size, 'notices', group_notices(g.id),
    'members', group_members(g),
    'product', jsonb_build_object('id', d.id, 'title', d.title, 'images', d.images, 'priceFen', (
      select min(k.price_fen) from sku k where k.product_id = d.id and k.withdrawn_at is null)),
    'campaign', jsonb_build_object('id', g.campaign_id, 'kind', g.terms->'kind', 'title', g.terms->'title',
      'size', g.size, 'windowMinutes', g.window_minutes, 'startsAt', g.terms->'startsAt',
      'endsAt', g.terms->'endsAt', 'perUserLimit', g.terms->'perUserLimit', 'guaranteed', is_guaranteed(g)),
    'skus', (
      select coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'name', k.name, 'priceFen', k.price_fen,
        'groupPriceFen', g.terms->'prices'->(k.id::text), 'stock', t.on_hand - t.held) order by k.position), '[]')
      from sku k join sku_stock t on t.sku_id = k.id
      where k.product_id = d.id and k.withdrawn_at is null and g.terms->'prices' ? k.id::text),
    'leaderSkuId', g.leader_sku_id)
    || coalesce((
      select jsonb_build_object('myOrderId', s.order_id) from group_seat s
      where s.group_id = g.id and s.user_id = p_user and s.state <> 'freed'), '{}')
    || coalesce((
      select jsonb_build_object('defaultAddress', jsonb_build_object('id', a.id, 'name', a.name, 'phone', a.phone,
        'province', a.province, 'city', a.city, 'district', a.district, 'detail', a.detail, 'isDefault', true))
      from address a where a.user_id = p_user and a.is_default), '{}'))::text
  from buy_group g join group_seats n on n.group_id = g.id join product d on d.id = g.product_id
  where g.id = p_group;
$$;
