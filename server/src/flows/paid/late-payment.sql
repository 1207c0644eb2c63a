-- Money for an order that had been let go. What happens to it is declared beforehand and told to the buyer:
-- stock first. Then a member gets a free seat in the same forming group, else in a sibling group (same campaign,
-- price, size and promise, at least ten minutes left, fullest first, the buyer not in it); an opener gets a new
-- group on the old terms while the campaign runs, else a seat in such a group too; a solo order is shipped.
-- Whatever cannot be served is refunded in full, and so is all that comes after the buyer cancelled.
-- p is an item of record_payments. Answers {outcome: 'taken' | 'refunded' | 'repeat' | 'odd'}.
create or replace function late_payment(p jsonb, p_now timestamptz) returns jsonb
language plpgsql as $$
declare
  v_payment payment;
  v_order shop_order;
  v_groups uuid[];
  v_seat uuid;
begin
  select o.* into strict v_order from payment y join shop_order o on o.id = y.order_id
  where y.out_trade_no = p->>'outTradeNo';
  v_groups := late_candidates(v_order, p_now);
  perform 1 from group_seats where group_id = any (v_groups || v_order.group_id) order by group_id for update;
  select * into strict v_order from shop_order where id = v_order.id for update;
  select * into strict v_payment from payment where out_trade_no = p->>'outTradeNo' for update;
  if v_payment.state = 'paid' then
    -- The same money by another way in was faster, or the buyer paid a second time.
    return record_payment(p, p_now);
  end if;
  if v_order.state <> 'cancelled' then
    raise exception 'order % changed while its late payment was taken up', v_order.id using errcode = '40001';
  end if;

  perform mark_paid(v_payment.id, p->>'transactionId', true, p_now);
  if v_order.cancel_reason = 'buyer' then
    return refund_late(p, v_order, 'paid_after_cancel', p_now);
  end if;
  if v_order.kind = 'open' then
    v_seat := late_reopen(v_order, cause_id('reopen:' || v_order.id), p_now);
  end if;
  if v_order.kind <> 'solo' and v_seat is null then
    v_seat := late_seat(v_order, v_groups, p_now);
  end if;
  if not take_stock(v_order.id, false) then
    return refund_late(p, v_order, 'paid_late_sold_out', p_now);
  end if;
  if v_order.kind <> 'solo' and v_seat is null then
    perform give_back_stock(v_order.id);
    return refund_late(p, v_order, 'paid_late_no_seat', p_now);
  end if;
  return place_late(v_order, v_seat, cause_id('reopen:' || v_order.id), p_now);
end $$;

-- Groups that could take a late member, the best first: its own, then siblings, at most six.
create or replace function late_candidates(p_order shop_order, p_now timestamptz) returns uuid[]
language sql stable as $$
  select coalesce(array_agg(id order by own desc, taken desc, id), '{}') from (
    select g.id, g.id = p_order.group_id as own, n.taken
    from buy_group g join group_seats n on n.group_id = g.id, buy_group mine
    where mine.id = p_order.group_id and g.campaign_id = p_order.campaign_id and g.state = 'forming'
      and n.held + n.taken < n.size
      and (g.id = mine.id and g.closes_at > p_now
        or g.closes_at >= p_now + interval '10 minutes' and g.size = mine.size
        and is_guaranteed(g) >= is_guaranteed(mine) and not exists (
          select 1 from order_line l where l.order_id = p_order.id
          and g.terms->'prices'->>(l.sku_id::text) is distinct from mine.terms->'prices'->>(l.sku_id::text)))
      and not exists (select 1 from group_seat s
        where s.group_id = g.id and s.user_id = p_order.user_id and s.state <> 'freed')
    order by own desc, n.taken desc, g.id limit 6
  ) best;
$$;

-- The first of the locked candidates that still has a seat for this buyer, or null.
create or replace function late_seat(p_order shop_order, p_groups uuid[], p_now timestamptz) returns uuid
language sql stable as $$
  select g.id from unnest(p_groups) with ordinality as c (id, n)
  join buy_group g on g.id = c.id join group_seats s on s.group_id = g.id
  where g.state = 'forming' and g.closes_at > p_now and s.held + s.taken < s.size
    and not exists (select 1 from group_seat x
      where x.group_id = g.id and x.user_id = p_order.user_id and x.state <> 'freed')
  order by c.n limit 1;
$$;

-- The id for a new group on the old terms, or null when the campaign no longer runs.
create or replace function late_reopen(p_order shop_order, p_new uuid, p_now timestamptz) returns uuid
language sql stable as $$
  select p_new from campaign c where c.id = p_order.campaign_id and c.state = 'running' and c.ends_at > p_now;
$$;

-- Puts the order where it belongs: to ship, into a group, or into a new group of its own.
create or replace function place_late(p_order shop_order, p_group uuid, p_new uuid, p_now timestamptz)
returns jsonb language plpgsql as $$
declare
  v_order shop_order := p_order;
  v_taken int;
  v_size int;
begin
  insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, order_id, at)
  values (cause_id('paid:' || v_order.id), 'wechat_clearing', 'customer_deposits', v_order.pay_fen, 'paid',
    v_order.id, p_now);
  perform bind_buyer(v_order, p_now);
  perform reserve_budget_late(v_order);
  if v_order.kind = 'solo' then
    perform create_commission_lines(v_order.id, 'held', p_now);
    perform earn_orders(array[v_order.id], v_order.state, 'paid_late', p_now);
    return jsonb_build_object('outcome', 'taken', 'orderId', v_order.id);
  end if;

  if p_group = p_new then
    insert into buy_group (id, campaign_id, product_id, state, size, window_minutes, leader_user_id,
      leader_order_id, leader_sku_id, terms, created_at)
    select p_new, campaign_id, product_id, 'opening', size, window_minutes, leader_user_id, leader_order_id,
      leader_sku_id, terms, p_now
    from buy_group where id = v_order.group_id;
    insert into group_seats (group_id, size) select p_new, size from buy_group where id = p_new;
    insert into group_event (group_id, at, actor, to_state) values (p_new, p_now, 'system', 'opening');
  end if;
  update shop_order set group_id = p_group, paid_at = p_now where id = v_order.id;
  perform move_order(v_order.id, 'waiting_group', 'paid_late', 'wechat',
    jsonb_build_object('payFen', v_order.pay_fen), p_now);
  if p_group is distinct from v_order.group_id then
    insert into order_event (order_id, at, event, actor, from_state, to_state)
    values (v_order.id, p_now, case when p_group = p_new then 'reopened_group' else 'moved_group' end, 'system',
      'waiting_group', 'waiting_group');
  end if;
  perform create_commission_lines(v_order.id, 'estimated', p_now);
  update group_seat set group_id = p_group, state = 'taken', joined_at = p_now, seat_no = (
    select min(n) from generate_series(1, 100) n where not exists (
      select 1 from group_seat s where s.group_id = p_group and s.state = 'taken' and s.seat_no = n))
  where order_id = v_order.id;
  update group_seats set taken = taken + 1 where group_id = p_group
  returning taken, size into strict v_taken, v_size;
  perform pass_on_leadership(p_group, p_now);
  perform open_group(p_group, p_now);
  if v_taken = v_size then
    perform succeed_group(p_group, p_now);
  end if;
  return jsonb_build_object('outcome', 'taken', 'orderId', v_order.id, 'groupId', p_group);
end $$;

-- Nothing can be served: the money goes back with its reason, and the order says so.
create or replace function refund_late(p jsonb, p_order shop_order, p_reason text, p_now timestamptz)
returns jsonb language plpgsql as $$
begin
  insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, order_id, at)
  values (cause_id('odd:' || (p->>'transactionId')), 'wechat_clearing', 'suspense', p_order.pay_fen,
    'paid_late_untaken', p_order.id, p_now);
  update shop_order set refunded_fen = pay_fen, paid_at = p_now where id = p_order.id;
  update order_line set refunded_fen = pay_fen, refunded_quantity = quantity, restocked_quantity = quantity
  where order_id = p_order.id;
  perform move_order(p_order.id, 'refunding', 'paid_late', 'wechat',
    jsonb_build_object('payFen', p_order.pay_fen, 'reason', p_reason), p_now);
  perform request_odd_refund(p, p_order.id, p_reason, p_now);
  return jsonb_build_object('outcome', 'refunded', 'orderId', p_order.id);
end $$;
