-- Stores a withdrawal that the rules allow; its money is set aside in the same transaction. The number for
-- WeChat follows from the withdrawal, so that it is made once and every retry repeats it.
create or replace function store_withdrawal(p jsonb, p_now timestamptz) returns uuid language plpgsql as $$
declare
  v_id uuid := (p->>'id')::uuid;
  v_user text := p->>'userId';
begin
  insert into withdrawal (id, user_id, request_id, openid, amount_fen, state, out_bill_no, tax, tax_fen, net_fen,
    requested_at)
  values (v_id, v_user::uuid, p->>'requestId', p->>'openid', (p->>'amountFen')::bigint, 'requested',
    replace(cause_id('withdrawal:' || v_id)::text, '-', ''), p->'tax', (p->'tax'->>'taxFen')::bigint,
    (p->'tax'->>'netFen')::bigint, p_now);
  insert into withdrawal_event (withdrawal_id, at, actor, to_state) values (v_id, p_now, v_user, 'requested');
  insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, at)
  values (cause_id('withdrawal-requested:' || v_id), 'available:' || v_user, 'paying:' || v_user,
    (p->>'amountFen')::bigint, 'withdrawal_requested', p_now);
  return v_id;
end $$;

-- Ids of the transfers that a withdrawal may have caused.
create or replace function withdrawal_transfer_ids(p_id uuid) returns uuid[] language sql immutable as $$
  select array[cause_id('withdrawal-requested:' || p_id), cause_id('withdrawal-paid:' || p_id),
    cause_id('withdrawal-tax:' || p_id), cause_id('withdrawal-returned:' || p_id),
    cause_id('withdrawal-offset:' || p_id)]
$$;

-- Moves a locked withdrawal on, with its event.
create or replace function move_withdrawal(p_id uuid, p_to text, p_actor text, p_reason text, p_now timestamptz)
returns void language plpgsql as $$
declare
  v_from text;
begin
  select state into strict v_from from withdrawal where id = p_id;
  update withdrawal set state = p_to,
    reason = case when p_to in ('rejected', 'lapsed', 'failed') then p_reason end,
    finished_at = case when p_to in ('rejected', 'paid', 'lapsed', 'failed') then p_now end
  where id = p_id;
  insert into withdrawal_event (withdrawal_id, at, actor, from_state, to_state, reason)
  values (p_id, p_now, p_actor, v_from, p_to, coalesce(p_reason, ''));
end $$;

-- The money of a locked withdrawal that came to nothing goes back: what the person owes is settled first.
create or replace function return_withdrawal(p_id uuid, p_to text, p_actor text, p_reason text,
  p_now timestamptz) returns void language plpgsql as $$
declare
  v_w withdrawal;
  v_debt bigint;
begin
  select * into strict v_w from withdrawal where id = p_id;
  perform lock_balances(array[v_w.user_id]);
  select least(-balance_fen, v_w.amount_fen) into strict v_debt from ledger_account
  where id = 'debt:' || v_w.user_id;
  insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, at)
  select cause_id(t.cause || p_id), 'paying:' || v_w.user_id, t.account || v_w.user_id, t.fen,
    'withdrawal_returned', p_now
  from (values ('withdrawal-offset:', 'debt:', v_debt),
    ('withdrawal-returned:', 'available:', v_w.amount_fen - v_debt)) t (cause, account, fen)
  where t.fen > 0;
  perform move_withdrawal(p_id, p_to, p_actor, p_reason, p_now);
end $$;

-- An operator refuses a withdrawal. Answers 'rejected', 'repeat' when it was rejected before, or the state that
-- forbids it.
create or replace function reject_withdrawal(p_id uuid, p_actor text, p_reason text, p_now timestamptz)
returns text language plpgsql as $$
declare
  v_state text;
begin
  select state into strict v_state from withdrawal where id = p_id for update;
  if v_state = 'rejected' then
    return 'repeat';
  elsif v_state <> 'requested' then
    return v_state;
  end if;
  update withdrawal set payout_run_id = null where id = p_id;
  perform return_withdrawal(p_id, 'rejected', p_actor, p_reason, p_now);
  return 'rejected';
end $$;

-- An operator asks to stop a withdrawal that is not over. Whether that is still possible, WeChat decides; the
-- job asks it. Answers 'asked', 'repeat' when it was asked before, or the state that forbids it.
create or replace function stop_withdrawal(p_id uuid, p_reason text, p_now timestamptz) returns text
language plpgsql as $$
declare
  v_w withdrawal;
begin
  select * into strict v_w from withdrawal where id = p_id for update;
  if v_w.state not in ('approved', 'sending', 'awaiting_confirmation') then
    return v_w.state;
  elsif v_w.stop_asked_at is not null then
    return 'repeat';
  end if;
  update withdrawal set stop_asked_at = p_now, stop_reason = p_reason where id = p_id;
  insert into outbox (topic, payload, dedupe_key, due_at, created_at)
  values ('withdrawal.check', jsonb_build_object('withdrawalId', p_id), 'withdrawal.stop:' || p_id, p_now, p_now);
  return 'asked';
end $$;
