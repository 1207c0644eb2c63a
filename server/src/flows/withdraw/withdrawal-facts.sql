-- The rules of withdrawals as the contract has them.
create or replace function withdrawal_rule_json() returns jsonb language sql stable as $$
  select jsonb_build_object('minFen', min_fen, 'maxFen', max_fen, 'dayCount', day_count, 'dayFen', day_fen,
    'monthCount', month_count, 'monthFen', month_fen, 'realNameFromFen', real_name_from_fen,
    'taxRule', tax_rule, 'version', version)
  from withdrawal_rule
$$;

-- A person's month as taxation sees it. Paid, and on their way, are those that were sent in this month; with
-- p_asked also those that were only asked for.
create or replace function tax_month_facts(p_user uuid, p_month text, p_asked boolean) returns jsonb
language sql stable as $$
  select jsonb_build_object(
    'paidFen', coalesce(sum(amount_fen) filter (where state = 'paid' and tax_month = p_month), 0),
    'withheldFen', coalesce(sum(tax_fen) filter (where state = 'paid' and tax_month = p_month), 0),
    'openFen', coalesce(sum(amount_fen) filter (where
      state in ('sending', 'awaiting_confirmation') and tax_month = p_month
      or p_asked and state in ('requested', 'approved')), 0))
  from withdrawal where user_id = p_user
$$;

-- Everything that decides about a person's next withdrawal; null when there is no such user. p_day and p_month
-- are when the day and the month began in China. `existing` is the withdrawal of the same request id.
create or replace function withdrawal_facts(p_user uuid, p_request text, p_day timestamptz, p_month timestamptz,
  p_tax_month text) returns jsonb language sql stable as $$
  select jsonb_build_object(
    'openid', u.openid,
    'distributorState', d.state,
    'availableFen', coalesce((select balance_fen from ledger_account where id = 'available:' || p_user), 0),
    'realNameMasked', p.real_name_masked,
    'rules', withdrawal_rule_json(),
    'day', jsonb_build_object('count', s.day_count, 'fen', s.day_fen),
    'month', jsonb_build_object('count', s.month_count, 'fen', s.month_fen),
    'tax', tax_month_facts(p_user, p_tax_month, true),
    'existing', (select jsonb_build_object('id', w.id, 'amountFen', w.amount_fen)
      from withdrawal w where w.user_id = p_user and w.request_id = p_request))
  from shop_user u
  left join distributor d on d.user_id = u.id
  left join payee p on p.user_id = u.id,
  lateral (
    select count(*) filter (where w.requested_at >= p_day) as day_count,
      coalesce(sum(w.amount_fen) filter (where w.requested_at >= p_day), 0) as day_fen,
      count(*) as month_count, coalesce(sum(w.amount_fen), 0) as month_fen
    from withdrawal w
    where w.user_id = p_user and w.requested_at >= p_month and w.state not in ('rejected', 'lapsed', 'failed')
  ) s
  where u.id = p_user
$$;

-- The same for a request that is about to be stored. Withdrawals of one person are decided about one at a time;
-- the state of the distributor and the balances stay as they are until the transaction ends.
create or replace function lock_withdrawal_facts(p_user uuid, p_request text, p_day timestamptz,
  p_month timestamptz, p_tax_month text) returns jsonb language plpgsql as $$
begin
  perform lock_payments_to(p_user);
  perform 1 from distributor where user_id = p_user for share;
  perform 1 from ledger_account where user_id = p_user order by id for update;
  return withdrawal_facts(p_user, p_request, p_day, p_month, p_tax_month);
end $$;

-- What is paid to one person is decided by one transaction at a time.
create or replace function lock_payments_to(p_user uuid) returns void language sql as $$
  select pg_advisory_xact_lock(hashtextextended(p_user::text, 3))
$$;
