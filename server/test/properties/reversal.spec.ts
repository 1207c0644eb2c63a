import { shareOfFen } from '@tuanlink/shared/money';
import fc from 'fast-check';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

/** What refunds take back of a commission line, as `reversal_fen` in flows/refund computes it. */
describe('a commission line that is taken back part by part', () => {
  let database: TestDatabase;
  let client: pg.Client;
  beforeAll(async () => {
    database = await createTestDatabase();
    client = new pg.Client({ connectionString: database.appUrl });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  async function reversalFen(...facts: readonly number[]): Promise<number> {
    const { rows } = await client.query<{ fen: number }>('select reversal_fen($1, $2, $3, $4)::int as fen', [
      ...facts,
    ]);
    return rows[0]?.fen ?? NaN;
  }

  it.each([
    ['a third of the goods', 100, 300, 100, 0, 33],
    ['the second third', 100, 300, 200, 33, 33],
    ['the last third takes the rest', 100, 300, 300, 66, 34],
    ['all at once', 299, 2990, 2990, 0, 299],
    ['shipping only', 299, 2990, 0, 0, 0],
    ['shipping only, after a part', 100, 300, 100, 33, 0],
    ['goods worth nothing', 0, 0, 0, 0, 0],
    ['more than fits into 32 bits', 500_000_000, 1_000_000_000, 999_999_999, 0, 499_999_999],
  ])('%s', async (_, earned, base, refunded, before, expected) => {
    expect(await reversalFen(earned, base, refunded, before)).toBe(expected);
  });

  it('never gives back less than nothing or more than was earned, and all of it in the end', async () => {
    const parts = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(parts, fc.integer({ min: 0, max: 5_000 }), async (refunds, rateBp) => {
        const base = refunds.reduce((sum, part) => sum + part, 0);
        const earned = shareOfFen(base, rateBp);
        let refunded = 0;
        let before = 0;
        for (const part of refunds) {
          refunded += part;
          const fen = await reversalFen(earned, base, refunded, before);
          expect(fen).toBeGreaterThanOrEqual(0);
          before += fen;
          expect(before).toBeLessThanOrEqual(earned);
        }
        expect(before).toBe(earned);
      }),
    );
  });
});
