import pg from 'pg';
import { migrate } from '../../src/cli/migrate.js';
import { Log } from '../../src/infra/log.js';
import { migrations } from '../../src/migrations/index.js';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../support/database.js';

const log = new Log('silent');
const OPERATOR = '018f0000-0000-7000-8000-00000000000a';
const TRANSFER = '018f0000-0000-7000-8000-00000000000b';
const USER = '018f0000-0000-7000-8000-00000000000c';

/** A picture of everything a migration could change: tables, columns, functions, indexes, rights, rows. */
const PICTURE = `
  select 'column' as kind, table_name || '.' || column_name || ' ' || data_type as thing
  from information_schema.columns where table_schema = 'public'
  union all
  select 'index', indexdef from pg_indexes where schemaname = 'public'
  union all
  select 'function', p.oid::regprocedure || ' ' || md5(p.prosrc) from pg_proc p
  where p.pronamespace = 'public'::regnamespace
  union all
  select 'right', grantee || ' ' || privilege_type || ' ' || table_name
  from information_schema.role_table_grants where table_schema = 'public'
  union all
  select 'row', 'transfer ' || id || ' ' || amount_fen from ledger_transfer
  union all
  select 'row', 'user ' || id || ' ' || nickname from shop_user
  union all
  select 'row', 'account ' || id || ' ' || balance_fen from ledger_account
  order by 1, 2`;

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const picture = (database: TestDatabase) =>
  withClient(database.ownerUrl, async (client) => (await client.query(PICTURE)).rows);

describe('migrations', () => {
  const databases: TestDatabase[] = [];
  const take = async (made: Promise<TestDatabase>) => {
    const database = await made;
    databases.push(database);
    return database;
  };

  afterAll(() => Promise.all(databases.map((database) => database.drop())));

  it('bring an empty database to the present form, and then change nothing', async () => {
    const database = await take(createEmptyDatabase());
    const first = await migrate(database, log);
    expect(first.migrations).toHaveLength(migrations.length);
    expect(first.sqlFiles.length).toBeGreaterThan(0);
    const before = await picture(database);
    expect(await migrate(database, log)).toEqual({ migrations: [], sqlFiles: [] });
    expect(await picture(database)).toEqual(before);
  });

  it('change nothing in a database that is filled and up to date', async () => {
    const database = await take(createTestDatabase());
    await withClient(database.appUrl, async (client) => {
      await client.query(
        "insert into shop_user (id, openid, nickname, created_at) values ($1, 'o', 'Li', '2026-11-22')",
        [USER],
      );
      await client.query(
        `insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, at)
         values ($1, 'commission_expense', 'held:' || $2, 299, 'test', '2026-11-22')`,
        [TRANSFER, USER],
      );
    });
    const before = await picture(database);
    expect(before).toContainEqual({ kind: 'row', thing: `account held:${USER} 299` });
    expect(await migrate(database, log)).toEqual({ migrations: [], sqlFiles: [] });
    expect(await picture(database)).toEqual(before);
  });

  it('apply a SQL file again when its text is not the one applied last', async () => {
    const database = await take(createTestDatabase());
    const path = 'flows/checkout/place-orders.sql';
    await withClient(database.ownerUrl, (client) =>
      client.query("update sql_file set hash = 'older' where path = $1", [path]),
    );
    expect(await migrate(database, log)).toEqual({ migrations: [], sqlFiles: [path] });
  });

  describe('leave history alone', () => {
    let database: TestDatabase;
    const as = (url: string, sql: string, params: unknown[] = []) =>
      withClient(url, (client) => client.query(sql, params));

    beforeAll(async () => {
      database = await take(createTestDatabase());
      await as(
        database.ownerUrl,
        `insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, at)
         values ($1, 'bank', 'suspense', 1, 'test', '2026-11-22')`,
        [TRANSFER],
      );
      await as(
        database.ownerUrl,
        `insert into operator (id, username, name, role, password_hash, demo, created_at)
         values ($1, 'x', 'X', 'owner', '-', false, '2026-11-22')`,
        [OPERATOR],
      );
    });

    it.each([
      ['update ledger_transfer set amount_fen = 2', '42501'],
      ['delete from ledger_transfer', '42501'],
      ['truncate ledger_transfer', '42501'],
      ['update ledger_block set hash = hash', '42501'],
      ['delete from ledger_block_entry', '42501'],
      ['update audit_entry set action = action', '42501'],
      ['delete from order_event', '42501'],
      ['update sql_file set hash = hash', '42501'],
      ['create table mine (id int)', '42501'],
    ])('the application may not: %s', async (sql, code) => {
      await expect(as(database.appUrl, sql)).rejects.toMatchObject({ code });
    });

    it.each([
      'update ledger_transfer set amount_fen = 2',
      'delete from ledger_transfer',
      'truncate ledger_transfer',
    ])('a trigger stops even the owner: %s', async (sql) => {
      await expect(as(database.ownerUrl, sql)).rejects.toThrow(/never changed/);
    });

    it('the application may add', async () => {
      const { rowCount } = await as(
        database.appUrl,
        `insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, at)
         values ($1, 'bank', 'suspense', 1, 'test', '2026-11-22')`,
        [OPERATOR],
      );
      expect(rowCount).toBe(1);
    });
  });
});
