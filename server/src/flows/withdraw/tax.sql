-- Tax withheld by month, the newest first, three years at most: what was paid out, what was withheld from it, and
-- what of that was handed over.
create or replace function tax_months_view(p_month text) returns jsonb language sql stable as $$
  select coalesce(jsonb_agg(to_jsonb(m) order by m.month desc), '[]') from (
    select w.tax_month as month,
      count(distinct w.user_id) filter (where w.state = 'paid' and w.tax_fen > 0) as "peopleCount",
      coalesce(sum(w.amount_fen) filter (where w.state = 'paid'), 0) as "paidFen",
      coalesce(sum(w.tax_fen) filter (where w.state = 'paid'), 0) as "withheldFen",
      coalesce(h.fen, 0) as "handedOverFen",
      coalesce(sum(w.tax_fen) filter (where w.state = 'paid'), 0) - coalesce(h.fen, 0) as "dueFen",
      count(*) filter (where w.finished_at is null) as "openCount"
    from withdrawal w left join (
      select month, sum(amount_fen) as fen from tax_handover group by month
    ) h on h.month = w.tax_month
    where w.tax_month is not null and (p_month is null or w.tax_month = p_month)
    group by w.tax_month, h.fen order by w.tax_month desc limit 36
  ) m
$$;

-- Books tax of a month as handed over. Answers null, or what is still due when that is less.
create or replace function hand_over_tax(p_id uuid, p_month text, p_fen bigint, p_reference text, p_asked uuid,
  p_allowed uuid, p_now timestamptz) returns bigint language plpgsql as $$
declare
  v_due bigint;
begin
  perform pg_advisory_xact_lock(hashtextextended('tax:' || p_month, 3));
  v_due := coalesce((tax_months_view(p_month)->0->>'dueFen')::bigint, 0);
  if p_fen > v_due then
    return v_due;
  end if;
  insert into tax_handover (id, month, amount_fen, reference, asked_by, allowed_by, at)
  values (p_id, p_month, p_fen, p_reference, p_asked, p_allowed, p_now);
  insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, at)
  values (cause_id('tax-handover:' || p_id), 'tax_payable', 'bank', p_fen, 'tax_handed_over', p_now);
  return null;
end $$;

-- Changes the rules of withdrawals that are named, if nobody else has meanwhile. Answers whether it did.
create or replace function change_withdrawal_rules(p jsonb, p_version int) returns boolean
language plpgsql as $$
begin
  update withdrawal_rule set
    min_fen = coalesce((p->>'minFen')::bigint, min_fen), max_fen = coalesce((p->>'maxFen')::bigint, max_fen),
    day_count = coalesce((p->>'dayCount')::int, day_count), day_fen = coalesce((p->>'dayFen')::bigint, day_fen),
    month_count = coalesce((p->>'monthCount')::int, month_count),
    month_fen = coalesce((p->>'monthFen')::bigint, month_fen),
    real_name_from_fen = coalesce((p->>'realNameFromFen')::bigint, real_name_from_fen),
    tax_rule = coalesce(p->>'taxRule', tax_rule), version = version + 1
  where version = p_version;
  return found;
end $$;
