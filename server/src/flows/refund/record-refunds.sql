-- Records what WeChat says of a refund: p_state is 'accepted', 'succeeded' or 'abnormal'. Repeats and news that
-- come out of order change nothing. Answers whether something changed.
create or replace function record_refund(p_refund uuid, p_state text, p_wechat_id text, p_note text,
  p_now timestamptz) returns boolean language plpgsql as $$
declare
  v_refund refund;
  v_order uuid;
begin
  select order_id into strict v_order from refund where id = p_refund;
  perform 1 from shop_order where id = v_order for update;
  select * into strict v_refund from refund where id = p_refund for update;
  if v_refund.state = p_state or v_refund.state = 'succeeded'
     or (v_refund.state = 'abnormal' and p_state = 'accepted') then
    return false;
  end if;
  update refund set state = p_state, wechat_refund_id = coalesce(p_wechat_id, wechat_refund_id),
    succeeded_at = case when p_state = 'succeeded' then p_now end, last_error = nullif(p_note, '')
  where id = p_refund;
  insert into refund_event (refund_id, at, actor, from_state, to_state, reason)
  values (p_refund, p_now, 'wechat', v_refund.state, p_state, p_note);
  if p_state = 'abnormal' then
    insert into order_event (order_id, at, event, actor, from_state, to_state, detail)
    select id, p_now, 'refund_abnormal', 'wechat', state, state,
      jsonb_build_object('amountFen', v_refund.amount_fen) from shop_order where id = v_order;
  elsif p_state = 'succeeded' then
    insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, order_id, at)
    values (cause_id('refund-done:' || p_refund), 'refunds_payable', 'wechat_clearing', v_refund.amount_fen,
      'refund_done', v_order, p_now);
    perform finish_refund(v_order, v_refund.amount_fen, p_now);
  end if;
  return true;
end $$;

-- A refund has arrived: the order is refunded when nothing else of it is on its way back.
create or replace function finish_refund(p_order uuid, p_fen bigint, p_now timestamptz) returns void
language plpgsql as $$
begin
  if exists (select 1 from shop_order where id = p_order and state = 'refunding')
     and not exists (select 1 from refund where order_id = p_order and state <> 'succeeded') then
    perform move_order(p_order, 'refunded', 'refunded', 'wechat', jsonb_build_object('amountFen', p_fen), p_now);
  else
    insert into order_event (order_id, at, event, actor, from_state, to_state, detail)
    select id, p_now, 'refunded', 'wechat', state, state, jsonb_build_object('amountFen', p_fen)
    from shop_order where id = p_order;
  end if;
end $$;
