-- Why two people took a line away; null when nobody did.
create or replace function void_reason(p_line uuid) returns text language sql stable as $$
  select a.reason from approval a
  where a.kind = 'commission.void' and a.state = 'approved' and a.payload->'lineIds' ? p_line::text
  order by a.decided_at limit 1;
$$;

-- CommissionLineReply of one line. One that two people took away says why.
create or replace function commission_line_json(c commission_line, p_title text) returns jsonb
language sql stable as $$
  select jsonb_build_object('id', c.id, 'orderId', c.order_id, 'orderLineId', c.order_line_id,
    'productTitle', p_title, 'state', c.state, 'attributionCode', c.attribution_code,
    'reasonCode', c.reason_code, 'baseFen', c.base_fen, 'rateBp', c.rate_bp, 'amountFen', c.amount_fen,
    'at', iso(c.created_at))
    || case when c.available_at is null then '{}' else jsonb_build_object('availableAt', iso(c.available_at)) end
    || case when c.reason_code = 'ADJUSTED'
      then jsonb_strip_nulls(jsonb_build_object('note', void_reason(c.id))) else '{}' end;
$$;

-- CommissionLineReply of an adjustment: it stands among the lines, and no order line earned it.
create or replace function adjustment_json(a commission_adjustment) returns jsonb
language sql stable as $$
  select jsonb_build_object('id', a.id, 'orderId', a.order_id, 'orderLineId', null, 'productTitle', '',
    'state', 'available', 'attributionCode', null, 'reasonCode', 'ADJUSTED', 'baseFen', 0, 'rateBp', 0,
    'amountFen', a.amount_fen, 'availableAt', iso(a.created_at), 'at', iso(a.created_at), 'note', a.note);
$$;

-- CommissionExplanationReply of an adjustment; null as commission_explanation.
create or replace function adjustment_explanation(p_adjustment uuid, p_user uuid) returns jsonb
language sql stable as $$
  select adjustment_json(a) || jsonb_build_object(
    'formula', jsonb_build_object('baseFen', 0, 'rateBp', 0, 'rounding', 'floor', 'amountFen', a.amount_fen,
      'reversedFen', 0),
    'rule', null, 'rateSource', null, 'buyer', null, 'visits', '[]'::jsonb, 'binding', null,
    'orderState', (select o.state from shop_order o where o.id = a.order_id),
    'events', jsonb_build_array(jsonb_build_object('at', iso(a.created_at), 'from', null, 'to', 'available',
      'reasonCode', 'ADJUSTED')),
    'transfers', (
      select jsonb_agg(jsonb_build_object('id', t.id, 'from', t.from_account, 'to', t.to_account,
        'amountFen', t.amount_fen, 'reason', t.reason, 'orderId', t.order_id,
        'commissionLineId', t.commission_line_id, 'at', iso(t.at)) order by t.seq)
      from ledger_transfer t where t.commission_line_id = a.id))
  from commission_adjustment a
  where a.id = p_adjustment and (p_user is null or a.user_id = p_user);
$$;

-- The part of commission_explanation for lines of orders.
create or replace function line_explanation(p_line uuid, p_user uuid) returns jsonb
language sql stable as $$
  select commission_line_json(c, l.title) || jsonb_build_object(
    'formula', jsonb_build_object('baseFen', c.base_fen, 'rateBp', c.rate_bp, 'rounding', 'floor',
      'amountFen', c.amount_fen, 'reversedFen', case
        when c.parent_id is null and c.state = 'reversed' then c.amount_fen
        else (select coalesce(-sum(r.amount_fen), 0) from commission_line r
          where r.order_line_id = c.order_line_id and r.parent_id = c.id) end),
    'rule', c.evidence->'rule',
    'rateSource', c.evidence->'rateSource',
    'buyer', coalesce(c.evidence->'buyer', 'null'),
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

-- Every fact from which a commission line can be computed again: CommissionExplanationReply. Null when there is
-- no such line or adjustment, or it is not p_user's; with p_user null any (for operators).
create or replace function commission_explanation(p_line uuid, p_user uuid) returns jsonb
language sql stable as $$
  select coalesce(line_explanation(p_line, p_user), adjustment_explanation(p_line, p_user));
$$;
