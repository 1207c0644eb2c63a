import { Injectable } from '@nestjs/common';
import { Database } from './database/database.js';

/**
 * Signs of life in a small table, by the machine's own time: they tell whether a process is there, which has
 * nothing to do with the shop's clock.
 */
@Injectable()
export class Heartbeats {
  constructor(private readonly database: Database) {}

  /** Notes that `name` is alive, or that a once-only step of that name is done. */
  async beat(name: string): Promise<void> {
    await this.database.query(
      `insert into heartbeat (name, at) values ($1, clock_timestamp())
       on conflict (name) do update set at = excluded.at`,
      [name],
    );
  }

  /** The age of each sign of life in milliseconds. */
  async ages(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.database.query<{ name: string; ageMs: number }>(
      `select name, (extract(epoch from clock_timestamp() - at) * 1000)::bigint as "ageMs" from heartbeat`,
    );
    return new Map(rows.map(({ name, ageMs }) => [name, ageMs]));
  }
}

/** Beaten by every running worker. */
export const WORKER_HEARTBEAT = 'worker';
/** Written once when the demo shop is complete. */
export const SEED_HEARTBEAT = 'seed.demo';
