import type { Rule } from './rule.js';

/** Rules 1 and 2: seats, stock, holds, and what a group keeps from its opening on. */
export const seatsAndStock: readonly Rule[] = [
  {
    number: 1,
    never: 'a group with more seats held and taken than its size',
    sql: 'select group_id from group_seats where held + taken > size or held < 0 or taken < 0',
  },
  {
    number: 1,
    never: 'a counter of seats that differs from the seats',
    sql: `select n.group_id from group_seats n left join (
        select group_id, count(*) filter (where state = 'held') as held,
          count(*) filter (where state = 'taken') as taken from group_seat group by group_id
      ) s on s.group_id = n.group_id
      where n.held <> coalesce(s.held, 0) or n.taken <> coalesce(s.taken, 0)`,
  },
  {
    number: 1,
    never: 'two seats of one person in one group',
    sql: `select group_id, user_id from group_seat where state <> 'freed'
      group by group_id, user_id having count(*) > 1`,
  },
  {
    number: 1,
    never: 'more pieces sold or held than there were',
    sql: 'select sku_id from sku_stock where on_hand < 0 or held < 0 or sold < 0 or held > on_hand',
  },
  {
    number: 1,
    never: 'stock held that differs from unpaid orders',
    sql: `select t.sku_id from sku_stock t left join (
        select l.sku_id, sum(l.quantity) as held from order_line l join shop_order o on o.id = l.order_id
        where o.state = 'unpaid' group by l.sku_id
      ) u on u.sku_id = t.sku_id where t.held <> coalesce(u.held, 0)`,
  },
  {
    number: 2,
    never: 'a held seat without an unpaid order, or an unpaid order of a group without one',
    sql: `select coalesce(s.order_id, o.id) from (select * from group_seat where state = 'held') s
      full join (select * from shop_order where state = 'unpaid' and kind <> 'solo') o
        on o.id = s.order_id and o.group_id = s.group_id and o.user_id = s.user_id
      where s.order_id is null or o.id is null`,
  },
  {
    number: 2,
    never: 'a member without a seat, or a seat of somebody who is not in the group',
    sql: `select coalesce(s.order_id, o.id) from (
        select * from group_seat where state = 'taken'
      ) s full join (
        select * from shop_order where kind <> 'solo' and state in ('waiting_group', 'to_ship', 'shipped',
          'received', 'completed')
      ) o on o.id = s.order_id and o.group_id = s.group_id and o.user_id = s.user_id
      left join shop_order other on other.id = s.order_id
      where s.order_id is null or (o.id is null and other.state not in ('refunding', 'refunded'))`,
  },
  {
    number: 2,
    never: 'a seat number that is beyond the group or given twice',
    sql: `select s.group_id, s.seat_no from group_seat s join buy_group g on g.id = s.group_id
      where s.state = 'taken' group by s.group_id, s.seat_no, g.size
      having count(*) > 1 or s.seat_no not between 1 and g.size`,
  },
  {
    number: 2,
    never: 'a payment that may be paid longer than the order is held',
    sql: `select o.id from shop_order o join payment y on y.order_id = o.id
      where y.expires_at <> o.held_until
        or (y.prepay_body::jsonb->>'time_expire')::timestamptz > o.held_until`,
  },
  {
    number: 2,
    never: 'a running group that differs from the terms it opened with',
    sql: `select g.id from buy_group g join group_seats n on n.group_id = g.id
      where g.size <> (g.terms->>'size')::int or g.window_minutes <> (g.terms->>'windowMinutes')::int
        or n.size <> g.size`,
  },
  {
    number: 2,
    never: 'a member who paid another price than the group’s terms say',
    sql: `select l.id from order_line l join shop_order o on o.id = l.order_id
      join buy_group g on g.id = o.group_id
      where l.unit_price_fen <> (g.terms->'prices'->>(l.sku_id::text))::bigint
        or l.pay_fen <> l.unit_price_fen * l.quantity`,
  },
  {
    number: 2,
    never: 'an unpaid order, an open group or a held piece when all is over',
    sql: `select id from shop_order where state = 'unpaid'
      union all select id from buy_group where state in ('opening', 'forming')
      union all select sku_id from sku_stock where held > 0`,
    atRest: true,
  },
  {
    number: 1,
    never: 'pieces sold that differ from orders not given back before shipping',
    sql: `select t.sku_id from sku_stock t left join (
        select l.sku_id, sum(l.quantity - l.restocked_quantity) as sold
        from order_line l join shop_order o on o.id = l.order_id
        where o.state not in ('unpaid', 'cancelled')
        group by l.sku_id
      ) u on u.sku_id = t.sku_id where t.sold <> coalesce(u.sold, 0)`,
  },
  {
    number: 2,
    never: 'a forming group whose leader is not in it though somebody is',
    sql: `select g.id from buy_group g where g.state = 'forming'
        and exists (select 1 from group_seat s where s.group_id = g.id and s.state = 'taken')
        and not exists (select 1 from group_seat s
          where s.order_id = g.leader_order_id and s.group_id = g.id and s.user_id = g.leader_user_id
            and s.state = 'taken')`,
  },
];
