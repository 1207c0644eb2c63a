-- What a shop must not leave lying, as it stands at p_now: normally nothing. Each row names its kind, the thing to
-- look at, since when it is so, and what more is known.
create or replace function exceptions(p_now timestamptz)
returns table (kind text, subject_kind text, subject_id text, order_id uuid, amount_fen bigint, since timestamptz,
  detail text)
language sql stable as $$
  select * from unfulfilled_money(p_now)
  union all
  select * from unfinished_refunds(p_now)
  union all
  select 'group_not_decided', 'group', g.id::text, g.leader_order_id, null, g.closes_at, null
  from buy_group g where g.state = 'forming' and g.closes_at < p_now - interval '60 seconds'
  union all
  select 'payment_unknown', 'order', y.order_id::text, y.order_id, y.amount_fen, y.closing_at, null
  from payment y where y.state = 'closing' and y.closing_at < p_now - interval '10 minutes'
  union all
  select 'payment_unknown', 'order', o.id::text, o.id, o.pay_fen, o.held_until, null
  from shop_order o
  where o.state = 'unpaid' and o.created_at < p_now - interval '10 minutes'
    and o.held_until < p_now - interval '10 minutes'
  union all
  select 'withdrawal_unknown', 'withdrawal', w.id::text, null, w.net_fen, w.sent_at, w.last_error
  from withdrawal w
  where w.state = 'sending' and w.sent_at < p_now - interval '10 minutes'
     or w.state = 'awaiting_confirmation' and w.confirm_by < p_now - interval '1 hour'
  union all
  select 'late_to_ship', 'order', o.id::text, o.id, o.pay_fen - o.refunded_fen, coalesce(g.decided_at, o.paid_at), null
  from shop_order o left join buy_group g on g.id = o.group_id
  where o.state = 'to_ship' and o.created_at < p_now - interval '48 hours'
    and coalesce(g.decided_at, o.paid_at) < p_now - interval '48 hours'
  union all
  select 'shipment_untold', 'order', o.id::text, o.id, o.pay_fen - o.refunded_fen, o.shipped_at, null
  from shop_order o where o.shipment_told_at is null and o.shipped_at < p_now - interval '1 hour'
  union all
  select 'difference_open', 'difference', d.id::text, (d.facts->>'orderId')::uuid,
    coalesce((d.facts->>'wechatFen')::bigint, (d.facts->>'ourFen')::bigint, (d.facts->>'ledgerFen')::bigint),
    d.first_seen_at, d.kind
  from reconciliation_difference d where d.state = 'open'
  union all
  select 'day_not_matched', 'day', d.day::text, null, null, d.due_at, d.last_error
  from reconciliation_day d where d.state = 'waiting' and d.due_at < p_now - interval '24 hours'
  union all
  select 'job_failed', 'job', j.id::text, null, null, (j.data->>'dueAt')::timestamptz, j.data->>'topic'
  from pgboss.job j where j.name = 'dead-letter' and j.state < 'active';
$$;

-- Money that came and serves nobody: its order is not in a state that stands for paid or refunded, or nothing is on
-- its way back for it. Orders let go are looked at for a week; later the comparison with WeChat's bills names them.
create or replace function unfulfilled_money(p_now timestamptz)
returns table (kind text, subject_kind text, subject_id text, order_id uuid, amount_fen bigint, since timestamptz,
  detail text)
language sql stable as $$
  select 'paid_not_fulfilled', 'order', o.id::text, o.id, y.amount_fen, y.paid_at, o.state
  from shop_order o join payment y on y.order_id = o.id
  where y.state = 'paid'
    and (o.state = 'unpaid' or o.state = 'cancelled' and o.created_at > p_now - interval '7 days')
  union all
  select 'paid_not_fulfilled', 'order', o.id::text, o.id, o.pay_fen - o.refunded_fen, g.decided_at, o.state
  from shop_order o join buy_group g on g.id = o.group_id
  where o.state = 'waiting_group' and g.state in ('succeeded', 'failed')
  union all
  select 'paid_not_fulfilled', 'order', o.id::text, o.id, o.refunded_fen, o.paid_at, o.state
  from shop_order o
  where o.state = 'refunding' and not exists (select 1 from refund f where f.order_id = o.id)
  union all
  select 'paid_not_fulfilled', 'order', m.order_id::text, m.order_id, m.amount_fen, m.at, m.transaction_id
  from odd_money m
  where not exists (select 1 from refund f
    where f.order_id = m.order_id and f.transaction_id = m.transaction_id);
$$;

-- Money that is not back where it belongs after the time this takes.
create or replace function unfinished_refunds(p_now timestamptz)
returns table (kind text, subject_kind text, subject_id text, order_id uuid, amount_fen bigint, since timestamptz,
  detail text)
language sql stable as $$
  select case when f.state = 'abnormal' then 'refund_abnormal'
      when f.state = 'accepted' then 'refund_slow' else 'refund_unsent' end,
    'refund', f.id::text, f.order_id, f.amount_fen, f.requested_at, f.last_error
  from refund f
  where f.state in ('requested', 'accepted', 'abnormal') and (f.state = 'abnormal'
    or f.state = 'requested' and f.requested_at < p_now - interval '5 minutes'
    or f.state = 'accepted' and f.requested_at < p_now - interval '3 days')
  union all
  select 'group_not_refunded', 'order', o.id::text, o.id, o.refunded_fen, g.decided_at, g.id::text
  from shop_order o join buy_group g on g.id = o.group_id
  where o.state = 'refunding' and g.state = 'failed' and g.decided_at < p_now - interval '5 minutes';
$$;
