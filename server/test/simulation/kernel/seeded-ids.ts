import { v7 } from 'uuid';
import type { Clock } from '../../../src/infra/clock.js';
import { Ids } from '../../../src/infra/ids.js';
import type { Chance } from './chance.js';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SEQ_MAX = 0x0fff_ffff;

/** Ids of the same form as the real ones, that come again with the seed. */
export class SeededIds extends Ids {
  private lastMs = 0;
  private seq = 0;

  constructor(
    private readonly clock: Clock,
    private readonly chance: Chance,
  ) {
    super();
  }

  uuid(): string {
    const msecs = this.clock.now().getTime();
    this.seq = msecs === this.lastMs ? this.seq + 1 : this.chance.integer(0, SEQ_MAX);
    this.lastMs = msecs;
    return v7({ msecs, seq: this.seq, random: this.chance.bytes(16) });
  }

  hex32(): string {
    return this.chance.bytes(16).toString('hex');
  }

  base62(length: number): string {
    return Array.from({ length }, () => this.chance.pick([...BASE62])).join('');
  }
}
