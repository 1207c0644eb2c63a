/** Columns of a transfer as its seal covers them; `t` is `ledger_transfer`. */
export const sealedTransferColumns = `
  t.id, t.seq, t.from_account as "from", t.to_account as "to", t.amount_fen as "amountFen", t.reason,
  t.order_id as "orderId", t.commission_line_id as "commissionLineId", iso(t.at) as at`;

/** The last block, to chain the next one to. */
export const lastBlockSql = `
  select id, hash, through_xid::text as "throughXid" from ledger_block order by id desc limit 1`;

/**
 * The oldest transaction that may still write transfers: one that runs in this database. Those of other
 * databases of the same server are told by `pg_stat_activity`; what it does not name counts as one of ours.
 */
export const horizonSql = `
  select coalesce((
    select min(running) from pg_snapshot_xip(s.seen) running
    where not exists (
      select 1 from pg_stat_activity a join pg_database d on d.oid = a.datid
      where a.backend_xid = running::xid and d.datname <> current_database())
  ), pg_snapshot_xmax(s.seen))::text as xid
  from (select pg_current_snapshot() as seen) s`;

/**
 * Transfers of finished transactions that no block holds yet, oldest transaction first. $1 = the transaction
 * up to which everything is sealed, $2 = the oldest one that may still write, $3 = how many at most.
 */
export const unsealedSql = `
  select ${sealedTransferColumns}, t.xid::text as xid from ledger_transfer t
  where t.xid >= $1::xid8 and t.xid < $2::xid8
  order by t.xid, t.seq limit $3`;

/** Blocks, newest first. $1 = the newest wanted, $2 = those below this one, $3 = how many. */
export const blocksSql = `
  select ledger_block_json(b) as item, array[b.id::text] as keys from ledger_block b
  where ($1::bigint is null or b.id <= $1) and ($2::bigint is null or b.id < $2)
  order by b.id desc limit $3`;

/** A person's balances and what was paid out to them, fen; 0 before their first transfer. $1 = shop user. */
export const balancesSql = `
  select coalesce(sum(balance_fen) filter (where kind = 'held'), 0)::bigint as "heldFen",
    coalesce(sum(balance_fen) filter (where kind = 'available'), 0)::bigint as "availableFen",
    coalesce(sum(balance_fen) filter (where kind = 'paying'), 0)::bigint as "payingFen",
    coalesce(-sum(balance_fen) filter (where kind = 'debt'), 0)::bigint as "debtFen",
    (select coalesce(sum(amount_fen), 0)::bigint from ledger_transfer
     where from_account = 'paying:' || $1::uuid and to_account = 'wechat_clearing') as "paidFen"
  from ledger_account where user_id = $1`;

/** The transaction up to which everything is sealed, as it stands in the statement's own snapshot. */
const throughCte = `
  through as (
    select coalesce((select through_xid from ledger_block order by id desc limit 1), '0'::xid8) as xid
  )`;

/** Every account's balance: the platform's added up, the persons' as they stand. $1 after, $2 limit. */
export const accountsSql = `
  with ${throughCte}, fresh as (
    select account, sum(fen) as fen from (
      select from_account as account, -amount_fen as fen from ledger_transfer t, through
      where t.xid >= through.xid
      union all
      select to_account, amount_fen from ledger_transfer t, through where t.xid >= through.xid
    ) sides where account not like '%:%' group by account
  ), accounts as (
    select n.id, n.id as kind, null::uuid as user_id,
      (coalesce(p.balance_fen, 0) + coalesce(f.fen, 0))::bigint as balance_fen
    from unnest(array['bank', 'commission_expense', 'customer_deposits', 'refunds_payable', 'sales',
      'suspense', 'tax_payable', 'wechat_clearing']) as n (id)
    left join ledger_platform_sum p on p.account = n.id left join fresh f on f.account = n.id
    union all
    select id, kind, user_id, balance_fen from ledger_account
  )
  select a.id, a.kind, a.user_id as "userId", a.balance_fen as "balanceFen"
  from accounts a
  where $1::text is null or (a.user_id is not null, a.id) > ($1 like '%:%', $1)
  order by a.user_id is not null, a.id limit $2`;

/**
 * Transfers outside the blocks: how many are too young to be sealed, and the first that should have been. One
 * statement, because the sealer may be at work meanwhile.
 */
export const outsideBlocksSql = `
  with ${throughCte}
  select count(*) filter (where t.xid >= through.xid)::int as "youngCount",
    (array_agg(t.id order by t.seq) filter (where t.xid < through.xid))[1] as "strayId"
  from through, ledger_transfer t left join ledger_block_entry e on e.transfer_id = t.id
  where e.transfer_id is null`;

/** An account whose balance is not the sum of its transfers: the platform's as far as they are sealed. */
export const wrongBalanceSql = `
  with ${throughCte}, sides as (
    select from_account as account, -amount_fen as fen, xid, seq from ledger_transfer
    union all
    select to_account, amount_fen, xid, seq from ledger_transfer
  ), sums as (
    select account, sum(fen) filter (where account like '%:%' or sides.xid < through.xid) as fen,
      max(seq) as last
    from sides, through group by account
  )
  select coalesce(s.account, b.account) as account,
    (select id from ledger_transfer where seq = s.last) as "lastTransferId"
  from sums s full join (
    select id as account, balance_fen from ledger_account
    union all select account, balance_fen from ledger_platform_sum
  ) b on b.account = s.account
  where coalesce(s.fen, 0) <> coalesce(b.balance_fen, 0)
  order by 1 limit 1`;
