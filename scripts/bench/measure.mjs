/** Runs cases in rounds, and notes what each operation cost. */
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from '../lib/progress.mjs';
import { cpuMs } from './cpu.mjs';
import { broken } from './invariants.mjs';

/** @typedef {import('./cases.mjs').Case} Case */
/** @typedef {import('./cases.mjs').Measured} Measured */
/** @typedef {import('./store.mjs').Store} Store */

/** Node compiles what runs often and PostgreSQL settles on plans: a server's first case runs longer. */
const WARM_UP_SECONDS = 4;
const FIRST_WARM_UP_SECONDS = 8;
/** More operations than were possible so far: machines have better moments. */
const RESERVE = 1.6;
/** Requests are made in whole sets for all callers. */
const SET = 64;

export class Bench {
  /** @type {Record<string, Measured[]>} */
  results = {};
  /** @type {Record<string, Record<string, number>>} case → rule → how often it was broken */
  broken = {};
  /** Seconds under load so far. */
  loadSeconds = 0;

  /** Operations per second that a case is prepared for. @type {Map<Case, number>} */
  #guess = new Map();
  /** Servers that have been under load. @type {Set<number>} */
  #warm = new Set();

  /**
   * @param {Store} store
   * @param {number | null} postmaster where all processes of PostgreSQL come from; null: cannot be seen
   */
  constructor(store, postmaster) {
    this.store = store;
    this.postmaster = postmaster;
  }

  /**
   * Runs every case once per round, one after the other, so that what else the machine does meets all alike.
   * @param {Record<string, Case>} cases
   * @param {{ rounds: number, seconds: number }} time
   */
  async run(cases, { rounds, seconds }) {
    for (let round = 0; round <= rounds; round++) {
      for (const [name, one] of Object.entries(cases)) {
        const time = round === 0 ? this.#warmUp(one) : seconds;
        const measured = await this.runOne(name, one, time);
        if (round > 0) {
          (this.results[name] ??= []).push(measured);
        }
        say(`${round === 0 ? 'warm-up' : `round ${round}`}  ${one.title}: ${describe(measured)}`);
      }
    }
  }

  /** @param {Case} one */
  #warmUp({ pids }) {
    const isFirst = pids.some((pid) => !this.#warm.has(pid));
    pids.forEach((pid) => this.#warm.add(pid));
    return isFirst ? FIRST_WARM_UP_SECONDS : WARM_UP_SECONDS;
  }

  /**
   * Prepares and runs a case once, then looks whether everything still holds.
   * @param {string} name
   * @param {Case} one
   * @param {number} seconds
   * @returns {Promise<Measured>}
   */
  async runOne(name, one, seconds) {
    const supply = Math.ceil(((this.#guess.get(one) ?? one.guess) * seconds) / SET) * SET;
    const run = await one.prepare(supply);
    // Tables that grew from nothing within seconds: what autovacuum does in its first minute.
    await this.store.owner.query('analyze');
    const measured = await this.#withCosts(() => run(seconds), one.pids);
    this.#guess.set(one, measured.perSecond * RESERVE);
    this.loadSeconds += seconds;
    if (one.writes) {
      const found = await broken(this.store.owner);
      if (Object.keys(found).length > 0) {
        this.broken[name] = found;
        say(`broken after ${one.title}: ${JSON.stringify(found)}`);
      }
    }
    return measured;
  }

  /**
   * Runs and adds what each operation cost: processor time, and statements sent to the database.
   * @param {() => Promise<Measured>} run
   * @param {number[]} pids of the servers
   * @returns {Promise<Measured>}
   */
  async #withCosts(run, pids) {
    const { store, postmaster } = this;
    const all = postmaster === null ? [] : [postmaster, ...pids];
    const cpu = () => all.reduce((sum, pid) => sum + cpuMs(pid), 0);
    const [statements, ms] = [await store.statements(), cpu()];
    const measured = await run();
    // Backends of pgbench that have just ended are counted once the postmaster has noticed.
    await sleep(200);
    const used = cpu() - ms;
    const sent = await store.statements();
    return {
      ...measured,
      ...(all.length > 0 ? { cpuUs: (used * 1_000) / measured.count } : {}),
      ...(statements !== null && sent !== null ? { statements: (sent - statements) / measured.count } : {}),
    };
  }
}

/** @param {Measured} measured */
export function describe({ perSecond, p50, p99, cpuUs }) {
  const cpu = cpuUs ? `, ${(cpuUs / 1_000).toFixed(2)} ms of CPU` : '';
  const times = p50 && p99 ? `, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms` : '';
  return `${Math.round(perSecond)}/s${cpu}${times}`;
}
