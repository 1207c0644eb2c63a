-- A paid member leaves a forming group: the seat is free again, the money goes back, leadership passes on, and a
-- group that nobody is in has failed. Answers 'left', or the order's state when it was not waiting any more.
create or replace function leave_group(p_order uuid, p_now timestamptz) returns text
language plpgsql as $$
declare
  v_order shop_order;
begin
  select * into strict v_order from shop_order where id = p_order;
  perform lock_orders(array[p_order], array[v_order.group_id]);
  select * into strict v_order from shop_order where id = p_order;
  if v_order.state <> 'waiting_group' then
    return v_order.state;
  end if;
  perform free_seat(v_order, 'buyer', p_now);
  perform refund_order(p_order, 'left_group', 'left_group', 'buyer', p_now);
  return 'left';
end $$;

-- Frees a taken seat of a forming group; group and order are locked by the caller.
create or replace function free_seat(p_order shop_order, p_actor text, p_now timestamptz) returns void
language plpgsql as $$
begin
  update group_seat set state = 'freed', seat_no = null where order_id = p_order.id;
  update group_seats set taken = taken - 1 where group_id = p_order.group_id;
  perform pass_on_leadership(p_order.group_id, p_now);
  perform fail_empty_group(p_order.group_id, 'left', p_actor, p_now);
end $$;
