-- A withdrawal as its owner may see it; what the client needs to confirm is there only while WeChat waits.
create or replace function own_withdrawal_json(w withdrawal) returns jsonb language sql stable as $$
  select jsonb_build_object('id', w.id, 'amountFen', w.amount_fen, 'state', w.state, 'tax', w.tax,
    'taxFixed', w.tax_month is not null,
    'package', case when w.state = 'awaiting_confirmation' then w.package_info end,
    'confirmBy', iso(w.confirm_by), 'reason', w.reason, 'requestedAt', iso(w.requested_at),
    'finishedAt', iso(w.finished_at))
$$;

-- A withdrawal as operators see it. The real name is never in it, only its masked form.
create or replace function console_withdrawal_json(w withdrawal, u shop_user, d distributor, p payee)
returns jsonb language sql stable as $$
  select jsonb_build_object('id', w.id,
    'distributor', jsonb_build_object('id', d.id, 'userId', w.user_id, 'nickname', u.nickname, 'state', d.state),
    'realNameMasked', coalesce(w.real_name_masked, p.real_name_masked),
    'amountFen', w.amount_fen, 'taxFen', w.tax_fen, 'netFen', w.net_fen, 'taxFixed', w.tax_month is not null,
    'state', w.state, 'runId', w.payout_run_id, 'outBillNo', w.out_bill_no,
    'transferBillNo', w.transfer_bill_no, 'reason', w.reason, 'lastError', w.last_error,
    'stopAskedAt', iso(w.stop_asked_at), 'requestedAt', iso(w.requested_at), 'approvedAt', iso(w.approved_at),
    'sentAt', iso(w.sent_at), 'confirmBy', iso(w.confirm_by), 'finishedAt', iso(w.finished_at))
$$;

-- The same with all that happened to it; null when there is no such withdrawal.
create or replace function console_withdrawal_detail(p_id uuid) returns jsonb language sql stable as $$
  select console_withdrawal_json(w, u, d, p) || jsonb_build_object('tax', w.tax,
    'events', (select coalesce(jsonb_agg(jsonb_build_object('at', iso(e.at), 'actor', e.actor,
        'from', e.from_state, 'to', e.to_state, 'reason', e.reason) order by e.id), '[]')
      from withdrawal_event e where e.withdrawal_id = w.id),
    'transfers', (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'from', t.from_account,
        'to', t.to_account, 'amountFen', t.amount_fen, 'reason', t.reason, 'orderId', t.order_id,
        'commissionLineId', t.commission_line_id, 'at', iso(t.at)) order by t.seq), '[]')
      from ledger_transfer t where t.id = any (withdrawal_transfer_ids(w.id))))
  from withdrawal w join shop_user u on u.id = w.user_id
  left join distributor d on d.user_id = w.user_id left join payee p on p.user_id = w.user_id
  where w.id = p_id
$$;

-- The withdrawals of a run, or all that were asked for, with what decides whether they can be paid out now. The
-- oldest first; where there are more than p_limit, those that are in no run and whose person is not suspended.
create or replace function payout_candidates(p_run uuid, p_ids uuid[], p_limit int) returns jsonb
language sql stable as $$
  select coalesce(jsonb_agg(c.item order by c.requested_at, c.id), '[]') from (
    select w.requested_at, w.id,
      console_withdrawal_json(w, u, d, p) || jsonb_build_object('realNameKnown', p.user_id is not null) as item
    from withdrawal w join shop_user u on u.id = w.user_id
    left join distributor d on d.user_id = w.user_id left join payee p on p.user_id = w.user_id
    where (p_run is null or w.payout_run_id = p_run) and (p_ids is null or w.id = any (p_ids))
      and (p_run is not null or p_ids is not null or w.state = 'requested')
    order by w.payout_run_id is not null, d.state is distinct from 'approved', w.requested_at, w.id
    limit p_limit
  ) c
$$;

-- A run with the sums over its withdrawals.
create or replace function payout_run_json(r payout_run) returns jsonb language sql stable as $$
  select jsonb_build_object('id', r.id, 'state', r.state,
    'count', coalesce(sum(s.count), 0), 'amountFen', coalesce(sum(s.amount_fen), 0),
    'taxFen', coalesce(sum(s.tax_fen), 0), 'netFen', coalesce(sum(s.net_fen), 0),
    'madeBy', jsonb_build_object('id', r.made_by, 'name', r.made_name), 'madeAt', iso(r.made_at),
    'decidedBy', case when r.decided_by is not null then
      jsonb_build_object('id', r.decided_by, 'name', r.decided_name) end,
    'decidedAt', iso(r.decided_at),
    'progress', coalesce(jsonb_agg(jsonb_build_object('state', s.state, 'count', s.count,
      'amountFen', s.amount_fen) order by s.state) filter (where s.state is not null), '[]'))
  from (
    select w.state, count(*) as count, sum(w.amount_fen) as amount_fen, sum(w.tax_fen) as tax_fen,
      sum(w.net_fen) as net_fen
    from withdrawal w where w.payout_run_id = r.id group by w.state
  ) s
$$;

-- A run that is about to be decided, locked, with its withdrawals; null when there is none such.
create or replace function lock_payout_run(p_id uuid) returns jsonb language plpgsql as $$
declare
  v_run payout_run;
begin
  select * into v_run from payout_run where id = p_id for update;
  if not found then
    return null;
  end if;
  perform 1 from withdrawal where payout_run_id = p_id order by id for update;
  return jsonb_build_object('run', payout_run_json(v_run), 'rules', withdrawal_rule_json(),
    'candidates', payout_candidates(p_id, null, null));
end $$;
