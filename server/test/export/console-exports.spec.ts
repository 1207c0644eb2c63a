import { createHash } from 'node:crypto';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { jest } from '@jest/globals';
import type { ExportReply } from '@tuanlink/shared/replies';
import type { ExportKind } from '@tuanlink/shared/exports';
import { DAY_MS } from '@tuanlink/shared/time';
import pg from 'pg';
import { readCsv } from '../../src/flows/export/csv.js';
import { type LivedIn, openLivedInShop } from '../contract/lived-in.js';
import { expectStatesToBeAllowed } from '../support/invariants.js';
import type { Caller } from '../support/shop.js';

jest.setTimeout(120_000);

let life: LivedIn;
beforeAll(async () => {
  life = await openLivedInShop();
});
afterAll(() => life.shop.close());

const ask = (kind: ExportKind, more: object = {}, caller: Caller = life.staff.owner): Promise<ExportReply> =>
  life.shop.call('console.export.create', caller, { body: { kind, ...more } });
const look = (id: string) => life.shop.call('console.export', life.staff.owner, { params: { id } });

async function made(kind: ExportKind, more: object = {}): Promise<ExportReply> {
  const { id } = await ask(kind, more);
  await life.shop.drain();
  return look(id);
}

async function fetchFile(id: string, caller: Caller = life.staff.owner) {
  const address = `${life.shop.url}/api/console/exports/${id}/file`;
  const response = await fetch(address, { headers: { cookie: caller.cookie ?? '' } });
  return { response, content: Buffer.from(await response.arrayBuffer()) };
}

/** The rows of a sheet by their headings. */
async function rowsOf(id: string): Promise<Record<string, string | null>[]> {
  const { content } = await fetchFile(id);
  expect(content.subarray(0, 3).toString('hex')).toBe('efbbbf');
  const records: (string | null)[][] = [];
  for await (const { fields } of readCsv(
    (async function* () {
      yield content;
    })(),
  )) {
    records.push(fields);
  }
  const [head = [], ...rows] = records;
  return rows.map((row) => Object.fromEntries(row.map((field, index) => [head[index] ?? '', field])));
}

test('a sheet waits, is made, and can be fetched', async () => {
  const asked = await ask('transfers', { to: '2100-01-01T00:00:00Z' });
  expect(asked).toMatchObject({ state: 'waiting', rowsDone: 0, rowsTotal: null, fileName: null });
  expect((await fetchFile(asked.id)).response.status).toBe(409);
  await life.shop.drain();
  const done = await look(asked.id);
  const [count] = await life.shop.rows<{ count: number }>(
    'select count(*)::int as count from ledger_transfer',
  );
  expect(done).toMatchObject({ state: 'done', rowsDone: count?.count, rowsTotal: count?.count, error: null });
  const { response, content } = await fetchFile(asked.id, life.staff.auditor);
  expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${done.fileName}"`);
  expect(done.fileName).toMatch(/^tuanlink-transfers-\d{4}-\d\d-\d\d\.csv$/);
  expect(content.length).toBe(done.bytes);
  expect(createHash('sha256').update(content).digest('hex')).toBe(done.sha256);
  expect(await rowsOf(asked.id)).toHaveLength(count?.count ?? 0);
});

test('while a sheet is made, everybody sees how far it is', async () => {
  const { shop } = life;
  await shop.rows(
    `insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, at)
     select gen_random_uuid(), 'wechat_clearing', 'bank', n, 'test', $1 from generate_series(1, 1200) n`,
    [shop.clock.now()],
  );
  const [row] = await shop.rows<{ total: number }>('select count(*)::int as total from ledger_transfer');
  const total = row?.total ?? 0;
  // The worker stops short of its last report as long as somebody holds this lock.
  await shop.rows(
    `create function stop_short() returns trigger language plpgsql as $$
     begin perform pg_advisory_xact_lock(42); return new; end $$`,
  );
  await shop.rows(
    `create trigger stop_short before update on export_job for each row
     when (new.rows_done = new.rows_total) execute function stop_short()`,
  );
  const holder = new pg.Client({ connectionString: shop.database.ownerUrl });
  await holder.connect();
  await holder.query('select pg_advisory_lock(42)');
  const { id } = await ask('transfers', { from: '2000-01-01T00:00:00Z' });
  const draining = shop.drain();
  try {
    await shop.eventually(async () => (await look(id)).rowsDone > 0);
    const half = await look(id);
    expect(half).toMatchObject({ state: 'running', rowsTotal: total, fileName: null, finishedAt: null });
    expect(half.rowsDone).toBeGreaterThan(0);
    expect(half.rowsDone).toBeLessThan(total);
    const { items } = await shop.call('console.exports', life.staff.auditor, {});
    expect(items.find((item) => item.id === id)).toEqual(half);
    expect((await fetchFile(id)).response.status).toBe(409);
  } finally {
    await holder.end();
    await draining;
    await shop.rows('drop function stop_short cascade');
  }
  expect(await look(id)).toMatchObject({ state: 'done', rowsDone: total, rowsTotal: total });
});

test('orders stand with their amounts in yuan and fen', async () => {
  const { id } = await made('orders', { from: '2000-01-01T00:00:00Z' });
  const rows = await rowsOf(id);
  const orders = await life.shop.rows<{ id: string; fen: string }>(
    'select id, pay_fen as fen from shop_order',
  );
  expect(rows).toHaveLength(orders.length);
  const row = rows.find((each) => each['订单编号'] === life.orders.completed);
  const fen = orders.find((order) => order.id === life.orders.completed)?.fen;
  expect(row).toMatchObject({ 状态: 'completed', '实付金额（分）': fen, 收货人: '安安' });
  expect(row?.['实付金额（元）']).toBe((Number(fen) / 100).toFixed(2));
});

test('adjustments stand among the commission lines, with their note', async () => {
  const { shop } = life;
  const { id } = await made('commissions', { from: '2000-01-01T00:00:00Z' });
  const rows = await rowsOf(id);
  const [all] = await shop.rows<{ lines: number; adjustments: number }>(
    `select (select count(*)::int from commission_line) as lines,
       (select count(*)::int from commission_adjustment) as adjustments`,
  );
  expect(rows).toHaveLength((all?.lines ?? 0) + (all?.adjustments ?? 0));
  const query = { reasonCode: 'ADJUSTED' as const, limit: 100 };
  const { items } = await shop.call('console.commissions', life.staff.owner, { query });
  expect(items.length).toBeGreaterThan(0);
  expect(items).toHaveLength(all?.adjustments ?? 0);
  for (const { id: adjustment, amountFen, note, orderId } of items) {
    expect(rows.find((row) => row['佣金编号'] === adjustment)).toMatchObject({
      订单编号: orderId,
      商品: null,
      状态: 'available',
      说明: 'ADJUSTED',
      '金额（分）': String(amountFen),
      '计佣金额（分）': null,
      备注: note,
    });
  }
});

test('only what lies in the period is in the sheet', async () => {
  const { shop } = life;
  const middle = new Date(shop.clock.now().getTime() - 3 * DAY_MS).toISOString();
  const [before, since] = [await made('orders', { to: middle }), await made('orders', { from: middle })];
  const [all] = await shop.rows<{ count: number }>('select count(*)::int as count from shop_order');
  expect(Number(before.rowsTotal) + Number(since.rowsTotal)).toBe(all?.count);
  expect(before.rowsTotal).toBeGreaterThan(0);
  expect(since.rowsTotal).toBeGreaterThan(0);
});

test('the owner exports the whole shop as one archive; nobody else does', async () => {
  const done = await made('shop');
  expect(done).toMatchObject({ state: 'done', error: null });
  expect(done.rowsDone).toBe(done.rowsTotal);
  const { content } = await fetchFile(done.id);
  expect(content.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
  const names = content.toString('latin1');
  for (const file of [
    'manifest.json',
    'tables/ledger_transfer.csv',
    `pictures/${path.basename(life.pictureUrl)}`,
  ]) {
    expect(names).toContain(file);
  }
  const { finance, auditor } = life.staff;
  const body = { kind: 'shop' as const };
  expect(await life.shop.refused('console.export.create', finance, { body })).toMatchObject({ status: 403 });
  expect((await fetchFile(done.id, auditor)).response.status).toBe(403);
});

test('the same again is the first one while that is not done, and too many are refused', async () => {
  const first = await ask('refunds');
  expect(await ask('refunds')).toEqual(first);
  const day = (number: number) => ({ from: `2026-01-0${number}T00:00:00Z` });
  for (const number of [1, 2, 3, 4]) await ask('refunds', day(number));
  const refused = await life.shop.refused('console.export.create', life.staff.owner, {
    body: { kind: 'refunds', ...day(5) },
  });
  expect(refused).toMatchObject({ status: 409, code: 'export.too_many' });
  await life.shop.drain();
});

test.each([
  [{ kind: 'shop', from: '2026-01-01T00:00:00Z' }, 'kind'],
  [{ kind: 'orders', from: '2026-01-02T00:00:00Z', to: '2026-01-02T00:00:00Z' }, 'to'],
  [{ kind: 'orders', from: '2026-W01-1' }, 'from'],
])('%j is refused for %s', async (body, field) => {
  const refused = await life.shop.refused('console.export.create', life.staff.owner, {
    body: body as { kind: 'shop' },
  });
  expect(refused).toMatchObject({ status: 400, detail: { errors: [{ path: field }] } });
});

test('who asked is in the audit trail', async () => {
  const { id } = await ask('commissions', { from: '2026-02-01T00:00:00Z' }, life.staff.finance);
  const { items } = await life.shop.call('console.audit', life.staff.owner, { query: { subjectId: id } });
  expect(items).toMatchObject([{ action: 'export.create', operator: { name: 'finance' }, before: null }]);
  await life.shop.drain();
});

test('while one worker makes it, another leaves it alone and looks again later', async () => {
  const { shop } = life;
  const { id } = await ask('refunds', { from: '2026-03-01T00:00:00Z' });
  const other = new pg.Client({ connectionString: shop.database.appUrl });
  await other.connect();
  await other.query('select pg_advisory_lock(7310002, hashtext($1))', [id]);
  await shop.drain();
  expect((await look(id)).state).toBe('waiting');
  // The other one dies.
  await other.end();
  await shop.pass(61_000);
  expect((await look(id)).state).toBe('done');
});

test('one that cannot be made says why, and leaves nothing', async () => {
  const { shop } = life;
  const { id } = await ask('orders', { from: '2026-04-01T00:00:00Z' });
  await shop.rows('alter table shop_order rename column note to remark');
  await shop.drain();
  await shop.rows('alter table shop_order rename column remark to note');
  expect(await look(id)).toMatchObject({
    state: 'failed',
    fileName: null,
    error: expect.stringContaining('note'),
  });
  expect(readdirSync(path.join(shop.config.dataDir, 'exports')).filter((name) => name.includes(id))).toEqual(
    [],
  );
});

test('a file is removed after seven days', async () => {
  const { shop } = life;
  const done = await made('transfers');
  const file = path.join(shop.config.dataDir, 'exports', done.id);
  expect(existsSync(file)).toBe(true);
  await shop.pass(7 * DAY_MS + 1_000);
  const staff = { ...life.staff, owner: await shop.operator('owner') };
  life = { ...life, staff };
  expect(existsSync(file)).toBe(false);
  expect(await look(done.id)).toMatchObject({ state: 'expired', sha256: done.sha256 });
  expect((await fetchFile(done.id)).response.status).toBe(409);
  // The process may end before the file is gone; then the job is done again.
  writeFileSync(file, 'left behind');
  await shop.rows(
    `insert into outbox (topic, payload, dedupe_key, due_at, created_at)
     values ('export.expire', jsonb_build_object('exportId', $1::text), 'again', $2, $2)`,
    [done.id, shop.clock.now()],
  );
  await shop.drain();
  expect(existsSync(file)).toBe(false);
  await expectStatesToBeAllowed(shop);
});
