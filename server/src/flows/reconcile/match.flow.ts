import { Injectable } from '@nestjs/common';
import type { ReconciliationFiguresReply } from '@tuanlink/shared/replies';
import { type BillKind, billKinds } from '@tuanlink/shared/states';
import type { EntityManager } from 'typeorm';
import { type KnownBill, WechatBills } from '../../domains/reconciliation/bills.service.js';
import { ReconciliationDays } from '../../domains/reconciliation/days.service.js';
import {
  addFigures,
  billDifferences,
  type FoundDifference,
  noFigures,
  paymentDifferences,
  type PaymentFacts,
  refundDifferences,
  type RefundFacts,
  transferDifferences,
  type TransferFacts,
  unexplainedDifference,
  withoutHidden,
} from '../../domains/reconciliation/match.rules.js';
import { recordedSpan, spanOf } from '../../domains/reconciliation/schedule.rules.js';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';

/** What a comparison looks at: a whole day, or one thing of it. */
interface Scope {
  day: string;
  only: string | null;
}

interface PaymentRow {
  key: string;
  bill: PaymentFacts['bill'];
  feeFen: number | null;
  ours: PaymentFacts['ours'];
  orderId: PaymentFacts['orderId'];
  orderState: PaymentFacts['orderState'];
  ledgerFen: number | null;
}

interface RefundRow {
  key: string;
  bill: RefundFacts['bill'];
  feeFen: number | null;
  ours: RefundFacts['ours'];
  ledgerFen: number | null;
  outsideFen: number | null;
}

type TransferRow = Omit<TransferFacts, 'outBillNo'> & { key: string };

/** Things read at once. */
const PAGE = 5_000;
/** Differences of a day that are written down; two sides with nothing in common would drown the reader. */
const DIFFERENCES_MAX = 2_000;
/** Other days that are looked at again when a bill has come. */
const OTHER_DAYS_MAX = 31;

/** Compares a day three ways: WeChat's bills, the shop's own rows, and the ledger. Asks nobody. */
@Injectable()
export class MatchFlow {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly days: ReconciliationDays,
    private readonly bills: WechatBills,
  ) {}

  /**
   * Compares a day with the bills that are there, and writes down what differs. Locks the day.
   * @param problem why a bill could not be had, or null; undefined when WeChat was not asked for one
   */
  async match(tx: EntityManager, day: string, problem?: string | null): Promise<void> {
    await this.days.lock(tx, day);
    const known = await this.bills.known(tx, day);
    const has = (kind: BillKind) => known.some((bill) => bill.kind === kind && bill.isCurrent);
    const figures = noFigures();
    const scope = { day, only: null };
    const all = known.flatMap(differencesOf);
    if (has('trade')) {
      all.push(...(await this.payments(tx, scope, figures)), ...(await this.refunds(tx, scope, figures)));
      all.push(...(await this.unexplained(tx, scope)));
    }
    if (has('fund_flow')) all.push(...(await this.transfers(tx, scope, figures)));
    const lines = known.flatMap((bill) => bill.unreadable.map(({ text }) => text));
    const found = withoutHidden(all, lines);
    figures.unlistedCount = Math.max(0, found.length - DIFFERENCES_MAX);
    await this.record(tx, scope, found.slice(0, DIFFERENCES_MAX), figures.unlistedCount === 0);
    const complete = billKinds.every(has);
    await this.days.finish(tx, day, { complete, problem, figures: has('trade') ? figures : null });
  }

  /** Looks at one thing of a day again, after something was done about it. */
  async matchOne(tx: EntityManager, day: string, kind: string, subject: string): Promise<void> {
    const scope = { day, only: subject };
    const figures = noFigures();
    const [family] = kind.split('.');
    await this.days.lock(tx, day);
    if (family === 'payment') await this.record(tx, scope, await this.payments(tx, scope, figures), true);
    if (family === 'refund') await this.record(tx, scope, await this.refunds(tx, scope, figures), true);
    if (family === 'transfer') await this.record(tx, scope, await this.transfers(tx, scope, figures), true);
  }

  /**
   * Compares those days again that miss something which the bill of this day may have: a line, or the day on
   * which a payout left the account or came back.
   */
  async matchOthers(day: string): Promise<void> {
    const rows = await this.db.query<{ day: string }>(
      `select distinct day::text from reconciliation_difference
       where state = 'open' and (kind like '%.missing_at_wechat' or kind like 'transfer.%') and day <> $1
       order by 1 desc limit $2`,
      [day, OTHER_DAYS_MAX],
    );
    for (const row of rows) await this.db.tx((tx) => this.match(tx, row.day));
  }

  /** Whether the shop knows of money that a bill of that day must have, and that no other day's bill has. */
  async hasMoney(day: string, kind: BillKind): Promise<boolean> {
    const { from, to } = recordedSpan(day);
    const rows = await this.db.query(
      `(select 1 from payment_facts($1, $2, $3, null, '', 2147483647) where ours is not null limit 1)
       union all
       (select 1 from refund_facts($1, $2, $3, null, '', 2147483647) where ours @> '{"paidTwice": true}'
          or ours @> '{"refused": false, "settledOutside": false}' limit 1)
       union all
       (select 1 from transfer_facts($1, $2, $3, null, '', 2147483647)
        where $4 = 'fund_flow' and begun and ours->>'state' = 'paid' limit 1)`,
      [day, from, to, kind],
    );
    return rows.length > 0;
  }

  private async payments(tx: EntityManager, scope: Scope, figures: ReconciliationFiguresReply) {
    const found: FoundDifference[] = [];
    const sql = `select key, bill, fee_fen as "feeFen", ours, order_id as "orderId",
      order_state as "orderState", ledger_fen as "ledgerFen" from payment_facts($1, $2, $3, $4, $5, $6)`;
    for await (const row of pages<PaymentRow>(tx, sql, scope)) {
      found.push(...paymentDifferences({ ...row, transactionId: row.key }));
      addFigures(figures.payments, { wechat: row.bill?.fen, ours: row.ours?.fen, ledger: row.ledgerFen });
      figures.feeFen += row.feeFen ?? 0;
    }
    return found;
  }

  private async refunds(tx: EntityManager, scope: Scope, figures: ReconciliationFiguresReply) {
    const found: FoundDifference[] = [];
    const sql = `select key, bill, fee_fen as "feeFen", ours, ledger_fen as "ledgerFen",
      outside_fen as "outsideFen" from refund_facts($1, $2, $3, $4, $5, $6)`;
    for await (const row of pages<RefundRow>(tx, sql, scope)) {
      found.push(...refundDifferences({ ...row, outRefundNo: row.key }));
      // What WeChat never took was no refund of that day.
      const ours = row.ours?.refused === true ? null : row.ours?.fen;
      addFigures(figures.refunds, { wechat: row.bill?.fen, ours, ledger: row.ledgerFen });
      figures.feeFen += row.feeFen ?? 0;
    }
    return found;
  }

  private async transfers(tx: EntityManager, scope: Scope, figures: ReconciliationFiguresReply) {
    const found: FoundDifference[] = [];
    const sql = `select key, bill, ours, ledger_fen as "ledgerFen", begun, ended
      from transfer_facts($1, $2, $3, $4, $5, $6)`;
    for await (const row of pages<TransferRow>(tx, sql, scope)) {
      found.push(...transferDifferences({ ...row, outBillNo: row.key }));
      // What came back was no payout: only what stays with people is a figure, on the day it left.
      const wechat = row.bill === null || row.bill.netFen === 0 ? null : row.bill.netFen;
      const ours = row.ours?.state === 'paid' ? row.ours.fen : null;
      if (row.begun) addFigures(figures.transfers, { wechat, ours, ledger: row.ledgerFen });
    }
    return found;
  }

  private async unexplained(tx: EntityManager, { day }: Scope): Promise<FoundDifference[]> {
    const { from, to } = spanOf(day);
    const rows = await tx.query<{ id: string; orderId: string | null; amountFen: number; at: Date }[]>(
      `select id, order_id as "orderId", amount_fen as "amountFen", at
       from unexplained_transfers($1, $2, ${DIFFERENCES_MAX})`,
      [from, to],
    );
    return rows.map(({ id, orderId, amountFen, at }) =>
      unexplainedDifference({ transferId: id, orderId, fen: amountFen, at: at.toISOString() }),
    );
  }

  private async record(
    tx: EntityManager,
    { day, only }: Scope,
    found: readonly FoundDifference[],
    complete: boolean,
  ): Promise<void> {
    await tx.query('select record_differences($1, $2, $3::jsonb, $4, $5)', [
      day,
      only,
      JSON.stringify(found),
      complete,
      this.clock.now(),
    ]);
  }
}

/** All rows of a fact function, page by page. */
async function* pages<Row extends { key: string }>(tx: EntityManager, sql: string, scope: Scope) {
  const { from, to } = recordedSpan(scope.day);
  for (let after = '', more = true; more;) {
    const rows = await tx.query<Row[]>(sql, [scope.day, from, to, scope.only, after, PAGE]);
    yield* rows;
    more = rows.length === PAGE;
    after = rows.at(-1)?.key ?? after;
  }
}

function differencesOf(bill: KnownBill): FoundDifference[] {
  if (bill.fault === null) return billDifferences(bill.kind, bill);
  const facts = { bill: bill.kind, fault: bill.fault };
  return [{ kind: 'bill.header_unreadable', subject: bill.kind, facts }];
}
