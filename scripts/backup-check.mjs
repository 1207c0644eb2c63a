/**
 * `npm run backup:check [-- <folder of an export>]`: proves that the shop can be restored. Exports it, unless
 * an export is given, restores that into a fresh database, checks the ledger in the files and in the
 * database, exports again, compares the two file by file, and leaves nothing behind.
 */
import fs from 'node:fs';
import path from 'node:path';
import { fromCaller } from './lib/arguments.mjs';
import { prepare } from './lib/build.mjs';
import { firstDifference } from './lib/compare.mjs';
import { CACHE_DIR } from './lib/paths.mjs';
import { Hint, runMain, say, step } from './lib/progress.mjs';
import { readSettings } from './lib/settings.mjs';

await runMain(async () => {
  const [given] = process.argv.slice(2);
  const settings = readSettings(process.env);
  await prepare(['server']);
  const { Use, migrateShop, runOnShop, startOwnDatabase, withShopDatabase } =
    await import('./lib/own-database.mjs');
  const scratch = path.join(CACHE_DIR, `backup-check-${process.pid}`);
  const first = given === undefined ? path.join(scratch, 'first') : fromCaller(given);
  const second = path.join(scratch, 'second');
  const dataDir = path.join(scratch, 'data');
  try {
    if (given === undefined) {
      await step('exporting the shop', () =>
        withShopDatabase(settings, Use.read, (own) => runOnShop('export', [first], own, settings.dataDir)),
      );
    }
    await step('checking the ledger in the files', () => runOnShop('verify', [first], undefined, dataDir));
    const { server, database } = await step('starting a fresh database', () =>
      startOwnDatabase(dataDir, { durable: false }),
    );
    try {
      await step('restoring', async () => {
        await migrateShop(database, dataDir);
        await runOnShop('import', [first], database, dataDir);
      });
      await step('exporting what was restored', () => runOnShop('export', [second], database, dataDir));
      await step('checking the ledger in the database', () =>
        runOnShop('verify', ['--database'], database, dataDir),
      );
    } finally {
      await server.stop();
    }
    const differing = firstDifference(first, second);
    if (differing !== undefined) {
      throw new Hint(`The restored shop is not the same: ${differing} differs.`);
    }
    say('the backup is good: what was restored is the same, file by file');
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
});
process.exit();
