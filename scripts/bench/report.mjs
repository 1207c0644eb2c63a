/** What a run prints and writes down. */
import { describe } from './measure.mjs';
import { judge } from './targets.mjs';

/** @typedef {import('./cases.mjs').Measured} Measured */
/** @typedef {ReturnType<typeof judge>[number]} Judged */

const NAME_WIDTH = 44;

/** @param {number} value */
const short = (value) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2));

/** @param {Judged} judged */
function goals({ floor, aim, better }) {
  const sign = better === 'at least' ? '≥' : '≤';
  const parts = [
    floor === undefined ? '' : `floor ${sign} ${floor}`,
    aim === undefined ? '' : `aim ${sign} ${aim}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** @param {Judged} judged */
function targetLine(judged) {
  const { number, name, value, unit = '', rounds = [], cpu, state } = judged;
  const all = rounds.length > 1 ? ` (${rounds.map(short).join(' ')})` : '';
  const byCpu = cpu !== undefined && Number.isFinite(cpu) ? ` by CPU ${short(cpu)}` : '';
  const label = `${number.padEnd(4)}${name}`.padEnd(NAME_WIDTH);
  const verdict = state === '' ? '' : `   ← ${state}`;
  return `  ${label}${`${short(value)} ${unit}`.trim()}${all}${byCpu}   ${goals(judged)}${verdict}`;
}

/**
 * The round in the middle.
 * @param {Measured[]} rounds
 */
const middle = (rounds) =>
  rounds.toSorted((a, b) => a.perSecond - b.perSecond)[Math.floor((rounds.length - 1) / 2)];

/**
 * What the database alone made per second in each round: tells how fast the machine was.
 * @param {Record<string, Measured[]>} results
 */
export const limitsOf = (results) =>
  Object.fromEntries(
    Object.entries(results)
      .filter(([name]) => name.endsWith('.limit'))
      .map(([name, rounds]) => [name, rounds.map(({ perSecond }) => Math.round(perSecond))]),
  );

/**
 * @param {import('./targets.mjs').Facts} facts
 * @param {Record<string, import('./cases.mjs').Case>} cases
 * @returns {Judged[]} what stands in the table
 */
export function report(facts, cases) {
  console.log('\nMedians');
  for (const [name, rounds] of Object.entries(facts.results)) {
    const all = rounds.map(({ perSecond }) => Math.round(perSecond)).join(' ');
    console.log(`  ${cases[name].title.padEnd(NAME_WIDTH)}${describe(middle(rounds))}   (${all})`);
  }
  const judged = judge(facts);
  console.log('\nNumbers of docs/performance.md');
  judged.forEach((one) => console.log(targetLine(one)));
  console.log('');
  return judged;
}
