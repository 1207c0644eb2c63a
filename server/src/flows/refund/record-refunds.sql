-- Marks a refund as sent now, unless another of the same payment was sent less than p_seconds ago: WeChat refuses it
-- then. Those of one payment come here one after the other. Answers what is sent, with `waitMs` = how long it has to
-- wait for its turn (0: it is marked), or null when it needs no sending any more.
create or replace function claim_refund(p_refund uuid, p_seconds int, p_now timestamptz) returns jsonb
language plpgsql as $$
declare
  v_refund refund;
  v_turn timestamptz;
begin
  perform 1 from payment where order_id = (select order_id from refund where id = p_refund) for update;
  select * into strict v_refund from refund where id = p_refund for update;
  if v_refund.state <> 'requested' then
    return null;
  end if;
  select max(sent_at) + make_interval(secs => p_seconds) into v_turn from refund
  where transaction_id = v_refund.transaction_id and id <> p_refund;
  if v_turn is null or v_turn <= p_now then
    v_turn := p_now;
    update refund set sent_at = p_now where id = p_refund;
  end if;
  return jsonb_build_object('transactionId', v_refund.transaction_id, 'outRefundNo', v_refund.out_refund_no,
    'amountFen', v_refund.amount_fen, 'totalFen', v_refund.total_fen, 'reason', v_refund.reason,
    'waitMs', ceil(extract(epoch from v_turn - p_now) * 1000)::bigint);
end $$;

drop function if exists record_refund(uuid, text, text, text, timestamptz);

-- Records what WeChat says of a refund, by the number it was asked about: p_state is 'accepted', 'succeeded' or 'abnormal'; 'abnormal' also when it
-- refused for good, p_note says why. Repeats, news that come out of order and news of a number that WeChat closed
-- before change nothing. Answers whether something changed.
create or replace function record_refund(p_refund uuid, p_number text, p_state text, p_wechat_id text, p_note text,
  p_now timestamptz) returns boolean language plpgsql as $$
declare
  v_refund refund;
  v_order uuid;
begin
  select order_id into strict v_order from refund where id = p_refund;
  perform 1 from shop_order where id = v_order for update;
  select * into strict v_refund from refund where id = p_refund for update;
  if v_refund.out_refund_no <> p_number then
    return false;
  elsif v_refund.settled_outside and p_state = 'succeeded' then
    return record_paid_twice(v_refund, p_wechat_id, p_now);
  elsif v_refund.state = p_state or v_refund.state = 'succeeded'
     or (v_refund.state = 'abnormal' and p_state = 'accepted') then
    return false;
  end if;
  update refund set state = p_state, wechat_refund_id = coalesce(p_wechat_id, wechat_refund_id),
    succeeded_at = case when p_state = 'succeeded' then p_now end, last_error = nullif(p_note, '')
  where id = p_refund;
  insert into refund_event (refund_id, at, actor, from_state, to_state, reason)
  values (p_refund, p_now, 'wechat', v_refund.state, p_state, p_note);
  if p_state = 'abnormal' then
    -- The buyer reads it once, however often somebody tries again.
    insert into order_event (order_id, at, event, actor, from_state, to_state, detail)
    select id, p_now, 'refund_abnormal', 'wechat', state, state,
      jsonb_build_object('amountFen', v_refund.amount_fen) from shop_order where id = v_order
      and (select count(*) from refund_event where refund_id = p_refund and to_state = 'abnormal') = 1;
  elsif p_state = 'succeeded' then
    insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, order_id, at)
    values (cause_id('refund-done:' || p_refund), 'refunds_payable', 'wechat_clearing', v_refund.amount_fen,
      'refund_done', v_order, p_now);
    perform end_refund(v_order, v_refund.amount_fen, 'wechat', p_now);
    perform end_after_sale(p_refund, 'wechat', p_now);
  end if;
  return true;
end $$;

-- WeChat carried out a refund after two people had said that the buyer has the money by another way: it left twice.
-- The second time is a claim on the buyer, and the day of the refund is compared again, which names it. Answers
-- false when that is known.
create or replace function record_paid_twice(p_refund refund, p_wechat_id text, p_now timestamptz) returns boolean
language plpgsql as $$
begin
  insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, order_id, at)
  select cause_id('refund-twice:' || p_refund.id), 'suspense', 'wechat_clearing', p_refund.amount_fen,
    'refund_paid_twice', p_refund.order_id, p_now
  where not exists (select 1 from ledger_transfer where id = cause_id('refund-twice:' || p_refund.id));
  if not found then
    return false;
  end if;
  update refund set wechat_refund_id = coalesce(p_wechat_id, wechat_refund_id), last_error = 'PAID_TWICE'
  where id = p_refund.id;
  insert into refund_event (refund_id, at, actor, from_state, to_state, reason)
  values (p_refund.id, p_now, 'wechat', 'succeeded', 'succeeded', 'returned_twice');
  insert into outbox (topic, payload, dedupe_key, due_at, created_at)
  select 'reconciliation.run', jsonb_build_object('day', d.day), 'paid-twice:' || p_refund.id, p_now, p_now
  -- The day in Shanghai, eight hours ahead all year.
  from reconciliation_day d
  where d.day = date '1970-01-01' + floor((extract(epoch from p_refund.sent_at) + 28800) / 86400)::int
  on conflict (dedupe_key) do nothing;
  return true;
end $$;

-- A refund has arrived: the order is refunded when nothing else of it is on its way back.
create or replace function end_refund(p_order uuid, p_fen bigint, p_actor text, p_now timestamptz) returns void
language plpgsql as $$
begin
  if exists (select 1 from shop_order where id = p_order and state = 'refunding')
     and not exists (select 1 from refund where order_id = p_order and state <> 'succeeded') then
    perform move_order(p_order, 'refunded', 'refunded', p_actor, jsonb_build_object('amountFen', p_fen), p_now);
  else
    insert into order_event (order_id, at, event, actor, from_state, to_state, detail)
    select id, p_now, 'refunded', p_actor, state, state, jsonb_build_object('amountFen', p_fen)
    from shop_order where id = p_order;
  end if;
end $$;

-- A person has a refund asked for once more that WeChat could not carry out. After WeChat closed it only a new
-- number helps, a minute after the last; else the same number is the same refund, whose state WeChat tells. Answers 'requested', the state
-- that forbids it, or 'too_many' when the payment has no number left.
create or replace function retry_refund(p_refund uuid, p_actor text, p_now timestamptz) returns text
language plpgsql as $$
declare
  v_refund refund;
  v_order_state text;
  v_due timestamptz := p_now;
begin
  select state into strict v_order_state from shop_order
  where id = (select order_id from refund where id = p_refund) for update;
  select * into strict v_refund from refund where id = p_refund for update;
  if v_refund.state <> 'abnormal' then
    return v_refund.state;
  end if;
  if v_refund.last_error = 'CLOSED' then
    -- The last number stays free for a group that may still fail.
    if v_refund.source = 'order' and refund_numbers(v_refund.order_id)
       >= (case when v_order_state = 'waiting_group' then 49 else 50 end) then
      return 'too_many';
    end if;
    v_due := greatest(p_now, v_refund.sent_at + interval '61 seconds');
    update refund set attempt = attempt + 1,
      out_refund_no = replace(cause_id('refund:' || p_refund || ':' || (attempt + 1))::text, '-', '')
    where id = p_refund;
  end if;
  update refund set state = 'requested', last_error = null where id = p_refund;
  insert into refund_event (refund_id, at, actor, from_state, to_state, reason)
  values (p_refund, p_now, p_actor, 'abnormal', 'requested', 'retried');
  insert into outbox (topic, payload, dedupe_key, due_at, created_at)
  values ('refund.send', jsonb_build_object('refundId', p_refund), 'refund.send:' || p_refund, v_due, p_now)
  on conflict (dedupe_key) do nothing;
  return 'requested';
end $$;

-- The buyer has the money by another way than WeChat, such as a bank transfer: the refund is done, and the bank
-- paid for it. Answers 'succeeded', or the state that forbids it.
create or replace function settle_refund(p_refund uuid, p_reference text, p_actor text, p_now timestamptz)
returns text language plpgsql as $$
declare
  v_refund refund;
begin
  perform 1 from shop_order where id = (select order_id from refund where id = p_refund) for update;
  select * into strict v_refund from refund where id = p_refund for update;
  if v_refund.state <> 'abnormal' then
    return v_refund.state;
  end if;
  update refund set state = 'succeeded', settled_outside = true, succeeded_at = p_now where id = p_refund;
  insert into refund_event (refund_id, at, actor, from_state, to_state, reason)
  values (p_refund, p_now, p_actor, 'abnormal', 'succeeded', p_reference);
  insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, order_id, at)
  values (cause_id('refund-settled:' || p_refund), 'refunds_payable', 'bank', v_refund.amount_fen,
    'refund_settled_outside', v_refund.order_id, p_now);
  perform end_refund(v_refund.order_id, v_refund.amount_fen, 'operator', p_now);
  perform end_after_sale(p_refund, 'operator', p_now);
  return 'succeeded';
end $$;
