-- Whether somebody is suspended: nothing is sent to them until they are reinstated.
create or replace function is_suspended(p_user uuid) returns boolean language sql stable as $$
  select exists (select 1 from distributor where user_id = p_user and state = 'suspended')
$$;

-- What is needed to send a withdrawal, or to ask for it; locked, with all else that is paid to the person. Null
-- when it is over, or was never approved. `month` is the person's month of taxation without this withdrawal.
create or replace function lock_transfer(p_id uuid, p_tax_month text) returns jsonb language plpgsql as $$
declare
  v_user uuid;
  v_w withdrawal;
begin
  select user_id into strict v_user from withdrawal where id = p_id;
  perform lock_payments_to(v_user);
  select * into strict v_w from withdrawal where id = p_id for update;
  if v_w.state not in ('approved', 'sending', 'awaiting_confirmation') then
    return null;
  end if;
  return jsonb_build_object(
    'id', v_w.id, 'userId', v_w.user_id, 'state', v_w.state, 'openid', v_w.openid, 'amountFen', v_w.amount_fen,
    'netFen', v_w.net_fen, 'outBillNo', v_w.out_bill_no, 'terms', v_w.terms,
    'realNameSealed', v_w.real_name_sealed, 'packageInfo', v_w.package_info, 'askedAt', iso(v_w.asked_at),
    'stopAskedAt', iso(v_w.stop_asked_at), 'stopReason', v_w.stop_reason, 'payeeSuspended', is_suspended(v_user),
    'taxRule', (select tax_rule from withdrawal_rule),
    'month', tax_month_facts(v_user, p_tax_month, false));
end $$;

-- The tax of a locked, approved withdrawal is fixed, with everything else that WeChat will be told: from now on
-- it is being sent.
create or replace function begin_transfer(p_id uuid, p_tax jsonb, p_terms jsonb, p_now timestamptz)
returns void language plpgsql as $$
begin
  update withdrawal w set tax = p_tax, tax_month = p_tax->>'month', tax_fen = (p_tax->>'taxFen')::bigint,
    net_fen = (p_tax->>'netFen')::bigint, terms = p_terms,
    (real_name_sealed, real_name_masked) =
      (select p.real_name_sealed, p.real_name_masked from payee p where p.user_id = w.user_id)
  where w.id = p_id;
  perform move_withdrawal(p_id, 'sending', 'system', '', p_now);
end $$;

-- Records what became of a transfer: p_to is 'sending' (WeChat has it, and has not asked the payee yet),
-- 'awaiting_confirmation', 'paid', 'lapsed' or 'failed'. Repeats and news that come out of order change nothing. Answers the state as it is now.
create or replace function record_transfer(p_id uuid, p_to text, p_bill_no text, p_package text, p_reason text,
  p_now timestamptz) returns text language plpgsql as $$
declare
  v_user uuid;
  v_w withdrawal;
begin
  select user_id into strict v_user from withdrawal where id = p_id;
  perform lock_payments_to(v_user);
  select * into strict v_w from withdrawal where id = p_id for update;
  if v_w.state in ('requested', 'approved', 'rejected') then
    raise exception 'withdrawal % was never sent, and WeChat knows it', p_id;
  elsif v_w.finished_at is not null or v_w.state = 'awaiting_confirmation' and p_to = 'sending' then
    return v_w.state;
  end if;
  update withdrawal set transfer_bill_no = coalesce(p_bill_no, transfer_bill_no),
    package_info = case when p_to = 'awaiting_confirmation' then coalesce(p_package, package_info) end,
    confirm_by = coalesce(confirm_by, sent_at + interval '24 hours'), last_error = null
  where id = p_id;
  if p_to = v_w.state then
    return p_to;
  elsif p_to = 'awaiting_confirmation' then
    perform move_withdrawal(p_id, p_to, 'wechat', '', p_now);
    return p_to;
  elsif p_to = 'paid' then
    insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, at)
    select cause_id(t.cause || p_id), 'paying:' || v_user, t.account, t.fen, t.reason, p_now
    from (values ('withdrawal-paid:', 'wechat_clearing', v_w.net_fen, 'withdrawal_paid'),
      ('withdrawal-tax:', 'tax_payable', v_w.tax_fen, 'withdrawal_tax')) t (cause, account, fen, reason)
    where t.fen > 0;
    perform move_withdrawal(p_id, 'paid', 'wechat', '', p_now);
  elsif p_to in ('lapsed', 'failed') then
    perform return_withdrawal(p_id, p_to, case when p_bill_no is null then 'system' else 'wechat' end,
      case when p_to = 'failed' then coalesce(v_w.stop_reason, p_reason) else p_reason end, p_now);
  else
    raise exception 'a transfer cannot become %', p_to;
  end if;
  -- Others of the same person may have waited for this one to be known.
  insert into outbox (topic, payload, dedupe_key, due_at, created_at)
  select 'withdrawal.send', jsonb_build_object('withdrawalId', id), 'withdrawal.send:' || id || ':after:' || p_id,
    p_now, p_now
  from withdrawal where user_id = v_user and state = 'approved' order by id;
  return p_to;
end $$;

-- Somebody was reinstated: what waited for that is sent now. The distributor is locked by the caller.
create or replace function resume_payouts(p_user uuid, p_now timestamptz) returns void language sql as $$
  insert into outbox (topic, payload, dedupe_key, due_at, created_at)
  select w.topic, jsonb_build_object('withdrawalId', w.id),
    w.topic || ':' || w.id || ':reinstated:' || extract(epoch from p_now), p_now, p_now
  from (select id, case state when 'approved' then 'withdrawal.send' else 'withdrawal.check' end as topic
    from withdrawal where user_id = p_user and state in ('approved', 'sending')) w
  order by w.id
  on conflict (dedupe_key) do nothing
$$;
