/** What PostgreSQL alone can do: the same SQL function, called by pgbench with prepared statements. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { run } from '../lib/command.mjs';
import { FOLDER } from './store.mjs';

/** Where Linux distributions and Homebrew put programs of PostgreSQL that are not on PATH. */
const SYSTEM_FOLDERS = ['/usr/lib/postgresql', '/usr/pgsql', '/opt/homebrew/opt/postgresql/bin'];

/** @typedef {{ perSecond: number, count: number }} Rate */

/** The program, or undefined where there is none. */
export function findPgbench() {
  const versions = SYSTEM_FOLDERS.filter((folder) => fs.existsSync(folder)).flatMap((folder) => [
    folder,
    ...fs
      .readdirSync(folder)
      .sort()
      .reverse()
      .map((version) => path.join(folder, version, 'bin')),
  ]);
  const candidates = ['pgbench', ...versions.map((folder) => path.join(folder, 'pgbench'))];
  return candidates.find((program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0);
}

/**
 * Runs one statement for some seconds.
 * @param {string | undefined} program what `findPgbench` found; without one node-postgres stands in
 * @param {string} url
 * @param {string} statement
 * @param {{ clients: number, seconds: number }} options
 * @returns {Promise<Rate>}
 */
export async function runPgbench(program, url, statement, { clients, seconds }) {
  if (program === undefined) {
    return standIn(url, statement, { clients, seconds });
  }
  const file = path.join(FOLDER, 'pgbench.sql');
  fs.writeFileSync(file, statement);
  const { hostname, port, username, password, pathname } = new URL(url);
  const args = ['--no-vacuum', '--protocol=prepared', `--client=${clients}`, '--jobs=2', `--time=${seconds}`];
  const place = [
    `--host=${hostname}`,
    `--port=${port || 5432}`,
    `--username=${decodeURIComponent(username)}`,
  ];
  const env = { ...process.env, PGPASSWORD: decodeURIComponent(password) };
  const output = await run(program, [...args, `--file=${file}`, ...place, pathname.slice(1)], { env });
  const count = Number(/transactions actually processed: (\d+)/.exec(output)?.[1]);
  const perSecond = Number(/tps = ([\d.]+) \(without initial/.exec(output)?.[1]);
  if (!(count > 0 && perSecond > 0)) {
    throw new Error(`pgbench printed something else than expected:\n${output}`);
  }
  return { perSecond, count };
}

/**
 * The same statement, named and thus prepared once, from as many connections.
 * @param {string} url
 * @param {string} text
 * @param {{ clients: number, seconds: number }} options
 * @returns {Promise<Rate>}
 */
async function standIn(url, text, { clients, seconds }) {
  const connections = Array.from({ length: clients }, () => new pg.Client({ connectionString: url }));
  await Promise.all(connections.map((client) => client.connect()));
  let count = 0;
  const from = performance.now();
  const until = from + seconds * 1_000;
  await Promise.all(
    connections.map(async (client) => {
      while (performance.now() < until) {
        await client.query({ name: 'bench', text });
        count++;
      }
    }),
  );
  const perSecond = count / ((performance.now() - from) / 1_000);
  await Promise.all(connections.map((client) => client.end()));
  return { perSecond, count };
}
