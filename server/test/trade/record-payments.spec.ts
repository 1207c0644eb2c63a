import { jest } from '@jest/globals';
import * as fc from 'fast-check';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { everything, GROUP, itemOf, NOW, USER, type Wish, world } from '../support/raw-orders.js';

jest.setTimeout(120_000);

type Item = ReturnType<typeof itemOf>;
type Payment = ReturnType<typeof paymentOf>;
interface Result {
  outcome: string;
}

let database: TestDatabase;
let clients: pg.Client[];
beforeAll(async () => {
  database = await createTestDatabase();
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query(world);
  await owner.end();
  clients = [1, 2, 3].map(() => new pg.Client({ connectionString: database.appUrl }));
  await Promise.all(clients.map((client) => client.connect()));
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.end()));
  await database.drop();
});

async function call<T>(client: pg.Client | undefined, name: string, items: unknown): Promise<T> {
  const reply = await client?.query<{ value: T }>(`select ${name}($1, $2) as value`, [
    JSON.stringify(items),
    NOW,
  ]);
  return reply?.rows[0]?.value as T;
}

/** What two distributors earn from each line. */
const commission = [0, 1].map((n) => ({
  userId: USER(n),
  attributionCode: 'EARNED_LAST_VISIT',
  baseFen: 100,
  rateBp: 1000,
  amountFen: 10 + n,
  evidence: {},
}));

const plain = { perUserLimit: null, unpaidOrdersMax: 1_000_000, shared: false };
const wishOf = (wish: Partial<Wish>): Wish => ({
  ...plain,
  user: 0,
  kind: 'join',
  group: 0,
  request: 0,
  lines: [{ sku: 0, quantity: 0 }],
  ...wish,
});

type Kind = 'right' | 'again' | 'twice' | 'amount' | 'payer' | 'unknown';

/** Money as WeChat reports it, in one way or another. */
function paymentOf(item: Item, kind: Kind) {
  return {
    outTradeNo: kind === 'unknown' ? 'f'.repeat(32) : item.outTradeNo,
    transactionId: `${kind === 'right' || kind === 'again' ? '42' : kind}${item.outTradeNo}`.slice(0, 32),
    amountFen: item.payFen + Number(kind === 'amount'),
    openid: kind === 'payer' ? 'somebody' : item.openid,
  };
}

/** Places the orders, takes in the payments call by call, looks at what stands then, and takes all back. */
async function outcome(items: Item[], cancelled: Item[], calls: readonly Payment[][]) {
  const [client] = clients;
  if (client === undefined) throw new Error('no client');
  await client.query('begin');
  try {
    await call(client, 'place_orders', items);
    await client.query(`select release_order(x.id, 'expired', 'system', $2) from unnest($1::uuid[]) x (id)`, [
      cancelled.map(({ orderId }) => orderId),
      NOW,
    ]);
    const results: Result[] = [];
    for (const payments of calls) {
      results.push(...(await call<Result[]>(client, 'record_payments', payments)));
    }
    return { results, tables: await everything(client) };
  } finally {
    await client.query('rollback');
  }
}

const payments = fc.array(
  fc.record({
    order: fc.nat(4),
    kind: fc.oneof(
      { weight: 5, arbitrary: fc.constant<Kind>('right') },
      { weight: 3, arbitrary: fc.constantFrom<Kind>('again', 'twice', 'amount', 'payer', 'unknown') },
    ),
  }),
  { minLength: 1, maxLength: 8 },
);

test('payments recorded in one call have the same outcomes and rows as one call for each', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(payments, fc.nat(4), async (list, lost) => {
      // Three fill group 0; one opens a group, one buys alone; one of the five may have been let go.
      const kinds = ['join', 'join', 'join', 'open', 'solo'] as const;
      const items = kinds.map((kind, user) => itemOf(wishOf({ kind, user, request: user }), commission));
      const cancelled = lost < 1 ? items.slice(2, 3) : [];
      const wanted = list.map(({ order, kind }) => paymentOf(items[order] as Item, kind));
      const together = await outcome(items, cancelled, [wanted]);
      const inTurn = await outcome(
        items,
        cancelled,
        wanted.map((payment) => [payment]),
      );
      expect(together).toEqual(inTurn);
      together.results.forEach((result) => seen.add(result.outcome));
    }),
    { numRuns: 150 },
  );
  expect([...seen].sort()).toEqual(['late', 'odd', 'repeat', 'taken', 'unknown']);
});

test('a group that fills within one call succeeds once, for everybody in it', async () => {
  const items = [0, 1, 2].map((user) => itemOf(wishOf({ user, request: user }), commission));
  const { results, tables } = await outcome(items, [], [items.map((item) => paymentOf(item, 'right'))]);
  expect(results.map((result) => result.outcome)).toEqual(['taken', 'taken', 'taken']);
  const { buy_group: groups, shop_order: orders } = tables as Record<string, { id: string; state: string }[]>;
  expect(groups?.find(({ id }) => id === GROUP(0))?.state).toBe('succeeded');
  expect(orders?.map(({ state }) => state)).toEqual(['to_ship', 'to_ship', 'to_ship']);
});

/** New groups of four with three free seats, and stock for all. */
async function openGroups(owner: pg.Client, round: number): Promise<number[]> {
  const numbers = [1, 2, 3, 4].map((n) => 100 * round + n);
  await owner.query('update sku_stock set on_hand = 1000000');
  await owner.query(
    `insert into buy_group (id, campaign_id, product_id, state, size, window_minutes, leader_user_id,
       leader_order_id, leader_sku_id, terms, created_at, closes_at)
     select x.id, campaign_id, product_id, 'forming', 4, 60, leader_user_id, gen_random_uuid(), leader_sku_id, '{}',
       created_at, closes_at from buy_group b, unnest($1::uuid[]) x (id) where b.id = $2`,
    [numbers.map(GROUP), GROUP(0)],
  );
  await owner.query(
    'insert into group_seats (group_id, size, taken) select id, 4, 1 from unnest($1::uuid[]) x (id)',
    [numbers.map(GROUP)],
  );
  return numbers;
}

test('calls that meet in groups, stock and accounts never wait for each other in a circle', async () => {
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const [first, second, third] = clients;
  for (let round = 1; round <= 15; round++) {
    const numbers = await openGroups(owner, round);
    const lines = (n: number) => [
      { sku: n % 2, quantity: 0 },
      ...(n % 3 === 0 ? [{ sku: 1 - (n % 2), quantity: 0 }] : []),
    ];
    const items = numbers.flatMap((group, n) =>
      [0, 1, 2].map((user) =>
        itemOf(wishOf({ user, group, request: group * 10 + user, lines: lines(n + user) }), commission),
      ),
    );
    await call(owner, 'place_orders', items.slice(0, 10));
    const paid = items.slice(0, 10).map((item) => paymentOf(item, 'right'));
    const [even, odd] = [0, 1].map((half) => paid.filter((_, n) => n % 2 === half));
    // The same groups and stock from three sides; two of them in opposite order.
    const all = await Promise.all([
      call<Result[]>(first, 'record_payments', even),
      call<Result[]>(second, 'record_payments', odd?.toReversed()),
      call<{ ok: boolean }[]>(third, 'place_orders', items.slice(10).toReversed()),
    ]);
    const [left, right, placed] = all;
    expect([...left, ...right].map((result) => result.outcome)).toEqual(paid.map(() => 'taken'));
    expect(placed).toEqual([{ ok: true }, { ok: true }]);
  }
  await owner.end();
  const balances = await third?.query('select sum(balance_fen)::int as fen from ledger_account');
  const lines = await third?.query(
    `select sum(amount_fen)::int as fen from commission_line where state = 'held'`,
  );
  expect(balances?.rows).toEqual(lines?.rows);
});
