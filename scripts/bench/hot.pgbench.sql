select place_orders(jsonb_build_array(bench_hot_item(n)), now()) from (select nextval('bench_hot') as n) x;
