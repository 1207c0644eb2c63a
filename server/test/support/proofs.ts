import { checkLine } from '@tuanlink/shared/line-proof';
import { sha256 } from '@tuanlink/shared/sha256';
import { sealAll } from './seals.js';
import type { Caller, TestShop } from './shop.js';

/** The block of that number as everybody may read it. */
export async function publicBlock(shop: TestShop, id: number) {
  const { items } = await shop.call('shop.ledger.blocks', {}, { query: { through: id, limit: 1 } });
  return items[0];
}

/**
 * Checks every line and adjustment of the shop as the console does in the operator's browser, and expects each to
 * be proven: all its transfers good, and together what it is said to be worth.
 * @returns why the lines that have transfers are as they are, without repetition, sorted
 */
export async function expectLinesToBeProven(shop: TestShop, operator: Caller): Promise<string[]> {
  await sealAll(shop);
  const rows = await shop.rows<{ id: string }>(
    'select id from commission_line union all select id from commission_adjustment',
  );
  const seen = new Set<string>();
  for (const { id } of rows) {
    const line = await shop.call('console.commission', operator, { params: { id } });
    const reply = await shop.call('console.commission.proof', operator, { params: { id } });
    const read = (block: number) => publicBlock(shop, block);
    const { outcomes, whole } = await checkLine({ line, reply, userId: null, read, sha256 });
    const good = reply.transfers.map(({ transfer }) => [transfer.id, 'good']);
    const expected = { outcomes: Object.fromEntries(good), whole: good.length > 0 ? 'good' : null };
    // The line stands in both, so that a failure names it.
    expect({ line, outcomes, whole }).toEqual({ line, ...expected });
    if (whole !== null) seen.add(`${line.reasonCode} ${line.state}`);
  }
  return [...seen].sort();
}
