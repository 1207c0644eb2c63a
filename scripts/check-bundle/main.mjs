/** `node scripts/check-bundle/main.mjs`: package sizes of the built faces, and what is wrong with them. */
import { fromRoot } from '../lib/paths.mjs';
import { packageSizes, weappProblems, webProblems } from './bundle.mjs';

const weapp = fromRoot('miniprogram/dist/weapp');
for (const [root, bytes] of packageSizes(weapp)) {
  console.log(`${(bytes / 1024).toFixed(0).padStart(6)} KB  ${root || 'main package'}`);
}
const problems = [...weappProblems(weapp), ...webProblems(fromRoot('miniprogram/dist/h5'))];
for (const problem of problems) {
  console.log(problem);
}
process.exitCode = problems.length > 0 ? 1 : 0;
