import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type BillKind, billKinds } from '@tuanlink/shared/states';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { Ids } from '../../infra/ids.js';
import {
  type BillAsk,
  type BillReading,
  type BillRow,
  type DifferingSum,
  readBill,
  type ReadBill,
  type UnreadableLine,
} from './bill.rules.js';
import { fundFlowBill } from './fund-flow-bill.rules.js';
import { tradeBill } from './trade-bill.rules.js';

const formats = { trade: tradeBill, fund_flow: fundFlowBill } as const;
const rowKinds: Record<BillKind, readonly BillRow['kind'][]> = {
  trade: ['payment', 'refund'],
  fund_flow: ['flow'],
};

/** Unreadable lines that are kept one by one; a file with more is not a bill with some broken lines. */
const UNREADABLE_MAX = 1_000;
/** Rows written in one statement. */
const ROWS_AT_ONCE = 5_000;

/** A bill as it arrived, read as far as it can be. */
export interface ArrivedBill {
  day: string;
  kind: BillKind;
  source: 'download' | 'import';
  /** An operator's id, or `system`. */
  actor: string;
  content: string;
  reading: BillReading;
}

/** What is known of the bill that came last of a kind. */
export interface KnownBill {
  kind: BillKind;
  isCurrent: boolean;
  /** Why nothing of it could be used. */
  fault: string | null;
  unreadable: UnreadableLine[];
  summaryFault: ReadBill['summaryFault'];
  sums: DifferingSum[];
}

const nothing: ReadBill = { rows: [], unreadable: [], summaryFault: null, sums: [] };

/** WeChat's bills as they came, and their rows. */
@Injectable()
export class WechatBills {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Reads a text; null stands for WeChat's word that there is no bill. */
  read(kind: BillKind, content: string | null, ask: BillAsk): BillReading {
    return content === null ? { ok: true, bill: nothing } : readBill(formats[kind], content, ask);
  }

  /** Kinds of which no usable bill of a day is there. */
  async missing(day: string): Promise<BillKind[]> {
    const rows = await this.db.query<{ kind: BillKind }>(
      'select kind from wechat_bill where day = $1 and is_current',
      [day],
    );
    return billKinds.filter((kind) => !rows.some((row) => row.kind === kind));
  }

  /** The bill that came last of each kind; an unusable one besides the usable one before it. */
  async known(tx: EntityManager, day: string): Promise<KnownBill[]> {
    return tx.query<KnownBill[]>(
      `select distinct on (kind, fault is null) kind, is_current as "isCurrent", fault, unreadable,
         summary_fault as "summaryFault", sums
       from wechat_bill b
       where day = $1 and (is_current or fault is not null and not exists (
         select 1 from wechat_bill l
         where l.day = b.day and l.kind = b.kind and l.is_current and l.at >= b.at))
       order by kind, fault is null, at desc`,
      [day],
    );
  }

  /** Keeps a bill; a usable one takes the place of the one before. The day is locked. */
  async keep(tx: EntityManager, bill: ArrivedBill): Promise<void> {
    const { day, kind, reading } = bill;
    const sha256 = createHash('sha256').update(bill.content).digest('hex');
    const isCurrent = reading.ok;
    if (isCurrent) {
      const [same] = await tx.query<object[]>(
        `select 1 from wechat_bill b where day = $1 and kind = $2 and is_current and sha256 = $3
           and not exists (select 1 from wechat_bill l where l.day = $1 and l.kind = $2 and l.at > b.at)`,
        [day, kind, sha256],
      );
      if (same !== undefined) return;
      await tx.query(
        'update wechat_bill set is_current = false where day = $1 and kind = $2 and is_current',
        [day, kind],
      );
      await tx.query('delete from wechat_bill_row where day = $1 and kind = any ($2)', [day, rowKinds[kind]]);
    }
    const id = this.ids.uuid();
    const { rows, unreadable, summaryFault, sums } = reading.ok ? reading.bill : nothing;
    await tx.query(
      `insert into wechat_bill (id, day, kind, source, actor, at, content, sha256, row_count, fault,
         unreadable, unreadable_count, summary_fault, sums, is_current)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12, $13, $14::jsonb, $15)`,
      [
        id,
        day,
        kind,
        bill.source,
        bill.actor,
        this.clock.now(),
        // PostgreSQL keeps no NUL; what had one is unusable and kept for the eye alone.
        bill.content.replaceAll('\0', '\uFFFD'),
        sha256,
        rows.length,
        reading.ok ? null : reading.fault,
        JSON.stringify(unreadable.slice(0, UNREADABLE_MAX)),
        unreadable.length,
        summaryFault,
        JSON.stringify(sums),
        isCurrent,
      ],
    );
    await insertRows(tx, id, day, rows);
  }
}

async function insertRows(tx: EntityManager, billId: string, day: string, rows: readonly BillRow[]) {
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    await tx.query(
      `insert into wechat_bill_row (bill_id, line, day, kind, key, at, amount_fen, fee_fen, state,
         out_trade_no, transaction_id, wechat_no)
       select $1, r.line, $2, r.kind, r.key, r.at, r."amountFen", r."feeFen", r.state, r."outTradeNo",
         r."transactionId", r."wechatNo"
       from jsonb_to_recordset($3::jsonb) as r (line int, kind text, key text, at timestamptz,
         "amountFen" bigint, "feeFen" bigint, state text, "outTradeNo" text, "transactionId" text,
         "wechatNo" text)`,
      [billId, day, JSON.stringify(rows.slice(start, start + ROWS_AT_ONCE))],
    );
  }
}
