-- Everything from which the inclusion proofs of a commission line or an adjustment are made: its transfers and those of the parts
-- taken back from it, where each was sealed, and the leaves of those blocks. Null when there is no such line, or
-- it is not p_user's; with p_user null any line (for operators).
create or replace function commission_proof_facts(p_line uuid, p_user uuid) returns jsonb
language sql stable as $$
  with line as (
    select c.id, c.order_line_id from commission_line c
    where c.id = p_line and (p_user is null or c.user_id = p_user)
    union all
    select a.id, null from commission_adjustment a
    where a.id = p_line and (p_user is null or a.user_id = p_user)
  ), part as (
    select r.id, r.created_at from line
    join commission_line r on r.order_line_id = line.order_line_id and r.parent_id = line.id
  ), moved as (
    select t.*, e.block_id, e.position, e.leaf
    from (select id from line union all select id from part) entry
    join ledger_transfer t on t.commission_line_id = entry.id
    left join ledger_block_entry e on e.transfer_id = t.id
  )
  select jsonb_build_object(
    'lineId', line.id,
    'partIds', (select coalesce(jsonb_agg(part.id order by part.created_at, part.id), '[]') from part),
    'transfers', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'transfer', jsonb_build_object('id', m.id, 'seq', m.seq, 'from', m.from_account, 'to', m.to_account,
          'amountFen', m.amount_fen, 'reason', m.reason, 'orderId', m.order_id,
          'commissionLineId', m.commission_line_id, 'at', iso(m.at)),
        'blockId', m.block_id, 'position', m.position, 'leaf', m.leaf) order by m.seq), '[]')
      from moved m),
    'blocks', (
      select coalesce(jsonb_agg(ledger_block_json(b) || jsonb_build_object('leaves', (
        select jsonb_agg(e.leaf order by e.position) from ledger_block_entry e where e.block_id = b.id))), '[]')
      from ledger_block b where b.id in (select m.block_id from moved m)),
    'head', (
      select ledger_block_json(h) from ledger_block h order by h.id desc limit 1))
  from line;
$$;
