import { costOfPieces, shareOfFen } from '@tuanlink/shared/money';
import { expectBooksToBalance } from '../support/invariants.js';
import { TestShop } from '../support/shop.js';
import { MoneyStory } from './money-story.js';
import { tablesOf } from './tables.js';

const tables = tablesOf('money.md');
const tableBelow = (heading: string) => {
  const found = tables.filter((table) => table.heading === heading);
  if (found.length !== 1 || found[0] === undefined) throw new Error(`one table below "${heading}" is wanted`);
  return found[0].rows;
};
const numbers = (row: string[]) => row.map(Number);

describe('docs/money.md, the rules in numbers', () => {
  it.each(tableBelow('What a line earns'))('%s fen at %s earn %s', (base, rate, earns) => {
    const rateBp = Math.round(Number(rate?.replace('%', '')) * 100);
    expect(shareOfFen(Number(base), rateBp)).toBe(Number(earns));
  });

  it.each(tableBelow('What pieces cost when they go back'))(
    'of %s fen for %s pieces, %s, %s more cost %s',
    (paid, pieces, before, now, costs) => {
      const [refundedQuantity = 0, refundedFen = 0] = numbers(before?.split(' for ') ?? []);
      const line = { id: '', payFen: Number(paid), quantity: Number(pieces), refundedQuantity, refundedFen };
      expect(costOfPieces(line, Number(now))).toBe(Number(costs));
    },
  );
});

describe('docs/money.md, told by a real shop', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await TestShop.open();
  });
  afterAll(async () => {
    await expectBooksToBalance(shop);
    await shop.close();
  });

  it.each(tableBelow('What a refund takes back'))(
    '%s earned on %s: after %s refunded and %s taken back, %s go',
    async (...row) => {
      const facts = row.slice(0, 4).map(Number);
      expect(await shop.db.call('reversal_fen', facts)).toBe(Number(row[4]));
    },
  );

  const stories = tables.filter((table) => table.columns[0] === 'what happens');

  it('tells enough', () => {
    expect(stories.length).toBeGreaterThanOrEqual(12);
  });

  it.each(stories.map(({ heading, rows }) => [heading, rows] as const))('%s', async (_heading, rows) => {
    const story = await MoneyStory.begin(shop);
    for (let start = 0; start < rows.length;) {
      const [happens = ''] = rows[start] ?? [];
      const next = rows.findIndex((row, index) => index > start && row[0] !== '');
      const end = next === -1 ? rows.length : next;
      const told = rows
        .slice(start, end)
        .filter((row) => row[3] !== '')
        .map((row) => row.slice(1).join(' '));
      const seen = await story.step(happens);
      expect({ happens, transfers: seen }).toEqual({ happens, transfers: told });
      start = end;
    }
  });
});
