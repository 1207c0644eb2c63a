/** A PostgreSQL server as a child process, from the binaries that npm brings. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawnGuarded, stopChild } from './children.mjs';
import { run } from './command.mjs';
import { isAlive } from './lock.mjs';
import { freePort } from './ports.mjs';
import { findBinaries } from './postgres-binaries.mjs';

/** How long a server may take until it accepts connections; recovery after a crash included. */
const START_MS = 60_000;

/** Settings of a server whose data may be lost at any time: tests. */
const NOT_DURABLE = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/**
 * Makes a new data folder. The locale is PostgreSQL's own, so that it works the same on every machine and
 * splits Chinese text for trigram search.
 * @param {import('./postgres-binaries.mjs').Binaries} binaries
 * @param {string} dataDir
 * @param {string} password of the superuser `postgres`
 */
async function initialise(binaries, dataDir, password) {
  fs.rmSync(dataDir, { recursive: true, force: true });
  fs.mkdirSync(path.dirname(dataDir), { recursive: true });
  fs.mkdirSync(dataDir, { mode: 0o700 });
  giveTo(binaries.owner, dataDir);
  const passwordFile = `${dataDir}.password`;
  fs.writeFileSync(passwordFile, password, { mode: 0o600 });
  giveTo(binaries.owner, passwordFile);
  const { command, args, ids } = binaries.launch('initdb', [
    '--pgdata',
    dataDir,
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--locale=C.UTF-8',
    '--no-instructions',
    '--no-sync',
  ]);
  try {
    await run(command, args, { ids, env: { ...process.env, LC_ALL: 'C' } });
  } finally {
    fs.rmSync(passwordFile);
  }
}

/**
 * @param {{ uid: number, gid: number } | undefined} owner
 * @param {string} folder
 */
function giveTo(owner, folder) {
  if (owner && fs.statSync(folder).uid !== owner.uid) {
    execFileSync('chown', ['-R', `${owner.uid}:${owner.gid}`, folder]);
  }
}

/**
 * Clears what a server left behind that was not stopped: one still running on this folder is stopped, a
 * lock file that names some other process is removed (PostgreSQL would refuse to start).
 * @param {string} dataDir
 */
async function clearLeftovers(dataDir) {
  const pidFile = path.join(dataDir, 'postmaster.pid');
  if (!fs.existsSync(pidFile)) {
    return;
  }
  const pid = Number(fs.readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (
    isAlive(pid) &&
    execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).includes(dataDir)
  ) {
    process.kill(pid, 'SIGINT');
    for (let tries = 0; isAlive(pid) && tries < 200; tries++) {
      await sleep(50);
    }
  }
  fs.rmSync(pidFile, { force: true });
}

/**
 * Resolves when the server accepts connections.
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} logFile
 * @returns {Promise<void>}
 */
async function untilReady(child, logFile) {
  /** @type {Error | undefined} */
  let failure;
  child.once('error', (error) => (failure = error));
  for (const until = Date.now() + START_MS; Date.now() < until; await sleep(20)) {
    const log = fs.readFileSync(logFile, 'utf8');
    if (log.includes('database system is ready to accept connections')) {
      return;
    }
    if (failure || child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`PostgreSQL did not start: ${failure?.message ?? ''}\n${log.slice(-3000)}`);
    }
  }
  await stopChild(child, 'SIGINT');
  throw new Error(`PostgreSQL was not ready after ${START_MS / 1000} s, see ${logFile}`);
}

/**
 * A running server.
 * @typedef {object} Postgres
 * @property {number} port
 * @property {number} pid of its first process, whose children all others are
 * @property {string} adminUrl of the superuser, database `postgres`
 * @property {() => Promise<void>} stop
 * @property {Promise<void>} ended resolves when the server has ended, for whatever reason
 */

/**
 * Starts a server on loopback; it stops with this process. An empty or absent folder is initialised first.
 * @param {{ folder: string, password: string, durable?: boolean, port?: number,
 *   settings?: string[] }} options
 *   `folder` holds data and log; `password` is the superuser's and stays the one the folder was made with;
 *   `durable: false` trades safety against a crash for speed; `port` is any free one unless given;
 *   `settings`: more of them, as `name=value`
 * @returns {Promise<Postgres>}
 */
export async function startPostgres({ folder, password, durable = true, port: wanted, settings: more = [] }) {
  const dataDir = path.join(folder, 'data');
  const logFile = path.join(folder, 'postgres.log');
  const binaries = findBinaries();
  // PG_VERSION is written early; this file of ours says that the folder was finished.
  const finished = path.join(folder, 'initialised');
  if (!fs.existsSync(finished)) {
    await initialise(binaries, dataDir, password);
    fs.writeFileSync(finished, '');
  }
  giveTo(binaries.owner, dataDir);
  await clearLeftovers(dataDir);
  const port = wanted ?? (await freePort());
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=100',
    'dynamic_shared_memory_type=posix',
    'timezone=UTC',
    'log_timezone=UTC',
    ...(durable ? [] : NOT_DURABLE),
    ...more,
  ];
  const { command, args, ids } = binaries.launch('postgres', [
    '-D',
    dataDir,
    ...settings.flatMap((setting) => ['-c', setting]),
  ]);
  const log = fs.openSync(logFile, 'w');
  const child = spawnGuarded(command, args, {
    ...ids,
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', log, log],
    endSignal: 'SIGINT',
  });
  fs.closeSync(log);
  await untilReady(child, logFile);
  return {
    port,
    pid: child.pid ?? 0,
    adminUrl: `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`,
    stop: () => stopChild(child, 'SIGINT', 30_000),
    ended: new Promise((resolve) => child.once('exit', () => resolve())),
  };
}
