import path from 'node:path';
import { Injectable } from '@nestjs/common';
import type { Language } from '@tuanlink/shared/errors';
import type { ExportKind, ExportState } from '@tuanlink/shared/exports';
import { addMs, DAY_MS, formatDate, MINUTE_MS } from '@tuanlink/shared/time';
import pg from 'pg';
import { Clock } from '../../infra/clock.js';
import { Config } from '../../infra/config.js';
import { Database } from '../../infra/database/database.js';
import { Log } from '../../infra/log.js';
import { Outbox } from '../../infra/outbox/outbox.js';
import { FileStorage } from '../../infra/storage/file-storage.js';
import { KeptFiles } from '../../infra/storage/kept-files.js';
import { exportSheet } from './sheet-export.flow.js';
import { exportShop } from './shop-export.flow.js';
import { zipFolder } from './zip.js';

/** How long a file can be fetched. */
const KEEP_MS = 7 * DAY_MS;
/** How often the progress is written down, in milliseconds. */
const TELL_MS = 500;
/** When somebody else is at it: look again after this long whether they have finished. */
const LOOK_AGAIN_MS = MINUTE_MS;
/** First half of the advisory lock of an export; the second comes from its id. */
const RUN_LOCK = 7_310_002;

interface ExportRow {
  kind: ExportKind;
  state: ExportState;
  language: Language;
  from: Date | null;
  to: Date | null;
  createdAt: Date;
}

/** Makes the files that operators asked for, and removes them when their time is over. */
@Injectable()
export class ExportRunJob {
  constructor(
    private readonly db: Database,
    private readonly config: Config,
    private readonly pictures: FileStorage,
    private readonly files: KeptFiles,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /**
   * Makes one file. An export may take longer than a job may, so that a second worker gets it too: the first
   * holds a lock on its connection, and the second comes back later, in case the first has died.
   */
  async run({ exportId }: { exportId: string }): Promise<void> {
    const row = await this.find(exportId);
    if (row === null || !['waiting', 'running'].includes(row.state)) return;
    const client = new pg.Client({
      connectionString: this.config.databaseUrl,
      application_name: 'tuanlink-export',
    });
    client.on('error', (error) => this.log.failure('the connection of an export was lost', error));
    await client.connect();
    try {
      const locked = await client.query<{ mine: boolean }>(
        'select pg_try_advisory_lock($1, hashtext($2)) as mine',
        [RUN_LOCK, exportId],
      );
      if (locked.rows[0]?.mine === true) await this.make(client, exportId, row);
      else await this.lookAgain(exportId);
    } finally {
      await client.end();
    }
  }

  /** Removes a file, also when an earlier try ended before it was gone. */
  async expire({ exportId }: { exportId: string }): Promise<void> {
    const row = await this.find(exportId);
    if (row?.state !== 'done' && row?.state !== 'expired') return;
    await this.move(exportId, 'done', 'expired', '', {});
    await this.files.remove(exportId);
  }

  private async find(id: string): Promise<ExportRow | null> {
    const [row] = await this.db.query<ExportRow>(
      `select kind, state, language, from_at as "from", to_at as "to", created_at as "createdAt"
       from export_job where id = $1`,
      [id],
    );
    return row ?? null;
  }

  private async lookAgain(exportId: string): Promise<void> {
    const dueAt = addMs(this.clock.now(), LOOK_AGAIN_MS);
    const dedupeKey = `export.run:${exportId}:${dueAt.getTime()}`;
    await this.outbox.put(this.db.manager, [
      { topic: 'export.run', payload: { exportId }, dedupeKey, dueAt },
    ]);
  }

  private async make(client: pg.Client, id: string, row: ExportRow): Promise<void> {
    if (row.state === 'waiting') await this.move(id, 'waiting', 'running', '', {});
    try {
      const folder = await this.files.workFolder(id);
      const name = `tuanlink-${row.kind}-${formatDate(row.createdAt)}`;
      const progress = this.progressOf(id);
      const file = await this.write(client, row, folder, name, progress.tell);
      await progress.told();
      const kept = await this.files.keep(id, file);
      const fileName = `${name}${path.extname(file)}`;
      await this.move(id, 'running', 'done', '', { ...kept, fileName });
    } catch (error) {
      this.log.failure('an export could not be made', error, { export: id });
      await this.files.clear(id);
      const reason = error instanceof Error ? error.message : String(error);
      await this.move(id, 'running', 'failed', reason.slice(0, 500), {});
    }
  }

  private async write(
    client: pg.Client,
    { kind, language, from, to }: ExportRow,
    folder: string,
    name: string,
    tell: (done: number, total: number) => void,
  ): Promise<string> {
    if (kind !== 'shop') {
      const sheet = path.join(folder, `${name}.csv`);
      await exportSheet(client, { kind, language, from, to }, sheet, tell);
      return sheet;
    }
    const whole = path.join(folder, 'whole');
    await exportShop({ client, folder: whole, pictures: this.pictures, tell });
    const zip = path.join(folder, `${name}.zip`);
    await zipFolder(whole, name, zip);
    return zip;
  }

  /** Writes the progress down now and again, at the end in any case. */
  private progressOf(id: string): { tell: (done: number, total: number) => void; told: () => Promise<void> } {
    let last = 0;
    let writing = Promise.resolve();
    const write = async (done: number, total: number) => {
      const sql = 'update export_job set rows_done = $2, rows_total = $3 where id = $1';
      await this.db.query(sql, [id, done, total]);
    };
    const tell = (done: number, total: number) => {
      const now = performance.now();
      if (now - last < TELL_MS && done < total) return;
      last = now;
      writing = writing.then(() => write(done, total));
      // Who waits for `told` hears of a failure; until then it is nobody's.
      writing.catch(() => {});
    };
    return { tell, told: () => writing };
  }

  /** Moves an export from one state to the next, once; what follows from it is in the same transaction. */
  private async move(
    id: string,
    from: ExportState,
    to: ExportState,
    reason: string,
    done: { fileName?: string; bytes?: number; sha256?: string },
  ): Promise<void> {
    const now = this.clock.now();
    const expiresAt = to === 'done' ? addMs(now, KEEP_MS) : null;
    await this.db.tx(async (tx) => {
      const [, moved]: [unknown, number] = await tx.query(
        `update export_job set state = $3, file_name = coalesce($4, file_name), bytes = coalesce($5, bytes),
           sha256 = coalesce($6, sha256), error = case when $3 = 'failed' then $7 end,
           finished_at = case when $3 in ('done', 'failed') then $8::timestamptz else finished_at end,
           expires_at = coalesce($9, expires_at)
         where id = $1 and state = $2`,
        [
          id,
          from,
          to,
          done.fileName ?? null,
          done.bytes ?? null,
          done.sha256 ?? null,
          reason,
          now,
          expiresAt,
        ],
      );
      if (moved === 0) return;
      await tx.query(
        `insert into export_event (export_id, at, actor, from_state, to_state, reason)
         values ($1, $2, 'system', $3, $4, $5)`,
        [id, now, from, to, reason],
      );
      if (expiresAt === null) return;
      const dedupeKey = `export.expire:${id}`;
      await this.outbox.put(tx, [
        { topic: 'export.expire', payload: { exportId: id }, dedupeKey, dueAt: expiresAt },
      ]);
    });
  }
}
