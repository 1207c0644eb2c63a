-- Held lines of a suspended distributor stay held until a person decides: they say HELD_REVIEW and do not become
-- available. Reinstated, they go on, those that are due at once; or two people reverse them.
-- Locks order → distributor → ledger accounts (by id) → lines.

-- Lines whose time has come: from held to available, what a person owes first, in the order of their lines. Parts
-- taken back before move with them. Orders are locked by the caller.
create or replace function make_available(p_lines uuid[], p_now timestamptz) returns void
language plpgsql as $$
declare
  v_line record;
  v_debt bigint;
begin
  perform lock_balances(array(select user_id from commission_line where id = any (p_lines)));
  for v_line in
    select l.id, l.user_id, l.order_id, l.amount_fen + coalesce((
      select sum(r.amount_fen) from commission_line r where r.parent_id = l.id), 0) as net_fen
    from commission_line l where l.id = any (p_lines) and l.state = 'held' and l.parent_id is null
    order by l.user_id, l.id
  loop
    select least(-balance_fen, v_line.net_fen) into v_debt from ledger_account
    where id = 'debt:' || v_line.user_id;
    v_debt := coalesce(v_debt, 0);
    insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, order_id, commission_line_id,
      at)
    select cause_id(t.cause || v_line.id), 'held:' || v_line.user_id, t.account || v_line.user_id, t.fen,
      'commission_available', v_line.order_id, v_line.id, p_now
    from (values ('due-debt:', 'debt:', v_debt), ('due:', 'available:', v_line.net_fen - v_debt))
      t (cause, account, fen)
    where t.fen > 0;
  end loop;
  with moved as (
    update commission_line set state = 'available', available_at = p_now,
      reason_code = case when parent_id is null then 'AVAILABLE' else reason_code end
    where (id = any (p_lines) or parent_id = any (p_lines)) and state = 'held' returning id, reason_code
  )
  insert into commission_event (commission_line_id, at, actor, from_state, to_state, reason)
  select id, p_now, 'system', 'held', 'available', reason_code from moved order by id;
end $$;

-- Held lines get another reason; those that have it already are left alone.
create or replace function explain_held(p_lines uuid[], p_reason text, p_now timestamptz) returns void
language plpgsql as $$
begin
  perform 1 from commission_line where id = any (p_lines) order by id for update;
  with told as (
    update commission_line set reason_code = p_reason
    where id = any (p_lines) and state = 'held' and reason_code <> p_reason returning id
  )
  insert into commission_event (commission_line_id, at, actor, from_state, to_state, reason)
  select id, p_now, 'system', 'held', 'held', p_reason from told order by id;
end $$;

-- The held lines of somebody, parts aside.
create or replace function held_lines(p_user uuid) returns uuid[] language sql stable as $$
  select coalesce(array_agg(id order by id), '{}') from commission_line
  where user_id = p_user and state = 'held' and parent_id is null;
$$;

-- The distributor was suspended. Their row is locked by the caller.
create or replace function review_lines(p_user uuid, p_now timestamptz) returns void language sql as $$
  select explain_held(held_lines(p_user), 'HELD_REVIEW', p_now);
$$;

-- Held lines of completed orders: those that only a review holds back.
create or replace function overdue_lines(p_user uuid) returns table (id uuid, order_id uuid)
language sql stable as $$
  select l.id, l.order_id from commission_line l join shop_order o on o.id = l.order_id
  where l.user_id = p_user and l.state = 'held' and l.parent_id is null and o.state = 'completed';
$$;

-- Locks the completed orders whose commission a review holds back, before the distributor is locked.
create or replace function lock_overdue_orders(p_distributor uuid) returns uuid[]
language plpgsql as $$
declare
  v_orders uuid[];
begin
  select coalesce(array_agg(distinct d.order_id), '{}') into v_orders
  from distributor b, overdue_lines(b.user_id) d where b.id = p_distributor;
  perform 1 from shop_order where id = any (v_orders) order by id for update;
  return v_orders;
end $$;

-- The distributor was reinstated: what is due becomes available at once, the rest waits for its day again.
-- p_orders = what lock_overdue_orders locked; where more became due since, the transaction starts over.
create or replace function release_reviewed(p_user uuid, p_orders uuid[], p_now timestamptz) returns void
language plpgsql as $$
declare
  v_due uuid[];
begin
  if exists (select 1 from overdue_lines(p_user) where order_id <> all (p_orders)) then
    raise exception 'more became due while a review was ended' using errcode = '40001';
  end if;
  select coalesce(array_agg(id order by id), '{}') into v_due from overdue_lines(p_user);
  perform make_available(v_due, p_now);
  perform explain_held(held_lines(p_user), 'HELD_UNTIL', p_now);
end $$;

-- Two people decided that a suspended distributor does not get what is under review. Takes those of the lines that
-- are still held. Answers {lineCount, amountFen}, or null when the distributor is not suspended any more.
create or replace function void_lines(p_distributor uuid, p_lines uuid[], p_now timestamptz) returns jsonb
language plpgsql as $$
declare
  v_user uuid;
  v_lines uuid[];
  v_done jsonb;
begin
  perform 1 from shop_order where id in (select order_id from commission_line where id = any (p_lines))
  order by id for update;
  select user_id into v_user from distributor where id = p_distributor and state = 'suspended' for share;
  if not found then
    return null;
  end if;
  select coalesce(array_agg(l.id order by l.id), '{}'), jsonb_build_object('lineCount', count(*),
    'amountFen', coalesce(sum(l.amount_fen + coalesce((
      select sum(r.amount_fen) from commission_line r where r.parent_id = l.id), 0)), 0))
  into v_lines, v_done
  from commission_line l
  where l.id = any (p_lines) and l.user_id = v_user and l.state = 'held' and l.parent_id is null;
  perform reverse_commission_lines(v_lines, 'ADJUSTED', p_now);
  return v_done;
end $$;
