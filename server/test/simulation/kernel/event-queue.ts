/** Something that happens at a moment. */
export interface Event {
  /** Milliseconds since 1970. */
  atMs: number;
  /** Decides between events of the same moment. */
  tie: number;
  happen(): void | Promise<void>;
}

const isEarlier = (a: Event, b: Event) => a.atMs < b.atMs || (a.atMs === b.atMs && a.tie < b.tie);

/** Events in the order of their moments: a binary heap. */
export class EventQueue {
  private readonly heap: Event[] = [];

  get size(): number {
    return this.heap.length;
  }

  /** The moment of the next event; infinite where there is none. */
  get nextMs(): number {
    return this.heap[0]?.atMs ?? Infinity;
  }

  push(event: Event): void {
    const { heap } = this;
    let index = heap.length;
    heap.push(event);
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || !isEarlier(event, parent)) break;
      heap[index] = parent;
      index = above;
    }
    heap[index] = event;
  }

  pop(): Event | undefined {
    const { heap } = this;
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      const [left, right] = [heap[child], heap[child + 1]];
      if (left === undefined) break;
      if (right !== undefined && isEarlier(right, left)) child += 1;
      const smaller = heap[child] ?? left;
      if (!isEarlier(smaller, last)) break;
      heap[index] = smaller;
      index = child;
    }
    heap[index] = last;
    return first;
  }
}
