-- One line of an order as buyers and operators see it.
create or replace function order_lines_view(p_order uuid) returns jsonb language sql stable as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', l.id, 'skuId', l.sku_id, 'productId', l.product_id, 'title', l.title, 'skuName', l.sku_name,
    'image', l.image, 'quantity', l.quantity, 'unitPriceFen', l.unit_price_fen, 'payFen', l.pay_fen,
    'refundedFen', l.refunded_fen, 'refundedQuantity', l.refunded_quantity) order by l.position), '[]')
  from order_line l where l.order_id = p_order;
$$;

-- An order on a list: OrderCardReply.
create or replace function order_card_view(o shop_order) returns jsonb language sql stable as $$
  select case when o.group_id is null then '{}' else jsonb_build_object('groupId', o.group_id, 'group', (
        select jsonb_build_object('size', n.size, 'takenCount', n.taken, 'state', g.state,
          'closesAt', iso(g.closes_at), 'guaranteed', is_guaranteed(g))
        from buy_group g join group_seats n on n.group_id = g.id where g.id = o.group_id)) end
    || jsonb_build_object(
      'id', o.id, 'state', o.state, 'payFen', o.pay_fen, 'refundedFen', o.refunded_fen,
      'lines', order_lines_view(o.id), 'createdAt', iso(o.created_at),
      'heldUntil', case when o.state = 'unpaid' then iso(o.held_until) end);
$$;

-- The share, if any, that an order counts for: never who earns from it, only how it came about.
create or replace function order_attribution_view(o shop_order) returns jsonb language sql stable as $$
  select case when o.credit is null then '{}' else jsonb_build_object('attribution', jsonb_build_object(
    'code', o.credit->>'code', 'shareToken', o.credit->>'shareToken')) end;
$$;

-- An order as its buyer sees it: OrderReply. Null when there is none, or it is somebody else's.
create or replace function order_view(p_order uuid, p_user uuid, p_now timestamptz) returns jsonb
language sql stable as $$
  select order_card_view(o) || order_attribution_view(o) || jsonb_build_object(
    'goodsFen', o.goods_fen, 'discountFen', o.discount_fen, 'shippingFen', o.shipping_fen, 'note', o.note,
    'address', o.address, 'paidAt', iso(o.paid_at), 'serverTime', iso(p_now),
    'shipment', case when o.shipped_at is not null then jsonb_build_object(
      'carrier', o.carrier, 'trackingNo', o.tracking_no, 'shippedAt', iso(o.shipped_at)) end,
    'autoReceiveAt', case when o.state = 'shipped' then iso(auto_receive_at(o)) end,
    'afterSaleUntil', case when o.state = 'received' then iso(complete_at(o)) end,
    'refunds', (
      select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'amountFen', r.amount_fen, 'reason', r.reason,
        'note', r.note, 'state', r.state, 'requestedAt', iso(r.requested_at), 'succeededAt', iso(r.succeeded_at))
        order by r.requested_at, r.id), '[]')
      from refund r where r.order_id = o.id),
    'afterSales', (
      select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'kind', a.kind, 'state', a.state,
        'lineIds', (select jsonb_agg(l.order_line_id order by l.order_line_id) from after_sale_line l
          where l.after_sale_id = a.id)) order by a.created_at, a.id), '[]')
      from after_sale a where a.order_id = o.id),
    'timeline', (
      select coalesce(jsonb_agg(jsonb_build_object('at', iso(e.at), 'event', e.event, 'actor', e.actor,
        'detail', e.detail) order by e.id), '[]')
      from order_event e where e.order_id = o.id))
  from shop_order o where o.id = p_order and (p_user is null or o.user_id = p_user);
$$;

-- A commission line as operators see it: ConsoleCommissionReply.
create or replace function console_commission_view(c commission_line) returns jsonb
language sql stable as $$
  select jsonb_build_object(
    'id', c.id, 'orderId', c.order_id, 'orderLineId', c.order_line_id,
    'distributor', jsonb_build_object('userId', c.user_id, 'nickname', u.nickname),
    'productTitle', l.title, 'state', c.state, 'attributionCode', c.attribution_code,
    'reasonCode', c.reason_code, 'baseFen', c.base_fen, 'rateBp', c.rate_bp, 'amountFen', c.amount_fen,
    'availableAt', iso(c.available_at), 'at', iso(c.created_at))
  from shop_user u, order_line l where u.id = c.user_id and l.id = c.order_line_id;
$$;

-- An order as operators see it: ConsoleOrderReply.
create or replace function console_order_view(p_order uuid, p_now timestamptz) returns jsonb
language sql stable as $$
  select order_view(o.id, null, p_now) || jsonb_build_object(
    'buyer', jsonb_build_object('id', u.id, 'nickname', u.nickname),
    'payment', jsonb_build_object('outTradeNo', y.out_trade_no, 'transactionId', y.transaction_id,
      'state', y.state, 'late', y.late,
      'paidFen', case when y.state = 'paid' and not exists (
        select 1 from odd_money m where m.transaction_id = y.transaction_id) then y.amount_fen end),
    'oddMoney', (
      select coalesce(jsonb_agg(jsonb_build_object('transactionId', m.transaction_id, 'amountFen', m.amount_fen,
        'reason', m.reason, 'byBuyer', m.openid = y.openid, 'at', iso(m.at)) order by m.at, m.id), '[]')
      from odd_money m where m.order_id = o.id),
    'commissions', (
      select coalesce(jsonb_agg(console_commission_view(c) order by c.created_at, c.id), '[]')
      from commission_line c where c.order_id = o.id))
  from shop_order o join shop_user u on u.id = o.user_id join payment y on y.order_id = o.id
  where o.id = p_order;
$$;
