import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { jest } from '@jest/globals';
import { csvLine } from '../../src/flows/export/csv.js';
import { checkLedger, type LedgerReport } from '../../src/flows/export/ledger-check.flow.js';
import { type LedgerFinding, findingText } from '../../src/flows/export/ledger-rows.js';
import { type Manifest, readManifest } from '../../src/flows/export/manifest.js';
import { openLivedInShop } from '../contract/lived-in.js';
import { place } from '../support/goods.js';
import { sealAll } from '../support/seals.js';
import { exportFrom, linesOf, Scratch, writeLines } from './scratch.js';

jest.setTimeout(120_000);

const scratch = new Scratch();
let whole: string;
let manifest: Manifest;
/** Rows of the file of transfers, the header first, each as its fields. */
let transfers: string[][];
/** The last one that is sealed, and one that no block holds yet; numbers of lines. */
let lastSealed: number;
let young: number;

beforeAll(async () => {
  const life = await openLivedInShop();
  try {
    await sealAll(life.shop);
    const { cashier } = await place(life.shop, life.goods, life.ann, 'solo');
    await life.shop.pay(cashier, life.ann.openid);
    whole = scratch.fresh('whole');
    await exportFrom(life.shop.database, life.shop.config.dataDir, whole);
  } finally {
    await life.shop.close();
  }
  manifest = await readManifest(whole);
  transfers = linesOf(whole, 'ledger_transfer').map((line) => line.split(','));
  young = transfers.length;
  lastSealed = transfers.length - manifest.ledger.unsealedCount;
});
afterAll(() => scratch.clear());

const id = (line: number): string => transfers[line - 1]?.[0] ?? '';

/** What the check says about a copy with one table's lines changed. */
async function afterChange(table: string, change: (lines: string[]) => void): Promise<LedgerReport> {
  const copy = scratch.copyOf(whole);
  const lines = linesOf(copy, table);
  change(lines);
  writeLines(copy, table, lines);
  return checkLedger(copy, manifest);
}

const alterField = (table: string, line: number, column: string, value: string | null) =>
  afterChange(table, (lines) => {
    const columns = (lines[0] ?? '').split(',');
    const fields = (lines[line - 1] ?? '').split(',').map((field) => (field === '' ? null : field));
    fields[columns.indexOf(column)] = value;
    lines[line - 1] = csvLine(fields).trimEnd();
  });

const finding = ({ finding: found }: LedgerReport): LedgerFinding | null => found;
const FILE = 'tables/ledger_transfer.csv';

test('nothing is wrong with what was exported', async () => {
  const report = await checkLedger(whole, manifest);
  const { transferCount, blockCount, headHash } = manifest.ledger;
  expect(report).toMatchObject({ transferCount, blockCount, finding: null });
  expect(report.head?.hash).toBe(headHash);
  expect(report.accountCount).toBeGreaterThanOrEqual(6);
  expect(manifest.ledger.unsealedCount).toBeGreaterThan(0);
  expect(lastSealed).toBeGreaterThan(20);
});

describe.each<[string, () => number]>([
  ['the first', () => 2],
  ['a sealed', () => 9],
  ['the last sealed', () => lastSealed],
  ['a young', () => young],
])('of %s transfer', (_, lineOf) => {
  test.each<[string, string]>([
    ['id', '01900000-0000-7000-8000-000000000009'],
    ['seq', '7000'],
    ['from_account', 'suspense'],
    ['to_account', 'suspense'],
    ['amount_fen', '12345'],
    ['reason', 'gift'],
    ['order_id', '01900000-0000-7000-8000-000000000009'],
    ['commission_line_id', '01900000-0000-7000-8000-000000000009'],
    ['at', '2026-11-22 13:05:09.001+00'],
  ])('an altered %s is named', async (column, value) => {
    const line = lineOf();
    const found = finding(await alterField('ledger_transfer', line, column, value));
    expect(found).toMatchObject({ fault: 'altered', file: FILE, line, transferId: id(line) });
  });

  test('its removal is named', async () => {
    const line = lineOf();
    const report = await afterChange('ledger_transfer', (lines) => lines.splice(line - 1, 1));
    expect(finding(report)).toMatchObject({ fault: 'missing', file: FILE, transferId: id(line) });
  });

  test('one added before it is named', async () => {
    const line = lineOf();
    const added = '01900000-0000-7000-8000-00000000000c';
    const report = await afterChange('ledger_transfer', (lines) => {
      const [, ...fields] = transfers[line - 1] ?? [];
      lines.splice(line - 1, 0, [added, ...fields].join(','));
    });
    expect(finding(report)).toMatchObject({ fault: 'added', file: FILE, line, transferId: added });
  });

  test('the same one twice is named', async () => {
    const line = lineOf();
    const report = await afterChange('ledger_transfer', (lines) =>
      lines.splice(line, 0, lines[line - 1] ?? ''),
    );
    const found = finding(report);
    expect(found).toMatchObject({ file: FILE, line: line + 1 });
    expect(['added', 'moved']).toContain(found?.fault);
  });
});

test('one added at the end is named', async () => {
  const added = '01900000-0000-7000-8000-00000000000c';
  const [, ...fields] = transfers.at(-1) ?? [];
  const report = await afterChange('ledger_transfer', (lines) => lines.push([added, ...fields].join(',')));
  expect(finding(report)).toMatchObject({ fault: 'added', line: young + 1, transferId: added });
});

test.each([
  [2, 3],
  [5, 15],
])('lines %i and %i in each other’s place are named', async (one, other) => {
  const report = await afterChange('ledger_transfer', (lines) => {
    [lines[one - 1], lines[other - 1]] = [lines[other - 1] ?? '', lines[one - 1] ?? ''];
  });
  expect(finding(report)).toMatchObject({ fault: 'moved', file: FILE, line: one, transferId: id(one) });
});

test.each<[string, string, string]>([
  ['amount_fen', '007', 'no whole number'],
  ['amount_fen', '1e3', 'no whole number'],
  ['at', 'yesterday', 'no moment in UTC'],
  ['at', '2026-11-22 13:05:09.120+00', 'no moment in UTC'],
])('what is no %s is named with its line: %s', async (column, value, what) => {
  const found = finding(await alterField('ledger_transfer', 7, column, value));
  expect(found).toMatchObject({ fault: 'malformed', file: FILE, line: 7, transferId: id(7) });
  expect(found?.what).toContain(what);
});

test.each<[string, string, string, string]>([
  ['ledger_block', 'root', '0'.repeat(64), 'block'],
  ['ledger_block', 'hash', '0'.repeat(64), 'block'],
  ['ledger_block', 'previous_hash', '1'.repeat(64), 'chain'],
  ['ledger_block', 'entry_count', '4000', 'block'],
  ['ledger_block', 'sealed_at', '2026-11-22 13:05:09+00', 'block'],
  ['ledger_block', 'id', '7', 'chain'],
  ['ledger_block_entry', 'leaf', '0'.repeat(64), 'entry'],
  ['ledger_block_entry', 'position', '70', 'entry'],
  ['ledger_block_entry', 'block_id', '70', 'entry'],
])('an altered %s.%s is named', async (table, column, value, fault) => {
  const found = finding(await alterField(table, 3, column, value));
  expect(found).toMatchObject({ fault, file: `tables/${table}.csv`, line: 3 });
});

test('a transfer that was altered together with its hash is named', async () => {
  const { leafOf } = await import('../../src/domains/ledger/ledger.rules.js');
  const { transferOf } = await import('../../src/flows/export/ledger-records.rules.js');
  const copy = scratch.copyOf(whole);
  const lines = linesOf(copy, 'ledger_transfer');
  const columns = (lines[0] ?? '').split(',');
  const fields = (lines[4] ?? '').split(',');
  fields[columns.indexOf('amount_fen')] = '1';
  lines[4] = fields.join(',');
  writeLines(copy, 'ledger_transfer', lines);
  const row = new Map(columns.map((column, at) => [column, fields[at] === '' ? null : (fields[at] ?? null)]));
  const entries = linesOf(copy, 'ledger_block_entry');
  const old = (entries[4] ?? '').split(',').at(-1) ?? '';
  entries[4] = (entries[4] ?? '').replace(old, leafOf(transferOf(row)));
  writeLines(copy, 'ledger_block_entry', entries);
  const found = finding(await checkLedger(copy, manifest));
  expect(found).toMatchObject({ fault: 'altered', file: FILE });
  expect(found?.what).toMatch(/one of lines \d+ to \d+ was altered together with its hash in block \d+/);
});

test('entries and blocks that were removed or added are named', async () => {
  const entry = await afterChange('ledger_block_entry', (lines) => lines.splice(5, 1));
  expect(finding(entry)).toMatchObject({ fault: 'entry', line: 6 });
  const more = await afterChange('ledger_block_entry', (lines) => lines.push(lines[1] ?? ''));
  expect(finding(more)).toMatchObject({ fault: 'entry' });
  const block = await afterChange('ledger_block', (lines) => lines.splice(2, 1));
  expect(finding(block)).toMatchObject({ fault: 'chain', line: 3 });
});

test('a past that was cut off at its end is seen by the manifest', async () => {
  const copy = scratch.copyOf(whole);
  const count = Number(linesOf(copy, 'ledger_block').at(-1)?.split(',')[4]);
  const cut = (table: string, lines: number) =>
    writeLines(copy, table, linesOf(copy, table).slice(0, -lines));
  cut('ledger_transfer', manifest.ledger.unsealedCount + count);
  cut('ledger_unsealed', manifest.ledger.unsealedCount);
  cut('ledger_block_entry', count);
  cut('ledger_block', 1);
  const found = finding(await checkLedger(copy, manifest));
  // The balances say it first; without them the counts and the newest hash would.
  expect(found?.fault).toBe('balance');
});

describe('a balance', () => {
  test.each([
    ['ledger_account', 'balance_fen'],
    ['ledger_platform_sum', 'balance_fen'],
  ])('of %s that was altered is named', async (table, column) => {
    const line = linesOf(whole, table).findIndex((text) => !text.endsWith(',0') && /\d$/.test(text)) + 1;
    const found = finding(await alterField(table, line, column, '999'));
    expect(found).toMatchObject({ fault: 'balance', file: `tables/${table}.csv`, line });
    expect(findingText(found as LedgerFinding)).toMatch(/line \d+: account \S+: the balance is 999 fen, but/);
  });

  test.each(['ledger_account', 'ledger_platform_sum'])('of %s that was removed is named', async (table) => {
    const line = linesOf(whole, table).findIndex((text) => !text.endsWith(',0') && /\d$/.test(text)) + 1;
    const report = await afterChange(table, (lines) => lines.splice(line - 1, 1));
    expect(finding(report)).toMatchObject({ fault: 'balance', account: expect.any(String) });
  });

  test('that nobody has is named', async () => {
    const account = 'held:01900000-0000-7000-8000-00000000000d';
    const report = await afterChange('ledger_account', (lines) =>
      lines.push(`${account},held,${account.slice(5)},5`),
    );
    expect(finding(report)).toMatchObject({ fault: 'balance', account });
  });
});

test('counts that differ from the manifest are named', async () => {
  const { ledger } = manifest;
  const found = (change: object) => checkLedger(whole, { ...manifest, ledger: { ...ledger, ...change } });
  expect(finding(await found({ transferCount: 1 }))).toMatchObject({ fault: 'count' });
  expect(finding(await found({ blockCount: 1 }))).toMatchObject({ fault: 'count' });
  expect(finding(await found({ unsealedCount: 0 }))).toMatchObject({ fault: 'count' });
  expect(finding(await found({ headHash: '0'.repeat(64) }))).toMatchObject({ fault: 'chain' });
});

test('a file that is gone or cannot be read is named', async () => {
  const broken = scratch.copyOf(whole);
  writeFileSync(
    path.join(broken, FILE),
    Buffer.concat([readFileSync(path.join(broken, FILE)), Buffer.from([0xff])]),
  );
  expect(finding(await checkLedger(broken, manifest))).toMatchObject({ fault: 'malformed', file: FILE });
  const quote = await afterChange('ledger_block', (lines) => (lines[2] = `"${lines[2] ?? ''}`));
  expect(finding(quote)).toMatchObject({ fault: 'malformed', file: 'tables/ledger_block.csv', line: 3 });
});
