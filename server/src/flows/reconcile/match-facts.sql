-- What WeChat's bill, the shop's rows and the ledger know of each payment of a day, in the order of WeChat's
-- numbers: those in the day's bill, and those that the shop recorded between p_from and p_to and that stand in no
-- other day's bill. p_only asks for one of them; else the p_limit that follow p_after.
create or replace function payment_facts(p_day date, p_from timestamptz, p_to timestamptz, p_only text,
  p_after text, p_limit int)
returns table (key text, bill jsonb, fee_fen bigint, ours jsonb, order_id uuid, order_state text, ledger_fen bigint)
language sql stable as $$
  with known as (
    select r.key from wechat_bill_row r where r.day = p_day and r.kind = 'payment'
    union
    select y.transaction_id from payment y
    where y.paid_at >= p_from and y.paid_at < p_to and y.transaction_id is not null
    union
    select m.transaction_id from odd_money m where m.at >= p_from and m.at < p_to
  ), page as (
    select k.key from known k where k.key > p_after and (p_only is null or k.key = p_only)
    order by k.key limit p_limit
  )
  select p.key,
    case when b.bill_id is not null then jsonb_build_object('line', b.line, 'fen', b.amount_fen,
      'at', iso(b.at), 'outTradeNo', b.out_trade_no) end,
    b.fee_fen,
    case when m.id is not null then jsonb_build_object('fen', m.amount_fen, 'at', iso(m.at), 'odd', true,
        'outTradeNo', n.out_trade_no)
      when y.id is not null then jsonb_build_object('fen', y.amount_fen, 'at', iso(y.paid_at), 'odd', false,
        'outTradeNo', y.out_trade_no) end,
    o.id, o.state,
    case when m.id is null and y.id is not null then coalesce(late.amount_fen, paid.amount_fen)
      else late.amount_fen end
  from page p
  left join lateral (
    select * from wechat_bill_row r where r.kind = 'payment' and r.key = p.key
    order by r.day <> p_day, r.day limit 1
  ) b on true
  left join payment y on y.transaction_id = p.key
  left join odd_money m on m.transaction_id = p.key
  left join payment n on n.id = m.payment_id or m.id is null and y.id is null and n.out_trade_no = b.out_trade_no
  left join shop_order o on o.id = coalesce(m.order_id, y.order_id, n.order_id)
  left join ledger_transfer late on late.id = cause_id('odd:' || p.key)
  left join ledger_transfer paid on paid.id = cause_id('paid:' || y.order_id)
  where b.day is null or b.day = p_day
  order by p.key;
$$;

-- The same of each refund, by our numbers: those in the day's bill, and those sent to WeChat between p_from and
-- p_to that stand in no other day's bill.
create or replace function refund_facts(p_day date, p_from timestamptz, p_to timestamptz, p_only text,
  p_after text, p_limit int)
returns table (key text, bill jsonb, fee_fen bigint, ours jsonb, ledger_fen bigint, outside_fen bigint)
language sql stable as $$
  with known as (
    select r.key from wechat_bill_row r where r.day = p_day and r.kind = 'refund'
    union
    select f.out_refund_no from refund f
    where f.sent_at >= p_from and f.sent_at < p_to and f.state <> 'requested'
  ), page as (
    select k.key from known k where k.key > p_after and (p_only is null or k.key = p_only)
    order by k.key limit p_limit
  )
  select p.key,
    case when b.bill_id is not null then jsonb_build_object('line', b.line, 'fen', b.amount_fen,
      'at', iso(b.at), 'state', b.state, 'transactionId', b.transaction_id) end,
    b.fee_fen,
    case when f.id is not null then jsonb_build_object('id', f.id, 'orderId', f.order_id, 'fen', f.amount_fen,
      'state', f.state, 'at', iso(coalesce(f.sent_at, f.requested_at)), 'transactionId', f.transaction_id,
      'current', f.out_refund_no = p.key, 'refused', f.state = 'abnormal' and f.wechat_refund_id is null,
      'settledOutside', f.settled_outside, 'paidTwice', twice.id is not null) end,
    coalesce(done.amount_fen, twice.amount_fen), outside.amount_fen
  from page p
  left join lateral (
    select * from wechat_bill_row r where r.kind = 'refund' and r.key = p.key
    order by r.day <> p_day, r.day limit 1
  ) b on true
  left join lateral (
    select * from refund r where r.out_refund_no = p.key
    union all
    select * from refund r
    where r.attempt > 1 and r.out_refund_no <> p.key and r.order_id in (
        select y.order_id from payment y where y.transaction_id = b.transaction_id
        union all select m.order_id from odd_money m where m.transaction_id = b.transaction_id)
      and p.key in (select refund_number(r.id, n) from generate_series(1, r.attempt - 1) n)
    limit 1
  ) f on true
  left join ledger_transfer done on done.id = cause_id('refund-done:' || f.id)
  left join ledger_transfer outside on outside.id = cause_id('refund-settled:' || f.id)
  left join ledger_transfer twice on twice.id = cause_id('refund-twice:' || f.id)
  where b.day is null or b.day = p_day
  order by p.key;
$$;

-- The number of a refund's n-th attempt at WeChat, as retry_refund() makes it.
create or replace function refund_number(p_refund uuid, p_attempt int) returns text
language sql immutable as $$
  select replace(case when p_attempt = 1 then p_refund
    else cause_id('refund:' || p_refund || ':' || p_attempt) end::text, '-', '');
$$;

-- Transfers of a day to or from WeChat's account that no payment, refund or withdrawal explains.
create or replace function unexplained_transfers(p_from timestamptz, p_to timestamptz, p_limit int)
returns table (id uuid, order_id uuid, amount_fen bigint, at timestamptz)
language sql stable as $$
  select l.id, l.order_id, l.amount_fen, l.at
  from ledger_transfer l
  where l.at >= p_from and l.at < p_to and 'wechat_clearing' in (l.from_account, l.to_account)
    and not exists (select 1 from odd_money m where m.id = l.id)
    and not exists (select 1 from payment y where y.order_id = l.order_id and y.state = 'paid'
      and l.id in (cause_id('paid:' || y.order_id), cause_id('odd:' || y.transaction_id)))
    and not exists (select 1 from refund f where f.order_id = l.order_id
      and l.id in (cause_id('refund-done:' || f.id), cause_id('refund-twice:' || f.id)))
    and not exists (select 1 from withdrawal w
      where w.user_id = case when l.from_account like 'paying:%' then split_part(l.from_account, ':', 2)::uuid end
        and w.state = 'paid' and l.id = cause_id('withdrawal-paid:' || w.id))
  order by l.seq limit p_limit;
$$;

-- The same of each transfer to a person, by our numbers: those that move on this day's fund-flow bill, and those whose
-- end the shop recorded between p_from and p_to. A transfer leaves the account on one day and may come back on
-- another: "begun" says that this is the day it belongs to, "ended" that its end is judged on this day.
create or replace function transfer_facts(p_day date, p_from timestamptz, p_to timestamptz, p_only text,
  p_after text, p_limit int)
returns table (key text, bill jsonb, ours jsonb, ledger_fen bigint, begun boolean, ended boolean)
language sql stable as $$
  with known as (
    select r.key from wechat_bill_row r
    where r.day = p_day and r.kind = 'flow' and r.key <> ''
      and (r.state like '%转账%' or exists (select 1 from withdrawal w where w.out_bill_no = r.key))
    union
    select w.out_bill_no from withdrawal w
    where w.finished_at >= p_from and w.finished_at < p_to and w.sent_at is not null
  ), page as (
    select k.key from known k where k.key > p_after and (p_only is null or k.key = p_only)
    order by k.key limit p_limit
  )
  select p.key,
    case when b.first_day is not null then jsonb_build_object('line', b.line, 'outFen', b.out_fen,
      'netFen', b.net_fen, 'at', iso(b.at)) end,
    case when w.id is not null then jsonb_build_object('id', w.id, 'fen', w.net_fen, 'state', w.state,
      'at', iso(coalesce(w.finished_at, w.sent_at, w.requested_at))) end,
    paid.amount_fen,
    coalesce(b.first_day, p_day) = p_day,
    coalesce(w.finished_at >= p_from and w.finished_at < p_to, false)
  from page p
  left join lateral (
    select min(r.day) as first_day, min(r.at) as at, min(r.line) filter (where r.day = p_day) as line,
      -coalesce(sum(r.amount_fen) filter (where r.amount_fen < 0), 0)::bigint as out_fen,
      -sum(r.amount_fen)::bigint as net_fen
    from wechat_bill_row r where r.kind = 'flow' and r.key = p.key
  ) b on true
  left join withdrawal w on w.out_bill_no = p.key
  left join ledger_transfer paid on paid.id = cause_id('withdrawal-paid:' || w.id)
  order by p.key;
$$;
