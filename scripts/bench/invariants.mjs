/** What must never happen, however fast: counted after each case that writes. */

/** Each counts things that are wrong; written apart from the server's own SQL. */
const NEVER = {
  'oversold products': `
    select count(*) from sku_stock t left join (
      select l.sku_id, sum(l.quantity) filter (where o.state = 'unpaid') as held,
        sum(l.quantity) filter (where o.state not in ('unpaid', 'cancelled')) as sold
      from order_line l join shop_order o on o.id = l.order_id group by l.sku_id
    ) u using (sku_id)
    where t.on_hand - t.held < 0 or t.held <> coalesce(u.held, 0) or t.sold <> coalesce(u.sold, 0)`,
  'overfull groups': 'select count(*) from group_seats where held + taken > size',
  'leaked seats': `
    select count(*) from group_seats n left join (
      select group_id, count(*) filter (where state = 'held') as held,
        count(*) filter (where state = 'taken') as taken from group_seat group by group_id
    ) s using (group_id)
    where n.held <> coalesce(s.held, 0) or n.taken <> coalesce(s.taken, 0)`,
  'unbalanced orders': `
    select count(*) from shop_order o left join (
      select order_id, sum(amount_fen) filter (where reason = 'paid') as came,
        sum(amount_fen) filter (where reason = 'sold') as earned,
        count(*) filter (where reason = 'paid') as times
      from ledger_transfer group by order_id
    ) t on t.order_id = o.id
    where coalesce(t.came, 0) <> case when o.state in ('unpaid', 'cancelled') then 0 else o.pay_fen end
      or coalesce(t.earned, 0) <> case when o.state = 'to_ship' then o.pay_fen else 0 end
      or coalesce(t.times, 0) > 1`,
  'payments that their orders do not know of': `
    select count(*) from payment y join shop_order o on o.id = y.order_id
    where (y.state = 'paid') <> (o.state not in ('unpaid', 'cancelled'))`,
  'refunds or odd money': 'select (select count(*) from refund) + (select count(*) from odd_money)',
};

/**
 * @param {import('pg').Client} client
 * @returns {Promise<Record<string, number>>} name of a rule → how often it is broken; empty when all hold
 */
export async function broken(client) {
  const found = /** @type {Record<string, number>} */ ({});
  for (const [rule, sql] of Object.entries(NEVER)) {
    const { rows } = await client.query({ text: sql, rowMode: 'array' });
    if (Number(rows[0][0]) > 0) {
      found[rule] = Number(rows[0][0]);
    }
  }
  return found;
}
