import { readFileSync } from 'node:fs';
import pg from 'pg';
import { fromRoot } from '../../../scripts/lib/paths.mjs';
import {
  COLUMNS_LEFT_OUT,
  deadLetterTable,
  readTables,
  TABLES_LEFT_OUT,
} from '../../src/flows/export/export-tables.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
beforeAll(async () => (database = await createTestDatabase()));
afterAll(() => database.drop());

const page = (name: string) => readFileSync(fromRoot('docs', name), 'utf8');
const REPAIR = 'run: npm run export:docs';

/** What a page says about a table. */
function sectionOf(text: string, table: string): string {
  return text.split(/^## /m).find((section) => section.startsWith(`${table}\n`)) ?? '';
}

test('every exported table and column is documented', async () => {
  const client = new pg.Client({ connectionString: database.appUrl });
  await client.connect();
  const tables = await readTables(client);
  await client.end();
  const text = page('export-tables.md');
  expect(tables.length).toBeGreaterThan(30);
  const missing = tables.flatMap(({ name, columns }) => {
    const section = sectionOf(text, name);
    return columns
      .filter((column) => !section.includes(`\`${column}\``))
      .map((column) => `${name}.${column}`);
  });
  expect({ missing, REPAIR }).toEqual({ missing: [], REPAIR });
});

test('what is left out, and the files that are no tables, are documented', () => {
  const text = page('export.md');
  for (const name of [...TABLES_LEFT_OUT.keys(), ...COLUMNS_LEFT_OUT.keys()]) {
    expect([name, text.includes(`\`${name}\``)]).toEqual([name, true]);
  }
  for (const column of [...deadLetterTable.columns, 'transfer_id', 'leaf']) {
    expect(text).toContain(`\`${column}\``);
  }
});
