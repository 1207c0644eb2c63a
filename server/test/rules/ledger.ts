import type { Rule } from './rule.js';

/** What each order should have moved, from the orders and refunds, against what the ledger says. */
const wrongOrderAccounts = `
  with sides as (
    select order_id, from_account as account, -amount_fen as fen from ledger_transfer
    union all select order_id, to_account, amount_fen from ledger_transfer
  ), booked as (
    select order_id,
      sum(fen) filter (where account = 'wechat_clearing') as clearing,
      sum(fen) filter (where account = 'bank') as bank,
      sum(fen) filter (where account = 'customer_deposits') as deposits,
      sum(fen) filter (where account = 'sales') as sales,
      sum(fen) filter (where account = 'refunds_payable') as payable,
      sum(fen) filter (where account = 'suspense') as suspense
    from sides where order_id is not null group by order_id
  ), expected as (
    select o.id,
      coalesce(i.fen, 0) as incoming, coalesce(r.done, 0) as done, coalesce(r.open, 0) as open,
      coalesce(r.twice, 0) as twice,
      case when o.state = 'waiting_group' then o.pay_fen - o.refunded_fen else 0 end as deposits,
      case when o.state in ('to_ship', 'shipped', 'received', 'completed') then o.pay_fen - o.refunded_fen
        else 0 end as sales
    from shop_order o left join (
      select order_id, sum(fen) as fen from (
        select y.order_id, y.amount_fen as fen from payment y where y.state = 'paid' and not exists (
          select 1 from odd_money m where m.transaction_id = y.transaction_id)
        union all select order_id, amount_fen from odd_money) x group by order_id
    ) i on i.order_id = o.id left join (
      select order_id, sum(amount_fen) filter (where state = 'succeeded') as done,
        sum(amount_fen) filter (where state <> 'succeeded') as open,
        sum(amount_fen) filter (where exists (select 1 from refund_event v
          where v.refund_id = refund.id and v.reason = 'returned_twice')) as twice
      from refund group by order_id
    ) r on r.order_id = o.id
  )`;

/** Rules 7 and 8: the ledger, and its proof. */
export const ledger: readonly Rule[] = [
  {
    number: 7,
    never: 'an account whose balance is not the sum of its transfers',
    sql: `select a.id from ledger_account a
      where a.balance_fen <> coalesce((select sum(amount_fen) from ledger_transfer where to_account = a.id), 0)
        - coalesce((select sum(amount_fen) from ledger_transfer where from_account = a.id), 0)`,
  },
  {
    number: 7,
    never: 'a transfer of a person without an account',
    sql: `select t.id from ledger_transfer t
      cross join lateral (values (t.from_account), (t.to_account)) s (account)
      where s.account like '%:%' and not exists (select 1 from ledger_account a where a.id = s.account)`,
  },
  {
    number: 7,
    never: 'a balance on the wrong side of zero',
    sql: `select id from ledger_account
      where case when kind = 'debt' then balance_fen > 0 else balance_fen < 0 end`,
  },
  {
    number: 7,
    never: 'books that do not add up to zero',
    sql: `select fen from (
        select coalesce((select sum(balance_fen) from ledger_account), 0) + coalesce((
          select sum(case when to_account like '%:%' then 0 else amount_fen end)
            - sum(case when from_account like '%:%' then 0 else amount_fen end)
          from ledger_transfer), 0) as fen) sum where fen <> 0`,
  },
  {
    number: 7,
    never: 'an order whose accounts differ from what happened to it',
    sql: `${wrongOrderAccounts}
      select e.id, b.*, e.* from expected e left join booked b on b.order_id = e.id
      where coalesce(b.deposits, 0) <> e.deposits or coalesce(b.sales, 0) <> e.sales
        or coalesce(b.payable, 0) <> e.open or coalesce(b.suspense, 0) <> -e.twice
        or coalesce(b.clearing, 0) + coalesce(b.bank, 0) <> e.done + e.twice - e.incoming`,
  },
  {
    number: 7,
    never: 'a transfer between accounts that no posting of the design knows',
    sql: `select id, from_account, to_account from (
        select id, from_account, to_account, split_part(from_account, ':', 1) || '>'
          || split_part(to_account, ':', 1) as posting from ledger_transfer
      ) t where posting not in ('wechat_clearing>customer_deposits', 'wechat_clearing>suspense',
        'customer_deposits>sales', 'commission_expense>held', 'customer_deposits>refunds_payable',
        'sales>refunds_payable', 'suspense>refunds_payable', 'suspense>wechat_clearing', 'refunds_payable>wechat_clearing',
        'refunds_payable>bank', 'held>commission_expense', 'available>commission_expense',
        'debt>commission_expense', 'held>debt', 'held>available', 'available>paying',
        'paying>wechat_clearing', 'paying>tax_payable', 'paying>debt', 'paying>available',
        'tax_payable>bank', 'commission_expense>debt', 'commission_expense>available')`,
  },
  {
    number: 8,
    never: 'a transfer whose seal does not fit its content',
    sql: `select t.id from ledger_block_entry e join ledger_transfer t on t.id = e.transfer_id
      where e.leaf <> encode(sha256('\\x00'::bytea || convert_to(format('["%s",%s,"%s","%s",%s,"%s",%s,%s,"%s"]',
        t.id, t.seq, t.from_account, t.to_account, t.amount_fen, t.reason,
        coalesce('"' || t.order_id || '"', 'null'), coalesce('"' || t.commission_line_id || '"', 'null'),
        iso(t.at)), 'UTF8')), 'hex')`,
  },
  {
    number: 8,
    never: 'a block that is not chained to the one before, or has another number of entries than it says',
    sql: `select b.id from ledger_block b left join ledger_block p on p.id = b.id - 1
      left join (select block_id, count(*) as entries from ledger_block_entry group by block_id) e
        on e.block_id = b.id
      where b.previous_hash <> coalesce(p.hash, repeat('0', 64)) or b.entry_count <> coalesce(e.entries, 0)
        or (b.id > 1 and p.id is null)
        or b.hash <> encode(sha256('\\x02'::bytea || convert_to(format('[%s,"%s","%s",%s,"%s"]', b.id,
          b.previous_hash, b.root, b.entry_count, iso(b.sealed_at)), 'UTF8')), 'hex')`,
  },
];
