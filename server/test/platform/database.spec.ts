import { jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Database } from '../../src/infra/database/database.js';
import { connect, makeDataSource, makeReplicaPool } from '../../src/infra/database/data-source.js';
import { Log } from '../../src/infra/log.js';
import { createEmptyDatabase, type TestDatabase } from '../support/database.js';

jest.setTimeout(60_000);

let database: TestDatabase;
let db: Database;
let close: () => Promise<void>;
beforeAll(async () => {
  database = await createEmptyDatabase();
  const input = { url: database.ownerUrl, applicationName: 'tuanlink-test', entities: [] };
  const dataSource = await connect(makeDataSource(input, new Log('silent')));
  db = new Database(dataSource);
  close = () => dataSource.destroy();
  await db.query('create table pot (id integer primary key, fen bigint not null)');
});
beforeEach(async () => {
  await db.query('truncate pot');
  await db.query('insert into pot values (1, 0), (2, 0)');
});
afterAll(async () => {
  await close();
  await database.drop();
});

const fen = async () =>
  (await db.query<{ fen: number }>('select fen from pot order by id')).map((row) => row.fen);

test('bigint comes as a number, time as a Date, and a number that would be rounded is an error', async () => {
  const [row] = await db.query<{ big: number; at: Date }>(
    "select 9007199254740991::bigint as big, '2026-11-22T08:00:00+08'::timestamptz as at",
  );
  expect(row).toEqual({ big: Number.MAX_SAFE_INTEGER, at: new Date('2026-11-22T00:00:00Z') });
  await expect(db.query('select 9007199254740992::bigint')).rejects.toThrow('not a safe integer');
});

test('a transaction happens whole or not at all', async () => {
  const work = db.tx(async (tx) => {
    await tx.query('update pot set fen = 5 where id = 1');
    throw new Error('no');
  });
  await expect(work).rejects.toThrow('no');
  expect(await fen()).toEqual([0, 0]);
});

test('a connection that is lost before anybody listens to it does not end the process', async () => {
  const client = await db.pool.connect();
  expect(() => client.emit('error', new Error('terminating connection'))).not.toThrow();
  client.release(true);
  await expect(db.query('select 1')).resolves.toHaveLength(1);
});

test('transactions that deadlock all succeed in the end, each once', async () => {
  let starts = 0;
  let holding = 0;
  const both = (first: number, second: number) =>
    db.tx(async (tx) => {
      starts += 1;
      await tx.query('update pot set fen = fen + 1 where id = $1', [first]);
      holding += 1;
      // Until each has what the other wants; who starts over finds that so.
      while (holding < 2) await sleep(5);
      await tx.query('update pot set fen = fen + 1 where id = $1', [second]);
    });
  await Promise.all([both(1, 2), both(2, 1)]);
  expect(await fen()).toEqual([2, 2]);
  expect(starts).toBe(3);
});

test.each([
  ['40001', 3],
  ['40P01', 3],
  ['23505', 1],
])('after SQLSTATE %s a transaction is tried %i times, and the error comes out', async (code, times) => {
  let tries = 0;
  const work = db.tx(async (tx) => {
    tries += 1;
    await tx.query(`do $$ begin raise exception 'x' using errcode = '${code}'; end $$`);
  });
  await expect(work).rejects.toMatchObject({ driverError: { code } });
  expect(tries).toBe(times);
});

test('statements can be counted, also those of transactions and of connections opened before', async () => {
  const seen: string[] = [];
  const stop = db.onStatement((sql) => seen.push(sql));
  await db.query('select 1');
  await db.named('two', 'select 2');
  await db.manager.query('select 3');
  await db.tx((tx) => tx.query('select 4'));
  stop();
  await db.query('select 5');
  expect(seen.filter((sql) => sql.startsWith('select'))).toEqual([
    'select 1',
    'select 2',
    'select 3',
    'select 4',
  ]);
  expect(seen).toHaveLength(7);
});

test('a connection that dies while idle does no harm', async () => {
  await db.query('select 1');
  const other = { url: database.ownerUrl, applicationName: 'other', entities: [] };
  const admin = await connect(makeDataSource(other, new Log('silent')));
  await admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = 'tuanlink-test' and datname = current_database()`,
  );
  await admin.destroy();
  await sleep(100);
  expect(await fen()).toEqual([0, 0]);
});

describe('a replica', () => {
  const log = new Log('silent');
  const withReplica = async (url: string, work: (shop: Database) => Promise<void>) => {
    const input = { url: database.ownerUrl, applicationName: 'tuanlink-test', entities: [] };
    const dataSource = await connect(makeDataSource(input, log));
    const shop = new Database(dataSource, makeReplicaPool(url, 'tuanlink-replica', log));
    try {
      await work(shop);
    } finally {
      await shop.closeReplica();
      await dataSource.destroy();
    }
  };
  const nameOf = "select current_setting('application_name') as name";

  test('answers what may be a moment old, and nothing else', async () => {
    await withReplica(database.ownerUrl, async (shop) => {
      expect(await shop.readStale(nameOf)).toEqual([{ name: 'tuanlink-replica' }]);
      expect(await shop.readStale('select 1::bigint as fen')).toEqual([{ fen: 1 }]);
      expect(await shop.query(nameOf)).toEqual([{ name: 'tuanlink-test' }]);
      await expect(shop.readStale('select wrong')).rejects.toThrow('does not exist');
    });
  });

  test('that is away is not waited for twice: the primary answers', async () => {
    await withReplica('postgres://nobody@127.0.0.1:1/nothing', async (shop) => {
      expect(await shop.readStale(nameOf)).toEqual([{ name: 'tuanlink-test' }]);
      const from = performance.now();
      for (let count = 0; count < 20; count++) await shop.readStale(nameOf);
      expect(performance.now() - from).toBeLessThan(2_000);
    });
  });
});
