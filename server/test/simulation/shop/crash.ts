/** At which point of a step a process is cut off, as by `kill -9`. */
export type CrashPoint =
  /** Before a statement, a transaction or a call to WeChat begins. */
  | { kind: 'before' }
  /** After it was done for good, before anybody heard of it. */
  | { kind: 'after' }
  /** Within a transaction, after so many of its statements. */
  | { kind: 'within'; statements: number };

/** One planned death of a process. */
export interface Crash {
  process: 'api' | 'worker';
  /** From this moment on (milliseconds after the start) … */
  afterMs: number;
  /** … and after so many steps more; counted down as they come. */
  stepsLeft: number;
  point: CrashPoint;
}
