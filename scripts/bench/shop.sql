-- The bench's shop: many users, products and campaigns, made in bulk, and functions that write down the same
-- input to the SQL functions of the server that its flows write. Everything follows from a number n, so that
-- pgbench, the HTTP load and the bulk work agree without exchanging lists. Applied once to an empty database.

-- Users in all: more than there are orders in one round, so that every order is somebody else's.
create function bench_users() returns int language sql immutable return 20000;
-- Users beyond those, who open the groups.
create function bench_openers() returns int language sql immutable return 1000;
create function bench_products() returns int language sql immutable return 400;
-- Those that many buyers meet at stand beside them: 0, and from here on.
create function bench_products_all() returns int language sql immutable return 403;
-- kind: 1 user, 2 address, 3 product, 4 SKU, 5 campaign, 6 group
create function bench_id(kind int, n bigint) returns uuid language sql immutable parallel safe
return (lpad(kind::text, 8, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid;

-- Where orders are placed. Group k of a place has the id of groups_from + k; all its groups are of one size,
-- the first seat of each taken by its opener. `block` groups are filled at a time: neighbouring joins are in
-- different groups of the block. product: the only one there, null for many.
create table bench_place (name text primary key, groups_from bigint, size int, block int, product int);
insert into bench_place values
  ('join', 0, 10, 2000, null),       -- many groups of many products
  ('hot', 1000000, 10, 2000, 0),     -- many groups that meet at one stock
  ('group', 2000000, 100, 1, 401),   -- one large group of one product after the other
  ('full', 3000000, 10, 50, 402),    -- groups without a seat
  ('sold', 4000000, 10, 50, 403);    -- a product without a piece
-- How many joins and payments of a place were used, counted for everybody here.
create sequence bench_join minvalue 0;
create sequence bench_hot minvalue 0;
create sequence bench_group minvalue 0;
create sequence bench_pay;
create sequence bench_pay_group;
create table bench_payable (place text, n bigint, out_trade_no text, amount_fen bigint, openid text,
  primary key (place, n));
-- Orders ready to be handed to place_orders, as they come from Node: made beforehand, kept as they are.
create unlogged table bench_ready (place text, n bigint, items jsonb, primary key (place, n));
alter table bench_ready alter items set storage plain;

update shop_setting set unpaid_orders_max = 1000000, hold_minutes = 120;

insert into shop_user (id, openid, nickname, created_at)
select bench_id(1, n), 'oBench' || lpad(n::text, 22, '0'), 'Buyer ' || n, now()
from generate_series(0, bench_users() + bench_openers() - 1) n;

insert into address (id, user_id, name, phone, province, city, district, detail, is_default, created_at)
select bench_id(2, n), bench_id(1, n), '张三', '13800000000', '浙江省', '杭州市', '西湖区', '文三路 ' || n || ' 号',
  true, now()
from generate_series(0, bench_users() + bench_openers() - 1) n;

insert into product (id, title, description, images, status, created_at, updated_at)
select bench_id(3, n), '高山云雾绿茶 ' || n, 'Spring harvest', '["/files/bench.webp"]', 'on_sale', now(), now()
from generate_series(0, bench_products_all()) n;

insert into sku (id, product_id, name, price_fen, position)
select bench_id(4, n), bench_id(3, n), '250 g', 2990, 0 from generate_series(0, bench_products_all()) n;

insert into sku_stock (sku_id, on_hand)
select bench_id(4, n), case when n = 403 then 50 else 100000000 end from generate_series(0, bench_products_all()) n;

insert into campaign (id, product_id, kind, title, state, size, window_minutes, starts_at, ends_at,
  commission_rate_bp, created_at, updated_at)
select bench_id(5, n), bench_id(3, n), 'timed', '拼团 ' || n, 'running', case when n = 401 then 100 else 10 end, 4320, now() - interval '1 day',
  now() + interval '30 days', 1000, now(), now()
from generate_series(0, bench_products_all()) n;

insert into campaign_price (campaign_id, sku_id, price_fen)
select bench_id(5, n), bench_id(4, n), 1990 from generate_series(0, bench_products_all()) n;

-- Joins from..to of a place: which group, product and buyer each is about.
create function bench_joins(place text, from_n bigint, to_n bigint)
returns table (n bigint, group_n bigint, product_n bigint, user_n bigint, size int) language sql stable as $$
  select j.n, g.n, coalesce(p.product, 1 + g.n % bench_products()), j.n % bench_users(), p.size
  from bench_place p, generate_series(from_n, to_n) j (n), lateral (
    select p.groups_from + j.n / ((p.size - 1) * p.block) * p.block + j.n % p.block as n) g
  where p.name = place
$$;

-- What checkout writes for order n of one piece of a product: kind 'open' opens the group, 'join' joins it.
create function bench_item(n bigint, user_n bigint, order_kind text, group_n bigint, product_n bigint, size int)
returns jsonb language sql volatile as $$
  select jsonb_build_object(
    'orderId', bench_uuid(), 'userId', bench_id(1, user_n), 'requestId', order_kind || group_n || '-' || n,
    'requestHash', repeat('5f', 32), 'kind', order_kind, 'groupId', bench_id(6, group_n),
    'campaignId', bench_id(5, product_n), 'productId', bench_id(3, product_n), 'size', size,
    'windowMinutes', 4320, 'perUserLimit', null, 'unpaidOrdersMax', 1000000,
    'terms', jsonb_build_object('campaignVersion', 1, 'kind', 'timed', 'title', '拼团', 'size', size,
      'windowMinutes', 4320, 'startsAt', '2026-01-01T00:00:00.000Z', 'endsAt', '2036-01-01T00:00:00.000Z',
      'perUserLimit', null, 'rateBp', 1000, 'prices', jsonb_build_object(bench_id(4, product_n)::text, 1990)),
    'goodsFen', 1990, 'discountFen', 0, 'shippingFen', 0, 'payFen', 1990,
    'address', '{"name": "张三", "phone": "13800000000", "province": "浙江省", "city": "杭州市",
      "district": "西湖区", "detail": "文三路 9 号"}'::jsonb,
    'showFace', false, 'note', '', 'credit', null, 'heldUntil', now() + interval '2 hours',
    'paymentId', bench_uuid(), 'outTradeNo', md5(order_kind || n || '-' || group_n),
    'openid', 'oBench' || lpad(user_n::text, 22, '0'),
    'prepayBody', '{"appid":"wx0000000000000000","mchid":"1900000000","description":"高山云雾绿茶","out_trade_no":"'
      || md5(n::text) || '","time_expire":"2026-01-01T00:00:00+08:00","notify_url":'
      || '"https://shop.example.com/api/wechat/pay-notices","amount":{"total":1990,"currency":"CNY"},'
      || '"payer":{"openid":"oBench0000000000000000000000"}}',
    'lines', jsonb_build_array(jsonb_build_object('id', bench_uuid(), 'skuId', bench_id(4, product_n),
      'productId', bench_id(3, product_n), 'title', '高山云雾绿茶', 'skuName', '250 g',
      'image', '/files/bench.webp', 'quantity', 1, 'unitPriceFen', 1990, 'payFen', 1990,
      'commission', '[]'::jsonb)))
$$;

-- Opens groups from..to of a place by the server's own functions: placed and paid by their openers, in batches.
create function bench_open(place text, from_k bigint, to_k bigint) returns void language plpgsql as $$
declare
  v_items jsonb;
begin
  for v_first in from_k..to_k by 100 loop
    select jsonb_agg(bench_item(k, bench_users() + k % bench_openers(), 'open', p.groups_from + k,
      coalesce(p.product, 1 + (p.groups_from + k) % bench_products()), p.size)) into v_items
    from bench_place p, generate_series(v_first, least(v_first + 99, to_k)) k where p.name = place;
    perform place_orders(v_items, now());
    perform record_payments((
      select jsonb_agg(jsonb_build_object('outTradeNo', i->>'outTradeNo', 'transactionId', md5(i->>'outTradeNo'),
        'amountFen', 1990, 'openid', i->>'openid')) from jsonb_array_elements(v_items) i), now());
  end loop;
end $$;

-- Makes joins from..to of a place in batches: placed, to have something to pay.
create function bench_join_many(place text, from_n bigint, to_n bigint) returns void language plpgsql as $$
begin
  for v_first in from_n..to_n by 32 loop
    perform place_orders((
      select jsonb_agg(bench_item(j.n, j.user_n, 'join', j.group_n, j.product_n, j.size))
      from bench_joins(place, v_first, least(v_first + 31, to_n)) j), now());
  end loop;
end $$;

-- The same joins, written down for pgbench.
create function bench_write_down(place text, from_n bigint, to_n bigint) returns void language sql as $$
  insert into bench_ready
  select place, j.n, jsonb_build_array(bench_item(j.n, j.user_n, 'join', j.group_n, j.product_n, j.size))
  from bench_joins(place, from_n, to_n) j on conflict do nothing
$$;

-- Lists unpaid joins of a product's groups as payable: of earlier rounds too, in the order they were placed.
create function bench_list_payable(place text, hot int) returns void language sql as $$
  insert into bench_payable
  select place, (select coalesce(max(b.n), 0) from bench_payable b where b.place = bench_list_payable.place)
      + row_number() over (order by y.created_at, y.id),
    y.out_trade_no, y.amount_fen, y.openid
  from payment y join shop_order o on o.id = y.order_id
  where y.state = 'open' and o.kind = 'join'
    and case when hot is null then o.campaign_id not in (
      select bench_id(5, p.product) from bench_place p where p.product is not null)
      else o.campaign_id = bench_id(5, hot) end
    and not exists (select 1 from bench_payable b where b.out_trade_no = y.out_trade_no)
$$;
