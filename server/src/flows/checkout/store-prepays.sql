-- Keeps the prepay ids that WeChat gave: each item is {paymentId, prepayId}. Answers true for each.
-- Does not wait for the disk: an id that a crash loses is had again by the identical prepay, and the order
-- itself was committed before. The setting holds for this transaction alone.
create or replace function store_prepays(p_items jsonb) returns jsonb
language plpgsql as $$
declare
  v_item jsonb;
  v_results jsonb := '[]';
begin
  perform set_config('synchronous_commit', 'off', true);
  for v_item in select value from jsonb_array_elements(p_items) i order by i.value->>'paymentId' loop
    update payment set prepay_id = v_item->>'prepayId', prepay_error = null
    where id = (v_item->>'paymentId')::uuid;
    v_results := v_results || 'true';
  end loop;
  return v_results;
end $$;
