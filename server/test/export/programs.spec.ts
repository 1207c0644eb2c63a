import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { jest } from '@jest/globals';
import { CACHE_DIR, fromRoot } from '../../../scripts/lib/paths.mjs';
import { openLivedInShop } from '../contract/lived-in.js';
import { exportFrom, linesOf, Scratch, writeLines } from './scratch.js';

jest.setTimeout(240_000);

const scratch = new Scratch();
let backup: string;

beforeAll(async () => {
  const life = await openLivedInShop();
  try {
    backup = scratch.fresh('backup');
    await exportFrom(life.shop.database, life.shop.config.dataDir, backup);
  } finally {
    await life.shop.close();
  }
});
afterAll(() => scratch.clear());

/** Runs one of the programs as npm does, for a shop in a folder of this test. */
function run(program: string, args: string[], dataDir = scratch.fresh('data')) {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('DATABASE_'));
  const own = { TUANLINK_DATA_DIR: dataDir, TUANLINK_SEED: 'none', INIT_CWD: '/' };
  const env = { ...Object.fromEntries(kept), ...own };
  const script = fromRoot('scripts', `${program}.mjs`);
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    env,
    encoding: 'utf8',
  });
  return { status, output: `${stdout}${stderr}` };
}

it('restores a backup, proves that it is the same, and leaves nothing behind', () => {
  const { status, output } = run('backup-check', [backup]);
  expect(output).toContain('the same, file by file');
  expect(output).toMatch(/the ledger is as it was sealed: \d+ transfers, \d+ blocks/);
  expect(status).toBe(0);
  expect(fs.readdirSync(CACHE_DIR).filter((name) => name.startsWith('backup-check-'))).toEqual([]);
});

it('checks a ledger without any shop, and names the line of an altered transfer', () => {
  const noShop = scratch.fresh('none');
  const good = run('ledger-verify', [backup], noShop);
  expect(good.output).toMatch(/newest block \d+, hash [0-9a-f]{64}/);
  expect(good.status).toBe(0);
  expect(fs.existsSync(noShop)).toBe(false);
  const altered = scratch.copyOf(backup);
  const lines = linesOf(altered, 'ledger_transfer');
  const [id = ''] = (lines[6] ?? '').split(',');
  lines[6] = (lines[6] ?? '').replace(/,(\d+),([a-z_]+),/, ',1$1,$2,');
  writeLines(altered, 'ledger_transfer', lines);
  const bad = run('ledger-verify', [altered], noShop);
  expect(bad.output).toContain(`tables/ledger_transfer.csv, line 7: transfer ${id}`);
  expect(bad.status).toBe(1);
  const unknown = run('ledger-verify', [backup, '--hash', 'ab'.repeat(32)], noShop);
  expect(unknown.output).toContain('no block has the hash abab');
  expect(unknown.status).toBe(1);
});

it.each([[['--hash']], [['--hahs=abab']], [['--database']], [['--hash', 'abab', '--database']]])(
  'does not call a ledger good when it cannot check what was asked for: %j',
  (more) => {
    const { status, output } = run('ledger-verify', [backup, ...more], scratch.fresh('none'));
    expect(output).toContain('--hash <hash of a block>');
    expect(output).not.toContain('as it was sealed');
    expect(status).toBe(1);
  },
);

it('imports where no shop is yet, exports the same again, and takes no second import', () => {
  const dataDir = scratch.fresh('data');
  expect(run('import', [backup], dataDir)).toMatchObject({ status: 0 });
  const again = scratch.fresh('again');
  expect(run('export', [again], dataDir)).toMatchObject({ status: 0 });
  const manifest = (folder: string) => fs.readFileSync(path.join(folder, 'manifest.json'), 'utf8');
  expect(manifest(again)).toBe(manifest(backup));
  const kept = path.join(dataDir, 'exports');
  const { output } = run('export', [], dataDir);
  const [name = ''] = fs.readdirSync(kept);
  expect(name).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/);
  expect(output).toContain(path.join(kept, name));
  expect(manifest(path.join(kept, name))).toBe(manifest(backup));
  expect(run('export', [again], dataDir).output).toContain('is not empty');
  const second = run('import', [backup], dataDir);
  expect(second.output).toContain('this shop is not empty');
  expect(second.status).toBe(1);
});

it('says what is missing', () => {
  expect(run('export', [scratch.fresh()]).output).toContain('There is no shop in');
  expect(run('export', ['a', 'b']).output).toContain('usage: npm run export');
  expect(run('import', []).output).toContain('usage: npm run import');
  expect(run('ledger-verify', []).output).toContain('usage: npm run ledger:verify');
  expect(run('ledger-verify', [scratch.fresh()]).output).toContain('no complete export');
  const archive = scratch.fresh('archive');
  fs.writeFileSync(archive, 'PK\u0003\u0004');
  for (const program of ['ledger-verify', 'import']) {
    expect(run(program, [archive]).output).toContain('unpack a ZIP first');
  }
  const bogus = run('bench', ['--bogus']);
  expect(bogus.output).toContain('usage: npm run bench');
  expect(bogus.output).not.toContain('    at ');
});

it('makes no shop for a folder that is no export', () => {
  const dataDir = scratch.fresh('data');
  const { status, output } = run('import', [scratch.fresh()], dataDir);
  expect(output).toContain('no complete export');
  expect(status).toBe(1);
  expect(fs.existsSync(dataDir)).toBe(false);
});
