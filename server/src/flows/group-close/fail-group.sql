-- Decides a group whose time is up: it was not filled, so that every member gets their money back and orders still
-- unpaid are let go (their payments at WeChat are closed or being asked for). Answers the group's state after it.
create or replace function fail_group(p_group uuid, p_reason text, p_actor text, p_now timestamptz) returns text
language plpgsql as $$
declare
  v_from text;
  v_order uuid;
begin
  perform lock_orders(array(select id from shop_order where group_id = p_group), array[p_group]);
  select state into strict v_from from buy_group where id = p_group;
  if v_from not in ('opening', 'forming') then
    return v_from;
  end if;
  update buy_group set state = 'failed', decided_at = p_now where id = p_group;
  insert into group_event (group_id, at, actor, from_state, to_state, reason)
  values (p_group, p_now, p_actor, v_from, 'failed', p_reason);
  for v_order in select id from shop_order where group_id = p_group and state = 'unpaid' order by id loop
    perform close_payment(v_order, 'closing', 'group_closed', p_now);
    perform release_order(v_order, 'group_closed', p_actor, p_now);
  end loop;
  for v_order in select id from shop_order where group_id = p_group and state = 'waiting_group' order by id loop
    perform refund_order(v_order, 'group_failed', 'group_failed', p_actor, p_now);
  end loop;
  return 'failed';
end $$;
