/**
 * `npm run export -- <folder>`: writes everything the shop knows into an empty folder, as docs/export.md
 * describes it. The shop may be running, be stopped, or have a database of its own (DATABASE_URL).
 */
import { folderArgument } from './lib/arguments.mjs';
import { prepare } from './lib/build.mjs';
import { runMain } from './lib/progress.mjs';
import { readSettings } from './lib/settings.mjs';

await runMain(async () => {
  const folder = folderArgument('npm run export -- <empty folder>');
  const settings = readSettings(process.env);
  await prepare(['server']);
  const { Use, runOnShop, withShopDatabase } = await import('./lib/own-database.mjs');
  await withShopDatabase(settings, Use.read, (database) =>
    runOnShop('export', [folder], database, settings.dataDir),
  );
});
// A database that was started is ended by now; what is left is its watchdog.
process.exit();
