import type { DataSource, EntityManager } from 'typeorm';
import type { Pool, PoolClient } from 'pg';

/** How often a transaction is tried in all when PostgreSQL asks for a repetition. */
const TRIES_MAX = 3;
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';

/** What a driver's error tells about itself. */
function sqlState(error: unknown): string | undefined {
  const { code, driverError } = Object(error) as { code?: unknown; driverError?: { code?: unknown } };
  const state = driverError?.code ?? code;
  return typeof state === 'string' ? state : undefined;
}

/** The one door to PostgreSQL. Rows come as plain objects; `bigint` as number, `timestamptz` as `Date`. */
export class Database {
  private readonly listeners = new Set<(sql: string) => void>();

  constructor(private readonly dataSource: DataSource) {
    this.pool.on('connect', (client) => this.watch(client));
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
   * Runs `work` in one READ COMMITTED transaction. On a deadlock or serialization failure the whole work
   * runs again in a new transaction, at most 3 times, so it must have no effects outside the database.
   */
  async tx<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.dataSource.transaction('READ COMMITTED', work);
      } catch (error) {
        const state = sqlState(error);
        const again = state === SERIALIZATION_FAILURE || state === DEADLOCK;
        if (!again || tries === TRIES_MAX) throw error;
      }
    }
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

  /** Calls `listener` with every statement sent from now on; the answer stops it. For tests that count. */
  onStatement(listener: (sql: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private watch(client: PoolClient): void {
    const send = client.query.bind(client) as (...args: unknown[]) => unknown;
    const watched = (...args: unknown[]) => {
      if (this.listeners.size > 0) {
        const [first] = args;
        const text = typeof first === 'string' ? first : String((first as { text?: unknown })?.text);
        this.listeners.forEach((listener) => listener(text));
      }
      return send(...args);
    };
    Object.assign(client, { query: watched });
  }
}
