-- The bench's shop: many users, products and campaigns, made in bulk, and functions that write down the same
-- input to the SQL functions of the server that its flows write. Everything follows from a number n, so that
-- pgbench, the HTTP load and the bulk work agree without exchanging lists. Applied once to an empty database.

-- Users in all: more than there are orders in one round, so that every order is somebody else's.
create function bench_users() returns int language sql immutable return 20000;
-- Users beyond those, who open the groups.
create function bench_openers() returns int language sql immutable return 1000;
create function bench_products() returns int language sql immutable return 400;
-- Groups made at a time; each has ten seats, the first of them taken by its opener.
create function bench_block() returns int language sql immutable return 2000;

-- kind: 1 user, 2 address, 3 product, 4 SKU, 5 campaign, 6 group
create function bench_id(kind int, n bigint) returns uuid language sql immutable parallel safe
return (lpad(kind::text, 8, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid;

-- Join n takes one of nine free seats of a group; neighbours are in different groups.
create function bench_group_of(n bigint) returns bigint language sql immutable
return (n / (9 * bench_block())) * bench_block() + n % bench_block();

-- Joins, payments, and groups of the hot product are counted for everybody here.
create sequence bench_join minvalue 0;
create sequence bench_hot minvalue 0;
create sequence bench_pay;
create table bench_payable (n bigint primary key, out_trade_no text, amount_fen bigint, openid text);

update shop_setting set unpaid_orders_max = 1000000, hold_minutes = 120;

insert into shop_user (id, openid, nickname, created_at)
select bench_id(1, n), 'oBench' || lpad(n::text, 22, '0'), 'Buyer ' || n, now()
from generate_series(0, bench_users() + bench_openers() - 1) n;

insert into address (id, user_id, name, phone, province, city, district, detail, is_default, created_at)
select bench_id(2, n), bench_id(1, n), '张三', '13800000000', '浙江省', '杭州市', '西湖区', '文三路 ' || n || ' 号',
  true, now()
from generate_series(0, bench_users() + bench_openers() - 1) n;

-- Product 0 is the hot one: all who want it meet at its only stock.
insert into product (id, title, description, images, status, created_at, updated_at)
select bench_id(3, n), '高山云雾绿茶 ' || n, 'Spring harvest', '["/files/bench.webp"]', 'on_sale', now(), now()
from generate_series(0, bench_products()) n;

insert into sku (id, product_id, name, price_fen, position)
select bench_id(4, n), bench_id(3, n), '250 g', 2990, 0 from generate_series(0, bench_products()) n;

insert into sku_stock (sku_id, on_hand)
select bench_id(4, n), 100000000 from generate_series(0, bench_products()) n;

insert into campaign (id, product_id, kind, title, state, size, window_minutes, starts_at, ends_at,
  commission_rate_bp, created_at, updated_at)
select bench_id(5, n), bench_id(3, n), 'timed', '十人团 ' || n, 'running', 10, 4320, now() - interval '1 day',
  now() + interval '30 days', 1000, now(), now()
from generate_series(0, bench_products()) n;

insert into campaign_price (campaign_id, sku_id, price_fen)
select bench_id(5, n), bench_id(4, n), 1990 from generate_series(0, bench_products()) n;

-- What checkout writes for order n of one piece of a product: kind 'open' opens the group, 'join' joins it.
create function bench_item(n bigint, user_n bigint, order_kind text, group_n bigint, product_n bigint) returns jsonb
language sql volatile as $$
  select jsonb_build_object(
    'orderId', bench_uuid(), 'userId', bench_id(1, user_n), 'requestId', order_kind || group_n || '-' || n,
    'requestHash', repeat('5f', 32), 'kind', order_kind, 'groupId', bench_id(6, group_n),
    'campaignId', bench_id(5, product_n), 'productId', bench_id(3, product_n), 'size', 10,
    'windowMinutes', 4320, 'perUserLimit', null, 'unpaidOrdersMax', 1000000,
    'terms', jsonb_build_object('campaignVersion', 1, 'kind', 'timed', 'title', '十人团', 'size', 10,
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

-- The product of a group of the cold shop; 0 stays free for the hot one.
create function bench_product_of(group_n bigint) returns bigint language sql immutable
return 1 + group_n % bench_products();

-- Join n of the cold shop: another group, another product, another user each time.
create function bench_cold(n bigint) returns jsonb language sql volatile
return bench_item(n, n % bench_users(), 'join', bench_group_of(n), bench_product_of(bench_group_of(n)));

-- Join n of the hot product: groups of their own, numbered from 1,000,000 on, one stock.
create function bench_hot_group(n bigint) returns bigint language sql immutable
return 1000000 + bench_group_of(n);
create function bench_hot_item(n bigint) returns jsonb language sql volatile
return bench_item(n, n % bench_users(), 'join', bench_hot_group(n), 0);

-- Opens groups from..to by the server's own functions: placed and paid by their openers, in batches.
create function bench_open(from_n bigint, to_n bigint, hot boolean) returns void language plpgsql as $$
declare
  v_items jsonb;
begin
  for v_first in from_n..to_n by 200 loop
    select jsonb_agg(bench_item(n, bench_users() + n % bench_openers(), 'open', n,
      case when hot then 0 else bench_product_of(n) end)) into v_items
    from generate_series(v_first, least(v_first + 199, to_n)) n;
    perform place_orders(v_items, now());
    perform record_payments((
      select jsonb_agg(jsonb_build_object('outTradeNo', i->>'outTradeNo', 'transactionId', md5(i->>'outTradeNo'),
        'amountFen', 1990, 'openid', i->>'openid')) from jsonb_array_elements(v_items) i), now());
  end loop;
end $$;

-- Joins from..to in batches, to have something to pay.
create function bench_join_many(from_n bigint, to_n bigint) returns void language plpgsql as $$
begin
  for v_first in from_n..to_n by 200 loop
    perform place_orders((
      select jsonb_agg(bench_cold(n)) from generate_series(v_first, least(v_first + 199, to_n)) n), now());
  end loop;
end $$;
