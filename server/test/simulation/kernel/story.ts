import { createHash } from 'node:crypto';

/** Steps in one block. */
const BLOCK = 100;

/**
 * What a simulation did, as one line for each hundred steps: their hash, and the last of them in words. Two runs
 * of one seed tell the same story; where they do not, the first line that differs says where to look.
 */
export class Story {
  readonly blocks: string[] = [];
  private steps = 0;
  private hash = createHash('sha256');

  add(atMs: number, step: string): void {
    this.hash.update(`${atMs} ${step}\n`);
    this.steps += 1;
    if (this.steps % BLOCK !== 0) return;
    const digest = this.hash.digest('hex').slice(0, 12);
    this.blocks.push(`${this.steps} ${digest} ${new Date(atMs).toISOString()} ${step}`);
    this.hash = createHash('sha256');
  }
}
