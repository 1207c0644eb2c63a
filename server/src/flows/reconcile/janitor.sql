-- Things whose outcome is unknown, or that wait for work that should have been done by now: the topic of the job
-- that would do it, the name of its subject in the payload, and the subject. The allowances are longer than what
-- the jobs themselves take, even with WeChat out of reach for a while.
create or replace function overdue_work(p_now timestamptz)
returns table (topic text, field text, subject uuid)
language sql stable as $$
  select 'order.hold-expired', 'orderId', o.id from shop_order o
  where o.state = 'unpaid' and o.created_at < p_now - interval '2 minutes'
    and o.held_until < p_now - interval '2 minutes'
  union all
  select 'payment.check', 'orderId', y.order_id from payment y
  where y.state = 'closing' and y.closing_at < p_now - interval '2 minutes'
  union all
  select 'group.close', 'groupId', g.id from buy_group g
  where g.state = 'forming' and g.closes_at < p_now - interval '60 seconds'
  union all
  select case f.state when 'requested' then 'refund.send' else 'refund.check' end, 'refundId', f.id from refund f
  where f.state in ('requested', 'accepted')
    and greatest(f.requested_at, f.sent_at) < p_now - interval '2 minutes'
  union all
  -- Somebody may have mended it on the merchant platform; what WeChat has closed or never took stays as it is.
  select 'refund.check', 'refundId', f.id from refund f
  where f.state = 'abnormal' and f.last_error = 'ABNORMAL' and f.sent_at < p_now - interval '10 minutes'
  union all
  select case w.state when 'approved' then 'withdrawal.send' else 'withdrawal.check' end, 'withdrawalId', w.id
  from withdrawal w
  where w.state in ('approved', 'sending', 'awaiting_confirmation')
    and greatest(w.approved_at, w.sent_at, w.asked_at) < p_now - interval '2 minutes'
    -- What waits for the end of a suspension may wait; reinstatement wakes it.
    and not (w.state = 'approved' and w.stop_asked_at is null and is_suspended(w.user_id))
  union all
  select 'shipment.upload', 'orderId', o.id from shop_order o
  where o.shipped_at < p_now - interval '5 minutes' and o.shipped_at > p_now - interval '30 days'
    and o.shipment_told_at is null
  union all
  select 'order.auto-receive', 'orderId', o.id from shop_order o, shop_setting s
  where o.state = 'shipped'
    and o.shipped_at < p_now - make_interval(days => s.auto_receive_days) - interval '5 minutes'
  union all
  select 'order.complete', 'orderId', o.id from shop_order o, shop_setting s
  where o.state = 'received'
    and o.received_at < p_now - make_interval(days => s.complete_days) - interval '5 minutes'
  union all
  select 'after-sale.due', 'afterSaleId', a.id from after_sale a, shop_setting s
  where a.due_at < p_now - interval '2 minutes'
    -- What waits for a person's decision may wait, unless the shop has it approved by itself.
    and (a.state in ('returning', 'returned')
      or a.state = 'applied' and a.kind = 'refund_only' and s.after_sale_approve_overdue)
  union all
  select 'export.run', 'exportId', e.id from export_job e
  where e.state in ('waiting', 'running') and e.created_at < p_now - interval '5 minutes'
  union all
  select 'export.expire', 'exportId', e.id from export_job e
  where e.state = 'done' and e.expires_at < p_now - interval '5 minutes'
  union all
  select 'campaign.start', 'campaignId', c.id from campaign c
  where c.state = 'scheduled' and c.starts_at < p_now - interval '1 minute'
  union all
  select 'campaign.end', 'campaignId', c.id from campaign c
  where c.state in ('scheduled', 'running', 'paused') and c.ends_at < p_now - interval '1 minute';
$$;

-- Puts a job back for each overdue thing that no row of the outbox and no job works on, at most p_limit of them:
-- at first at once, then after 5 minutes and twice as long each time, up to 6 hours. A dead letter of the same work is
-- taken out, because it is being done again. Answers what was put back: [{topic, subject}].
create or replace function put_back_work(p_now timestamptz, p_limit int) returns jsonb
language plpgsql as $$
declare
  v_put jsonb;
begin
  with lost as (
    select w.topic, w.field, w.subject from overdue_work(p_now) w
    where not exists (select 1 from outbox b where b.topic = w.topic and b.payload->>w.field = w.subject::text)
      and not exists (select 1 from pgboss.job j where j.name = w.topic and j.state <= 'active'
        and j.data->'payload'->>w.field = w.subject::text)
      and not exists (select 1 from janitor_mark m
        where m.topic = w.topic and m.subject = w.subject and m.next_at > p_now)
    limit p_limit
  ), marked as (
    insert into janitor_mark as m (topic, subject, tries, next_at)
    select topic, subject, 1, p_now + interval '5 minutes' from lost order by topic, subject
    on conflict (topic, subject) do update set tries = m.tries + 1,
      next_at = p_now + least(interval '5 minutes' * power(2, least(m.tries, 10)), interval '6 hours')
    where m.next_at <= p_now
    returning m.topic, m.subject, m.tries
  ), put as (
    insert into outbox (topic, payload, dedupe_key, due_at, created_at)
    select m.topic, jsonb_build_object(l.field, m.subject, 'attempt', 1),
      'janitor:' || m.topic || ':' || m.subject || ':' || m.tries, p_now, p_now
    from marked m join lost l on l.topic = m.topic and l.subject = m.subject
    on conflict (dedupe_key) do nothing
  ), revived as (
    delete from pgboss.job d using marked m, lost l
    where l.topic = m.topic and l.subject = m.subject and d.name = 'dead-letter' and d.state < 'active'
      and d.data->>'topic' = m.topic and d.data->'payload'->>l.field = m.subject::text
  )
  select coalesce(jsonb_agg(jsonb_build_object('topic', topic, 'subject', subject) order by topic, subject), '[]')
  into v_put from marked;
  -- Nothing is put back later than 6 hours after the last time: what is older is done.
  delete from janitor_mark where next_at < p_now - interval '7 days';
  return v_put;
end $$;
