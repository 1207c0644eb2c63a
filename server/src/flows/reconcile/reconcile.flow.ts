import { Injectable } from '@nestjs/common';
import { type BillKind, billKinds } from '@tuanlink/shared/states';
import type { EntityManager } from 'typeorm';
import { ReconciliationDays } from '../../domains/reconciliation/days.service.js';
import { firstDay, lastDueDay } from '../../domains/reconciliation/schedule.rules.js';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { Outbox } from '../../infra/outbox/outbox.js';
import { WechatRefused, WechatUnavailable } from '../../infra/wechat/wechat.errors.js';
import { BillIntake } from './bill-intake.js';
import { MatchFlow } from './match.flow.js';

/** The job that does one day. */
export interface RunDay {
  day: string;
  /** Downloads what is there already once more, because an operator wants it. */
  fresh?: boolean;
}

/** WeChat says that there is no bill, and the shop knows of money on that day. */
const NO_BILL = 'no_bill';
const PROBLEM_MAX = 500;

/** Every day's bills, downloaded on the next morning and compared; a day is tried until it is done. */
@Injectable()
export class ReconcileFlow {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly days: ReconciliationDays,
    private readonly intake: BillIntake,
    private readonly matching: MatchFlow,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Job `reconciliation.plan`: begins the days whose bills are there by now, and sends for those that wait.
   */
  async plan(): Promise<void> {
    const begun = await this.daysToBegin();
    await this.db.tx(async (tx) => {
      if (begun.length > 0) await this.days.begin(tx, begun);
      for (const day of await this.days.takeDue(tx)) await this.send(tx, { day });
    });
  }

  /** Has a day done after the commit. */
  async send(tx: EntityManager, payload: RunDay): Promise<void> {
    const dedupeKey = `reconciliation.run:${payload.day}${payload.fresh === true ? ':fresh' : ''}`;
    await this.outbox.put(tx, [{ topic: 'reconciliation.run', payload, dedupeKey, dueAt: this.clock.now() }]);
  }

  /** Job `reconciliation.run`: fetches what is missing and compares the day with what is there. */
  async run({ day, fresh = false }: RunDay): Promise<void> {
    const wanted = fresh ? billKinds : await this.intake.missing(day);
    let problem: string | null = null;
    for (const kind of wanted) {
      problem = (await this.fetch(day, kind)) ?? problem;
    }
    await this.db.tx((tx) => this.matching.match(tx, day, problem));
    await this.matching.matchOthers(day);
  }

  /** Downloads and keeps one bill; why it could not be had, or null. */
  private async fetch(day: string, kind: BillKind): Promise<string | null> {
    let content: string | null;
    try {
      content = await this.intake.download(day, kind);
    } catch (error) {
      if (!(error instanceof WechatUnavailable || error instanceof WechatRefused)) throw error;
      return error.message.slice(0, PROBLEM_MAX);
    }
    if (content === null && (await this.matching.hasMoney(day, kind))) return NO_BILL;
    const reading = this.intake.read(day, kind, content);
    const bill = { day, kind, source: 'download', actor: 'system', content: content ?? '', reading } as const;
    await this.db.tx((tx) => this.intake.keep(tx, bill));
    return reading.ok ? null : `unreadable: ${reading.fault}`;
  }

  /**
   * Days that are due and not begun, also those before one that somebody had done by hand. The first of all
   * is the day on which WeChat may first have moved money: it cannot have before there was something to pay.
   * Ids are in the order of time, so that one row of an index tells.
   */
  private async daysToBegin(): Promise<string[]> {
    const [row] = await this.db.query<{ at: Date | null }>(
      `select least((select created_at from payment order by id limit 1),
         (select requested_at from withdrawal order by id limit 1)) as at`,
    );
    return row?.at ? this.days.missing(firstDay(row.at), lastDueDay(this.clock.now())) : [];
  }
}
