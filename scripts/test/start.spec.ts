import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CACHE_DIR, fromRoot } from '../lib/paths.mjs';
import { freePort, isFree } from '../lib/ports.mjs';

/** The acceptance limit of a second start on two processors. */
const SECOND_START_MS = 15_000;
const dataDir = path.join(CACHE_DIR, `test-start-${process.pid}`);

let port: number;
let sandboxPort: number;
let program: ChildProcess;
let output = '';

beforeAll(async () => {
  port = await freePort();
  sandboxPort = await freePort();
});

afterEach(() => {
  program.kill('SIGKILL');
});

afterAll(async () => {
  await untilGone();
  fs.rmSync(dataDir, { recursive: true, force: true });
});

function start(): void {
  output = '';
  const env = {
    ...process.env,
    PORT: String(port),
    SANDBOX_PORT: String(sandboxPort),
    TUANLINK_DATA_DIR: dataDir,
    TUANLINK_SEED: 'none',
  };
  program = spawn(process.execPath, [fromRoot('scripts/start.mjs')], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const collect = (data: Buffer) => (output += String(data));
  program.stdout?.on('data', collect);
  program.stderr?.on('data', collect);
}

/** Waits until something holds; fails with what the program printed. */
async function until(what: string, holds: () => boolean | Promise<boolean>, ms: number): Promise<void> {
  for (const end = Date.now() + ms; !(await holds()); await sleep(100)) {
    if (Date.now() > end || program.exitCode === 1) throw new Error(`not ${what}:\n${output}`);
  }
}

const untilReady = (ms: number) => until('ready', () => output.includes('Ctrl-C stops everything'), ms);

/** Nothing listens any more, and no process knows the data folder. */
const untilGone = () =>
  until(
    'gone',
    async () =>
      (await isFree(port)) &&
      (await isFree(sandboxPort)) &&
      !execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).includes(dataDir),
    20_000,
  );

const exitOf = (child: ChildProcess) => new Promise((resolve) => child.once('exit', resolve));

it('starts from nothing, serves everything, and stops in order when asked to', async () => {
  start();
  await untilReady(180_000);
  for (const address of ['/api/health', '/', '/console', '/api/docs']) {
    const reply = await fetch(`http://127.0.0.1:${port}${address}`);
    expect([address, reply.status]).toEqual([address, 200]);
  }
  expect(output).toContain(`http://127.0.0.1:${port}/console`);
  program.kill('SIGINT');
  expect(await exitOf(program)).toBe(0);
  await untilGone();
}, 240_000);

it('starts the second time in seconds, brings a killed worker back, and leaves nothing when killed', async () => {
  const from = Date.now();
  start();
  await untilReady(SECOND_START_MS);
  expect(Date.now() - from).toBeLessThan(SECOND_START_MS);
  const list = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(program.pid)], { encoding: 'utf8' });
  const worker = list.split('\n').find((line) => line.includes('server/dist/worker.js'));
  process.kill(Number.parseInt(worker ?? '', 10), 'SIGKILL');
  await until('restarted', () => output.includes('starting worker again'), 5_000);
  const health = async () => (await fetch(`http://127.0.0.1:${port}/api/health`)).status === 200;
  await until('healthy', health, 20_000);
  program.kill('SIGKILL');
  await untilGone();
}, 90_000);
