import { withClient } from '../../../scripts/lib/database.mjs';
import { type TestDatabase, createEmptyDatabase, createTestDatabase } from './database.js';

const countTables = `select count(*)::int as tables from pg_tables where schemaname = 'public'`;

/** Runs one statement and returns its rows. */
async function query(url: string, sql: string): Promise<unknown[]> {
  return withClient(url, async (client) => (await client.query(sql)).rows);
}

describe('a test database', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });

  afterAll(() => database.drop());

  it('is migrated, and open to the application as production’s is', async () => {
    const [{ tables }] = (await query(database.appUrl, countTables)) as [{ tables: number }];
    expect(tables).toBeGreaterThan(10);
    await expect(query(database.appUrl, 'create table mine (id int)')).rejects.toThrow('permission denied');
    await expect(query(database.ownerUrl, 'create table mine (id int)')).resolves.toEqual([]);
  });

  it('is its own: another one sees nothing of it, and is gone once dropped', async () => {
    await query(database.ownerUrl, 'create table if not exists private_table (id int)');
    const other = await createTestDatabase();
    await expect(query(other.ownerUrl, 'select * from private_table')).rejects.toThrow('does not exist');
    await other.drop();
    await expect(query(other.ownerUrl, 'select 1')).rejects.toThrow('does not exist');
  });
});

it('an empty database has no table, and lets migrations make some', async () => {
  const database = await createEmptyDatabase();
  expect(await query(database.ownerUrl, countTables)).toEqual([{ tables: 0 }]);
  await query(database.ownerUrl, 'create table first (id int)');
  await database.drop();
});
