import pg from 'pg';
import { exportShop } from '../flows/export/shop-export.flow.js';
import { loadDatabaseUrl, loadDataDir } from '../infra/config.js';
import { DiskStorage } from '../infra/storage/disk-storage.js';
import { onlyArgument, progress, runCli } from './run-cli.js';

/** Writes everything the shop knows into an empty folder (docs/export.md). The shop may run meanwhile. */
await runCli(async () => {
  const folder = onlyArgument('usage: node server/dist/cli/export.js <folder>');
  const client = new pg.Client({ connectionString: loadDatabaseUrl(), application_name: 'tuanlink-export' });
  await client.connect();
  try {
    const pictures = new DiskStorage(loadDataDir());
    const { tables, ledger } = await exportShop({ client, folder, pictures, tell: progress('exported') });
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    process.stdout.write(`exported ${tables.length} tables with ${rows} rows to ${folder}\n`);
    process.stdout.write(`the ledger ends with block ${ledger.blockCount}, hash ${ledger.headHash}\n`);
  } finally {
    await client.end();
  }
});
