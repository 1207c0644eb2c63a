import type { INestApplicationContext } from '@nestjs/common';
import { LedgerSealer } from '../../src/domains/ledger/ledger.sealer.js';
import { Database } from '../../src/infra/database/database.js';
import type { TestShop } from './shop.js';

const youngSql = `select 1 from ledger_transfer t
  where not exists (select 1 from ledger_block_entry e where e.transfer_id = t.id) limit 1`;

/**
 * Seals until no transfer is outside the blocks. Once is not enough: a transaction that ends while the sealer
 * looks still holds it back.
 * @param process whose database is meant; the shop's API unless given
 */
export function sealAll(shop: TestShop, process: INestApplicationContext = shop.app): Promise<void> {
  const sealer = process.get(LedgerSealer, { strict: false });
  const db = process.get(Database, { strict: false });
  return shop.eventually(async () => {
    await sealer.seal();
    return (await db.query(youngSql)).length === 0;
  });
}
