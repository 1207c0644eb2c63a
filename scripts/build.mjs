/** `npm run build [-- names]`: builds everything, or the things named, unless they are up to date. */
import { STEPS, prepare } from './lib/build.mjs';
import { Hint, runMain, say } from './lib/progress.mjs';

await runMain(async () => {
  const names = process.argv.slice(2);
  const unknown = names.find((name) => !(name in STEPS));
  if (unknown) {
    throw new Hint(`There is nothing called ${unknown} to build, only: ${Object.keys(STEPS).join(', ')}`);
  }
  await prepare(names.length > 0 ? names : Object.keys(STEPS));
  say('everything is built');
});
