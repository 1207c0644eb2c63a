-- CommissionLineReply of one line.
create or replace function commission_line_json(c commission_line, p_title text) returns jsonb
language sql stable as $$
  select jsonb_build_object('id', c.id, 'orderId', c.order_id, 'orderLineId', c.order_line_id,
    'productTitle', p_title, 'state', c.state, 'attributionCode', c.attribution_code,
    'reasonCode', c.reason_code, 'baseFen', c.base_fen, 'rateBp', c.rate_bp, 'amountFen', c.amount_fen,
    'at', iso(c.created_at))
    || case when c.available_at is null then '{}' else jsonb_build_object('availableAt', iso(c.available_at)) end;
$$;

-- Every fact from which a commission line can be computed again: CommissionExplanationReply. Null when there is
-- no such line, or it is not p_user's; with p_user null any line (for operators).
create or replace function commission_explanation(p_line uuid, p_user uuid) returns jsonb
language sql stable as $$
  select commission_line_json(c, l.title) || jsonb_build_object(
    'formula', jsonb_build_object('baseFen', c.base_fen, 'rateBp', c.rate_bp, 'rounding', 'floor',
      'amountFen', c.amount_fen, 'reversedFen', case
        when c.parent_id is null and c.state = 'reversed' then c.amount_fen
        else (select coalesce(-sum(r.amount_fen), 0) from commission_line r
          where r.order_line_id = c.order_line_id and r.parent_id = c.id) end),
    'rule', c.evidence->'rule',
    'rateSource', c.evidence->'rateSource',
    'visits', coalesce(c.evidence->'visits', '[]'),
    'binding', coalesce(c.evidence->'binding', 'null'),
    'orderState', o.state,
    'events', (
      select coalesce(jsonb_agg(jsonb_build_object('at', iso(e.at), 'from', e.from_state, 'to', e.to_state,
        'reasonCode', e.reason) order by e.id), '[]')
      from commission_event e where e.commission_line_id = c.id),
    'transfers', (
      select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'from', t.from_account, 'to', t.to_account,
        'amountFen', t.amount_fen, 'reason', t.reason, 'orderId', t.order_id,
        'commissionLineId', t.commission_line_id, 'at', iso(t.at)) order by t.seq), '[]')
      from ledger_transfer t
      where t.commission_line_id = c.id
        or t.commission_line_id in (
          select r.id from commission_line r where r.order_line_id = c.order_line_id and r.parent_id = c.id)))
  from commission_line c
  join order_line l on l.id = c.order_line_id
  join shop_order o on o.id = c.order_id
  where c.id = p_line and (p_user is null or c.user_id = p_user);
$$;
