/**
 * `npm run ledger:verify -- <folder of an export> [--hash <hash of a block>]`: recomputes an exported ledger
 * from its files alone, without a database, and names the first transfer that was altered.
 */
import { fromCaller } from './lib/arguments.mjs';
import { prepare } from './lib/build.mjs';
import { attempt } from './lib/command.mjs';
import { fromRoot } from './lib/paths.mjs';
import { Hint, runMain } from './lib/progress.mjs';

await runMain(async () => {
  const [folder, ...more] = process.argv.slice(2);
  if (folder === undefined) {
    throw new Hint('usage: npm run ledger:verify -- <folder of an export> [--hash <hash of a block>]');
  }
  await prepare(['server']);
  const program = fromRoot('server/dist/cli/verify.js');
  const { status, output } = await attempt(process.execPath, [program, fromCaller(folder), ...more]);
  if (status !== 0) {
    throw new Hint(output.trim());
  }
  process.stdout.write(output);
});
process.exit();
