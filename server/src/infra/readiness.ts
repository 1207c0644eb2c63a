import { Inject, Injectable } from '@nestjs/common';
import type { HealthReply } from '@tuanlink/shared/replies';
import { SECOND_MS } from '@tuanlink/shared/time';
import { Config } from './config.js';
import { Database } from './database/database.js';
import { Heartbeats, SEED_HEARTBEAT, WORKER_HEARTBEAT } from './heartbeats.js';
import { MIGRATION_NAMES } from './infra.tokens.js';

/** A worker that was silent for longer is taken for dead. */
const WORKER_SILENT_MS = 15 * SECOND_MS;
const SANDBOX_TIMEOUT_MS = 2_000;

/** Tells whether everything is there that a shop needs to serve. */
@Injectable()
export class Readiness {
  private migrated = false;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly heartbeats: Heartbeats,
    @Inject(MIGRATION_NAMES) private readonly migrationNames: readonly string[],
  ) {}

  /** `status` is `ok` when all parts are; it never throws. */
  async check(): Promise<HealthReply> {
    const [ages, wechat] = await Promise.all([this.readAges(), this.isWechatThere()]);
    const seeded = this.config.seed === 'none' || ages?.has(SEED_HEARTBEAT) === true;
    const database = ages !== null && seeded;
    const jobs = (ages?.get(WORKER_HEARTBEAT) ?? Infinity) < WORKER_SILENT_MS;
    return { status: database && jobs && wechat ? 'ok' : 'starting', database, jobs, wechat };
  }

  /** The signs of life; null while the database is away or older than this program. */
  private async readAges(): Promise<ReadonlyMap<string, number> | null> {
    try {
      if (!this.migrated) {
        const rows = await this.database.query<{ name: string }>('select name from migration');
        const done = new Set(rows.map(({ name }) => name));
        if (!this.migrationNames.every((name) => done.has(name))) return null;
        this.migrated = true;
      }
      return await this.heartbeats.ages();
    } catch {
      return null;
    }
  }

  /** The real WeChat counts as there: its answers are each caller's business. */
  private async isWechatThere(): Promise<boolean> {
    if (this.config.sandboxUrl === null) return true;
    try {
      const signal = AbortSignal.timeout(SANDBOX_TIMEOUT_MS);
      const reply = await fetch(`${this.config.sandboxUrl}/sandbox/clock`, { signal });
      await reply.arrayBuffer();
      return reply.ok;
    } catch {
      return false;
    }
  }
}
