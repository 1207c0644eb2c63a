import pg, { type Pool, type PoolClient } from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import { databaseCode, isDatabaseDown } from './errors.js';

/** How often a transaction is tried in all when PostgreSQL asks for a repetition. */
const TRIES_MAX = 3;
/** A replica that did not answer is left alone for this long, so that not every read waits for it. */
const REPLICA_REST_MS = 5_000;
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';

/** Runs `work` again when PostgreSQL asks for it, at most 3 times in all. */
export async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      const state = databaseCode(error);
      const asked = state === SERIALIZATION_FAILURE || state === DEADLOCK;
      if (!asked || tries === TRIES_MAX) throw error;
    }
  }
}

/** Whether a parameter goes in as JSON; arrays of plain values stay PostgreSQL arrays. */
function isJson(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every(isJson);
  return typeof value === 'object' && value !== null && !(value instanceof Date) && !Buffer.isBuffer(value);
}

/**
 * Calls one of the SQL functions that stand beside the flows inside a transaction that is open already.
 * What goes in as JSON and what comes back is as with `Database.call`.
 */
export async function callIn<T>(tx: EntityManager, name: string, args: readonly unknown[]): Promise<T> {
  const marks = args.map((_, index) => `$${index + 1}`).join(', ');
  const values = args.map((value) => (isJson(value) ? JSON.stringify(value) : value));
  const [row] = await tx.query<{ value: T }[]>(`select ${name}(${marks}) as value`, values);
  if (row === undefined) throw new Error(`${name} answered nothing`);
  return row.value;
}

/** The one door to PostgreSQL. Rows come as plain objects; `bigint` as number, `timestamptz` as `Date`. */
export class Database {
  private readonly listeners = new Set<(sql: string) => void>();
  private readonly watched = new WeakSet<PoolClient>();
  private replicaRestsUntil = 0;

  /** @param replica for reads that may be a moment old; without one they go where everything goes */
  constructor(
    private readonly dataSource: DataSource,
    private readonly replica: Pool | null = null,
  ) {
    this.pool.on('acquire', (client) => this.watch(client));
  }

  /** Reads and single statements outside a transaction. */
  get manager(): EntityManager {
    return this.dataSource.manager;
  }

  /** TypeORM's own pool of node-postgres. */
  get pool(): Pool {
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }

  /**
   * A connection outside the pool, for what lasts as long as a session; not connected yet. Whoever asks for
   * it listens to its errors and ends it.
   * @param answerMs a statement without an answer for this long fails
   */
  session(answerMs: number): pg.Client {
    const { options } = this.pool;
    // The pool hides its password from whoever copies its options.
    return new pg.Client({ ...options, password: options.password, query_timeout: answerMs });
  }

  /**
   * Runs `work` in one READ COMMITTED transaction. On a deadlock or serialization failure the whole work
   * runs again in a new transaction, at most 3 times, so it must have no effects outside the database.
   */
  async tx<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return again(() => this.dataSource.transaction('READ COMMITTED', work));
  }

  /**
   * Calls one of the SQL functions that stand beside the flows: `call('place_orders', [items, now])`. The
   * call is a transaction of its own, prepared once per connection, and runs again as a whole like `tx`.
   * Objects and arrays of objects go in as JSON; the function's single value comes back.
   */
  async call<T>(name: string, args: readonly unknown[]): Promise<T> {
    const marks = args.map((_, index) => `$${index + 1}`).join(', ');
    const values = args.map((value) => (isJson(value) ? JSON.stringify(value) : value));
    const [row] = await again(() =>
      this.named<{ value: T }>(name, `select ${name}(${marks}) as value`, values),
    );
    if (row === undefined) throw new Error(`${name} answered nothing`);
    return row.value;
  }

  /** One plain statement on a connection of the pool; its rows. */
  async query<T extends object>(sql: string, params: unknown[] = []): Promise<T[]> {
    const { rows } = await this.pool.query<T>(sql, params);
    return rows;
  }

  /**
   * One prepared statement: planned once per connection, for the hot paths. A name stands for one text
   * only.
   */
  async named<T extends object>(name: string, sql: string, params: unknown[] = []): Promise<T[]> {
    const { rows } = await this.pool.query<T>({ name, text: sql, values: params });
    return rows;
  }

  /**
   * A read that may be a moment old: pages that everybody looks at, histories. It goes to the replica where
   * there is one and it answers, else to the primary. Nothing is decided from it.
   */
  async readStale<T extends object>(sql: string, params: unknown[] = []): Promise<T[]> {
    if (this.replica !== null && performance.now() >= this.replicaRestsUntil) {
      try {
        return (await this.replica.query<T>(sql, params)).rows;
      } catch (error) {
        if (!isDatabaseDown(error)) throw error;
        this.replicaRestsUntil = performance.now() + REPLICA_REST_MS;
      }
    }
    return this.query<T>(sql, params);
  }

  /** Ends the connections to the replica. */
  async closeReplica(): Promise<void> {
    await this.replica?.end();
  }

  /** Calls `listener` with every statement sent from now on; the answer stops it. For tests that count. */
  onStatement(listener: (sql: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private watch(client: PoolClient): void {
    if (this.watched.has(client)) return;
    this.watched.add(client);
    // A connection that PostgreSQL ends in the moment it was made says so before anybody listens, which
    // would end the process. Whoever uses it learns it from their statement.
    client.on('error', () => undefined);
    const send = client.query.bind(client) as (...args: unknown[]) => unknown;
    const observed = (...args: unknown[]) => {
      if (this.listeners.size > 0) {
        const [first] = args;
        const text = typeof first === 'string' ? first : String((first as { text?: unknown })?.text);
        this.listeners.forEach((listener) => listener(text));
      }
      return send(...args);
    };
    Object.assign(client, { query: observed });
  }
}
