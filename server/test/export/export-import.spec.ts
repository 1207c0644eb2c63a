import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { jest } from '@jest/globals';
import pg from 'pg';
import { createWorker } from '../../src/app.js';
import { LedgerVerifier } from '../../src/domains/ledger/ledger.verifier.js';
import { readTables, TABLES_LEFT_OUT } from '../../src/flows/export/export-tables.js';
import type { ManifestContent } from '../../src/flows/export/manifest.js';
import { DeadLetters } from '../../src/infra/jobs/dead-letters.js';
import { type LivedIn, openLivedInShop } from '../contract/lived-in.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { place } from '../support/goods.js';
import { sealAll } from '../support/seals.js';
import { contentOf, exportFrom, importInto, linesOf, Scratch, writeLines } from './scratch.js';

jest.setTimeout(180_000);

const scratch = new Scratch();
let life: LivedIn;
let first: string;
let manifest: ManifestContent;

beforeAll(async () => {
  life = await openLivedInShop();
  const { shop } = life;
  await addOddTexts();
  await shop.rows(ADD_HANDED_OVER);
  // Transfers that no block holds yet.
  const { cashier } = await place(shop, life.goods, life.ann, 'solo');
  await shop.pay(cashier, life.ann.openid);
  first = scratch.fresh('first');
  manifest = await exportFrom(shop.database, shop.config.dataDir, first);
});
afterAll(async () => {
  await life.shop.close();
  scratch.clear();
});

/** Values that a careless format would lose. */
async function addOddTexts(): Promise<void> {
  const { shop, ann } = life;
  await shop.call('shop.me.patch', ann, { body: { nickname: '"a",b\'; \\N \\. 团🧧' } });
  const detail = '一行\n二行\r\n"三",四';
  await shop.rows('update address set detail = $1, district = $2', [detail, '']);
  await shop.rows(`update address set created_at = '2026-11-22 13:05:09.123456+08'`);
}

/** A job that has left the outbox and was not done yet, as pg-boss keeps it. */
const handedOver = JSON.stringify({
  id: '01900000-0000-7000-8000-00000000000a',
  topic: 'refund.check',
  dueAt: '2026-11-22T05:05:09.120Z',
  payload: { refundId: '01900000-0000-7000-8000-00000000000b', attempt: 2 },
  triesMax: 11,
});
const ADD_HANDED_OVER = `insert into pgboss.job (name, data, state)
  values ('refund.check', '${handedOver}', 'active')`;

/** Runs `work` with an empty instance. */
async function withEmpty<T>(work: (target: TestDatabase, dataDir: string) => Promise<T>): Promise<T> {
  const target = await createTestDatabase();
  try {
    return await work(target, scratch.fresh('data'));
  } finally {
    await target.drop();
  }
}

async function rowsIn<T extends object>(database: TestDatabase, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** How many rows each table has. */
function rowCounts(database: TestDatabase) {
  const tables = manifest.tables.filter(({ name }) => !/^(ledger_unsealed|dead_letter)$/.test(name));
  const counts = tables.map(({ name }) => `select '${name}' as name, count(*) from ${name}`);
  return rowsIn(database, counts.join(' union all '));
}

test('every table is exported, or left out with a reason', async () => {
  const tables = await rowsIn<{ name: string }>(
    life.shop.database,
    `select tablename as name from pg_tables where schemaname = 'public'`,
  );
  const exported = manifest.tables.map(({ name }) => name);
  for (const { name } of tables) {
    expect([name, exported.includes(name)]).toEqual([name, !TABLES_LEFT_OUT.has(name)]);
  }
  for (const [name, reason] of TABLES_LEFT_OUT) {
    expect(tables).toContainEqual({ name });
    expect(reason).not.toBe('');
  }
});

test('the manifest says what is there', async () => {
  const { ledger, tables, pictures } = manifest;
  expect(pictures).toEqual([{ name: path.basename(life.pictureUrl), bytes: expect.any(Number) }]);
  expect(ledger.transferCount).toBeGreaterThan(20);
  expect(ledger.unsealedCount).toBeGreaterThan(0);
  const [blocks] = await life.shop.rows<{ count: number; hash: string }>(
    'select count(*)::int as count, (array_agg(hash order by id desc))[1] as hash from ledger_block',
  );
  expect([ledger.blockCount, ledger.headHash]).toEqual([blocks?.count, blocks?.hash]);
  const orders = await life.shop.rows('select id from shop_order');
  expect(tables.find(({ name }) => name === 'shop_order')?.rows).toBe(orders.length);
  expect(tables.find(({ name }) => name === 'outbox')?.rows).toBeGreaterThan(3);
  expect(tables.find(({ name }) => name === 'dead_letter')?.rows).toBe(1);
});

test('the same shop twice is the same, byte by byte', async () => {
  const again = scratch.fresh('again');
  await exportFrom(life.shop.database, life.shop.config.dataDir, again);
  expect(await contentOf(again)).toEqual(await contentOf(first));
});

test('an instance that took the export exports the same, byte by byte', () =>
  withEmpty(async (target, dataDir) => {
    await importInto(target, dataDir, first);
    const second = scratch.fresh('second');
    await exportFrom(target, dataDir, second);
    const [was, is] = [await contentOf(first), await contentOf(second)];
    expect(Object.keys(is)).toEqual(Object.keys(was));
    for (const file of Object.keys(was)) expect([file, is[file]]).toEqual([file, was[file]]);
  }));

/** How a database guards its tables: triggers, constraints, defaults. */
function guardsOf(database: TestDatabase) {
  return rowsIn(
    database,
    `select 'trigger' as kind, tgrelid::regclass::text || '.' || tgname as name, tgenabled::text as text
     from pg_trigger where not tgisinternal
     union all
     select 'constraint', conrelid::regclass::text || '.' || conname, pg_get_constraintdef(oid)
     from pg_constraint where connamespace = 'public'::regnamespace
     union all
     select 'default', adrelid::regclass::text || '.' || adnum, pg_get_expr(adbin, adrelid) from pg_attrdef d
     join pg_class c on c.oid = d.adrelid where c.relnamespace = 'public'::regnamespace
     order by 1, 2, 3`,
  );
}

test('triggers, constraints and defaults stand afterwards as before', () =>
  withEmpty(async (target, dataDir) => {
    const before = await guardsOf(target);
    expect(before.length).toBeGreaterThan(100);
    await importInto(target, dataDir, first);
    expect(await guardsOf(target)).toEqual(before);
    await expect(rowsIn(target, 'update ledger_transfer set amount_fen = 1')).rejects.toThrow(
      'never changed',
    );
    await expect(rowsIn(target, 'delete from ledger_block_entry')).rejects.toThrow('never changed');
  }));

async function withWorkerOn<T>(
  target: TestDatabase,
  dataDir: string,
  work: (worker: INestApplicationContext) => Promise<T>,
): Promise<T> {
  const config = { ...life.shop.config, databaseUrl: target.appUrl, dataDir };
  const worker = await createWorker({ config, clock: life.shop.clock });
  try {
    return await work(worker);
  } finally {
    await worker.close();
  }
}

test('the ledger goes on where it stopped: balances, seals, numbers', () =>
  withEmpty(async (target, dataDir) => {
    await importInto(target, dataDir, first);
    const balances = 'select id, balance_fen from ledger_account order by id';
    expect(await rowsIn(target, balances)).toEqual(await rowsIn(life.shop.database, balances));
    await withWorkerOn(target, dataDir, async (worker) => {
      const verifier = worker.get(LedgerVerifier, { strict: false });
      const { transferCount, blockCount } = manifest.ledger;
      const sealed = { ok: true, checkedCount: transferCount, blockCount: blockCount + 1 };
      await sealAll(life.shop, worker);
      expect(await verifier.verify()).toEqual(sealed);
      await rowsIn(
        target,
        `insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, at)
         values (gen_random_uuid(), 'bank', 'available:${life.dan.id}', 7, 'adjustment', '2030-01-01')`,
      );
      const [last] = await rowsIn<{ seq: string }>(
        target,
        'select seq from ledger_transfer order by seq desc limit 1',
      );
      const [before] = await rowsIn<{ seq: string }>(
        life.shop.database,
        'select max(seq) as seq from ledger_transfer',
      );
      expect(Number(last?.seq)).toBe(Number(before?.seq) + 1);
      await sealAll(life.shop, worker);
      expect(await verifier.verify()).toEqual({
        ok: true,
        checkedCount: transferCount + 1,
        blockCount: blockCount + 2,
      });
    });
  }));

test('work that was pending is pending, what failed for good waits for a person', () =>
  withEmpty(async (target, dataDir) => {
    await importInto(target, dataDir, first);
    const [job] = await rowsIn<{ payload: object; due: string }>(
      target,
      `select topic, payload, iso(due_at) as due from outbox where id = '01900000-0000-7000-8000-00000000000a'`,
    );
    expect(job).toEqual({
      topic: 'refund.check',
      payload: { refundId: '01900000-0000-7000-8000-00000000000b', attempt: 2 },
      due: '2026-11-22T05:05:09.120Z',
    });
    await withWorkerOn(target, dataDir, async (worker) => {
      const letters = worker.get(DeadLetters);
      const { items } = await letters.list({ state: 'failed' });
      expect(items).toEqual((await life.shop.app.get(DeadLetters).list({ state: 'failed' })).items);
      expect(items).toMatchObject([
        { topic: 'refund.check', lastError: 'WeChat did not answer', attempts: 11 },
      ]);
    });
  }));

test('a shop whose only work was handed over can be imported', () =>
  withEmpty(async (source) => {
    await rowsIn(source, ADD_HANDED_OVER);
    const quiet = scratch.fresh('quiet');
    await exportFrom(source, scratch.fresh('data'), quiet);
    await withEmpty(async (target, dataDir) => {
      await importInto(target, dataDir, quiet);
      expect(await rowsIn(target, 'select topic from outbox')).toEqual([{ topic: 'refund.check' }]);
      const again = scratch.fresh('quiet-again');
      await exportFrom(target, dataDir, again);
      expect(await contentOf(again)).toEqual(await contentOf(quiet));
    });
  }));

test('more young transfers than a block holds are sealed in several', () =>
  withEmpty(async (source) => {
    const empty = scratch.fresh('data');
    await rowsIn(
      source,
      `insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, at)
       select gen_random_uuid(), 'bank', 'sales', n, 'adjustment', '2026-11-22' from generate_series(1, 10001) n`,
    );
    const folder = scratch.fresh();
    await exportFrom(source, empty, folder);
    await withEmpty(async (target, dataDir) => {
      await importInto(target, dataDir, folder);
      const again = scratch.fresh();
      await exportFrom(target, dataDir, again);
      expect(await contentOf(again)).toEqual(await contentOf(folder));
      await withWorkerOn(target, dataDir, async (worker) => {
        await sealAll(life.shop, worker);
        const report = await worker.get(LedgerVerifier, { strict: false }).verify();
        expect(report).toEqual({ ok: true, checkedCount: 10_001, blockCount: 3 });
      });
    });
  }));

describe('an import is refused, and changes nothing,', () => {
  let target: TestDatabase;
  let before: object[];
  const dataDir = scratch.fresh('data');
  beforeAll(async () => {
    target = await createTestDatabase();
    before = await rowCounts(target);
  });
  afterAll(() => target.drop());

  type Changeable = { tables: object[]; pictures: object[]; ledger: object };
  const alterManifest = (change: (content: Changeable) => void) => (folder: string) => {
    const file = path.join(folder, 'manifest.json');
    const content = JSON.parse(readFileSync(file, 'utf8')) as Changeable;
    change(content);
    writeFileSync(file, JSON.stringify(content));
  };
  const alterLine = (table: string, number: number, from: RegExp, to: string) => (folder: string) => {
    const lines = linesOf(folder, table);
    lines[number - 1] = (lines[number - 1] ?? '').replace(from, to);
    writeLines(folder, table, lines);
  };

  test.each<[string, (folder: string) => void, string]>([
    ['without a manifest', (folder) => rmSync(path.join(folder, 'manifest.json')), 'no complete export'],
    [
      'with half a manifest',
      (folder) => writeFileSync(path.join(folder, 'manifest.json'), '{'),
      'it is no JSON',
    ],
    [
      'of something else',
      alterManifest((content) => Object.assign(content, { format: 'x' })),
      'not that of an export',
    ],
    [
      'of another format',
      alterManifest((content) => Object.assign(content, { formatVersion: 2 })),
      'format version 2',
    ],
    [
      'of another version of the schema',
      alterManifest((content) => Object.assign(content, { migrations: ['Other1'] })),
      'differs in Other1',
    ],
    [
      'with a path that leads elsewhere',
      alterManifest((content) => Object.assign(content.tables[0] ?? {}, { file: '../../etc/passwd' })),
      'missing or malformed',
    ],
    [
      'with a table named twice',
      alterManifest((content) => content.tables.push(content.tables[0] ?? {})),
      'missing or malformed',
    ],
    [
      'with a picture named twice',
      alterManifest((content) => content.pictures.push(content.pictures[0] ?? {})),
      'missing or malformed',
    ],
    ['without a table', alterManifest((content) => content.tables.shift()), 'table address'],
    [
      'with another number of rows',
      alterManifest((content) => Object.assign(content.tables[0] ?? {}, { rows: 0 })),
      'manifest.json was altered: tables/address.csv',
    ],
    [
      'with another size of a file',
      alterManifest((content) => Object.assign(content.tables[0] ?? {}, { bytes: 0 })),
      'manifest.json was altered: tables/address.csv',
    ],
    [
      'with another number of young transfers',
      alterManifest((content) => Object.assign(content.ledger, { unsealedCount: 0 })),
      'unsealedCount is 0, but there are',
    ],
    ['with an altered name', alterLine('shop_user', 2, /[a-z]/, 'x'), 'tables/shop_user.csv was altered'],
    [
      'with an altered transfer',
      alterLine('ledger_transfer', 5, /,(\d+),/, ',9$1,'),
      'ledger_transfer.csv, line 5',
    ],
    ['without a file', (folder) => rmSync(path.join(folder, 'tables/sku.csv')), 'tables/sku.csv is missing'],
    [
      'with a file too many',
      (folder) => writeFileSync(path.join(folder, 'pictures/x'), ''),
      'pictures/x was added',
    ],
    [
      'with another picture',
      (folder) => writeFileSync(path.join(folder, 'pictures', manifest.pictures[0]?.name ?? ''), 'x'),
      'not the picture of that name',
    ],
  ])('%s', async (_, alter, message) => {
    const altered = scratch.copyOf(first);
    alter(altered);
    await expect(importInto(target, dataDir, altered)).rejects.toThrow(message);
    expect(await rowCounts(target)).toEqual(before);
  });
});

test('a shop that is in use takes no export', async () => {
  const { shop } = life;
  await expect(importInto(shop.database, shop.config.dataDir, first)).rejects.toThrow('not empty');
});

test('a folder with something in it takes no export', async () => {
  const { shop } = life;
  await expect(exportFrom(shop.database, shop.config.dataDir, first)).rejects.toThrow('is not empty');
});

test('what the database refuses is named with its line', () =>
  withEmpty(async (target, dataDir) => {
    const altered = scratch.copyOf(first);
    const lines = linesOf(altered, 'sku_stock');
    writeLines(altered, 'sku_stock', [...lines, lines[1] ?? '']);
    const file = path.join(altered, 'manifest.json');
    const { createHash } = await import('node:crypto');
    const content = readFileSync(path.join(altered, 'tables/sku_stock.csv'));
    const sha256 = createHash('sha256').update(content).digest('hex');
    const whole = JSON.parse(readFileSync(file, 'utf8')) as { tables: { name: string }[] };
    const table = whole.tables.find(({ name }) => name === 'sku_stock');
    Object.assign(table ?? {}, { sha256, rows: lines.length, bytes: content.length });
    writeFileSync(file, JSON.stringify(whole));
    await expect(importInto(target, dataDir, altered)).rejects.toThrow(
      /sku_stock\.csv cannot be taken: .*line \d+/,
    );
    expect(await rowsIn(target, 'select 1 from shop_user')).toEqual([]);
  }));

test('tables without a primary key cannot be exported, and the message says so', async () => {
  const client = new pg.Client({ connectionString: life.shop.database.ownerUrl });
  await client.connect();
  try {
    await client.query('begin; create table keyless (a int)');
    await expect(readTables(client)).rejects.toThrow('table keyless has no primary key');
  } finally {
    await client.end();
  }
});
