-- What happened, in one word for each event of a group's history.
create or replace function group_event_code(e group_event) returns text language sql immutable as $$
  select case
    when e.from_state is null then 'placed'
    when e.reason in ('extended', 'leader_passed', 'dissolved', 'completed', 'promise_kept') then e.reason
    when e.to_state = 'forming' then 'opened'
    when e.to_state = 'succeeded' then 'full'
    when e.reason in ('time_over', 'group_closed') then 'time_over'
    else 'emptied' end;
$$;

-- GroupNoticeReply[]: what the members are told beside the seats, oldest first.
create or replace function group_notices(p_group uuid) returns jsonb language sql stable as $$
  select coalesce(jsonb_agg(jsonb_build_object('at', iso(e.at), 'event', e.reason, 'note', e.note,
    'closesAt', iso(e.closes_at)) order by e.id), '[]')
  from group_event e
  where e.group_id = p_group
    and e.reason in ('extended', 'leader_passed', 'dissolved', 'completed', 'promise_kept');
$$;

-- GroupMemberReply[], by seat. Faces and names are shown only of members who agreed to it, to operators too.
create or replace function group_members(g buy_group) returns jsonb language sql stable as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'seatNo', s.seat_no, 'nickname', case when o.show_face then u.nickname end,
    'avatarUrl', case when o.show_face then nullif(u.avatar_url, '') end,
    'isLeader', s.order_id = g.leader_order_id, 'joinedAt', iso(s.joined_at)) order by s.seat_no), '[]')
  from group_seat s join shop_order o on o.id = s.order_id join shop_user u on u.id = s.user_id
  where s.group_id = g.id and s.state = 'taken';
$$;

-- A group on the operators' list: ConsoleGroupReply.
create or replace function console_group_card(g buy_group) returns jsonb language sql stable as $$
  select jsonb_build_object(
    'id', g.id, 'campaignId', g.campaign_id, 'campaignTitle', g.terms->'title', 'productTitle', d.title,
    'state', g.state, 'size', g.size, 'takenCount', n.taken, 'heldCount', n.held,
    'guaranteed', is_guaranteed(g), 'completedShort', g.state = 'succeeded' and n.taken < n.size,
    'closesAt', iso(g.closes_at), 'createdAt', iso(g.created_at), 'members', group_members(g))
  from group_seats n, product d where n.group_id = g.id and d.id = g.product_id;
$$;

-- Whether money came for an order that is not its payment.
create or replace function has_odd_money(p_order uuid) returns boolean language sql stable as $$
  select exists (select 1 from odd_money where order_id = p_order);
$$;

-- A group with all that an operator decides from: ConsoleGroupDetailReply without closesAtMax, which the rules know.
-- Null when there is no such group.
create or replace function console_group_view(p_group uuid) returns jsonb language sql stable as $$
  select console_group_card(g) || jsonb_build_object(
    'windowMinutes', g.window_minutes, 'openedAt', iso(group_opened_at(g.id)), 'decidedAt', iso(g.decided_at),
    'terms', jsonb_build_object('campaignVersion', g.terms->'campaignVersion', 'rateBp', g.terms->'rateBp',
      'perUserLimit', g.terms->'perUserLimit', 'prices', (
        select coalesce(jsonb_agg(jsonb_build_object('skuId', k.id, 'skuName', k.name,
          'priceFen', g.terms->'prices'->(k.id::text)) order by k.position), '[]')
        from sku k where k.product_id = g.product_id and g.terms->'prices' ? k.id::text)),
    'orders', (
      select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'state', o.state,
        'buyer', jsonb_build_object('id', u.id, 'nickname', u.nickname), 'seatNo', s.seat_no,
        'isLeader', o.id = g.leader_order_id, 'payFen', o.pay_fen, 'refundedFen', o.refunded_fen,
        'createdAt', iso(o.created_at), 'paidAt', iso(o.paid_at), 'late', y.late, 'odd', has_odd_money(o.id))
        order by o.created_at, o.id), '[]')
      from (select * from shop_order where group_id = g.id order by created_at, id limit 500) o
      join shop_user u on u.id = o.user_id join payment y on y.order_id = o.id
      left join group_seat s on s.order_id = o.id),
    'events', (
      select coalesce(jsonb_agg(jsonb_build_object('at', iso(e.at), 'event', group_event_code(e), 'note', e.note,
        'closesAt', iso(e.closes_at), 'operatorName', p.name, 'from', e.from_state, 'to', e.to_state,
        'actor', case when e.actor in ('buyer', 'system', 'wechat') then e.actor else 'operator' end)
        order by e.id), '[]')
      from group_event e left join operator p on p.id::text = e.actor where e.group_id = g.id))
  from buy_group g where g.id = p_group;
$$;
