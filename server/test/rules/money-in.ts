import { type Rule, TAKEN_STATES } from './rule.js';

/** Rules 3 to 6: late and odd money, refunds, notices, jobs. */
export const moneyIn: readonly Rule[] = [
  {
    number: 3,
    never: 'an order without exactly one payment of its own',
    sql: `select o.id from shop_order o left join payment y on y.order_id = o.id
      group by o.id having count(y.id) <> 1`,
  },
  {
    number: 3,
    never: 'a paid state without paid money',
    sql: `select o.id from shop_order o join payment y on y.order_id = o.id
      where o.state in ${TAKEN_STATES} and y.state <> 'paid'`,
  },
  {
    number: 3,
    never: 'paid money without a state',
    sql: `select o.id from shop_order o join payment y on y.order_id = o.id
      where y.state = 'paid' and o.state in ('unpaid', 'cancelled')`,
  },
  {
    number: 3,
    never: 'a payment whose request to WeChat asks for something else than the order',
    sql: `select y.id from payment y join shop_order o on o.id = y.order_id
      join shop_user u on u.id = o.user_id
      where y.amount_fen <> o.pay_fen or y.openid <> u.openid
        or (y.prepay_body::jsonb->'amount'->>'total')::bigint <> o.pay_fen
        or y.prepay_body::jsonb->'payer'->>'openid' <> u.openid
        or y.prepay_body::jsonb->>'out_trade_no' <> y.out_trade_no`,
  },
  {
    number: 3,
    never: 'odd money that is not on its way back in full',
    sql: `select m.id from odd_money m left join refund r
        on r.transaction_id = m.transaction_id and r.source = 'odd'
      group by m.id, m.amount_fen having coalesce(sum(r.amount_fen), 0) <> m.amount_fen`,
  },
  {
    number: 3,
    never: 'one transaction of WeChat’s recorded in two places',
    sql: `select transaction_id from (
        select transaction_id from payment y where transaction_id is not null and not exists (
          select 1 from odd_money m where m.payment_id = y.id and m.transaction_id = y.transaction_id)
        union all select transaction_id from odd_money
      ) t group by transaction_id having count(*) > 1`,
  },
  {
    number: 3,
    never: 'a payment without an answer when all is over',
    sql: `select id from payment where state not in ('paid', 'closed')`,
    atRest: true,
  },
  {
    number: 4,
    never: 'a member of a group that failed who was not refunded with its decision',
    sql: `select o.id from shop_order o join buy_group g on g.id = o.group_id
      join group_seat s on s.order_id = o.id and s.state = 'taken'
      where g.state = 'failed' and not exists (
        select 1 from refund r where r.order_id = o.id and r.requested_at <= g.decided_at)`,
  },
  {
    number: 4,
    never: 'more refunded than came in',
    sql: `select r.transaction_id from refund r group by r.transaction_id
      having sum(r.amount_fen) > (
        select max(fen) from (
          select amount_fen as fen from payment where transaction_id = r.transaction_id
            and not exists (select 1 from odd_money m where m.transaction_id = r.transaction_id)
          union all select amount_fen from odd_money where transaction_id = r.transaction_id) paid)`,
  },
  {
    number: 4,
    never: 'more than fifty refunds of one payment',
    sql: 'select transaction_id from refund group by transaction_id having count(*) > 50',
  },
  {
    number: 4,
    never: 'a refund that has not arrived when all is over',
    sql: `select id from refund where state <> 'succeeded'
      union all select id from shop_order where state = 'refunding'`,
    atRest: true,
  },
  {
    number: 5,
    never: 'money that entered the ledger twice, or not at all, or in another amount',
    sql: `select coalesce(i.order_id, t.order_id), i.fen, t.fen from (
        select order_id, sum(fen) as fen from (
          select y.order_id, y.amount_fen as fen from payment y where y.state = 'paid' and not exists (
            select 1 from odd_money m where m.transaction_id = y.transaction_id)
          union all select order_id, amount_fen from odd_money
        ) incoming group by order_id
      ) i full join (
        select order_id, sum(amount_fen) as fen from ledger_transfer
        where from_account = 'wechat_clearing' and to_account in ('customer_deposits', 'suspense')
        group by order_id
      ) t on t.order_id = i.order_id where coalesce(i.fen, 0) <> coalesce(t.fen, 0)`,
  },
  {
    number: 5,
    never: 'an effect of a payment that happened twice',
    sql: `select order_id from order_event where event in ('paid', 'paid_late') group by order_id
      having count(*) > 1
      union all
      select order_id from order_event where event = 'group_succeeded' group by order_id having count(*) > 1`,
  },
  {
    number: 6,
    never: 'work that is still to be done when all is over',
    sql: 'select id from outbox',
    atRest: true,
  },
];
