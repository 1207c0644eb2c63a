import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type ReplyOf, type RouteName, routePath, routeQuery } from '@tuanlink/shared/routes';
import { HOUR_MS } from '@tuanlink/shared/time';
import pg from 'pg';
import sharp from 'sharp';
import { freePort } from '../../../scripts/lib/ports.mjs';
import { type Sandbox, startSandbox } from '../../../scripts/wechat-sandbox/sandbox.js';
import { createApp, createWorker } from '../../src/app.js';
import { type SeedResult, seedDemo } from '../../src/cli/demo/demo-seed.js';
import { type Config, loadConfig } from '../../src/infra/config.js';
import { JobRunner } from '../../src/infra/jobs/job-runner.js';
import { Log } from '../../src/infra/log.js';
import { type TestDatabase, createTestDatabase } from '../support/database.js';
import { expectBooksToBalance, expectStatesToBeAllowed } from '../support/invariants.js';
import type { TestShop } from '../support/shop.js';

const SEED_MS = 120_000;

/** Counts that change with whatever the seed would do. */
const COUNTS = `
  select (select count(*) from product)::int as products, (select count(*) from shop_user)::int as users,
    (select count(*) from shop_order)::int as orders, (select count(*) from ledger_transfer)::int as transfers,
    (select count(*) from audit_entry)::int as audit, (select count(*) from operator)::int as operators,
    (select count(*) from visit)::int as visits`;

/** API and worker run and follow the sandbox's clock as they do under `npm start`. */
describe('the demo shop', () => {
  let database: TestDatabase;
  let sandbox: Sandbox;
  let config: Config;
  let app: NestFastifyApplication;
  let worker: INestApplicationContext;
  let owner: pg.Pool;
  const said: string[] = [];

  beforeAll(async () => {
    const port = await freePort();
    database = await createTestDatabase();
    sandbox = await startSandbox({ port: 0, dataDir: null, apiBaseUrl: `http://127.0.0.1:${port}` });
    const dataDir = mkdtempSync(path.join(os.tmpdir(), 'tuanlink-seed-'));
    const keys = path.join(dataDir, 'client.json');
    writeFileSync(keys, JSON.stringify(sandbox.config), { mode: 0o600 });
    config = loadConfig({
      PORT: String(port),
      DATABASE_URL: database.appUrl,
      TUANLINK_DATA_DIR: dataDir,
      TUANLINK_CLOCK: 'movable',
      TUANLINK_SEED: 'demo',
      WECHAT_SANDBOX_CONFIG: keys,
      SANDBOX_URL: sandbox.url,
      LOG_LEVEL: 'silent',
    });
    app = await createApp({ config });
    worker = await createWorker({ config });
    await app.listen(port, '127.0.0.1');
    await worker.get(JobRunner).start();
    owner = new pg.Pool({ connectionString: database.ownerUrl, max: 2 });
  }, SEED_MS);

  afterAll(async () => {
    await worker.close();
    await app.close();
    await sandbox.close();
    await owner.end();
    await database.drop();
    rmSync(config.dataDir, { recursive: true, force: true });
  });

  async function rows<T extends object>(sql: string, params: unknown[] = []): Promise<T[]> {
    return (await owner.query<T>(sql, params)).rows;
  }

  const seed = (say: (line: string) => void = () => {}): Promise<SeedResult> =>
    seedDemo({
      config,
      migration: () => ({ ownerUrl: database.ownerUrl, appUrl: database.appUrl }),
      log: new Log('silent'),
      say: (line) => {
        said.push(line);
        say(line);
      },
    });

  /** One public call, past the worker and all caches of this file. */
  async function get<K extends RouteName>(name: K, params: object = {}, query: object = {}) {
    const response = await fetch(
      `http://127.0.0.1:${config.port}/api${routePath(name, params)}${routeQuery(query)}`,
    );
    return { status: response.status, body: (await response.json()) as ReplyOf<K> };
  }

  const countBy = async (sql: string): Promise<Record<string, number>> => {
    const found = await rows<{ name: string; count: number }>(sql);
    return Object.fromEntries(found.map(({ name, count }) => [name, count]));
  };

  const offset = async (): Promise<unknown> => (await fetch(`${sandbox.url}/sandbox/clock`)).json();

  it(
    'that broke off on the way leaves a shop that is not ready, and the present as the time',
    async () => {
      const breaking = seed((line) => {
        if (line.startsWith('the first parcels')) throw new Error('the power went');
      });
      await expect(breaking).rejects.toThrow('the power went');
      const [counts] = await rows<{ products: number; orders: number }>(COUNTS);
      expect(counts).toMatchObject({ products: 12, orders: 5 });
      expect((await get('health')).status).toBe(503);
      expect(await offset()).toMatchObject({ offsetMs: 0 });
    },
    SEED_MS,
  );

  it('that somebody changed before it was finished is left alone, and says so', async () => {
    await owner.query("update product set title = '自家的' where title like '%挂面%'");
    await expect(seed()).rejects.toThrow('holds other things by now');
    await owner.query("update product set title = '手工空心挂面' where title = '自家的'");
    expect(await rows(COUNTS)).toMatchObject([{ products: 12, orders: 5 }]);
  });

  it(
    'starts over at the next start, and is complete then',
    async () => {
      said.length = 0;
      expect(await seed()).toBe('made');
      expect(said[0]).toContain('starting over');
      expect(await get('health')).toMatchObject({ status: 200, body: { status: 'ok' } });
      expect(await offset()).toMatchObject({ offsetMs: 0 });
    },
    SEED_MS,
  );

  it('has four operators with the published password', async () => {
    const operators = await rows('select username, role, demo from operator order by username');
    const expected = ['auditor', 'finance', 'operator', 'owner'];
    expect(operators).toEqual(expected.map((role) => ({ username: role, role, demo: true })));
    for (const username of expected) {
      const login = await fetch(`http://127.0.0.1:${config.port}/api/console/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username, password: 'tuanlink-demo' }),
      });
      expect(await login.json()).toMatchObject({ operator: { role: username }, demoPassword: true });
    }
  });

  it('sells 12 products, each with facts, prices, stock, and pictures that are served', async () => {
    const { body } = await get('shop.products', {}, { limit: 100 });
    expect(body.items).toHaveLength(12);
    const pictures = new Set<string>();
    for (const { id } of body.items) {
      const product = (await get('shop.product', { id })).body;
      expect(product.description.length).toBeGreaterThan(40);
      expect(product.skus.length).toBeGreaterThanOrEqual(1);
      expect(product.skus.every((sku) => sku.stock > 0 && sku.priceFen > 0)).toBe(true);
      expect([1, 2]).toContain(product.images.length);
      product.images.forEach((image) => pictures.add(image));
    }
    expect(pictures.size).toBe(17);
    for (const image of pictures) {
      const response = await fetch(`http://127.0.0.1:${config.port}${image}`);
      const { format, width, height } = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
      expect({ format, width, height }).toEqual({ format: 'webp', width: 800, height: 800 });
    }
    const costs = await rows('select id from sku where cost_fen is null or cost_fen >= price_fen');
    expect(costs).toEqual([]);
  });

  it('runs three campaigns and prepares a fourth', async () => {
    const campaigns = await rows(
      'select state, size, window_minutes::int as minutes, commission_rate_bp::int as "rateBp" from campaign order by size',
    );
    expect(campaigns).toEqual([
      { state: 'running', size: 2, minutes: 2_880, rateBp: 600 },
      { state: 'running', size: 3, minutes: 1_440, rateBp: 1_000 },
      { state: 'draft', size: 4, minutes: 720, rateBp: 800 },
      { state: 'running', size: 5, minutes: 4_320, rateBp: 1_500 },
    ]);
  });

  it('has groups at different fill levels with time left, succeeded ones, and a failed one', async () => {
    const { body } = await get('shop.groups', {}, { scope: 'open', limit: 100 });
    const levels = body.items.map(({ takenCount, size }) => `${takenCount}/${size}`);
    expect(levels.sort()).toEqual(['1/2', '1/3', '2/3', '3/5', '4/5']);
    for (const { closesAt } of body.items) {
      expect(Date.parse(closesAt ?? '') - Date.now()).toBeGreaterThan(12 * HOUR_MS);
    }
    expect(await countBy('select state as name, count(*)::int from buy_group group by state')).toEqual({
      forming: 5,
      succeeded: 3,
      failed: 1,
    });
  });

  it('has orders in every state a buyer meets, and refunded money arrived', async () => {
    expect(await countBy('select state as name, count(*)::int from shop_order group by state')).toEqual({
      unpaid: 1,
      waiting_group: 11,
      to_ship: 3,
      shipped: 5,
      received: 1,
      completed: 4,
      refunded: 1,
    });
    expect(await countBy('select state as name, count(*)::int from refund group by state')).toEqual({
      succeeded: 1,
    });
    const solo = await rows("select 1 from shop_order where state = 'to_ship' and group_id is null");
    expect(solo).toHaveLength(1);
  });

  it('has one distributor with a history of lines in every state, and one who waits', async () => {
    expect(await countBy('select state as name, count(*)::int from distributor group by state')).toEqual({
      approved: 1,
      applied: 1,
    });
    expect(await countBy('select state as name, count(*)::int from commission_line group by state')).toEqual({
      available: 4,
      held: 5,
      estimated: 7,
      reversed: 1,
      none: 3,
    });
    const reasons = await countBy(
      'select attribution_code as name, count(*)::int from commission_line group by attribution_code',
    );
    expect(reasons).toEqual({
      EARNED_LAST_VISIT: 16,
      EARNED_BOUND: 1,
      NONE_SELF_PURCHASE: 1,
      NONE_PRODUCT_EXCLUDED: 1,
      NONE_WINDOW_ENDED: 1,
    });
    const [row] = await rows<{ shares: number; days: number }>(
      `select (select count(*) from share s join distributor d on d.user_id = s.user_id)::int as shares,
         extract(day from max(at) - min(at))::int as days from visit`,
    );
    expect(row).toEqual({ shares: 4, days: 19 });
  });

  it('lies in the past, in the order things happened, with no job left behind', async () => {
    const later = await rows('select id from shop_order where created_at > clock_timestamp()');
    expect(later).toEqual([]);
    const backwards = await rows(
      'select a.id from order_event a join order_event b on b.order_id = a.order_id where b.id > a.id and b.at < a.at',
    );
    expect(backwards).toEqual([]);
    expect(await rows("select id from pgboss.job where state not in ('completed')")).toEqual([]);
  });

  it('keeps its books', async () => {
    const shop = { rows } as Pick<TestShop, 'rows'> as TestShop;
    await expectBooksToBalance(shop);
    await expectStatesToBeAllowed(shop);
    const [sums] = await rows<{ commission: number; held: number }>(
      `select (select sum(amount_fen) from commission_line where state in ('held', 'available'))::int as commission,
         (select sum(balance_fen) from ledger_account where kind in ('held', 'available'))::int as held`,
    );
    expect(sums?.held).toBeGreaterThan(0);
    expect(sums?.held).toBe(sums?.commission);
  });

  it('stays as it is when the seed runs again', async () => {
    const before = await rows(COUNTS);
    expect(await seed()).toBe('in use');
    expect(await rows(COUNTS)).toEqual(before);
  });

  it('is never made in production', async () => {
    const production = { ...config, production: true };
    const making = seedDemo({
      config: production,
      migration: () => ({ ownerUrl: '', appUrl: '' }),
      log: new Log('silent'),
      say: () => {},
    });
    await expect(making).rejects.toThrow('Production');
  });
});
