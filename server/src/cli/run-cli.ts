import { ExportProblem } from '../flows/export/manifest.js';

/** How often a line about the progress is printed, in milliseconds. */
const TELL_MS = 1_000;

/**
 * Runs a program for the command line. What the person can do something about is one sentence; exit code 1.
 */
export async function runCli(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    process.stderr.write(`${error instanceof ExportProblem ? error.message : describe(error)}\n`);
    process.exitCode = 1;
  }
}

const describe = (error: unknown) =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

/** Prints how far something is, no oftener than once a second. */
export function progress(verb: string): (done: number, total: number) => void {
  let told = performance.now();
  return (done, total) => {
    if (performance.now() - told < TELL_MS) return;
    told = performance.now();
    process.stderr.write(`${verb} ${done.toLocaleString('en')} of ${total.toLocaleString('en')} rows\n`);
  };
}

/** The one argument of a program; without it the usage is the problem. */
export function onlyArgument(usage: string, given: readonly string[] = process.argv.slice(2)): string {
  const [argument, ...more] = given;
  if (argument === undefined || more.length > 0) throw new ExportProblem(usage);
  return argument;
}
