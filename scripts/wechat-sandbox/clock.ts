/** The sandbox's movable clock and the things that fall due on it. */

/** Longest wait between two looks at the agenda, so that a changed system clock is noticed. */
const LOOK_MS_MAX = 1000;

interface Entry {
  at: number;
  order: number;
  run: () => void;
}

/** Time at WeChat: the machine's time plus an offset that the control API moves. */
export class SandboxClock {
  private readonly heap: Entry[] = [];
  private timer: NodeJS.Timeout | null = null;
  private order = 0;
  private stopped = false;

  constructor(
    private readonly source: () => number,
    private offset = 0,
  ) {}

  /** Milliseconds since 1970 on the sandbox's clock. */
  now(): number {
    return this.source() + this.offset;
  }

  /** How far the clock is ahead of the machine's, in milliseconds. */
  get offsetMs(): number {
    return this.offset;
  }

  /** Moves the clock; what has fallen due by that goes out at once. */
  move(offsetMs: number): void {
    this.offset = offsetMs;
    this.look();
  }

  /** Runs `run` once when the clock has reached `at`. */
  schedule(at: number, run: () => void): void {
    if (this.stopped) return;
    push(this.heap, { at, order: this.order++, run });
    this.arm();
  }

  /** Runs nothing more. */
  stop(): void {
    this.stopped = true;
    this.heap.length = 0;
    if (this.timer) clearTimeout(this.timer);
  }

  private look(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const now = this.now();
    for (let next = this.heap[0]; next && next.at <= now; next = this.heap[0]) {
      pop(this.heap);
      try {
        next.run();
      } catch (error) {
        console.error('wechat-sandbox: something that fell due failed', error);
      }
    }
    this.arm();
  }

  private arm(): void {
    const next = this.heap[0];
    if (!next || this.stopped) return;
    if (this.timer) clearTimeout(this.timer);
    const wait = Math.min(Math.max(next.at - this.now(), 0), LOOK_MS_MAX);
    this.timer = setTimeout(() => this.look(), wait);
    this.timer.unref();
  }
}

const before = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

function push(heap: Entry[], entry: Entry): void {
  let index = heap.length;
  heap.push(entry);
  while (index > 0) {
    const above = (index - 1) >> 1;
    const parent = heap[above];
    if (!parent || !before(entry, parent)) break;
    heap[index] = parent;
    index = above;
  }
  heap[index] = entry;
}

function pop(heap: Entry[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  let index = 0;
  for (;;) {
    const left = 2 * index + 1;
    const a = heap[left];
    const b = heap[left + 1];
    const least = a && b && before(b, a) ? b : a;
    if (!least || !before(least, last)) break;
    heap[index] = least;
    index = least === b ? left + 1 : left;
  }
  heap[index] = last;
}
