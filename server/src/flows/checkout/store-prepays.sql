-- Keeps the prepay ids that WeChat gave: each item is {paymentId, prepayId}. Answers true for each.
-- Does not wait for the disk: an id that a crash loses is had again by the identical prepay, and the order
-- itself was committed before. The setting holds for this transaction alone.
create or replace function store_prepays(p_items jsonb) returns jsonb
language plpgsql as $$
begin
  perform set_config('synchronous_commit', 'off', true);
  update payment y set prepay_id = i.prepay_id, prepay_error = null
  from (
    select (value->>'paymentId')::uuid as id, value->>'prepayId' as prepay_id
    from jsonb_array_elements(p_items) order by 1
  ) i where y.id = i.id;
  return (select jsonb_agg(true) from jsonb_array_elements(p_items));
end $$;
