import type { Rule } from './rule.js';

/** Rules 7 and 13, the parts about payouts: what is set aside, paid, withheld, and who allowed it. */
export const withdrawals: readonly Rule[] = [
  {
    number: 7,
    never: 'money set aside for payment that differs from the open withdrawals',
    sql: `select coalesce(x.user_id, a.user_id) as user_id from (
        select user_id, sum(amount_fen) as fen from withdrawal where finished_at is null group by user_id
      ) x full join (select user_id, balance_fen from ledger_account where kind = 'paying') a using (user_id)
      where coalesce(x.fen, 0) <> coalesce(a.balance_fen, 0)`,
  },
  {
    number: 7,
    never: 'a withdrawal whose transfers are not what its state says',
    sql: `select w.id from withdrawal w left join lateral (
        select coalesce(sum(t.amount_fen) filter (where t.to_account like 'paying:%'), 0) as asked,
          coalesce(sum(t.amount_fen) filter (where t.to_account = 'wechat_clearing'), 0) as net,
          coalesce(sum(t.amount_fen) filter (where t.to_account = 'tax_payable'), 0) as tax,
          coalesce(sum(t.amount_fen) filter (where t.to_account ~ '^(available|debt):'), 0) as back
        from ledger_transfer t where t.id = any (withdrawal_transfer_ids(w.id))
      ) t on true
      where (t.asked, t.net, t.tax, t.back) is distinct from (w.amount_fen,
        case when w.state = 'paid' then w.net_fen else 0 end,
        case when w.state = 'paid' then w.tax_fen else 0 end,
        case when w.state in ('rejected', 'lapsed', 'failed') then w.amount_fen else 0 end)`,
  },
  {
    number: 7,
    never: 'money that was paid out to a person without a withdrawal',
    sql: `select t.id from ledger_transfer t where t.from_account like 'paying:%' and not exists (
        select 1 from withdrawal w where t.from_account = 'paying:' || w.user_id
          and t.id = any (withdrawal_transfer_ids(w.id)))`,
  },
  {
    number: 7,
    never: 'more tax withheld in a month than the ledger has, or less',
    sql: `select w.total from (select coalesce(sum(tax_fen), 0) as total from withdrawal where state = 'paid') w
      where w.total <> (select coalesce(sum(amount_fen), 0) from ledger_transfer where to_account = 'tax_payable')`,
  },
  {
    number: 7,
    never: 'more tax handed over in a month than was withheld, or other than the ledger has',
    sql: `select h.month from (select month, sum(amount_fen) as fen from tax_handover group by month) h
      where h.fen > (select coalesce(sum(tax_fen), 0) from withdrawal where state = 'paid' and tax_month = h.month)
      union all
      select 'all' from (select coalesce(sum(amount_fen), 0) as fen from tax_handover) a
      where a.fen <> (select coalesce(sum(amount_fen), 0) from ledger_transfer
        where from_account = 'tax_payable' and to_account = 'bank')`,
  },
  {
    number: 13,
    never: 'a payout that was approved by the one who made it',
    sql: "select id from payout_run where state = 'approved' and decided_by = made_by",
  },
  {
    number: 13,
    never: 'a withdrawal that was approved outside an approved run',
    sql: `select w.id from withdrawal w left join payout_run r on r.id = w.payout_run_id
      where w.state not in ('requested', 'rejected') and r.state is distinct from 'approved'`,
  },
  {
    number: 13,
    never: 'an approval decided by who asked for it',
    sql: `select id from approval where state in ('approved', 'rejected') and decided_by = requested_by`,
  },
  {
    number: 13,
    never: 'a real name in the clear',
    sql: "select user_id from payee where real_name_sealed not like 'v1.%' or real_name_masked !~ '[*]$'",
  },
];
