-- Money that is no order's payment (wrong amount, wrong payer, paid twice) is recorded by its transaction id and
-- given back in full. An order that was still unpaid is let go with it; a paid order stays as it is.
create or replace function record_odd_money(p jsonb, p_payment payment, p_order shop_order, p_reason text,
  p_now timestamptz) returns jsonb language plpgsql as $$
begin
  insert into odd_money (id, order_id, payment_id, transaction_id, amount_fen, openid, reason, at)
  values (cause_id('odd:' || (p->>'transactionId')), p_order.id, p_payment.id, p->>'transactionId', (p->>'amountFen')::bigint,
    p->>'openid', p_reason, p_now);
  insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, order_id, at)
  values (cause_id('odd:' || (p->>'transactionId')), 'wechat_clearing', 'suspense', (p->>'amountFen')::bigint,
    'odd_money', p_order.id, p_now);

  if p_payment.state <> 'paid' then
    -- The number at WeChat is used up: no other payment can come through it.
    perform mark_paid(p_payment.id, p->>'transactionId', p_order.state <> 'unpaid', p_now);
    if p_order.state = 'unpaid' then
      perform release_order(p_order.id, p_reason, 'system', p_now);
    end if;
    update order_line set refunded_quantity = quantity, restocked_quantity = quantity where order_id = p_order.id;
    perform move_order(p_order.id, 'refunding', 'odd_money', 'wechat',
      jsonb_build_object('amountFen', (p->>'amountFen')::bigint, 'reason', p_reason), p_now);
  else
    insert into order_event (order_id, at, event, actor, from_state, to_state, detail)
    values (p_order.id, p_now, 'odd_money', 'wechat', p_order.state, p_order.state,
      jsonb_build_object('amountFen', (p->>'amountFen')::bigint, 'reason', p_reason));
  end if;
  perform request_odd_refund(p, p_order.id, p_reason, p_now);
  return jsonb_build_object('outcome', 'odd', 'orderId', p_order.id);
end $$;

-- Asks for the refund of money that stands in suspense.
create or replace function request_odd_refund(p jsonb, p_order uuid, p_reason text, p_now timestamptz)
returns void language plpgsql as $$
declare
  v_refund uuid := cause_id('refund:odd:' || (p->>'transactionId'));
begin
  insert into refund (id, order_id, transaction_id, out_refund_no, amount_fen, total_fen, source, reason, state,
    requested_at)
  values (v_refund, p_order, p->>'transactionId', replace(v_refund::text, '-', ''), (p->>'amountFen')::bigint,
    (p->>'amountFen')::bigint, 'odd', p_reason, 'requested', p_now);
  insert into refund_event (refund_id, at, actor, to_state, reason)
  values (v_refund, p_now, 'system', 'requested', p_reason);
  insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, order_id, at)
  values (cause_id('refund-requested:' || v_refund), 'suspense', 'refunds_payable', (p->>'amountFen')::bigint,
    'refund_requested', p_order, p_now);
  insert into outbox (topic, payload, dedupe_key, due_at, created_at)
  values ('refund.send', jsonb_build_object('refundId', v_refund), 'refund.send:' || v_refund, p_now, p_now);
end $$;
