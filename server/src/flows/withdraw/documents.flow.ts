import { Injectable } from '@nestjs/common';
import type { Language } from '@tuanlink/shared/errors';
import type { ConsoleWithdrawalDetailReply, StatementReply } from '@tuanlink/shared/replies';
import { shanghaiMonth, shanghaiMonthRange } from '@tuanlink/shared/time';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { renderPaper } from '../../infra/pdf/paper.js';
import { Refusal } from '../../infra/refusal.js';
import { payoutRunCsv, receiptCsv, receiptPaper, statementCsv, statementPaper } from './documents.js';
import { WithdrawalViews } from './withdrawal.views.js';

/** A file as it goes out. */
export interface OutgoingFile {
  name: string;
  type: 'application/pdf' | 'text/csv; charset=utf-8';
  content: Buffer;
}

/** Entries in a reply, a table on paper, and a file for programs. */
const ENTRIES_SHOWN = 200;
const ENTRIES_ON_PAPER = 1_000;
const ENTRIES_IN_FILE = 50_000;

/** Statements and receipts, for the person they are about and for operators. */
@Injectable()
export class DocumentsFlow {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly views: WithdrawalViews,
  ) {}

  /**
   * A person's month.
   * @param month `2026-11`; the present one when undefined
   * @throws Refusal `auth.expired` when the user is gone
   */
  statement(userId: string, month: string | undefined): Promise<StatementReply> {
    return this.read(userId, month, ENTRIES_SHOWN);
  }

  /** The same as CSV, with up to 50,000 entries. @throws Refusal `auth.expired` */
  async statementCsv(userId: string, month: string | undefined): Promise<OutgoingFile> {
    const statement = await this.read(userId, month, ENTRIES_IN_FILE);
    return csv(`statement-${statement.month}.csv`, statementCsv(statement));
  }

  /** The same on paper. @throws Refusal `auth.expired` */
  async statementPdf(userId: string, month: string | undefined, language: Language): Promise<OutgoingFile> {
    const statement = await this.read(userId, month, ENTRIES_ON_PAPER);
    const now = this.clock.now();
    const content = await renderPaper(statementPaper(statement, now, language), now);
    return { name: `statement-${statement.month}.pdf`, type: 'application/pdf', content };
  }

  /**
   * Proof of one paid withdrawal, on paper.
   * @param userId whose it must be; undefined: anybody's, for operators
   * @throws Refusal `not_found`, `state.conflict` when it is not paid
   */
  async receiptPdf(id: string, userId: string | undefined, language: Language): Promise<OutgoingFile> {
    const withdrawal = await this.paid(id, userId);
    const now = this.clock.now();
    const content = await renderPaper(receiptPaper(withdrawal, now, language), now);
    return { name: `receipt-${withdrawal.outBillNo}.pdf`, type: 'application/pdf', content };
  }

  /** The same as CSV. @throws Refusal `not_found`, `state.conflict` */
  async receiptCsv(id: string, userId: string | undefined): Promise<OutgoingFile> {
    const withdrawal = await this.paid(id, userId);
    return csv(`receipt-${withdrawal.outBillNo}.csv`, receiptCsv(withdrawal));
  }

  /** The withdrawals of a payout run as CSV. @throws Refusal `not_found` */
  async payoutRunCsv(id: string): Promise<OutgoingFile> {
    const rows = await this.views.ofRun(id);
    if (rows === null) throw new Refusal('not_found');
    return csv(`payout-run-${id}.csv`, payoutRunCsv(rows));
  }

  /** The shop user behind a distributor. @throws Refusal `not_found` */
  async userOf(distributorId: string): Promise<string> {
    const [row] = await this.db.query<{ userId: string }>(
      'select user_id as "userId" from distributor where id = $1',
      [distributorId],
    );
    if (row === undefined) throw new Refusal('not_found');
    return row.userId;
  }

  private async paid(id: string, userId: string | undefined): Promise<ConsoleWithdrawalDetailReply> {
    const withdrawal = await this.views.detail(id, userId);
    const { state } = withdrawal;
    if (state !== 'paid') throw new Refusal('state.conflict', { state });
    return withdrawal;
  }

  private async read(userId: string, month: string | undefined, limit: number): Promise<StatementReply> {
    const wanted = month ?? shanghaiMonth(this.clock.now());
    const { from, to } = shanghaiMonthRange(wanted);
    const args = [userId, from, to, limit];
    const row = await this.db.call<Omit<StatementReply, 'month'> | null>('statement_view', args);
    if (row === null) throw new Refusal('auth.expired');
    return { month: wanted, ...row };
  }
}

function csv(name: string, text: string): OutgoingFile {
  return { name, type: 'text/csv; charset=utf-8', content: Buffer.from(text, 'utf8') };
}
