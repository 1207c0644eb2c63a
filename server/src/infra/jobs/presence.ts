import type { Client } from 'pg';
import type { Database } from '../database/database.js';
import type { Log } from '../log.js';

/** A connection that does not answer for this long is given up. */
const ANSWER_MS = 4_000;

/** The lock's number, from SQL of a worker's id. */
const lockOf = (id: string) => `hashtextextended(${id}, 0)`;
/**
 * Takes the lock; PostgreSQL asks whether the other end is still there when it hears nothing for 4 seconds.
 */
const LOCK = `select pg_try_advisory_lock(${lockOf('$1')}) as "isMine",
  set_config('tcp_keepalives_idle', '4', false), set_config('tcp_keepalives_interval', '2', false),
  set_config('tcp_keepalives_count', '3', false)`;

/**
 * SQL that tells whether the worker of an id lives: somebody holds its lock.
 * @param id SQL of a text
 */
export const isPresent = (id: string): string => `exists (
  select 1 from pg_locks
  where locktype = 'advisory' and objsubid = 1 and granted
    and database = (select oid from pg_database where datname = current_database())
    and (classid::bigint << 32) | objid::bigint = ${lockOf(id)})`;

/**
 * Shows the other workers that this one lives: a lock that a connection of its own holds as long as the
 * process is there. However slow or busy a process may be, it keeps its lock; the moment it ends, the
 * machine's system closes the connection and PostgreSQL frees the lock. When a whole machine is gone,
 * PostgreSQL's own questions to the other end find out within ten seconds.
 */
export class Presence {
  private client: Client | null = null;

  /** @param id the worker's; a text that no other worker has */
  constructor(
    readonly id: string,
    private readonly database: Database,
    private readonly log: Log,
  ) {}

  /** Whether others see this worker. One who is not seen takes no job: it would be taken from it again. */
  get isShown(): boolean {
    return this.client !== null;
  }

  /**
   * Makes sure that the lock is held, and takes it again after the connection broke. To be repeated every
   * second or so; throws while the database is away.
   */
  async show(): Promise<void> {
    if (this.client !== null && (await this.answers(this.client))) return;
    const client = this.database.session(ANSWER_MS);
    client.on('error', (error) => this.log.failure('the connection that shows a worker was lost', error));
    client.on('end', () => this.forget(client));
    try {
      await client.connect();
      await this.lock(client);
      this.client = client;
    } catch (error) {
      this.drop(client);
      throw error;
    }
  }

  /** Ends the connection: from now on others see that this worker is gone. */
  async close(): Promise<void> {
    const { client } = this;
    this.client = null;
    await client?.end();
  }

  /** A connection that was cut without a word may hold the lock a while longer; then it is tried again. */
  private async lock(client: Client): Promise<void> {
    const { rows } = await client.query<{ isMine: boolean }>(LOCK, [this.id]);
    if (rows[0]?.isMine !== true) throw new Error('a lost connection still shows this worker');
  }

  private async answers(client: Client): Promise<boolean> {
    try {
      await client.query('select 1');
      return true;
    } catch {
      this.drop(client);
      return false;
    }
  }

  private forget(client: Client): void {
    if (this.client === client) this.client = null;
  }

  /** Gives a connection up without waiting for the other end, which may be gone. */
  private drop(client: Client): void {
    this.forget(client);
    client.end(() => undefined);
  }
}
