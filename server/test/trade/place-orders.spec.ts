import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

/** A fixed moment: the function takes its time from outside. */
const NOW = '2026-11-20T08:00:00.000Z';
const HELD_UNTIL = '2026-11-20T08:05:00.000Z';

const uuid = (kind: number, n: number) =>
  `${String(kind).padStart(8, '0')}-0000-7000-8000-${String(n).padStart(12, '0')}`;
const USER = (n: number) => uuid(1, n);
const SKU = (n: number) => uuid(2, n);
const GROUP = (n: number) => uuid(3, n);
const PRODUCT = uuid(4, 0);
const CAMPAIGN = uuid(5, 0);
const TOKEN = 'abcdefghij';

/** A small shop in which nearly everything is scarce: seats, stock, and how much one person may order. */
const world = `
  insert into shop_user (id, openid, nickname, created_at)
  select ('00000001-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'o' || n, 'Buyer ' || n, '${NOW}'
  from generate_series(0, 4) n;
  insert into product (id, title, description, images, status, created_at, updated_at)
  values ('${PRODUCT}', 'tea', '', '[]', 'on_sale', '${NOW}', '${NOW}');
  insert into sku (id, product_id, name, price_fen, position)
  values ('${SKU(0)}', '${PRODUCT}', 'small', 100, 0), ('${SKU(1)}', '${PRODUCT}', 'large', 300, 1);
  insert into sku_stock (sku_id, on_hand) values ('${SKU(0)}', 5), ('${SKU(1)}', 9);
  insert into campaign (id, product_id, kind, title, state, size, window_minutes, starts_at, ends_at,
    commission_rate_bp, created_at, updated_at)
  values ('${CAMPAIGN}', '${PRODUCT}', 'timed', 'tea for two', 'running', 3, 60, '2026-11-01', '2026-12-01',
    1000, '${NOW}', '${NOW}');
  insert into buy_group (id, campaign_id, product_id, state, size, window_minutes, leader_user_id,
    leader_order_id, leader_sku_id, terms, created_at, closes_at, decided_at)
  select ('00000003-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, '${CAMPAIGN}', '${PRODUCT}',
    case when n = 3 then 'succeeded' else 'forming' end, 4, 60, '${USER(4)}', gen_random_uuid(), '${SKU(0)}',
    '{}', '${NOW}', case when n = 2 then '${NOW}'::timestamptz else '2026-11-20 09:00:00Z' end,
    case when n = 3 then '${NOW}'::timestamptz end
  from generate_series(0, 3) n;
  insert into group_seats (group_id, size, taken) select id, 4, case when state = 'succeeded' then 4 else 1 end
  from buy_group;
  insert into share (token, user_id, target_kind, target_id, channel, chain, created_at)
  values ('${TOKEN}', '${USER(4)}', 'product', '${PRODUCT}', 'chat', array['${USER(4)}'::uuid], '${NOW}');`;

interface Wish {
  user: number;
  kind: 'solo' | 'open' | 'join';
  group: number;
  request: number;
  lines: { sku: number; quantity: number }[];
  perUserLimit: number | null;
  unpaidOrdersMax: number;
  shared: boolean;
}

const wishes = fc.array(
  fc.record<Wish>({
    user: fc.nat(4),
    kind: fc.constantFrom('solo', 'open', 'join', 'join', 'join'),
    group: fc.oneof({ weight: 8, arbitrary: fc.nat(1) }, { weight: 1, arbitrary: fc.nat(3) }),
    request: fc.oneof({ weight: 1, arbitrary: fc.nat(2) }, { weight: 6, arbitrary: fc.nat(1_000_000) }),
    lines: fc.uniqueArray(
      fc.record({
        sku: fc.nat(1),
        quantity: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.nat(2) }),
      }),
      { minLength: 1, maxLength: 2, selector: (line) => line.sku },
    ),
    perUserLimit: fc.constantFrom(null, null, null, 1, 2),
    unpaidOrdersMax: fc.constantFrom(10, 10, 10, 2, 1),
    shared: fc.boolean(),
  }),
  { minLength: 1, maxLength: 7 },
);

/** What checkout hands to the function. */
function itemOf(wish: Wish) {
  const lines = wish.lines.map(({ sku, quantity }) => ({
    id: randomUUID(),
    skuId: SKU(sku),
    productId: PRODUCT,
    title: 'tea',
    skuName: 'some',
    image: null,
    quantity: quantity + 1,
    unitPriceFen: 100,
    payFen: 100 * (quantity + 1),
    commission: [],
  }));
  const payFen = lines.reduce((sum, line) => sum + line.payFen, 0);
  return {
    orderId: randomUUID(),
    userId: USER(wish.user),
    requestId: `request-${wish.request}`,
    requestHash: 'hash',
    kind: wish.kind,
    groupId: { solo: null, open: randomUUID(), join: GROUP(wish.group) }[wish.kind],
    campaignId: wish.kind === 'solo' ? null : CAMPAIGN,
    productId: wish.kind === 'solo' ? null : PRODUCT,
    size: 3,
    windowMinutes: 60,
    terms: {},
    perUserLimit: wish.perUserLimit,
    unpaidOrdersMax: wish.unpaidOrdersMax,
    goodsFen: payFen,
    discountFen: 0,
    shippingFen: 0,
    payFen,
    address: {},
    showFace: false,
    note: '',
    credit: null,
    heldUntil: HELD_UNTIL,
    paymentId: randomUUID(),
    outTradeNo: randomUUID().replaceAll('-', ''),
    openid: `o${wish.user}`,
    prepayBody: '{}',
    ...(wish.shared ? { visitId: randomUUID(), shareToken: TOKEN } : {}),
    lines,
  };
}

type Item = ReturnType<typeof itemOf>;
type Result = { ok: boolean; code?: string };

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.appUrl });
  await client.connect();
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query(world);
  await owner.end();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

/** Tables that an order is written into, without the numbers that only count rows. */
const written: Record<string, string> = {
  shop_order: 'id',
  order_line: 'id',
  sku_stock: 'sku_id',
  group_seats: 'group_id',
  group_seat: 'order_id',
  buy_group: 'id',
  group_event: 'group_id',
  payment: 'id',
  payment_event: 'payment_id',
  order_event: 'order_id',
  visit: 'id',
  outbox: 'dedupe_key',
};

async function everything(): Promise<unknown> {
  const parts = Object.entries(written).map(
    ([table, key]) =>
      `'${table}', (select jsonb_agg(to_jsonb(t) ${
        key === 'id' || table === 'sku_stock' ? '' : "- 'id'"
      } order by ${key}) from ${table} t)`,
  );
  const { rows } = await client.query<{ all: unknown }>(
    `select jsonb_build_object(${parts.join(', ')}) as all`,
  );
  return rows[0]?.all;
}

/** Places the items call by call, looks at what stands then, and takes all of it back. */
async function outcome(calls: readonly Item[][]): Promise<{ results: Result[]; tables: unknown }> {
  await client.query('begin');
  try {
    const results: Result[] = [];
    for (const items of calls) {
      const { rows } = await client.query<{ results: Result[] }>('select place_orders($1, $2) as results', [
        JSON.stringify(items),
        NOW,
      ]);
      results.push(...(rows[0]?.results ?? []));
    }
    return { results, tables: await everything() };
  } finally {
    await client.query('rollback');
  }
}

test('orders placed in one call have the same answers and rows as one call for each', async () => {
  const seen = { together: 0, refused: 0, codes: new Set<string>() };
  await fc.assert(
    fc.asyncProperty(wishes, async (list) => {
      const items = list.map(itemOf);
      const together = await outcome([items]);
      const inTurn = await outcome(items.map((item) => [item]));
      expect(together).toEqual(inTurn);
      const refused = together.results.filter(({ ok }) => !ok);
      seen.refused += refused.length;
      seen.together += Number(refused.length === 0 && items.length > 1);
      refused.forEach(({ code = '' }) => seen.codes.add(code));
    }),
    { numRuns: 300 },
  );
  // Both ways through the function, and every kind of refusal it knows, were taken.
  expect(seen.together).toBeGreaterThan(10);
  expect(seen.refused).toBeGreaterThan(10);
  expect([...seen.codes].sort()).toEqual([
    'campaign.limit_reached',
    'group.already_in',
    'group.closed',
    'group.full',
    'order.too_many_unpaid',
    'request.twin',
    'sku.sold_out',
  ]);
});

test('a call for what is scarce writes exactly as much as there is', async () => {
  const wish = { request: 0, group: 0, perUserLimit: null, unpaidOrdersMax: 10, shared: false };
  const lines = [{ sku: 0, quantity: 1 }];
  const solos = [0, 1, 2, 3].map((user) => itemOf({ ...wish, user, kind: 'solo', lines }));
  const { results } = await outcome([solos]);
  expect(results).toEqual([
    { ok: true },
    { ok: true },
    { ok: false, code: 'sku.sold_out' },
    { ok: false, code: 'sku.sold_out' },
  ]);
  const one = [{ sku: 1, quantity: 0 }];
  const joins = [0, 1, 2, 3].map((user) => itemOf({ ...wish, user, kind: 'join', lines: one }));
  const full = await outcome([joins]);
  expect(full.results).toEqual([{ ok: true }, { ok: true }, { ok: true }, { ok: false, code: 'group.full' }]);
});
