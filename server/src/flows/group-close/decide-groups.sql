-- How a group ends without filling up: at its deadline, or because an operator decides so. Locks group → orders →
-- payments → stock → accounts. Payments of members who have not paid are closed at WeChat before, outside of the
-- transaction; p_closed names those that WeChat has closed, the others are asked for until that is known.

-- Locks a group with all its orders and reads it.
create or replace function lock_group(p_group uuid) returns buy_group language plpgsql as $$
declare
  v_group buy_group;
begin
  perform 1 from group_seats where group_id = p_group for update;
  perform 1 from shop_order where group_id = p_group order by id for update;
  select * into strict v_group from buy_group where id = p_group;
  return v_group;
end $$;

-- Whether the shop had promised, when the group opened, that it succeeds with whoever has paid.
create or replace function is_guaranteed(p_group buy_group) returns boolean language sql stable as $$
  select coalesce((p_group.terms->>'guaranteed')::boolean, false);
$$;

-- The deadline: a guaranteed group that somebody has paid for succeeds, any other fails. Answers the group's state
-- after it. A group that was decided, or given more time, since its payments were closed is left alone.
create or replace function close_group(p_group uuid, p_now timestamptz) returns text
language plpgsql as $$
declare
  v_group buy_group;
begin
  v_group := lock_group(p_group);
  if v_group.state <> 'forming' or v_group.closes_at > p_now then
    return v_group.state;
  end if;
  if is_guaranteed(v_group) and (select taken from group_seats where group_id = p_group) > 0 then
    perform complete_short(v_group, '{}', 'promise_kept', null, '', p_now);
    return 'succeeded';
  end if;
  perform end_group(v_group, '{}', 'time_over', null, '', p_now);
  return 'failed';
end $$;

-- The group has failed: who paid gets the money back, who did not is let go. p_operator null: the shop by itself;
-- an operator's words are told to everybody first.
create or replace function end_group(p_group buy_group, p_closed uuid[], p_reason text, p_operator uuid,
  p_note text, p_now timestamptz) returns void language plpgsql as $$
declare
  v_actor text := case when p_operator is null then 'system' else 'operator' end;
  v_code text := case when p_reason = 'dissolved' then 'group_dissolved' else 'group_failed' end;
  v_order uuid;
begin
  update buy_group set state = 'failed', decided_at = p_now where id = p_group.id;
  insert into group_event (group_id, at, actor, from_state, to_state, reason, note)
  values (p_group.id, p_now, coalesce(p_operator::text, 'system'), p_group.state, 'failed', p_reason, p_note);
  if p_reason = 'dissolved' then
    insert into order_event (order_id, at, event, actor, from_state, to_state, detail)
    select id, p_now, 'group_dissolved', v_actor, state, state, jsonb_build_object('note', p_note)
    from shop_order where group_id = p_group.id and state in ('unpaid', 'waiting_group') order by id;
  end if;
  perform let_go_unpaid(p_group.id, p_closed,
    case when p_reason = 'dissolved' then 'group_dissolved' else 'group_closed' end, v_actor, p_now);
  for v_order in select id from shop_order where group_id = p_group.id and state = 'waiting_group' order by id loop
    perform refund_order(v_order, v_code,
      case when p_reason = 'dissolved' then 'refund_requested' else 'group_failed' end, v_actor, p_now);
  end loop;
end $$;

-- The group succeeds with the members it has; their orders say so before they say that it succeeded.
create or replace function complete_short(p_group buy_group, p_closed uuid[], p_reason text, p_operator uuid,
  p_note text, p_now timestamptz) returns void language plpgsql as $$
declare
  v_actor text := case when p_operator is null then 'system' else 'operator' end;
  v_orders uuid[];
begin
  update buy_group set state = 'succeeded', decided_at = p_now where id = p_group.id;
  insert into group_event (group_id, at, actor, from_state, to_state, reason, note)
  values (p_group.id, p_now, coalesce(p_operator::text, 'system'), p_group.state, 'succeeded', p_reason, p_note);
  perform let_go_unpaid(p_group.id, p_closed, 'group_closed', v_actor, p_now);
  v_orders := array(
    select id from shop_order where group_id = p_group.id and state = 'waiting_group' order by id);
  insert into order_event (order_id, at, event, actor, from_state, to_state, detail)
  select id, p_now, 'group_completed', v_actor, 'waiting_group', 'waiting_group', jsonb_strip_nulls(
    jsonb_build_object('takenCount', cardinality(v_orders), 'size', p_group.size, 'note', nullif(p_note, '')))
  from unnest(v_orders) as o (id) order by id;
  perform earn_orders(v_orders, 'waiting_group', 'group_succeeded', p_now);
end $$;

-- Lets go whoever has a seat and has not paid. The group is decided already, so that it does not fail with them.
create or replace function let_go_unpaid(p_group uuid, p_closed uuid[], p_reason text, p_actor text,
  p_now timestamptz) returns void language plpgsql as $$
declare
  v_order uuid;
begin
  -- Stock of those who are refunded next, too: nothing of it is locked after a budget.
  perform lock_stock(array(
    select id from shop_order where group_id = p_group and state in ('unpaid', 'waiting_group')));
  for v_order in select id from shop_order where group_id = p_group and state = 'unpaid' order by id loop
    perform close_payment(v_order, case when v_order = any (p_closed) then 'closed' else 'closing' end, p_reason,
      p_now);
    perform release_order(v_order, p_reason, p_actor, p_now);
  end loop;
end $$;
