-- Gives an order's money back in full: the order is refunding, stock returns unless it was shipped, commission is
-- reversed, and the refund is asked for at WeChat after the commit. Group and order are locked by the caller.
-- The refund's number follows from the order, so that it is made once and every retry repeats it.
create or replace function refund_order(p_order uuid, p_reason text, p_event text, p_actor text,
  p_now timestamptz) returns void language plpgsql as $$
declare
  v_order shop_order;
  v_refund uuid := cause_id('refund:rest:' || p_order);
  v_fen bigint;
begin
  select * into strict v_order from shop_order where id = p_order;
  v_fen := v_order.pay_fen - v_order.refunded_fen;
  if v_order.state in ('waiting_group', 'to_ship') then
    perform give_back_stock(p_order);
  end if;
  perform reverse_commission(p_order, case when p_event = 'group_failed' then 'FAIL_GROUP' else 'REVERSED_FULL' end,
    p_now);
  update shop_order set refunded_fen = pay_fen where id = p_order;
  update order_line set refunded_fen = pay_fen where order_id = p_order;
  perform move_order(p_order, 'refunding', p_event, p_actor,
    jsonb_build_object('amountFen', v_fen, 'reason', p_reason), p_now);

  insert into refund (id, order_id, transaction_id, out_refund_no, amount_fen, total_fen, source, reason, state,
    requested_at)
  select v_refund, p_order, y.transaction_id, replace(v_refund::text, '-', ''), v_fen, y.amount_fen, 'order',
    p_reason, 'requested', p_now
  from payment y where y.order_id = p_order;
  insert into refund_event (refund_id, at, actor, to_state, reason)
  values (v_refund, p_now, p_actor, 'requested', p_reason);
  insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, order_id, at)
  values (cause_id('refund-requested:' || v_refund),
    case when v_order.state = 'waiting_group' then 'customer_deposits' else 'sales' end, 'refunds_payable', v_fen,
    'refund_requested', p_order, p_now);
  insert into outbox (topic, payload, dedupe_key, due_at, created_at)
  values ('refund.send', jsonb_build_object('refundId', v_refund), 'refund.send:' || v_refund, p_now, p_now);
end $$;

-- Pieces that were not shipped go back on the shelf. Locks by SKU.
create or replace function give_back_stock(p_order uuid) returns void language plpgsql as $$
begin
  perform 1 from sku_stock where sku_id in (select sku_id from order_line where order_id = p_order)
  order by sku_id for update;
  update sku_stock t set on_hand = t.on_hand + l.quantity, sold = t.sold - l.quantity
  from order_line l where l.order_id = p_order and t.sku_id = l.sku_id;
end $$;

-- Reverses what is left of an order's commission. Estimated lines never stood in the ledger; held ones return
-- from held; available ones from available as far as it reaches, the rest becomes debt.
create or replace function reverse_commission(p_order uuid, p_reason text, p_now timestamptz)
returns void language plpgsql as $$
declare
  v_line record;
  v_reach bigint;
begin
  for v_line in
    select l.id, l.user_id, l.state, l.amount_fen + coalesce((
      select sum(r.amount_fen) from commission_line r where r.parent_id = l.id), 0) as net_fen
    from commission_line l
    where l.order_id = p_order and l.parent_id is null and l.state in ('estimated', 'held', 'available')
    order by l.user_id, l.id
  loop
    if v_line.state = 'held' and v_line.net_fen > 0 then
      insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, order_id,
        commission_line_id, at)
      values (cause_id('reversed:' || v_line.id), 'held:' || v_line.user_id, 'commission_expense',
        v_line.net_fen, 'commission_reversed', p_order, v_line.id, p_now);
    elsif v_line.state = 'available' and v_line.net_fen > 0 then
      select least(balance_fen, v_line.net_fen) into v_reach from ledger_account
      where id = 'available:' || v_line.user_id for update;
      v_reach := coalesce(v_reach, 0);
      insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, order_id,
        commission_line_id, at)
      select cause_id(t.cause || v_line.id), t.account || v_line.user_id, 'commission_expense', t.fen,
        'commission_reversed', p_order, v_line.id, p_now
      from (values ('reversed:', 'available:', v_reach),
        ('reversed-debt:', 'debt:', v_line.net_fen - v_reach)) t (cause, account, fen)
      where t.fen > 0;
    end if;
  end loop;

  with moved as (
    update commission_line n set state = 'reversed', available_at = null,
      reason_code = case when o.state = 'estimated' then p_reason else 'REVERSED_FULL' end
    from commission_line o
    where n.id = o.id and n.order_id = p_order and n.state in ('estimated', 'held', 'available')
    returning n.id, o.state as from_state, n.reason_code
  )
  insert into commission_event (commission_line_id, at, actor, from_state, to_state, reason)
  select id, p_now, 'system', from_state, 'reversed', reason_code from moved order by id;
end $$;
