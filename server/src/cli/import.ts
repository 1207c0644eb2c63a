import pg from 'pg';
import { importShop } from '../flows/export/shop-import.flow.js';
import { readManifest } from '../flows/export/manifest.js';
import { loadDataDir, loadMigrationConfig } from '../infra/config.js';
import { DiskStorage } from '../infra/storage/disk-storage.js';
import { onlyArgument, progress, runCli } from './run-cli.js';

/** Only sees whether the folder is an export at all, before a shop is made for it. */
const LOOK = '--look';

/** Takes an export into an empty, migrated shop, all of it or nothing (docs/export.md). */
await runCli(async () => {
  const usage = `usage: node server/dist/cli/import.js [${LOOK}] <folder>`;
  const looks = process.argv[2] === LOOK;
  const folder = onlyArgument(usage, process.argv.slice(looks ? 3 : 2));
  await readManifest(folder);
  if (looks) return;
  const { ownerUrl } = loadMigrationConfig();
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'tuanlink-import' });
  await client.connect();
  try {
    const pictures = new DiskStorage(loadDataDir());
    const { tables, ledger } = await importShop({ client, folder, pictures, tell: progress('imported') });
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    process.stdout.write(`imported ${tables.length} tables with ${rows} rows\n`);
    process.stdout.write(`the ledger ends with block ${ledger.blockCount}, hash ${ledger.headHash}\n`);
  } finally {
    await client.end();
  }
});
