-- ConsoleCampaignReply of one campaign, without the counts of its groups.
create or replace function campaign_json(c campaign) returns jsonb
language sql stable as $$
  select jsonb_build_object('id', c.id, 'productId', c.product_id, 'productTitle', d.title, 'kind', c.kind,
    'title', c.title, 'state', c.state, 'size', c.size, 'windowMinutes', c.window_minutes,
    'startsAt', iso(c.starts_at), 'endsAt', iso(c.ends_at),
    'prices', (
      select coalesce(jsonb_agg(jsonb_build_object('skuId', p.sku_id, 'priceFen', p.price_fen)
        order by s.position), '[]')
      from campaign_price p join sku s on s.id = p.sku_id where p.campaign_id = c.id),
    'perUserLimit', c.per_user_limit, 'guaranteed', c.guaranteed,
    'commission', jsonb_strip_nulls(jsonb_build_object(
      'rateBp', c.commission_rate_bp, 'newBuyerRateBp', c.new_buyer_rate_bp,
      'budgetFen', b.cap_fen, 'reservedFen', b.reserved_fen)),
    'version', c.version, 'createdAt', iso(c.created_at))
  from product d left join commission_budget b on b.campaign_id = c.id where d.id = c.product_id;
$$;
