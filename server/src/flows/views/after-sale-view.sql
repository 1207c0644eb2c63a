-- An after-sale on a list: AfterSaleCardReply.
create or replace function after_sale_card_view(a after_sale) returns jsonb language sql stable as $$
  select jsonb_build_object(
    'id', a.id, 'orderId', a.order_id, 'kind', a.kind, 'state', a.state, 'reason', a.reason,
    'lines', (
      select coalesce(jsonb_agg(jsonb_build_object('orderLineId', l.id, 'title', l.title, 'skuName', l.sku_name,
        'image', l.image, 'quantity', s.quantity, 'amountFen', s.amount_fen) order by l.position), '[]')
      from after_sale_line s join order_line l on l.id = s.order_line_id where s.after_sale_id = a.id),
    'askedFen', a.asked_fen, 'shippingFen', a.shipping_fen, 'refundFen', a.refund_fen, 'dueAt', iso(a.due_at),
    'createdAt', iso(a.created_at));
$$;

-- The same with everything that happened to it: AfterSaleReply.
create or replace function after_sale_view(a after_sale, p_now timestamptz) returns jsonb
language sql stable as $$
  select after_sale_card_view(a) || jsonb_build_object(
    'words', a.words, 'pictures', a.pictures, 'note', a.note, 'returnAddress', a.return_address,
    'carrier', a.carrier, 'trackingNo', a.tracking_no, 'serverTime', iso(p_now),
    'refund', (
      select jsonb_build_object('id', r.id, 'amountFen', r.amount_fen, 'state', r.state,
        'succeededAt', iso(r.succeeded_at)) from refund r where r.id = a.refund_id),
    'events', (
      select coalesce(jsonb_agg(jsonb_build_object('at', iso(e.at), 'actor', e.actor, 'from', e.from_state,
        'to', e.to_state, 'reason', e.reason) order by e.id), '[]')
      from after_sale_event e where e.after_sale_id = a.id));
$$;

-- What operators see besides.
create or replace function after_sale_staff_view(a after_sale, p_now timestamptz) returns jsonb
language sql stable as $$
  select jsonb_build_object('buyer', jsonb_build_object('id', u.id, 'nickname', u.nickname),
    'overdue', coalesce(a.due_at <= p_now, false))
  from shop_user u where u.id = a.user_id;
$$;
