/**
 * `npm run import -- <folder>`: takes an export into an empty shop, all of it or nothing. The shop must not
 * be running; where there is none yet, it is made, but not for a folder that is no export. TUANLINK_DATA_DIR
 * names another shop than `.data`.
 */
import { folderArgument } from './lib/arguments.mjs';
import { prepare } from './lib/build.mjs';
import { runMain } from './lib/progress.mjs';
import { readSettings } from './lib/settings.mjs';

await runMain(async () => {
  const folder = folderArgument('npm run import -- <folder of an export>');
  const settings = readSettings(process.env);
  await prepare(['server']);
  const { Use, migrateShop, runOnShop, withShopDatabase } = await import('./lib/own-database.mjs');
  await runOnShop('import', ['--look', folder], undefined, settings.dataDir);
  await withShopDatabase(settings, Use.fill, async (database) => {
    await migrateShop(database, settings.dataDir);
    await runOnShop('import', [folder], database, settings.dataDir);
  });
});
// A database that was started is ended by now; what is left is its watchdog.
process.exit();
