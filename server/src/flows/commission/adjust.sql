-- Two people give to a distributor (p_fen > 0), or take from them. What is given settles what they owe first; what
-- is taken comes from what is available as far as it reaches, the rest becomes debt. What is being paid is not
-- touched. The transfers name the adjustment where others name a commission line: it stands in the same list.
create or replace function adjust_commission(p_id uuid, p_user uuid, p_order uuid, p_fen bigint, p_note text,
  p_approval uuid, p_now timestamptz) returns jsonb language plpgsql as $$
declare
  v_available bigint;
  v_debt bigint;
  v_first bigint;
begin
  perform lock_balances(array[p_user]);
  select balance_fen into strict v_available from ledger_account where id = 'available:' || p_user;
  select -balance_fen into strict v_debt from ledger_account where id = 'debt:' || p_user;
  v_first := least(abs(p_fen), case when p_fen > 0 then v_debt else v_available end);

  insert into commission_adjustment (id, user_id, order_id, amount_fen, note, approval_id, created_at)
  values (p_id, p_user, p_order, p_fen, p_note, p_approval, p_now);
  insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, order_id, commission_line_id, at)
  select cause_id(t.cause || p_id),
    case when p_fen > 0 then 'commission_expense' else t.account || p_user end,
    case when p_fen > 0 then t.account || p_user else 'commission_expense' end,
    t.fen, 'commission_adjusted', p_order, p_id, p_now
  from (values
    ('adjusted-first:', case when p_fen > 0 then 'debt:' else 'available:' end, v_first),
    ('adjusted-rest:', case when p_fen > 0 then 'available:' else 'debt:' end, abs(p_fen) - v_first)
  ) t (cause, account, fen)
  where t.fen > 0;
  return jsonb_build_object('adjustmentId', p_id, 'amountFen', p_fen,
    'debtFen', case when p_fen > 0 then v_first else abs(p_fen) - v_first end);
end $$;
