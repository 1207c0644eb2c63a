import { randomBytes, randomInt } from 'node:crypto';
import { v7 } from 'uuid';
import { Clock } from './clock.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Whether a text has the form of an id; another one can name nothing and answers 404. */
export function isUuid(text: unknown): text is string {
  return typeof text === 'string' && UUID.test(text);
}

/** The only source of ids and random names. */
export abstract class Ids {
  /** UUIDv7 of the clock's present moment: ids made later sort later. */
  abstract uuid(): string;
  /** 32 hex characters, for the numbers WeChat asks for. */
  abstract hex32(): string;
  /** Unguessable text of digits and letters. */
  abstract base62(length: number): string;
}

/** Ids from the system's random source; the time inside them comes from `Clock`. */
export class RandomIds extends Ids {
  private lastMs = 0;
  private seq = 0;

  constructor(private readonly clock: Clock) {
    super();
  }

  uuid(): string {
    // A clock that is set back must not make ids that sort before those made already.
    const msecs = Math.max(this.clock.now().getTime(), this.lastMs);
    this.seq = msecs === this.lastMs ? this.seq + 1 : randomInt(0x0fff_ffff);
    this.lastMs = msecs;
    return v7({ msecs, seq: this.seq, random: randomBytes(16) });
  }

  hex32(): string {
    return randomBytes(16).toString('hex');
  }

  base62(length: number): string {
    return Array.from({ length }, () => BASE62.charAt(randomInt(BASE62.length))).join('');
  }
}
