-- A campaign's budget for commission: one counter row per campaign that has, or once had, a cap. An amount is
-- reserved when its order is placed, whole or not at all, and stays reserved until it is given back. The row is
-- locked after the stock and before the ledger's accounts, several by campaign id.

-- Locks the budgets of these campaigns that have a cap. Answers whether there is one.
create or replace function lock_budgets(p_campaigns uuid[]) returns boolean
language plpgsql as $$
begin
  perform 1 from commission_budget where campaign_id = any (p_campaigns) and cap_fen is not null
  order by campaign_id for update;
  return found;
end $$;

-- The campaigns of items of place_orders.
create or replace function campaigns_of(p_items jsonb) returns uuid[]
language sql stable as $$
  select array_agg(distinct (value->>'campaignId')::uuid) from jsonb_array_elements(p_items)
  where value->>'campaignId' is not null;
$$;

-- The items of place_orders, after their amounts were reserved, in the order they stand in.
create or replace function reserve_budgets(p_items jsonb) returns jsonb
language plpgsql as $$
declare
  v_items jsonb := '[]';
  v_lines jsonb;
  v_item jsonb;
  v_line jsonb;
begin
  for v_item in select value from jsonb_array_elements(p_items) loop
    v_lines := '[]';
    for v_line in select value from jsonb_array_elements(v_item->'lines') loop
      v_lines := v_lines || jsonb_set(v_line, '{commission}',
        reserve_budget((v_item->>'campaignId')::uuid, v_line->'commission'));
    end loop;
    v_items := v_items || jsonb_set(v_item, '{lines}', v_lines);
  end loop;
  return v_items;
end $$;

-- Reserves what is decided for one order line. What is left is enough for a whole amount or earns nothing: no
-- line is paid in part. Without a cap the decisions stay as they are.
create or replace function reserve_budget(p_campaign uuid, p_commission jsonb) returns jsonb
language plpgsql as $$
declare
  v_decision jsonb;
  v_decided jsonb := '[]';
  v_cap bigint;
begin
  select cap_fen into v_cap from commission_budget where campaign_id = p_campaign for update;
  for v_decision in select value - 'budgeted' from jsonb_array_elements(p_commission) loop
    if v_cap is not null and (v_decision->>'amountFen')::bigint > 0 then
      update commission_budget set reserved_fen = reserved_fen + (v_decision->>'amountFen')::bigint
      where campaign_id = p_campaign and cap_fen - reserved_fen >= (v_decision->>'amountFen')::bigint;
      v_decision := v_decision || case when found then '{"budgeted": true}'::jsonb else
        '{"attributionCode": "NONE_BUDGET_USED", "reasonCode": "NONE_BUDGET_USED", "amountFen": 0}'::jsonb end;
    end if;
    v_decided := v_decided || v_decision;
  end loop;
  return v_decided;
end $$;

-- Money came for an order that had been let go, and with it the amounts given back: they are reserved once more.
-- What had earned nothing at placement still earns nothing.
create or replace function reserve_budget_late(p_order shop_order) returns void
language plpgsql as $$
begin
  if p_order.campaign_id is not null then
    update order_line set commission = reserve_budget(p_order.campaign_id, commission)
    where order_id = p_order.id;
  end if;
end $$;

-- Gives back what an unpaid order had reserved. Changes nothing where there was no cap.
create or replace function give_back_budget(p_order shop_order) returns void language sql as $$
  update commission_budget b set reserved_fen = b.reserved_fen - r.fen
  from (
    select coalesce(sum((d.value->>'amountFen')::bigint), 0)::bigint as fen
    from order_line l, jsonb_array_elements(l.commission) d
    where l.order_id = p_order.id and d.value ? 'budgeted'
  ) r
  where b.campaign_id = p_order.campaign_id and r.fen > 0;
$$;

-- Gives back what these lines had reserved and still earn, net of parts taken back before.
create or replace function give_back_lines_budget(p_lines uuid[]) returns void
language plpgsql as $$
declare
  v_back record;
begin
  for v_back in
    select o.campaign_id, sum(l.amount_fen + coalesce((
      select sum(r.amount_fen) from commission_line r where r.parent_id = l.id), 0))::bigint as fen
    from commission_line l join shop_order o on o.id = l.order_id
    where l.id = any (p_lines) and l.budgeted and l.state in ('estimated', 'held', 'available')
    group by o.campaign_id order by o.campaign_id
  loop
    update commission_budget set reserved_fen = reserved_fen - v_back.fen where campaign_id = v_back.campaign_id;
  end loop;
end $$;

-- Sets, lifts or moves the cap of a campaign. Answers null, or what is reserved already where the new cap is below.
create or replace function set_budget(p_campaign uuid, p_cap bigint) returns bigint
language plpgsql as $$
declare
  v_reserved bigint;
begin
  insert into commission_budget (campaign_id, cap_fen) values (p_campaign, p_cap)
  on conflict (campaign_id) do nothing;
  select reserved_fen into strict v_reserved from commission_budget where campaign_id = p_campaign for update;
  if p_cap < v_reserved then
    return v_reserved;
  end if;
  update commission_budget set cap_fen = p_cap where campaign_id = p_campaign;
  return null;
end $$;
