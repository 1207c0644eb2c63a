-- Puts requested withdrawals into a new draft. Those that are not requested any more, or are in another run,
-- are left out; answers how many are in it.
create or replace function make_payout_run(p_id uuid, p_withdrawals uuid[], p_operator uuid, p_name text,
  p_now timestamptz) returns int language plpgsql as $$
declare
  v_count int;
begin
  perform 1 from withdrawal where id = any (p_withdrawals) order by id for update;
  insert into payout_run (id, state, made_by, made_name, made_at) values (p_id, 'draft', p_operator, p_name, p_now);
  insert into payout_run_event (payout_run_id, at, actor, to_state) values (p_id, p_now, p_operator, 'draft');
  update withdrawal set payout_run_id = p_id
  where id = any (p_withdrawals) and state = 'requested' and payout_run_id is null;
  get diagnostics v_count = row_count;
  return v_count;
end $$;

-- A locked draft is decided: 'approved' lets each of its withdrawals be sent after the commit, 'cancelled' lets
-- them wait for another run.
create or replace function decide_payout_run(p_id uuid, p_to text, p_operator uuid, p_name text,
  p_now timestamptz) returns void language plpgsql as $$
declare
  v_withdrawal uuid;
begin
  update payout_run set state = p_to, decided_by = p_operator, decided_name = p_name, decided_at = p_now
  where id = p_id and state = 'draft';
  if not found then
    raise exception 'payout run % is no draft', p_id;
  end if;
  insert into payout_run_event (payout_run_id, at, actor, from_state, to_state)
  values (p_id, p_now, p_operator, 'draft', p_to);
  for v_withdrawal in select id from withdrawal where payout_run_id = p_id order by id for update loop
    if p_to = 'cancelled' then
      update withdrawal set payout_run_id = null where id = v_withdrawal;
    else
      update withdrawal set approved_at = p_now where id = v_withdrawal;
      perform move_withdrawal(v_withdrawal, 'approved', p_operator::text, '', p_now);
      insert into outbox (topic, payload, dedupe_key, due_at, created_at)
      values ('withdrawal.send', jsonb_build_object('withdrawalId', v_withdrawal),
        'withdrawal.send:' || v_withdrawal, p_now, p_now);
    end if;
  end loop;
end $$;
