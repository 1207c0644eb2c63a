import { type ChildProcess, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawnGuarded, stopChild } from '../../../scripts/lib/children.mjs';
import { run } from '../../../scripts/lib/command.mjs';
import {
  APP_ROLE,
  OWNER_ROLE,
  ensureDatabase,
  ensureRoles,
  withClient,
  withUrl,
} from '../../../scripts/lib/database.mjs';
import { CACHE_DIR, fromRoot } from '../../../scripts/lib/paths.mjs';
import { freePort } from '../../../scripts/lib/ports.mjs';
import { type Postgres, startPostgres } from '../../../scripts/lib/postgres.mjs';
import { WORKER_HEARTBEAT } from '../../src/infra/heartbeats.js';

/** What can be killed. */
export type Victim = 'api' | 'worker' | 'postgres';

const DATABASE = 'tuanlink';
const READY_MS = 90_000;
const POLL_MS = 20;
/** Settings of the machine's own shop that must not reach this one. */
const OWN_SETTING = /^(DATABASE_|WECHAT_|TUANLINK_|PUBLIC_URL$|PORT$|HOST$|SANDBOX_|NODE_ENV$|TEST_)/;

/** How soon a program that ended by itself is started again, as `npm start` does. */
const RESTART_MS = 500;

/**
 * A program that is kept running in a process of its own, and can be killed. One that meets a dead database
 * while it starts ends by itself.
 */
class Program {
  private child: ChildProcess | undefined;
  private restart: NodeJS.Timeout | undefined;

  constructor(
    private readonly args: readonly string[],
    private readonly env: NodeJS.ProcessEnv,
    private readonly logFile: string,
  ) {}

  start(): void {
    const log = fs.openSync(this.logFile, 'a');
    const stdio = ['ignore', log, log] as const;
    const child = spawnGuarded(process.execPath, [...this.args], { env: this.env, stdio: [...stdio] });
    fs.closeSync(log);
    this.child = child;
    child.once('exit', () => {
      if (this.child === child) this.restart = setTimeout(() => this.start(), RESTART_MS);
    });
  }

  /** Ends it without any warning, waits until the system has noticed, and starts it again. */
  async killAndStart(): Promise<void> {
    const child = this.take();
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
    this.start();
  }

  async stop(): Promise<void> {
    const child = this.take();
    if (child !== undefined) await stopChild(child);
  }

  /** From now on whatever happens to the process is ours. */
  private take(): ChildProcess | undefined {
    clearTimeout(this.restart);
    const { child } = this;
    this.child = undefined;
    return child;
  }
}

/**
 * A shop in real processes, as `npm start` has them: a durable PostgreSQL, the local WeChat, API and worker.
 * Whatever is killed is started again at once.
 */
export class Stage {
  private readonly programs: Record<'sandbox' | 'api' | 'worker', Program>;

  private constructor(
    private readonly folder: string,
    private postgres: Postgres,
    private readonly password: string,
    readonly url: string,
    readonly sandboxUrl: string,
    readonly ownerUrl: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    const program = (name: string, file: string, ...args: string[]) =>
      new Program([fromRoot(file), ...args], env, path.join(folder, `${name}.log`));
    const sandboxDir = path.join(folder, 'wechat-sandbox');
    this.programs = {
      sandbox: program('sandbox', 'scripts/dist/wechat-sandbox/main.js', sandboxDir),
      api: program('api', 'server/dist/main.js'),
      worker: program('worker', 'server/dist/worker.js'),
    };
  }

  static async open(): Promise<Stage> {
    const folder = path.join(CACHE_DIR, `crash-${process.pid}`);
    const password = randomBytes(12).toString('hex');
    const postgres = await startPostgres({ folder: path.join(folder, 'postgres'), password });
    await ensureRoles(postgres.adminUrl, { ownerPassword: password, appPassword: password });
    await ensureDatabase(postgres.adminUrl, DATABASE);
    const login = (user: string) => withUrl(postgres.adminUrl, { database: DATABASE, user, password });
    const [port, sandboxPort] = [await freePort(), await freePort()];
    const url = `http://127.0.0.1:${port}`;
    const sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
    const kept = Object.entries(process.env).filter(([name]) => !OWN_SETTING.test(name));
    const stage = new Stage(folder, postgres, password, url, sandboxUrl, login(OWNER_ROLE), {
      ...Object.fromEntries(kept),
      NODE_ENV: 'development',
      PORT: String(port),
      PUBLIC_URL: url,
      SANDBOX_PORT: String(sandboxPort),
      SANDBOX_URL: sandboxUrl,
      WECHAT_SANDBOX_CONFIG: path.join(folder, 'wechat-sandbox', 'client.json'),
      TUANLINK_CLOCK: 'movable',
      TUANLINK_SEED: 'none',
      TUANLINK_DATA_DIR: path.join(folder, 'data'),
      DATABASE_URL: login(APP_ROLE),
      DATABASE_OWNER_URL: login(OWNER_ROLE),
      LOG_LEVEL: 'warn',
    });
    await stage.start();
    return stage;
  }

  private async start(): Promise<void> {
    const { programs, env } = this;
    programs.sandbox.start();
    await untilOk(`${this.sandboxUrl}/sandbox/clock`);
    await run(process.execPath, [fromRoot('server/dist/cli/migrate.js')], { env });
    programs.api.start();
    programs.worker.start();
    await untilOk(`${this.url}/api/health`);
  }

  /**
   * Kills a part as by `kill -9`, starts it again, and waits until it is back at work: the worker shows that it
   * lives, the shop answers from its database.
   * @returns how long that took from the kill on, in milliseconds
   */
  async kill(victim: Victim): Promise<number> {
    const from = performance.now();
    if (victim === 'worker') {
      await this.programs.worker.killAndStart();
      await this.untilSeenSince(await this.workerSeen());
    } else if (victim === 'api') {
      await this.programs.api.killAndStart();
    } else {
      await this.killPostgres();
    }
    await untilOk(`${this.url}/api/shop/products`);
    return performance.now() - from;
  }

  /** When a worker last showed that it lives. */
  private async workerSeen(): Promise<Date> {
    const sql = `select at from heartbeat where name = '${WORKER_HEARTBEAT}'`;
    const [row] = await this.rows<{ at: Date }>(sql);
    if (row === undefined) throw new Error('no worker was ever there');
    return row.at;
  }

  private async untilSeenSince(moment: Date): Promise<void> {
    for (const until = Date.now() + READY_MS; Date.now() < until; await sleep(5 * POLL_MS)) {
      if ((await this.workerSeen()) > moment) return;
    }
    throw new Error(`the worker was not there after ${READY_MS / 1000} s`);
  }

  /** Makes an operator as the program for deployers does. */
  async addOperator(username: string, role: string, password: string): Promise<void> {
    const child = spawnGuarded(process.execPath, [fromRoot('server/dist/cli/operator.js'), username, role], {
      env: this.env,
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    child.stdin?.end(password);
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`no operator was made (${code})`);
  }

  /** Moves the clock of WeChat; API and worker follow within a second. */
  async moveClock(offsetMs: number): Promise<void> {
    await this.control('PUT', '/sandbox/clock', { offsetMs });
  }

  /** A call to the local WeChat's control API. */
  async control<T = unknown>(method: string, route: string, body?: object): Promise<T> {
    const reply = await fetch(`${this.sandboxUrl}${route}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const json = (await reply.json()) as T;
    if (!reply.ok) throw new SandboxRefusal(route, reply.status, JSON.stringify(json));
    return json;
  }

  /** Rows as the owner of all tables reads them. */
  async rows<T extends object>(sql: string): Promise<T[]> {
    return withClient(this.ownerUrl, async (client) => (await client.query(sql)).rows as T[]);
  }

  async stop(): Promise<void> {
    await this.programs.worker.stop();
    await this.programs.api.stop();
    await this.programs.sandbox.stop();
    await this.postgres.stop();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  /** All its processes at once, so that none can write what another one left unfinished. */
  private async killPostgres(): Promise<void> {
    const { pid, port, ended } = this.postgres;
    for (const one of [pid, ...childrenOf(pid)]) {
      try {
        process.kill(one, 'SIGKILL');
      } catch {
        // A backend that had just ended by itself.
      }
    }
    await ended;
    const folder = path.join(this.folder, 'postgres');
    this.postgres = await startPostgres({ folder, password: this.password, port });
  }
}

/** The local WeChat said no. */
export class SandboxRefusal extends Error {
  constructor(
    route: string,
    readonly status: number,
    text: string,
  ) {
    super(`${route} answered ${status} ${text}`);
  }
}

function childrenOf(pid: number): number[] {
  return [...parents()].flatMap(([child, parent]) => (parent === pid ? [child] : []));
}

/** Every process of this machine with its parent: from Linux itself, elsewhere from `ps`. */
function parents(): Map<number, number> {
  if (fs.existsSync('/proc/self/stat')) return parentsInProc();
  const output = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const lines = output.trim().split('\n');
  return new Map(
    lines.map((line) => {
      const [child = 0, parent = 0] = line.trim().split(/\s+/).map(Number);
      return [child, parent];
    }),
  );
}

function parentsInProc(): Map<number, number> {
  const found = new Map<number, number>();
  for (const name of fs.readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    try {
      // `pid (name) state parent …`, where a name may hold anything.
      const stat = fs.readFileSync(`/proc/${name}/stat`, 'utf8');
      const [, parent = '0'] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      found.set(Number(name), Number(parent));
    } catch {
      // It ended meanwhile.
    }
  }
  return found;
}

async function untilOk(url: string): Promise<void> {
  for (const until = Date.now() + READY_MS; Date.now() < until; await sleep(POLL_MS)) {
    const ok = await fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
      (reply) => reply.ok,
      () => false, // not listening, or cut off
    );
    if (ok) return;
  }
  throw new Error(`${url} was not there after ${READY_MS / 1000} s`);
}
