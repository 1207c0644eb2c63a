import type { Rule } from './rule.js';

/** Rules 4 and 9, the parts about refunds and after-sales: what goes back is what was paid and allowed. */
export const refunds: readonly Rule[] = [
  {
    number: 4,
    never: 'an order whose refunds are not what it says',
    sql: `select o.id from shop_order o
      where o.refunded_fen <> coalesce((
          select sum(r.amount_fen) from refund r
          where r.order_id = o.id and (r.source = 'order' or r.reason like 'paid_late%' or r.reason = 'paid_after_cancel')), 0)
        and o.refunded_fen <> 0`,
  },
  {
    number: 4,
    never: 'a line whose refunds are not what it says',
    sql: `select l.id from order_line l join shop_order o on o.id = l.order_id
      left join refund_line g on g.order_line_id = l.id
      where o.state not in ('refunding', 'refunded') group by l.id
      having l.refunded_fen <> coalesce(sum(g.amount_fen), 0)
        or l.refunded_quantity <> coalesce(sum(g.quantity), 0)`,
  },
  {
    number: 4,
    never: 'a refund whose lines and shipping are not its amount',
    sql: `select r.id from refund r where r.source = 'order' and r.amount_fen <> r.shipping_fen + (
        select coalesce(sum(g.amount_fen), 0) from refund_line g where g.refund_id = r.id)`,
  },
  {
    number: 4,
    never: 'an after-sale whose refund is not what was allowed',
    sql: `select a.id from after_sale a left join refund r on r.id = a.refund_id
      where (a.state in ('refunding', 'done') and a.refund_fen is distinct from r.amount_fen)
        or (a.state = 'done') <> (r.state is not distinct from 'succeeded')
        or a.refund_fen > a.asked_fen
        or a.asked_fen <> a.shipping_fen + (
          select sum(l.amount_fen) from after_sale_line l where l.after_sale_id = a.id)`,
  },
  {
    number: 4,
    never: 'an after-sale whose lines do not know whether it is open',
    sql: `select a.id from after_sale a join after_sale_line l on l.after_sale_id = a.id
      where l.is_open <> (a.state not in ('done', 'rejected', 'withdrawn'))`,
  },
  {
    number: 9,
    never: 'an order completed over an open after-sale',
    sql: `select o.id from shop_order o join after_sale a on a.order_id = o.id
      where o.state = 'completed' and o.completed_at > a.created_at
        and a.state not in ('done', 'rejected', 'withdrawn')`,
  },
];
