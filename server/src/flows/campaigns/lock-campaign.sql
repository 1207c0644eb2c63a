-- Locks of campaign edits. They are functions because only a statement that begins after a lock was granted
-- sees what the transaction before it wrote.

-- Locks a product against edits; the SKUs it sells as [{id, priceFen}], or null when there is no such product.
create or replace function lock_product_prices(p_product uuid) returns jsonb
language plpgsql as $$
begin
  perform 1 from product where id = p_product for share;
  if not found then
    return null;
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'priceFen', s.price_fen)), '[]')
    from sku s where s.product_id = p_product and s.withdrawn_at is null);
end $$;

-- Locks a campaign's product against edits and then the campaign against any change.
-- {before: campaign_json, skus: what the product sells}, or null when there is no such campaign.
create or replace function lock_campaign(p_campaign uuid) returns jsonb
language plpgsql as $$
declare
  v_skus jsonb;
  v_campaign campaign;
begin
  v_skus := lock_product_prices((select product_id from campaign where id = p_campaign));
  select * into v_campaign from campaign where id = p_campaign for no key update;
  if not found then
    return null;
  end if;
  return jsonb_build_object('before', campaign_json(v_campaign), 'skus', v_skus);
end $$;
