import { createHash } from 'node:crypto';

/**
 * Chance that follows from a text: the same text gives the same draws on every machine. Everyone in a
 * simulation has a stream of their own, so that leaving one out changes nothing for the others.
 */
export class Chance {
  private readonly state: Uint32Array;

  constructor(private readonly seed: string) {
    const hash = createHash('sha256').update(seed).digest();
    this.state = new Uint32Array([0, 4, 8, 12].map((offset) => hash.readUInt32LE(offset)));
  }

  /** A stream of its own for a part. */
  of(part: string | number): Chance {
    return new Chance(`${this.seed}/${part}`);
  }

  /** A whole number of 32 bits (sfc32, Chris Doty-Humphrey's small fast counting generator). */
  private word(): number {
    const [a = 0, b = 0, c = 0, counter = 0] = this.state;
    const sum = (a + b + counter) >>> 0;
    this.state.set([
      b ^ (b >>> 9),
      (c + (c << 3)) >>> 0,
      (((c << 21) | (c >>> 11)) + sum) >>> 0,
      counter + 1,
    ]);
    return sum;
  }

  /** From 0 up to, but without, 1. */
  fraction(): number {
    return this.word() / 2 ** 32;
  }

  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number {
    return min + Math.floor(this.fraction() * (max - min + 1));
  }

  /** True with this probability. */
  happens(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** One of the items. Throws where there is none. */
  pick<T>(items: readonly T[]): T {
    const item = items[this.integer(0, items.length - 1)];
    if (item === undefined) throw new RangeError('there is nothing to pick from');
    return item;
  }

  /** One of the items, more often those of more weight. */
  weighted<T extends { weight: number }>(items: readonly T[]): T {
    let left = this.fraction() * items.reduce((sum, item) => sum + item.weight, 0);
    for (const item of items) {
      left -= item.weight;
      if (left < 0) return item;
    }
    return this.pick(items);
  }

  /** Random bytes. */
  bytes(count: number): Buffer {
    return Buffer.from(Array.from({ length: count }, () => this.word() & 0xff));
  }
}
