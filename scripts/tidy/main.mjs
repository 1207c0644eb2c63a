/** `node scripts/tidy/main.mjs`: prints each place that breaks the structure, with what to write instead. */
import { ROOT } from '../lib/paths.mjs';
import { checkRepository } from './tidy.mjs';

const findings = checkRepository(ROOT);
for (const { path, line, problem, instead } of findings) {
  console.log(`${path}:${line}  ${problem}\n    → ${instead}`);
}
if (findings.length > 0) {
  console.log(`\n${findings.length} findings`);
  process.exitCode = 1;
}
