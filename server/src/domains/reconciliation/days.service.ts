import { Injectable } from '@nestjs/common';
import type { ReconciliationFiguresReply } from '@tuanlink/shared/replies';
import { addMs, MINUTE_MS } from '@tuanlink/shared/time';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { daysBetween, dueAt, isReconcilable, waitAfter } from './schedule.rules.js';

/** How long a job may take to fetch and compare a day before another is sent after it. */
const LEASE_MS = 10 * MINUTE_MS;
/** Days handed out at once, oldest first. */
const DAYS_MAX = 10;

/** How a comparison ended. */
export interface DayOutcome {
  /** Both bills are there. */
  complete: boolean;
  /** Why a bill could not be had, null when none was asked for in vain; undefined: WeChat was not asked. */
  problem: string | null | undefined;
  /** Null: not a single bill is there. */
  figures: ReconciliationFiguresReply | null;
}

/** The days that are compared with WeChat's bills, and which of them still wait for one. */
@Injectable()
export class ReconciliationDays {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Whether a day is known, or could be. */
  async exists(day: string): Promise<boolean> {
    if (isReconcilable(day, this.clock.now())) return true;
    const known = 'select 1 from reconciliation_day where day::text = $1';
    return (await this.db.query(known, [day])).length > 0;
  }

  /** Days from `first` to `last` that there is no row of, as far back as WeChat keeps bills. */
  async missing(first: string, last: string): Promise<string[]> {
    const days = daysBetween(first, last);
    const known = await this.db.query<{ day: string }>(
      'select day::text from reconciliation_day where day = any ($1::date[])',
      [days],
    );
    return days.filter((day) => !known.some((row) => row.day === day));
  }

  /** Begins to wait for the bills of days; those that are known stay as they are. */
  async begin(tx: EntityManager, days: readonly string[]): Promise<void> {
    await tx.query(
      `insert into reconciliation_day (day, state, due_at, next_try_at)
       select d.day, 'waiting', d.due_at, d.due_at from unnest($1::date[], $2::timestamptz[]) d (day, due_at)
       on conflict (day) do nothing`,
      [days, days.map(dueAt)],
    );
  }

  /** Days that wait for a bill which should be there; each is given out once per ten minutes. */
  async takeDue(tx: EntityManager): Promise<string[]> {
    const now = this.clock.now();
    const [rows] = await tx.query<[{ day: string }[], number]>(
      `update reconciliation_day set next_try_at = $2 where day in (
         select day from reconciliation_day where next_try_at <= $1 order by day limit ${DAYS_MAX}
         for update skip locked)
       returning day::text`,
      [now, addMs(now, LEASE_MS)],
    );
    return rows.map(({ day }) => day).sort();
  }

  /** Locks a day, so that nothing else compares it or takes in a bill of it until the transaction ends. */
  async lock(tx: EntityManager, day: string): Promise<void> {
    await this.begin(tx, [day]);
    await tx.query('select 1 from reconciliation_day where day = $1 for update', [day]);
  }

  /** Notes that an operator wants a day done again. */
  async ask(tx: EntityManager, day: string): Promise<void> {
    await this.begin(tx, [day]);
    await tx.query('update reconciliation_day set asked_at = $2 where day = $1', [day, this.clock.now()]);
  }

  /** Writes down how a comparison ended; the day is locked. */
  async finish(tx: EntityManager, day: string, { complete, problem, figures }: DayOutcome): Promise<void> {
    const now = this.clock.now();
    await tx.query(
      `update reconciliation_day set state = case when $2 then 'matched' else 'waiting' end,
         next_try_at = case when $2 then null when $3 then $4 else coalesce(next_try_at, $4) end,
         tries = tries + $3::int, last_error = case when $3 then $5 when $2 then null else last_error end,
         asked_at = case when $3 then null else asked_at end,
         matched_at = case when $6::jsonb is null then matched_at else $7 end, figures = coalesce($6, figures)
       where day = $1`,
      [
        day,
        complete,
        problem !== undefined,
        addMs(now, waitAfter(await this.triesOf(tx, day))),
        problem ?? null,
        figures === null ? null : JSON.stringify(figures),
        now,
      ],
    );
  }

  private async triesOf(tx: EntityManager, day: string): Promise<number> {
    const rows = await tx.query<{ tries: number }[]>('select tries from reconciliation_day where day = $1', [
      day,
    ]);
    return rows[0]?.tries ?? 0;
  }
}
