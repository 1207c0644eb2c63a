import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { LedgerSealer } from '../../src/domains/ledger/ledger.sealer.js';
import { LedgerVerifier } from '../../src/domains/ledger/ledger.verifier.js';
import { createEmptyDatabase } from '../support/database.js';
import { expectBooksToBalance } from '../support/invariants.js';
import { credit } from '../support/payouts.js';
import { type Buyer, TestShop } from '../support/shop.js';

/** A transfer of a transaction that takes long must not slip in behind a block. */
describe('sealing while a transaction is open', () => {
  let shop: TestShop;
  let sealer: LedgerSealer;
  let verifier: LedgerVerifier;
  let buyer: Buyer;
  let slow: pg.Client;

  beforeAll(async () => {
    shop = await TestShop.open();
    sealer = shop.app.get(LedgerSealer, { strict: false });
    verifier = shop.app.get(LedgerVerifier, { strict: false });
    buyer = await shop.buyer('账本');
  });

  beforeEach(async () => {
    slow = new pg.Client({ connectionString: shop.database.ownerUrl });
    await slow.connect();
    await slow.query('begin');
  });
  afterEach(() => slow.end());

  afterAll(async () => {
    await expectBooksToBalance(shop);
    await shop.close();
  });

  /** A transfer in a transaction of its own, or in an open one. Amounts tell them apart. */
  async function transfer(fen: number, client?: pg.Client): Promise<void> {
    if (client === undefined) return credit(shop, buyer.id, fen);
    await client.query(
      `insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, at)
       values ($1, 'commission_expense', $2, $3, 'commission_adjusted', $4)`,
      // Another person's account: whoever comes later does not wait for this one.
      [randomUUID(), `available:${randomUUID()}`, fen, shop.clock.now()],
    );
  }

  /** Amounts of all sealed transfers, in the order in which they were sealed. */
  async function sealed(): Promise<number[]> {
    const rows = await shop.rows<{ fen: number }>(
      `select t.amount_fen::int as fen from ledger_block_entry e join ledger_transfer t on t.id = e.transfer_id
       order by e.block_id, e.position`,
    );
    return rows.map(({ fen }) => fen);
  }

  /** Seals until these are: a transaction that ends while the sealer looks still holds it back. */
  async function sealUntil(amounts: number[]): Promise<void> {
    await shop.eventually(async () => {
      await sealer.seal();
      return (await sealed()).length >= amounts.length;
    });
    expect(await sealed()).toEqual(amounts);
  }

  it('seals what is older, nothing at or above the open one, and all of it in order afterwards', async () => {
    await transfer(1);
    await transfer(2, slow);
    await transfer(3);
    await transfer(4);
    await sealUntil([1]);
    for (let count = 0; count < 3; count++) expect(await sealer.seal()).toBe(0);
    expect(await sealed()).toEqual([1]);
    // What waits is not taken for lost, and what nobody else can see yet is not counted.
    expect(await verifier.verify()).toMatchObject({ ok: true, checkedCount: 3 });
    await transfer(5, slow);
    await slow.query('commit');
    await sealUntil([1, 2, 5, 3, 4]);
    expect(await verifier.verify()).toMatchObject({ ok: true, checkedCount: 5 });
  });

  it('goes on without a transfer that never was', async () => {
    const before = await sealed();
    await transfer(6, slow);
    await transfer(7);
    expect(await sealer.seal()).toBe(0);
    await slow.query('rollback');
    await sealUntil([...before, 7]);
    expect(await verifier.verify()).toMatchObject({ ok: true, checkedCount: before.length + 1 });
  });

  it('does not wait for transactions of other databases', async () => {
    const before = await sealed();
    const other = await createEmptyDatabase();
    const stranger = new pg.Client({ connectionString: other.ownerUrl });
    await stranger.connect();
    try {
      await stranger.query('begin');
      await stranger.query('select pg_current_xact_id()');
      await slow.query('rollback');
      await transfer(8);
      await sealUntil([...before, 8]);
      // It was open all the time: it can still commit.
      expect(await stranger.query('commit')).toMatchObject({ command: 'COMMIT' });
    } finally {
      await stranger.end();
      await other.drop();
    }
  });
});
