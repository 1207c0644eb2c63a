import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Chance } from './chance.js';
import { EventQueue } from './event-queue.js';
import { Story } from './story.js';

/** Turns of Node's loop after which a task that neither waits nor has ended is thought to be done moving. */
const TURNS_MIN = 2;
/** The same for tasks that may wait for one another inside the program, where nobody sees it. */
const TURNS_MAX = 40;
/** Turns after which a simulation in which a task neither moves nor waits is given up. */
const TURNS_STILL = 2_000_000;
/** Longest time in milliseconds for one step at the database. */
const STEP_MS = 30_000;

/** Something that runs: what one person does, one request, one job. */
export class Task {
  /** Waits that the scheduler knows of. */
  waits = 0;
  ended = false;
  /** It ended because its process died: nothing of it goes on. */
  cut = false;
  /** What it was last seen doing, for the message when all stands still. */
  doing = 'starting';

  constructor(
    readonly name: string,
    readonly chance: Chance,
    readonly traits: Traits = {},
  ) {}
}

/** What is special about a task. */
export interface Traits {
  /** May wait for another task inside the program: orders that are placed in one batch. */
  patient?: boolean;
  /** No crash is planned in it: it stands for something that is whole by itself. */
  whole?: boolean;
}

const current = new AsyncLocalStorage<Task>();

/**
 * Runs everything that happens one after the other, in the order of simulated time. Nothing waits for a real
 * clock: when all tasks wait, time jumps to the next event. A task goes on only when it is resumed here, so
 * that the same seed gives the same order of all steps.
 */
export class Scheduler {
  readonly story = new Story();
  private readonly queue = new EventQueue();
  /** Tasks that have begun, not ended, and do not wait. */
  private readonly moving = new Set<Task>();
  /** Steps under way outside Node: statements at the database. */
  private outside = 0;
  /** What was last done outside, for the message when it takes for ever. */
  private outsideDoing = '';
  private onInside: (() => void) | undefined;
  /** Counts everything that shows that something still moves. */
  private moved = 0;
  private nowMs: number;
  private failure: Error | undefined;

  constructor(
    startsAt: Date,
    private readonly chance: Chance,
  ) {
    this.nowMs = startsAt.getTime();
  }

  /** The simulated moment. */
  now(): Date {
    return new Date(this.nowMs);
  }

  /** The task this code runs in. */
  get task(): Task {
    const task = current.getStore();
    if (task === undefined) throw new Error('this runs outside every task');
    return task;
  }

  /** Lets something happen `delayMs` from now; by chance before or after other things of that moment. */
  at(delayMs: number, happen: () => void | Promise<void>): void {
    this.queue.push({
      atMs: this.nowMs + Math.max(0, Math.round(delayMs)),
      tie: this.chance.fraction(),
      happen,
    });
  }

  /** Starts a task after a while; the simulation fails with what it throws. */
  spawn(name: string, chance: Chance, delayMs: number, work: () => Promise<unknown>): void {
    this.at(delayMs, () => {
      const task = new Task(name, chance);
      void this.start(task, work).catch((error: unknown) => this.fail(task, error));
    });
  }

  /** Starts a task now, and counts it until it has ended or was cut off. */
  async start<T>(task: Task, work: () => Promise<T>): Promise<T> {
    this.moving.add(task);
    try {
      return await current.run(task, work);
    } finally {
      this.end(task);
    }
  }

  /** Ends a task in the middle: nothing of it is ever resumed. */
  cut(task: Task): void {
    task.cut = true;
    this.end(task);
  }

  /** The task is over. What it began for others, such as a batch, may still go on in its name. */
  private end(task: Task): void {
    task.ended = true;
    this.moving.delete(task);
    this.moved += 1;
  }

  /** Waits in simulated time. A task that was cut off meanwhile never comes back. */
  sleep(ms: number, doing = 'sleeping'): Promise<void> {
    const { task } = this;
    return new Promise((resolve) => {
      this.pause(task, doing);
      this.at(ms, () => {
        if (task.cut) return;
        this.resume(task);
        resolve();
      });
    });
  }

  /** Waits for something that another task or event brings about; the task counts as waiting. */
  async wait<T>(doing: string, work: Promise<T>): Promise<T> {
    const { task } = this;
    this.pause(task, doing);
    try {
      return await work;
    } finally {
      this.resume(task);
    }
  }

  /** Something is under way outside Node; nothing else moves until `leave`. */
  enter(doing: string): void {
    this.outside += 1;
    this.moved += 1;
    this.outsideDoes(doing);
  }

  /** What is being done outside now. */
  outsideDoes(doing: string): void {
    this.outsideDoing = doing;
    this.story.add(this.nowMs, doing);
  }

  leave(): void {
    this.outside -= 1;
    this.moved += 1;
    if (this.outside === 0) this.onInside?.();
  }

  /** The simulation cannot go on. */
  fail(task: Task, error: unknown): void {
    this.failure ??= new Error(`${task.name} failed at ${this.now().toISOString()}`, { cause: error });
  }

  /** Lets things happen until nothing is left to happen, or until a moment. */
  async run(until = Infinity): Promise<void> {
    while (this.queue.size > 0 && this.queue.nextMs <= until) {
      const event = this.queue.pop();
      if (event === undefined) return;
      this.nowMs = Math.max(this.nowMs, event.atMs);
      await event.happen();
      await this.settle();
      if (this.failure !== undefined) throw this.failure;
    }
  }

  private pause(task: Task, doing: string): void {
    task.waits += 1;
    task.doing = doing;
    this.moving.delete(task);
    this.moved += 1;
  }

  private resume(task: Task): void {
    task.waits -= 1;
    if (task.waits === 0 && !task.ended) this.moving.add(task);
    this.moved += 1;
  }

  /** Waits until every task waits for the scheduler, or has ended. */
  private async settle(): Promise<void> {
    let still = 0;
    for (let seen = this.moved; ;) {
      if (this.outside > 0) await this.untilInside();
      await nextTurn();
      still = this.outside === 0 && seen === this.moved ? still + 1 : 0;
      seen = this.moved;
      if (this.moving.size === 0 && still >= TURNS_MIN) return;
      if (still >= TURNS_MAX && [...this.moving].every((task) => task.traits.patient)) return;
      if (still > TURNS_STILL) throw new Error(`nothing moves: ${this.describe()}`);
    }
  }

  private async untilInside(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const inside = new Promise<void>((resolve, reject) => {
      this.onInside = resolve;
      timer = setTimeout(() => reject(new Error(`a step takes for ever: ${this.describe()}`)), STEP_MS);
    });
    await inside.finally(() => clearTimeout(timer));
    this.onInside = undefined;
  }

  private describe(): string {
    const names = [...this.moving].map(({ name, doing }) => `${name} (last seen ${doing})`);
    return `${this.outside} steps outside (last: ${this.outsideDoing}); tasks that do not wait: ${names.join(', ')}`;
  }
}
