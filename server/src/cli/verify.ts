import { parseArgs } from 'node:util';
import { LedgerSealer } from '../domains/ledger/ledger.sealer.js';
import { LedgerVerifier } from '../domains/ledger/ledger.verifier.js';
import { checkTableFiles, LEDGER_TABLES } from '../flows/export/export-files.js';
import { checkLedger } from '../flows/export/ledger-check.flow.js';
import { findingText } from '../flows/export/ledger-rows.js';
import { ExportProblem, readManifest } from '../flows/export/manifest.js';
import { SystemClock } from '../infra/clock.js';
import { loadDatabaseUrl } from '../infra/config.js';
import { connect, makeDataSource } from '../infra/database/data-source.js';
import { Database } from '../infra/database/database.js';
import { Log } from '../infra/log.js';
import { runCli } from './run-cli.js';

const USAGE = `usage: node server/dist/cli/verify.js <folder of an export> [--hash <hash of a block>]
       node server/dist/cli/verify.js --database

  Recomputes a ledger and names the first thing that was altered; exit code 1 then. An export is checked from
  its files alone: manifest.json and tables/ledger_*.csv are enough. With --hash, a block with this hash,
  written down earlier, must be part of the chain. With --database the shop's own database (DATABASE_URL) is
  checked instead.`;

/** Checks exported files, without a database. */
async function verifyExport(folder: string, knownHash: string | undefined): Promise<void> {
  const manifest = await readManifest(folder);
  const { finding, transferCount, blockCount, accountCount, head } = await checkLedger(
    folder,
    manifest,
    knownHash,
  );
  if (finding !== null) throw new ExportProblem(findingText(finding));
  // What the ledger itself does not cover, such as digits that change no value.
  await checkTableFiles(
    folder,
    manifest.tables.filter(({ name }) => LEDGER_TABLES.includes(name)),
  );
  const young = manifest.ledger.unsealedCount;
  process.stdout.write(
    `the ledger is as it was sealed: ${transferCount} transfers (${young} too young for a block), ` +
      `${blockCount} blocks, ${accountCount} balances\n`,
  );
  if (head !== null) process.stdout.write(`newest block ${head.id}, hash ${head.hash}\n`);
}

/** Checks the database that the shop works with. */
async function verifyDatabase(): Promise<void> {
  const options = { url: loadDatabaseUrl(), applicationName: 'tuanlink-verify', entities: [] };
  const dataSource = await connect(makeDataSource(options, new Log('warn')));
  try {
    const db = new Database(dataSource);
    const report = await new LedgerVerifier(db, new LedgerSealer(db, new SystemClock())).verify();
    const { ok, checkedCount, blockCount, problem, firstBadTransferId } = report;
    if (!ok) throw new ExportProblem(`the ledger was altered (${problem}), first at ${firstBadTransferId}`);
    process.stdout.write(`the ledger is as it was sealed: ${checkedCount} transfers, ${blockCount} blocks\n`);
  } finally {
    await dataSource.destroy();
  }
}

/** What is to be checked. What is not understood is refused: nothing that was asked for stays unchecked. */
function readArguments() {
  const options = { hash: { type: 'string' }, database: { type: 'boolean', default: false } } as const;
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch {
    throw new ExportProblem(USAGE);
  }
}

await runCli(async () => {
  const {
    values: { hash, database },
    positionals: [folder, ...more],
  } = readArguments();
  if (database && folder === undefined && hash === undefined) return verifyDatabase();
  if (database || folder === undefined || more.length > 0) throw new ExportProblem(USAGE);
  return verifyExport(folder, hash?.toLowerCase());
});
