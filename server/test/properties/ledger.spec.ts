import { jest } from '@jest/globals';
import fc from 'fast-check';
import { findBroken } from '../rules/index.js';
import { idOf, Trade } from './trade.js';

jest.setTimeout(240_000);

const KINDS = ['held', 'available', 'paying', 'debt'] as const;
const PLATFORM = ['wechat_clearing', 'commission_expense', 'tax_payable', 'bank'] as const;
const PEOPLE = 3;

type Account = { person: number; kind: (typeof KINDS)[number] } | { platform: (typeof PLATFORM)[number] };

interface Posting {
  from: Account;
  to: Account;
  fen: number;
}

const account: fc.Arbitrary<Account> = fc.oneof(
  fc.record({ person: fc.nat({ max: PEOPLE - 1 }), kind: fc.constantFrom(...KINDS) }),
  fc.record({ platform: fc.constantFrom(...PLATFORM) }),
);
const posting: fc.Arbitrary<Posting> = fc
  .record({ from: account, to: account, fen: fc.integer({ min: 1, max: 500 }) })
  .filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to));
/** Statements, each with one or several transfers that stand or fall together. */
const history = fc.array(fc.array(posting, { minLength: 1, maxLength: 4 }), { maxLength: 20, size: '+1' });

/** What the database must hold: balances by arithmetic, each on its side of zero after every statement. */
class Books {
  private balances = new Map<string, number>();

  /** Takes a statement in where no account ends on the wrong side; says whether it does. */
  post(postings: readonly Posting[], nameOf: (account: Account) => string): boolean {
    const after = new Map(this.balances);
    for (const { from, to, fen } of postings) {
      after.set(nameOf(from), (after.get(nameOf(from)) ?? 0) - fen);
      after.set(nameOf(to), (after.get(nameOf(to)) ?? 0) + fen);
    }
    const wrong = [...after].some(([name, balance]) => {
      if (!name.includes(':')) return false;
      return name.startsWith('debt:') ? balance > 0 : balance < 0;
    });
    if (!wrong) this.balances = after;
    return !wrong;
  }

  get people(): Map<string, number> {
    return new Map([...this.balances].filter(([name]) => name.includes(':')));
  }

  get sum(): number {
    return [...this.balances.values()].reduce((total, balance) => total + balance, 0);
  }
}

describe('the ledger', () => {
  let trade: Trade;
  let runs = 0;
  beforeAll(async () => {
    trade = await Trade.open();
  });
  afterAll(() => trade.close());

  /** One statement as the application writes it; `taken`, or what the database names as its reason. */
  async function write(run: string, number: number, postings: readonly Posting[]): Promise<string> {
    const nameOf = nameIn(run);
    const values = postings.map(({ from, to, fen }, index) => {
      const id = idOf(`${run} ${number} ${index}`);
      return `('${id}', '${nameOf(from)}', '${nameOf(to)}', ${fen}, 'test', '2026-03-02T08:00:00Z')`;
    });
    try {
      await trade.asApp(
        `insert into ledger_transfer (id, from_account, to_account, amount_fen, reason, at)
         values ${values.join(', ')}`,
      );
      return 'taken';
    } catch (error) {
      return (error as { table?: string }).table ?? String(error);
    }
  }

  it('keeps balances that are the sums of their transfers, on their side of zero, whatever is posted', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (statements) => {
        const run = `run ${(runs += 1)}`;
        const nameOf = nameIn(run);
        const books = new Books();
        for (const [number, postings] of statements.entries()) {
          const expected = books.post(postings, nameOf) ? 'taken' : 'ledger_account';
          expect(await write(run, number, postings)).toBe(expected);
        }
        expect(books.sum).toBe(0);
        const people = Array.from({ length: PEOPLE }, (_, n) => idOf(`${run} person ${n}`));
        const rows = await trade.rows<{ id: string; balance: string }>(
          'select id, balance_fen as balance from ledger_account where user_id = any($1)',
          [people],
        );
        const nonZero = (entries: [string, number][]) =>
          entries.filter(([, fen]) => fen !== 0).sort(([a], [b]) => (a < b ? -1 : 1));
        expect(nonZero(rows.map(({ id, balance }) => [id, Number(balance)]))).toEqual(
          nonZero([...books.people]),
        );
      }),
      { numRuns: 30 },
    );
    const broken = await findBroken((sql) => trade.rows(sql), false);
    // Any posting goes here, so that only the rules about balances can be asked.
    expect(broken.filter(({ rule }) => /balance|account|zero/.test(rule) && !/between/.test(rule))).toEqual(
      [],
    );
  });

  it('changes nothing that was written, whoever asks', async () => {
    const change = 'update ledger_transfer set amount_fen = 1';
    await expect(trade.asApp(change)).rejects.toThrow('permission denied');
    await expect(trade.asApp('delete from ledger_transfer')).rejects.toThrow('permission denied');
    await expect(trade.rows(change)).rejects.toThrow('never changed');
    await expect(trade.rows('delete from ledger_transfer')).rejects.toThrow('never changed');
    await expect(trade.rows('truncate ledger_transfer')).rejects.toThrow('never changed');
  });
});

/** Names of accounts within one run. */
function nameIn(run: string): (account: Account) => string {
  return (one) => ('platform' in one ? one.platform : `${one.kind}:${idOf(`${run} person ${one.person}`)}`);
}
