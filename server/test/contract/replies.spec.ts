import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { jest } from '@jest/globals';
import { type RouteName, routeTable } from '@tuanlink/shared/routes';
import { readSqlFiles } from '../../src/infra/database/sql-files.js';
import { guardRows, rightInput } from '../guards/guard-rows.js';
import type { Caller, RawReply } from '../support/shop.js';
import { Documented, type Schema } from './documented.js';
import { aPicture, type LivedIn, openLivedInShop, uploadBlob } from './lived-in.js';
import { send } from './send.js';

jest.setTimeout(120_000);

let life: LivedIn;
let documented: Documented;
beforeAll(async () => {
  life = await openLivedInShop();
  documented = await Documented.of(life.shop);
});
afterAll(() => life.shop.close());

const names = Object.keys(routeTable) as RouteName[];
const reads = names.filter((name) => routeTable[name].method === 'GET' && !name.startsWith('wechat.'));

/** Everybody who may call a route. */
function callersOf(name: RouteName): Caller[] {
  const { access } = routeTable[name];
  const buyers = [life.ann, life.dan, life.bob];
  if (access === 'operator') return [life.staff.owner, life.staff.auditor];
  if (access === 'user') return buyers;
  return access === 'optional' ? [{}, ...buyers] : [{}];
}

/** Every thing in the shop that the `:id` of a route may name. */
async function thingsOf(name: RouteName): Promise<string[]> {
  const entries = '(select id from commission_line union all select id from commission_adjustment) entry';
  const tables: Partial<Record<RouteName, string>> = {
    'shop.product': "product where status = 'on_sale'",
    'shop.group': 'buy_group',
    'console.group': 'buy_group',
    'shop.order': 'shop_order',
    'shop.commission': entries,
    'shop.commission.proof': entries,
    'console.product': 'product',
    'console.campaign': 'campaign',
    'console.order': 'shop_order',
    'console.commission': entries,
    'console.commission.proof': entries,
    'console.export': 'export_job',
    'console.export.file': "export_job where state = 'done'",
    'console.refund': 'refund',
    'console.approval': 'approval',
    'console.reconciliation.day': '(select day::text as id from reconciliation_day) d',
    'shop.withdrawal': 'withdrawal',
    'shop.withdrawal.receipt': "withdrawal where state = 'paid'",
    'shop.withdrawal.receipt.csv': "withdrawal where state = 'paid'",
    'console.withdrawal': 'withdrawal',
    'console.withdrawal.receipt': "withdrawal where state = 'paid'",
    'console.withdrawal.receipt.csv': "withdrawal where state = 'paid'",
    'console.payoutRun': 'payout_run',
    'console.payoutRun.csv': 'payout_run',
    'console.statement': 'distributor',
    'console.statement.csv': 'distributor',
    'console.statement.pdf': 'distributor',
    'shop.afterSale': 'after_sale',
    'console.afterSale': 'after_sale',
  };
  const rows = await life.shop.rows<{ id: string }>(`select id from ${tables[name]}`);
  return rows.map(({ id }) => id);
}

const problems = (name: RouteName, reply: RawReply) => [
  ...documented.problemsOf(name, reply).slice(0, 3),
  ...(reply.status >= 400 && name !== 'health' ? [JSON.stringify(reply.body)] : []),
];

describe('what is read', () => {
  test.each(reads)('%s answers as documented, whoever asks and whatever it shows', async (name) => {
    const [, named] = /:(id|day)/.exec(routeTable[name].path) ?? [];
    const inputs =
      named === undefined ? [{}] : (await thingsOf(name)).map((id) => ({ params: { [named]: id } }));
    expect(inputs.length).toBeGreaterThan(0);
    let shown = 0;
    for (const input of inputs) {
      for (const caller of callersOf(name)) {
        const reply = await send(life.shop, name, caller, input);
        if (reply.status === 404 && routeTable[name].access === 'user') continue;
        expect([name, input, problems(name, reply)]).toEqual([name, input, []]);
        shown += 1;
      }
    }
    // Of few things, such as payouts that arrived, one may belong to each of these callers.
    expect(shown).toBeGreaterThanOrEqual(inputs.length > 4 ? 4 : 1);
  });

  const lists = reads.filter((name) => /PageOf/.test(JSON.stringify(replySchema(name))));

  test('most of what is read are lists', () => {
    expect(lists.length).toBeGreaterThanOrEqual(14);
  });

  test.each(lists)('%s gives every row once, page by page', async (name) => {
    for (const caller of callersOf(name)) {
      const whole = await pages(name, caller, 100);
      for (const limit of [1, 3]) expect(await pages(name, caller, limit)).toEqual(whole);
      const ids = whole.map((item) => (item as { id: string }).id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  test('there is enough to turn pages', async () => {
    const { owner } = life.staff;
    for (const name of lists.filter((list) => list.startsWith('console.'))) {
      expect((await pages(name, owner, 100)).length).toBeGreaterThanOrEqual(4);
    }
  });

  /** All items of a list, read in pages; what depends on the moment of reading is left out. */
  async function pages(name: RouteName, caller: Caller, limit: number): Promise<unknown[]> {
    const items: unknown[] = [];
    let cursor: string | null = null;
    do {
      const query: object =
        name === 'shop.addresses' ? {} : { limit, ...(cursor === null ? {} : { cursor }) };
      const { status, body } = await send(life.shop, name, caller, { query });
      expect([name, status]).toEqual([name, 200]);
      const page = body as { items: unknown[]; nextCursor: string | null };
      expect(page.items.length).toBeLessThanOrEqual(name === 'shop.addresses' ? 50 : limit);
      items.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null && items.length < 1_000);
    return items;
  }
});

/** The schema of a route's success, straight from the build: read before any shop is open. */
function replySchema(name: RouteName): Schema {
  const file = fileURLToPath(new URL('../../dist/openapi-replies.json', import.meta.url));
  const { replies } = JSON.parse(readFileSync(file, 'utf8')) as { replies: Record<RouteName, Schema> };
  return replies[name];
}

describe('what is written', () => {
  /** Requests that need more than the row of the guard matrix says. */
  const special: Partial<Record<RouteName, () => Promise<RawReply>>> = {
    'shop.login': async () => {
      const route = `/sandbox/users/${life.ann.openid}/login-code`;
      const { code } = await life.shop.control<{ code: string }>('POST', route);
      return send(life.shop, 'shop.login', {}, { body: { code } });
    },
    'shop.distributor.apply': () =>
      send(life.shop, 'shop.distributor.apply', life.bob, { body: { agreeToRules: true } }),
    'console.login': () => {
      const body = { username: 'owner', password: 'tuanlink-demo' };
      return send(life.shop, 'console.login', {}, { body });
    },
    'shop.withdrawal.request': () => send(life.shop, 'shop.withdrawal.request', life.dan, aWithdrawal()),
    'console.payoutRun.create': () => reinstated('console.payoutRun.create'),
    'console.payoutRun.approve': () => reinstated('console.payoutRun.approve'),
    'console.upload': async () => {
      const response = await uploadBlob(life.shop, life.staff.owner, await aPicture());
      return { status: response.status, body: await response.json(), headers: response.headers };
    },
    'shop.upload': async () => {
      const response = await uploadBlob(life.shop, life.ann, await aPicture());
      return { status: response.status, body: await response.json(), headers: response.headers };
    },
    'console.distributor.reject': async () => {
      const [bob] = await life.shop.rows<{ id: string }>('select id from distributor where user_id = $1', [
        life.bob.id,
      ]);
      const input = { params: { id: bob?.id }, body: { reason: '资料不全' } };
      return send(life.shop, 'console.distributor.reject', life.staff.owner, input);
    },
    'console.shipments.import': () => {
      const csv = `order_id,carrier,tracking_no\n${life.orders.toShip},SF,SF1\nnothing,SF,SF00002\n`;
      return send(life.shop, 'console.shipments.import', life.staff.owner, { body: { csv } });
    },
  };
  const aWithdrawal = () => rightInput('shop.withdrawal.request', life);
  /** The distributor was suspended by then; nobody is paid while they are. */
  const reinstated = async (name: RouteName) => {
    const params = { id: life.distributors.approved };
    await life.shop.call('console.distributor.approve', life.staff.owner, { params, body: {} });
    return send(life.shop, name, life.staff.owner, rightInput(name, life));
  };
  // What takes something away from the others comes last.
  const last: RouteName[] = ['console.distributor.suspend', 'shop.address.delete', 'console.logout'];
  const writes = names.filter(
    (name) => routeTable[name].method !== 'GET' && !name.startsWith('wechat.') && !last.includes(name),
  );

  test.each([...writes, ...last])('%s answers as documented', async (name) => {
    const owner = guardRows[name].thing?.(life).owner;
    const [first] = callersOf(name);
    const caller = routeTable[name].access === 'user' ? (owner ?? life.ann) : (first ?? {});
    const reply = await (special[name]?.() ?? send(life.shop, name, caller, rightInput(name, life)));
    expect(problems(name, reply)).toEqual([]);
    expect(reply.status).toBe(routeTable[name].status ?? 200);
  });

  test('the documentation of refusals holds for refusals', async () => {
    const { shop, ann, staff } = life;
    const refused: [RouteName, Caller, object][] = [
      ['shop.me', {}, {}],
      ['shop.order', ann, { params: { id: 'none' } }],
      ['shop.quote', ann, { body: '{"half' }],
      ['console.products', staff.owner, { query: { limit: 0 } }],
      ['console.product.create', staff.auditor, {}],
      ['console.session', staff.owner, { headers: { 'sec-fetch-site': 'cross-site' } }],
    ];
    for (const [name, caller, input] of refused) {
      const reply = await send(shop, name, caller, input);
      expect(reply.status).toBeGreaterThanOrEqual(400);
      expect([name, documented.problemsOf(name, reply)]).toEqual([name, []]);
    }
  });
});

test('a field too many, a missing one and a time of another form are seen', async () => {
  const reply = await send(life.shop, 'shop.me', life.ann);
  const me = reply.body as object;
  const wrong = [{ ...me, openid: 'x' }, { id: life.ann.id }, { ...me, nickname: '2026-01-02T03:04:05Z' }];
  for (const body of wrong) {
    expect(documented.problemsOf('shop.me', { ...reply, body })).not.toEqual([]);
  }
  expect(documented.problemsOf('shop.me', { ...reply, status: 418 })).not.toEqual([]);
});

describe('the document', () => {
  test('promises that no reply holds more than it says', () => {
    const open = objectsIn(documented.document).filter(
      ({ path, schema }) =>
        schema.properties !== undefined &&
        schema.additionalProperties !== false &&
        !path.includes('/requestBody/'),
    );
    expect(open.map(({ path }) => path)).toEqual([]);
  });

  /** All object schemas with their paths. */
  function objectsIn(value: unknown, path = ''): { path: string; schema: Schema }[] {
    if (typeof value !== 'object' || value === null) return [];
    const inner = Object.entries(value).flatMap(([key, child]) => objectsIn(child, `${path}/${key}`));
    return (value as Schema).type === 'object' ? [{ path, schema: value as Schema }, ...inner] : inner;
  }
});

describe('SQL', () => {
  const clocks =
    /\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(|current_(date|time)/i;

  test('functions take time as a parameter and never ask the database what time it is', () => {
    const files = readSqlFiles();
    expect(files.length).toBeGreaterThan(10);
    const asking = files.filter(({ sql }) => clocks.test(sql.replace(/--.*$/gm, '')));
    expect(asking.map(({ path }) => path)).toEqual([]);
  });

  test('times leave SQL only through iso()', () => {
    const { shop } = life;
    const wrong = readSqlFiles().filter(({ sql }) => /to_char\s*\(|at time zone/i.test(sql));
    expect(wrong.map(({ path }) => path)).toEqual([]);
    return expect(
      shop.rows("select iso('2026-01-02 03:04:05.678901+08'::timestamptz) as iso"),
    ).resolves.toEqual([{ iso: '2026-01-01T19:04:05.678Z' }]);
  });
});
