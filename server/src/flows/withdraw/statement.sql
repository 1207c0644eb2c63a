-- Balances of a person's accounts as their transfers before p_until make them.
create or replace function balances_before(p_user uuid, p_until timestamptz) returns jsonb
language sql stable as $$
  select jsonb_build_object('heldFen', coalesce(sum(s.fen) filter (where s.kind = 'held'), 0),
    'availableFen', coalesce(sum(s.fen) filter (where s.kind = 'available'), 0),
    'payingFen', coalesce(sum(s.fen) filter (where s.kind = 'paying'), 0),
    'debtFen', coalesce(-sum(s.fen) filter (where s.kind = 'debt'), 0))
  from unnest(array['held', 'available', 'paying', 'debt']) as k (kind), lateral (
    select k.kind, -t.amount_fen as fen from ledger_transfer t
    where t.from_account = k.kind || ':' || p_user and t.at < p_until
    union all
    select k.kind, t.amount_fen from ledger_transfer t
    where t.to_account = k.kind || ':' || p_user and t.at < p_until
  ) s
$$;

-- A person's accounts in a period: what they held when it began and ended, what came and went meanwhile, and the
-- newest entries. From the ledger alone; null when there is no such user.
create or replace function statement_view(p_user uuid, p_from timestamptz, p_to timestamptz, p_limit int)
returns jsonb language sql stable as $$
  with period as (
    select t.id, t.seq, t.at, t.reason, t.amount_fen, t.order_id,
      split_part(t.from_account, ':', 1) as from_kind, split_part(t.to_account, ':', 1) as to_kind
    from ledger_transfer t
    where t.at >= p_from and t.at < p_to
      and (t.from_account = any (array['held:' || p_user, 'available:' || p_user, 'paying:' || p_user,
          'debt:' || p_user])
        or t.to_account = any (array['held:' || p_user, 'available:' || p_user, 'paying:' || p_user,
          'debt:' || p_user]))
  ), caused as (
    select w.id, unnest(withdrawal_transfer_ids(w.id)) as transfer_id from withdrawal w where w.user_id = p_user
  ), shown as (
    select p.*, c.id as withdrawal_id from period p left join caused c on c.transfer_id = p.id
    order by p.at desc, p.seq desc limit p_limit
  )
  select jsonb_build_object('userId', u.id, 'nickname', u.nickname,
    'opening', balances_before(p_user, p_from), 'closing', balances_before(p_user, p_to),
    'earnedFen', (select coalesce(sum(amount_fen), 0) from period where from_kind = 'commission_expense'),
    'reversedFen', (select coalesce(sum(amount_fen), 0) from period where to_kind = 'commission_expense'),
    'paidFen', (select coalesce(sum(amount_fen), 0) from period where to_kind = 'wechat_clearing'),
    'taxFen', (select coalesce(sum(amount_fen), 0) from period where to_kind = 'tax_payable'),
    'entryCount', (select count(*) from period),
    'entries', (select coalesce(jsonb_agg(jsonb_build_object('transferId', s.id, 'at', iso(s.at),
        'reason', s.reason, 'from', s.from_kind, 'to', s.to_kind, 'amountFen', s.amount_fen,
        'orderId', s.order_id, 'withdrawalId', s.withdrawal_id) order by s.at desc, s.seq desc), '[]')
      from shown s))
  from shop_user u where u.id = p_user
$$;
