const startedAt = performance.now();

/**
 * A duration as people read it: `0.4 s`, `75 s`.
 * @param {number} ms milliseconds
 */
export function seconds(ms) {
  return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
}

/**
 * Prints one progress line, led by the time since the program began.
 * @param {string} text
 */
export function say(text) {
  console.log(`${seconds(performance.now() - startedAt).padStart(7)}  ${text}`);
}

/**
 * Runs one step between two progress lines, the second with the time it took.
 * @template T
 * @param {string} label what is being done, e.g. "building the server"
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(label, work) {
  say(`${label} …`);
  const from = performance.now();
  const result = await work();
  say(`${label}: ${seconds(performance.now() - from)}`);
  return result;
}

/** An error whose message alone tells the person at the terminal what to do; shown without a stack. */
export class Hint extends Error {}

/**
 * Runs a program's main function; a `Hint` is printed as it is, anything else with its stack. Exit code 1
 * in both cases.
 * @param {() => Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Hint ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}
