import { commission } from './commission.js';
import { conduct } from './conduct.js';
import { ledger } from './ledger.js';
import { moneyIn } from './money-in.js';
import { refunds } from './refunds.js';
import type { Rule } from './rule.js';
import { seatsAndStock } from './seats-and-stock.js';
import { withdrawals } from './withdrawals.js';

export type { Rule } from './rule.js';

/** All rules of the design that a database can show to be broken. */
export const rules: readonly Rule[] = [
  ...seatsAndStock,
  ...moneyIn,
  ...refunds,
  ...ledger,
  ...withdrawals,
  ...commission,
  ...conduct,
].sort((a, b) => a.number - b.number);

/** How rows are read, as the owner of all tables. */
export type Look = <T extends object>(sql: string) => Promise<T[]>;

/** A rule that was found broken. */
export interface Broken {
  rule: string;
  rows: object[];
}

/** Rows shown of each broken rule. */
const ROWS_MAX = 3;

/**
 * Checks the rules that must hold at every moment.
 * @param atRest also those that hold when nothing is left to happen
 */
export async function findBroken(look: Look, atRest: boolean): Promise<Broken[]> {
  const broken: Broken[] = [];
  for (const { number, never, sql } of rules.filter((rule) => atRest || rule.atRest !== true)) {
    const rows = await look<object>(sql);
    if (rows.length > 0) broken.push({ rule: `rule ${number}: ${never}`, rows: rows.slice(0, ROWS_MAX) });
  }
  return broken;
}
