import { createHash } from 'node:crypto';
import type { TestShop } from '../support/shop.js';

/** Tables whose rows say when somebody was here or was turned away, not what the shop is. */
const NOT_BUSINESS = ['operator_session', 'heartbeat', 'notice_rejection', 'sql_file', 'migration'];

/** That somebody tried in vain stands on the audit trail, and changes nothing else. */
const NOT_REFUSED = "where action not like '%.refused'";

/** Tables of the shop with the number of their rows and a hash of all that stands in them. */
export async function fingerprint(shop: TestShop): Promise<Record<string, string>> {
  const tables = await shop.rows<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename <> all ($1)
     order by 1`,
    [NOT_BUSINESS],
  );
  const texts = tables.map(
    ({ name }) => `select '${name}' as name, count(*)::int as count,
      coalesce(string_agg(t::text, E'\\n' order by t::text), '') as rows from ${name} t
      ${name === 'audit_entry' ? NOT_REFUSED : ''}`,
  );
  const found = await shop.rows<{ name: string; count: number; rows: string }>(texts.join(' union all '));
  return Object.fromEntries(
    found.map(({ name, count, rows }) => [
      name,
      `${count} ${createHash('sha256').update(rows).digest('hex')}`,
    ]),
  );
}

/** Fails, naming the tables, when something changed since `before`. */
export async function expectUnchanged(shop: TestShop, before: Record<string, string>): Promise<void> {
  expect(await fingerprint(shop)).toEqual(before);
}

/** Runs `work` and tells which tables it changed. */
export async function changedBy(shop: TestShop, work: () => Promise<unknown>): Promise<string[]> {
  const before = await fingerprint(shop);
  await work();
  const after = await fingerprint(shop);
  return Object.keys(after).filter((name) => after[name] !== before[name]);
}
