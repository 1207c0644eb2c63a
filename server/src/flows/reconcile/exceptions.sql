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
  select * from unsettled_withdrawals(p_now)
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

-- Payouts that were allowed, and nobody knows that they were sent, or what became of them. An allowed one may wait for
-- another of the same person on which its tax depends: that is as it should be while the other is not overdue itself,
-- and until its own turn has come.
create or replace function unsettled_withdrawals(p_now timestamptz)
returns table (kind text, subject_kind text, subject_id text, order_id uuid, amount_fen bigint, since timestamptz,
  detail text)
language sql stable as $$
  with under_way as (
    select w.*, case w.state when 'sending' then coalesce(w.sent_at, w.approved_at) < p_now - interval '10 minutes'
      else w.confirm_by < p_now - interval '1 hour' end as overdue
    from withdrawal w where w.state in ('sending', 'awaiting_confirmation')
  ), unsent as (
    select w.*, greatest(w.approved_at, w.stop_asked_at, (
      select max(o.finished_at) from withdrawal o where o.user_id = w.user_id and o.id <> w.id)) as due_at
    from withdrawal w where w.state = 'approved' and w.approved_at < p_now - interval '10 minutes'
  )
  select 'withdrawal_unknown', 'withdrawal', w.id::text, null::uuid, w.net_fen, coalesce(w.sent_at, w.approved_at),
    w.last_error
  from under_way w where w.overdue
  union all
  select 'withdrawal_unknown', 'withdrawal', w.id::text, null, w.net_fen, w.due_at, w.last_error
  from unsent w
  where w.due_at < p_now - interval '10 minutes' and (w.stop_asked_at is not null or not exists (
    select 1 from under_way o where o.user_id = w.user_id and not o.overdue));
$$;

-- Money that came and serves nobody: its order is not in a state that stands for paid or refunded, or nothing is on
-- its way back for it. Orders that were let go are many, and go without an age limit: what is asked for is only those
-- that had been paid before, and those whose payment was being closed and turned out to be paid. Both are few and
-- stand in an index of their own; they are looked up one by one (limit 1), because the planner takes them for many.
create or replace function unfulfilled_money(p_now timestamptz)
returns table (kind text, subject_kind text, subject_id text, order_id uuid, amount_fen bigint, since timestamptz,
  detail text)
language sql stable as $$
  select 'paid_not_fulfilled', 'order', o.id::text, o.id, y.amount_fen, y.paid_at, o.state
  from (
    select id from shop_order where state = 'unpaid'
    union
    select id from shop_order where state = 'cancelled' and paid_at is not null
    union
    select order_id from payment where state = 'paid' and closing_at is not null
  ) few
  cross join lateral (
    select * from shop_order where id = few.id and state in ('unpaid', 'cancelled') limit 1) o
  cross join lateral (select * from payment where order_id = few.id and state = 'paid' limit 1) y
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
