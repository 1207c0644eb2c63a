-- The product page: ProductReply as JSON text. Null when the product is not on sale. Names and faces of openers
-- are shown only when they agreed to it.
create or replace function product_view(p_product uuid, p_now timestamptz) returns text
language sql stable as $$
  select json_build_object(
    'id', p.id, 'title', p.title, 'description', p.description, 'images', p.images,
    'skus', (
      select coalesce(json_agg(json_build_object('id', s.id, 'name', s.name, 'priceFen', s.price_fen,
        'groupPriceFen', x.price_fen, 'stock', t.on_hand - t.held) order by s.position), '[]')
      from sku s join sku_stock t on t.sku_id = s.id
      left join campaign_price x on x.campaign_id = c.id and x.sku_id = s.id
      where s.product_id = p.id and s.withdrawn_at is null),
    'campaign', case when c.id is not null then json_build_object('id', c.id, 'kind', c.kind, 'title', c.title,
      'size', c.size, 'windowMinutes', c.window_minutes, 'startsAt', iso(c.starts_at), 'endsAt', iso(c.ends_at),
      'perUserLimit', c.per_user_limit, 'guaranteed', c.guaranteed) end,
    'openGroups', (
      select coalesce(json_agg(json_build_object('id', g.id, 'size', g.size, 'takenCount', g.taken,
        'heldCount', g.held, 'missing', g.missing, 'closesAt', iso(g.closes_at),
        -- A leader who has left and whom nobody follows yet is shown no more.
        'leaderNickname', case when o.show_face and o.state = 'waiting_group' then u.nickname end,
        'leaderAvatarUrl', case when o.show_face and o.state = 'waiting_group' then nullif(u.avatar_url, '') end)
        order by g.missing, g.closes_at, g.id), '[]')
      from (
        select b.id, b.size, b.closes_at, b.leader_order_id, n.taken, n.held,
          n.size - n.taken - n.held as missing
        from buy_group b join group_seats n on n.group_id = b.id
        where b.product_id = p.id and b.state = 'forming' and b.closes_at > p_now
          and n.size - n.taken - n.held > 0
        order by missing, b.closes_at, b.id limit 20
      ) g join shop_order o on o.id = g.leader_order_id join shop_user u on u.id = o.user_id),
    'soldCount', (
      select coalesce(sum(t.sold), 0) from sku s join sku_stock t on t.sku_id = s.id where s.product_id = p.id),
    'serverTime', iso(p_now))::text
  from product p
  left join campaign c on c.product_id = p.id and c.state = 'running' and c.starts_at <= p_now
    and c.ends_at > p_now
  where p.id = p_product and p.status = 'on_sale';
$$;
