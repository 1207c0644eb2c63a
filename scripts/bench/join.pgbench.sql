select place_orders(jsonb_build_array(bench_cold(n)), now()) from (select nextval('bench_join') as n) x;
