import type { Pool, PoolClient } from 'pg';
import type { Scheduler } from '../kernel/scheduler.js';
import type { Crash, CrashPoint } from './crash.js';

/** What a step takes on a good day, in simulated milliseconds. */
const STEP_MS = { min: 1, max: 15 };
/** How often one is held up while others go first, and how long at most. */
const HELD_UP = 0.04;
const HELD_UP_MS = 2_500;

type Connected = (error: Error | undefined, client?: PoolClient, release?: PoolClient['release']) => void;
type Query = (...args: unknown[]) => unknown;

/** Never settles: what waits for it was cut off. */
const never = new Promise<never>(() => {});

/** How far a step has come. */
interface Step {
  /** Name of the task that takes it. */
  task: string;
  /** Where it will be cut off, if it will. */
  point: CrashPoint | undefined;
  statements: number;
  inTransaction: boolean;
  /** Whether it may have written something. */
  writes: boolean;
}

/** Functions that only read, among those the shop calls as statements. */
const READERS = /^select orders?_facts\(/;

function mayWrite(text: string): boolean {
  if (/^\s*(insert|update|delete|with)\b/i.test(text)) return true;
  return /^\s*select \w+\(/i.test(text) && !READERS.test(text);
}

/**
 * Stands between one process and its database, and counts its steps. A step is everything from taking a
 * connection to giving it back: a single statement or a whole transaction. Steps run one at a time, in the
 * order the scheduler says, and a planned crash happens at one of them.
 */
export class Gate {
  private isOpen = false;
  private isDead = false;

  constructor(
    private readonly scheduler: Scheduler,
    /** Those planned for this process, the next one first. */
    private readonly crashes: Crash[],
    private readonly startsAtMs: number,
    /** Told when the process has died: of what, and in which task. */
    private readonly onDeath: (crash: Crash, task: string) => void,
    /** Told after every step that may have written something. */
    private readonly onWrite: () => void,
  ) {}

  /** From now on every connection of this pool goes through the gate. */
  guard(pool: Pool): void {
    const connect = pool.connect.bind(pool) as (done: Connected) => void;
    const guarded = (done?: Connected): unknown => {
      if (done === undefined) {
        return new Promise((resolve, reject) => {
          guarded((error, client) => (error ? reject(error) : resolve(client)));
        });
      }
      this.enter().then(
        (step) => connect((error, client) => this.begin(step, client, error, done)),
        (error: Error) => done(error),
      );
      return undefined;
    };
    Object.assign(pool, { connect: guarded });
  }

  /** One call to WeChat; `work` is what happens there. */
  async call<T>(work: () => Promise<T>): Promise<T> {
    const { name } = this.scheduler.task;
    this.checkShut(name, 'calls WeChat');
    const point = this.next();
    if (point?.kind === 'before') return this.die(name);
    const answer = await work();
    return point === undefined ? answer : this.die(name);
  }

  /** Waits for this step's turn. */
  private async enter(): Promise<Step> {
    const { name, chance } = this.scheduler.task;
    this.checkShut(name, 'begins a step');
    const waitMs = chance.integer(STEP_MS.min, chance.happens(HELD_UP) ? HELD_UP_MS : STEP_MS.max);
    await this.scheduler.sleep(waitMs, 'about to use the database');
    const point = this.next();
    if (point?.kind === 'before') return this.die(name);
    this.isOpen = true;
    this.scheduler.enter(`${name} takes a connection`);
    return { task: name, point, statements: 0, inTransaction: false, writes: false };
  }

  /** Steps run one at a time, so that whoever finds the gate open is inside a step of its own. */
  private checkShut(task: string, what: string): void {
    if (this.isOpen) throw new Error(`${task} ${what} while its transaction is open`);
  }

  private begin(step: Step, client: PoolClient | undefined, error: Error | undefined, done: Connected): void {
    if (client === undefined) {
      this.close();
      return done(error);
    }
    const original = client.query;
    const giveBack = client.release;
    const send = client.query.bind(client) as Query;
    Object.assign(client, {
      query: (...args: unknown[]) => this.query(step, send, args),
      release: (failure?: Error | boolean) => {
        if (this.isDead) return;
        Object.assign(client, { query: original });
        giveBack(failure);
        this.close();
        if (step.writes) this.onWrite();
      },
    });
    return done(undefined, client, client.release);
  }

  /** Sends a statement, unless the process dies before; what comes back after its death reaches nobody. */
  private query(step: Step, send: Query, args: unknown[]): unknown {
    const { point } = step;
    const text = textOf(args[0]);
    this.scheduler.outsideDoes(`${step.task}: ${text.trim().slice(0, 120)}`);
    step.writes ||= mayWrite(text);
    step.inTransaction ||= /^(start transaction|begin)/i.test(text);
    if (point?.kind === 'within' && step.inTransaction && step.statements >= point.statements) {
      return this.die(step.task);
    }
    step.statements += 1;
    const isLast = !step.inTransaction || /^(commit|rollback)/i.test(text);
    const lives = () => {
      if (point !== undefined && isLast) void this.die(step.task);
      return !this.isDead;
    };
    const done = args.at(-1);
    if (typeof done === 'function') {
      const heard = (...answer: unknown[]) => lives() && (done as Query)(...answer);
      return send(...args.slice(0, -1), heard);
    }
    return (send(...args) as Promise<unknown>).then(
      (answer) => (lives() ? answer : never),
      (error: Error) => (lives() ? Promise.reject(error) : never),
    );
  }

  private close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.scheduler.leave();
  }

  /** Where the process is to die in this step, if it is. */
  private next(): CrashPoint | undefined {
    const [crash] = this.crashes;
    if (crash === undefined || this.isDead || this.scheduler.task.traits.whole) return undefined;
    if (this.scheduler.now().getTime() - this.startsAtMs < crash.afterMs) return undefined;
    return crash.stepsLeft-- > 0 ? undefined : crash.point;
  }

  private die(task: string): Promise<never> {
    const crash = this.crashes.shift();
    if (crash !== undefined && !this.isDead) {
      this.isDead = true;
      this.onDeath(crash, task);
      this.close();
      this.onWrite();
    }
    return never;
  }
}

function textOf(statement: unknown): string {
  return typeof statement === 'string' ? statement : String((statement as { text?: unknown })?.text);
}
