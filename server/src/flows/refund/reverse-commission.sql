-- Reverses what is left of an order's commission, in every state it may be in.
create or replace function reverse_commission(p_order uuid, p_reason text, p_now timestamptz)
returns void language sql as $$
  select reverse_commission_lines(array(
    select id from commission_line
    where order_id = p_order and parent_id is null and state in ('estimated', 'held', 'available')), p_reason, p_now);
$$;

-- Reverses these lines whole: what earlier part reversals left of them is posted, and the parts end with them.
-- p_reason 'ADJUSTED': two people took it, no refund did.
-- Orders are locked by the caller.
create or replace function reverse_commission_lines(p_lines uuid[], p_reason text, p_now timestamptz)
returns void language plpgsql as $$
declare
  v_line record;
begin
  perform give_back_lines_budget(p_lines);
  for v_line in
    select l.id, l.order_id, l.user_id, l.state, (l.amount_fen + coalesce((
      select sum(r.amount_fen) from commission_line r where r.parent_id = l.id), 0))::bigint as net_fen
    from commission_line l where l.id = any (p_lines) order by l.user_id, l.id
  loop
    perform post_reversal(v_line.state, v_line.user_id, v_line.order_id, v_line.id, v_line.net_fen, p_now);
  end loop;
  with moved as (
    update commission_line n set state = 'reversed', available_at = null, reason_code = case
      when o.parent_id is not null then o.reason_code
      when o.state = 'estimated' or p_reason = 'ADJUSTED' then p_reason else 'REVERSED_FULL' end
    from commission_line o
    where n.id = o.id and (o.id = any (p_lines) or o.parent_id = any (p_lines))
      and o.state in ('estimated', 'held', 'available')
    returning n.id, o.state as from_state, n.reason_code
  )
  insert into commission_event (commission_line_id, at, actor, from_state, to_state, reason)
  select id, p_now, 'system', from_state, 'reversed', reason_code from moved order by id;
end $$;

-- What a refund takes back of a line that earned p_amount on p_base: in proportion to all goods refunded so far,
-- rounded down, less what was taken back before. Goods refunded whole leave nothing.
create or replace function reversal_fen(p_amount bigint, p_base bigint, p_refunded bigint, p_before bigint)
returns bigint language sql immutable as $$
  select coalesce((div(p_amount::numeric * p_refunded, nullif(p_base, 0)) - p_before)::bigint, 0);
$$;

-- Takes back from each commission line what a refund's goods had earned: in proportion to all goods of the line
-- refunded so far, rounded down, less what was taken back before. Goods that are refunded whole reverse the line
-- whole. order_line.refunded_fen includes this refund already.
create or replace function reverse_commission_part(p_order uuid, p_refund uuid, p_now timestamptz)
returns void language plpgsql as $$
declare
  v_line record;
  v_part uuid;
  v_whole uuid[] := '{}';
  v_campaign uuid := (select campaign_id from shop_order where id = p_order);
begin
  perform 1 from commission_budget where campaign_id = v_campaign for update;
  for v_line in
    select c.id, c.order_line_id, c.user_id, c.state, c.attribution_code, c.base_fen, c.rate_bp, c.available_at,
      c.evidence, c.budgeted, l.refunded_fen >= l.pay_fen as is_whole,
      reversal_fen(c.amount_fen, c.base_fen, l.refunded_fen, coalesce((
        select -sum(r.amount_fen) from commission_line r where r.parent_id = c.id), 0)::bigint) as part_fen
    from refund_line g join order_line l on l.id = g.order_line_id
    join commission_line c on c.order_line_id = l.id and c.parent_id is null
    where g.refund_id = p_refund and g.amount_fen > 0 and c.state in ('estimated', 'held', 'available')
    order by c.user_id, c.id
  loop
    if v_line.is_whole then
      v_whole := v_whole || v_line.id;
    elsif v_line.part_fen > 0 then
      v_part := cause_id('reversal:' || p_refund || ':' || v_line.id);
      insert into commission_line (id, order_id, order_line_id, user_id, parent_id, state, attribution_code,
        reason_code, base_fen, rate_bp, amount_fen, available_at, evidence, created_at)
      values (v_part, p_order, v_line.order_line_id, v_line.user_id, v_line.id, v_line.state,
        v_line.attribution_code, 'REVERSED_PART', v_line.base_fen, v_line.rate_bp, -v_line.part_fen,
        v_line.available_at, v_line.evidence, p_now);
      insert into commission_event (commission_line_id, at, actor, to_state, reason)
      values (v_part, p_now, 'system', v_line.state, 'REVERSED_PART');
      update commission_budget set reserved_fen = reserved_fen - v_line.part_fen
      where v_line.budgeted and campaign_id = v_campaign;
      perform post_reversal(v_line.state, v_line.user_id, p_order, v_part, v_line.part_fen, p_now);
    end if;
  end loop;
  perform reverse_commission_lines(v_whole, 'REVERSED_FULL', p_now);
end $$;

-- The posting of a reversal. Estimated lines never stood in the ledger; held ones return from held; available ones
-- from available as far as it reaches, the rest becomes debt. What is being paid is not touched.
create or replace function post_reversal(p_state text, p_user uuid, p_order uuid, p_line uuid, p_fen bigint,
  p_now timestamptz) returns void language plpgsql as $$
declare
  v_reach bigint := 0;
begin
  if p_fen <= 0 or p_state = 'estimated' then
    return;
  end if;
  if p_state = 'available' then
    perform lock_balances(array[p_user]);
    select least(balance_fen, p_fen) into strict v_reach from ledger_account where id = 'available:' || p_user;
  end if;
  insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, order_id, commission_line_id, at)
  select cause_id(t.cause || p_line), t.account || p_user, 'commission_expense', t.fen, 'commission_reversed',
    p_order, p_line, p_now
  from (values
    ('reversed:', 'held:', case when p_state = 'held' then p_fen else 0 end),
    ('reversed:', 'available:', v_reach),
    ('reversed-debt:', 'debt:', case when p_state = 'available' then p_fen - v_reach else 0 end)
  ) t (cause, account, fen)
  where t.fen > 0;
end $$;
