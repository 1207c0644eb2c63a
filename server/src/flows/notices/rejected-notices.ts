import { createHash } from 'node:crypto';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import type { NoticeFault, NoticeKind } from '@tuanlink/shared/states';
import { SECOND_MS } from '@tuanlink/shared/time';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { Log } from '../../infra/log.js';

/** Where a notice came from and what it carried. */
export interface NoticeSource {
  remoteAddress: string;
  /** The key it claimed to be signed with; empty where it named none. */
  serial: string;
  body: Buffer;
}

/** Why it was refused, and with which status. */
export interface Rejection {
  kind: NoticeKind;
  fault: NoticeFault;
  status: 400 | 401;
}

/** A row as `record_notice_rejection` takes it. */
type Row = Rejection & {
  count: number;
  remoteAddress: string;
  serial: string;
  bodyBytes: number;
  bodySha256: string;
};

/** What holds the next write back. */
interface Pause {
  /** By the shop's clock. */
  endsAt: number;
  waiting: Row | null;
  /** Writes what waits when nothing else comes; none while nothing waits. */
  timer?: NodeJS.Timeout;
}

/** Between two writes for one address and fault; whoever floods us moves a counter in memory. */
const WRITE_EVERY_MS = 2 * SECOND_MS;
const KEEP = '30 days';
const TEXT_MAX = 64;

/**
 * Writes down that notices were refused, for operators to see: that somebody forges them, or that a key is
 * set wrong. A flood costs one small write each two seconds for each kind of fault.
 */
@Injectable()
export class RejectedNotices implements BeforeApplicationShutdown {
  /** By address and fault: until when nothing more is written, and what was not written yet. */
  private readonly open = new Map<string, Pause>();

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Notes one refused notice; the first of its kind is written when this answers. Never fails. */
  async note(rejection: Rejection, source: NoticeSource): Promise<void> {
    const key = `${rejection.kind}:${rejection.fault}`;
    const row = rowOf(rejection, source);
    const pause = this.open.get(key);
    if (pause === undefined || pause.endsAt <= this.clock.now().getTime()) {
      await this.writeNow(key, { ...row, count: row.count + (pause?.waiting?.count ?? 0) });
    } else if (pause.waiting === null) {
      pause.waiting = row;
      pause.timer = setTimeout(() => void this.endPause(key), WRITE_EVERY_MS).unref();
    } else {
      pause.waiting.count += 1;
    }
  }

  /** What was counted and not written yet is written before the connections close. */
  async beforeApplicationShutdown(): Promise<void> {
    const waiting = [...this.open.values()].map((entry) => {
      clearTimeout(entry.timer);
      return entry.waiting;
    });
    this.open.clear();
    for (const row of waiting) if (row !== null) await this.write(row);
  }

  /** Writes a row, and begins the pause before the next one. */
  private async writeNow(key: string, row: Row): Promise<void> {
    clearTimeout(this.open.get(key)?.timer);
    this.open.set(key, { endsAt: this.clock.now().getTime() + WRITE_EVERY_MS, waiting: null });
    await this.write(row);
  }

  private async endPause(key: string): Promise<void> {
    const waiting = this.open.get(key)?.waiting ?? null;
    if (waiting !== null) await this.writeNow(key, waiting);
  }

  /** The notice is refused all the same when its note cannot be written. */
  private async write(row: Row): Promise<void> {
    try {
      await this.db.call('record_notice_rejection', [row, KEEP, this.clock.now()]);
    } catch (error) {
      this.log.failure('a refused notice could not be noted', error, { fault: row.fault });
    }
  }
}

function rowOf(rejection: Rejection, { remoteAddress, serial, body }: NoticeSource): Row {
  return {
    ...rejection,
    count: 1,
    remoteAddress: printable(remoteAddress),
    serial: printable(serial),
    bodyBytes: body.length,
    bodySha256: createHash('sha256').update(body).digest('hex'),
  };
}

/** Text from outside as the database takes it: header values may hold any byte. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, TEXT_MAX);
}
