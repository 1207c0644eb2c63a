-- LedgerBlockReply of one block.
create or replace function ledger_block_json(b ledger_block) returns jsonb
language sql stable as $$
  select jsonb_build_object('id', b.id, 'previousHash', b.previous_hash, 'root', b.root, 'hash', b.hash,
    'entryCount', b.entry_count, 'sealedAt', iso(b.sealed_at));
$$;
