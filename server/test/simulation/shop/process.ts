import type { Pool, PoolClient } from 'pg';
import type { Chance } from '../kernel/chance.js';
import { type Scheduler, Task, type Traits } from '../kernel/scheduler.js';
import type { Crash } from './crash.js';
import { Gate } from './gate.js';

/** How long a process takes to be there again after it was killed, in simulated milliseconds. */
const RESTART_MS = { min: 1_500, max: 6_000 };
/** How often the server is asked whether a killed process's connections are gone, in real milliseconds. */
const GONE_POLL_MS = 5;

/** The other side died, or was not there: nobody knows whether the request took effect. */
export class ConnectionLost extends Error {
  constructor(what: string) {
    super(`${what}: the connection broke`);
  }
}

/** What a process is made of. */
export interface Program<T> {
  name: Crash['process'];
  /** Starts it, with the clock, the ids and the WeChat of this simulation, all behind this gate. */
  make(gate: Gate): Promise<T>;
  poolOf(made: T): Pool;
  /** Open connections of this program, as the server sees them. */
  connections(): Promise<number>;
}

/** A program that runs, can be killed at any step, and comes back by itself. */
export class Process<T> {
  private made: T | undefined;
  private readonly inside = new Set<{ task: Task; cut: () => void }>();

  constructor(
    private readonly scheduler: Scheduler,
    private readonly chance: Chance,
    private readonly program: Program<T>,
    private readonly crashes: Crash[],
    private readonly startsAtMs: number,
    private readonly told: { died: (crash: Crash, task: string) => void; wrote: () => void },
  ) {}

  /** The program; undefined while it is dead. */
  get running(): T | undefined {
    return this.made;
  }

  /** Starts it, at the beginning and after each death. */
  async start(): Promise<void> {
    const died = (crash: Crash, task: string) => this.died(crash, task);
    const gate = new Gate(this.scheduler, this.crashes, this.startsAtMs, died, this.told.wrote);
    const made = await this.program.make(gate);
    gate.guard(this.program.poolOf(made));
    this.made = made;
  }

  /**
   * Lets the program do something, as a task of its own. The caller waits.
   * @throws ConnectionLost when the program is dead, or dies before it is done
   */
  run<R>(name: string, chance: Chance, traits: Traits, work: (made: T) => Promise<R>): Promise<R> {
    const { made } = this;
    if (made === undefined) return Promise.reject(new ConnectionLost(name));
    const task = new Task(name, chance, traits);
    const done = new Promise<R>((resolve, reject) => {
      const cut = () => {
        this.scheduler.cut(task);
        reject(new ConnectionLost(name));
      };
      const one = { task, cut };
      this.inside.add(one);
      void this.scheduler
        .start(task, () => work(made))
        .then(resolve, reject)
        .finally(() => this.inside.delete(one));
    });
    return this.scheduler.wait(`waiting for ${name}`, done);
  }

  private died(crash: Crash, task: string): void {
    const { made } = this;
    if (made === undefined) throw new Error(`${this.program.name} died twice`);
    this.made = undefined;
    this.told.died(crash, task);
    this.scheduler.enter(`the server lets go of the dead ${this.program.name}`);
    cutConnections(this.program.poolOf(made));
    void this.gone().finally(() => this.scheduler.leave());
    for (const { cut } of this.inside) cut();
    this.inside.clear();
    this.scheduler.at(this.chance.integer(RESTART_MS.min, RESTART_MS.max), () => this.start());
  }

  /** Waits until the server has rolled back what was open. */
  private async gone(): Promise<void> {
    while ((await this.program.connections()) > 0) {
      await new Promise((resolve) => {
        setTimeout(resolve, GONE_POLL_MS);
      });
    }
  }
}

/** What the system does with the sockets of a process that was killed. Nobody is left to hear of it. */
function cutConnections(pool: Pool): void {
  const { _clients: clients } = pool as unknown as {
    _clients: (PoolClient & { connection: { stream: { destroy(): void } } })[];
  };
  for (const client of clients) {
    client.removeAllListeners('error');
    client.on('error', () => undefined);
    client.connection.stream.destroy();
  }
}
