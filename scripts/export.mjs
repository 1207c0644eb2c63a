/**
 * `npm run export [-- <folder>]`: writes everything the shop knows into an empty folder, as docs/export.md
 * describes it; without one into a new folder below the shop's data. The shop may be running, be stopped, or
 * have a database of its own (DATABASE_URL).
 */
import path from 'node:path';
import { folderOr } from './lib/arguments.mjs';
import { prepare } from './lib/build.mjs';
import { runMain, say } from './lib/progress.mjs';
import { readSettings } from './lib/settings.mjs';

await runMain(async () => {
  const settings = readSettings(process.env);
  // 2026-11-22T05-05-09Z: a name that every file system takes.
  const moment = new Date().toISOString().replace(/\.\d+/, '').replaceAll(':', '-');
  const folder = folderOr(
    'npm run export [-- <empty folder>]',
    path.join(settings.dataDir, 'exports', moment),
  );
  say(`exporting to ${folder}`);
  await prepare(['server']);
  const { Use, runOnShop, withShopDatabase } = await import('./lib/own-database.mjs');
  await withShopDatabase(settings, Use.read, (database) =>
    runOnShop('export', [folder], database, settings.dataDir),
  );
});
// A database that was started is ended by now; what is left is its watchdog.
process.exit();
