-- What operators decide about a group. Each answers {done, state, before, after}: done = false where the group's
-- state no longer allows it, or where it is so already; nothing was written then.

-- The facts an operator's decision is judged by, and the members whose payments would have to be closed first.
-- Null when there is no such group.
create or replace function group_decision_facts(p_group uuid) returns jsonb language sql stable as $$
  select jsonb_build_object('state', g.state, 'closesAt', iso(g.closes_at), 'openedAt', iso(group_opened_at(g.id)),
    'windowMinutes', g.window_minutes, 'guaranteed', is_guaranteed(g), 'takenCount', n.taken,
    'holders', (
      select coalesce(jsonb_agg(jsonb_build_object('orderId', o.id, 'outTradeNo', y.out_trade_no) order by o.id), '[]')
      from shop_order o join payment y on y.order_id = o.id where o.group_id = g.id and o.state = 'unpaid'))
  from buy_group g join group_seats n on n.group_id = g.id where g.id = p_group;
$$;

-- When the opener's payment came, or null.
create or replace function group_opened_at(p_group uuid) returns timestamptz language sql stable as $$
  select min(at) from group_event where group_id = p_group and from_state = 'opening' and to_state = 'forming';
$$;

-- A group as the audit trail keeps it.
create or replace function group_audit_json(p_group uuid) returns jsonb language sql stable as $$
  select jsonb_build_object('state', g.state, 'closesAt', iso(g.closes_at), 'size', g.size, 'takenCount', n.taken,
    'heldCount', n.held)
  from buy_group g join group_seats n on n.group_id = g.id where g.id = p_group;
$$;

-- Everybody gets their money back, and is told why.
create or replace function dissolve_group(p_group uuid, p_closed uuid[], p_operator uuid, p_note text,
  p_now timestamptz) returns jsonb language plpgsql as $$
declare
  v_group buy_group;
  v_before jsonb;
begin
  v_group := lock_group(p_group);
  if v_group.state not in ('opening', 'forming') then
    return jsonb_build_object('done', false, 'state', v_group.state);
  end if;
  v_before := group_audit_json(p_group);
  perform end_group(v_group, p_closed, 'dissolved', p_operator, p_note, p_now);
  return jsonb_build_object('done', true, 'state', 'failed', 'before', v_before, 'after', group_audit_json(p_group));
end $$;

-- A guaranteed group succeeds before its deadline with whoever has paid.
create or replace function complete_group(p_group uuid, p_closed uuid[], p_operator uuid, p_note text,
  p_now timestamptz) returns jsonb language plpgsql as $$
declare
  v_group buy_group;
  v_before jsonb;
begin
  v_group := lock_group(p_group);
  if v_group.state <> 'forming' or not is_guaranteed(v_group)
     or (select taken from group_seats where group_id = p_group) = 0 then
    return jsonb_build_object('done', false, 'state', v_group.state);
  end if;
  v_before := group_audit_json(p_group);
  perform complete_short(v_group, p_closed, 'completed', p_operator, p_note, p_now);
  return jsonb_build_object('done', true, 'state', 'succeeded', 'before', v_before,
    'after', group_audit_json(p_group));
end $$;

-- The group gets more time. Its deadline only ever moves later, and only while it has not passed.
create or replace function extend_group(p_group uuid, p_closes_at timestamptz, p_operator uuid, p_note text,
  p_now timestamptz) returns jsonb language plpgsql as $$
declare
  v_group buy_group;
  v_before jsonb;
begin
  v_group := lock_group(p_group);
  if v_group.state <> 'forming' or v_group.closes_at <= p_now or v_group.closes_at >= p_closes_at then
    return jsonb_build_object('done', false, 'state', v_group.state, 'closesAt', iso(v_group.closes_at));
  end if;
  v_before := group_audit_json(p_group);
  update buy_group set closes_at = p_closes_at where id = p_group;
  insert into group_event (group_id, at, actor, from_state, to_state, reason, note, closes_at)
  values (p_group, p_now, p_operator::text, 'forming', 'forming', 'extended', p_note, p_closes_at);
  insert into order_event (order_id, at, event, actor, from_state, to_state, detail)
  select id, p_now, 'group_extended', 'operator', state, state,
    jsonb_build_object('closesAt', iso(p_closes_at), 'note', p_note)
  from shop_order where group_id = p_group and state in ('unpaid', 'waiting_group') order by id;
  -- The job of the old deadline finds nothing to do; this one takes its place.
  insert into outbox (topic, payload, dedupe_key, due_at, created_at)
  values ('group.close', jsonb_build_object('groupId', p_group),
    'group.close:' || p_group || ':' || iso(p_closes_at), p_closes_at, p_now)
  on conflict (dedupe_key) do nothing;
  return jsonb_build_object('done', true, 'state', 'forming', 'closesAt', iso(p_closes_at), 'before', v_before,
    'after', group_audit_json(p_group));
end $$;
