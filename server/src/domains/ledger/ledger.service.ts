import { Injectable } from '@nestjs/common';
import type { LedgerBlocksQuery, TransfersQuery } from '@tuanlink/shared/dto';
import type { Page } from '@tuanlink/shared/paging';
import type { LedgerBlockReply, LedgerTransferReply } from '@tuanlink/shared/replies';
import { Database } from '../../infra/database/database.js';
import { after, keysOf, type ListRow, pageOf, readCursor, rowsToRead } from '../../infra/database/paging.js';
import { balancesSql, blocksSql } from './ledger.queries.js';

/** What somebody's accounts hold, in fen. */
export interface Balances {
  heldFen: number;
  availableFen: number;
  payingFen: number;
  /** What was paid out and arrived, after tax, in all. */
  paidFen: number;
  /** Owed, as a positive number. */
  debtFen: number;
}

/** Reads the ledger. Transfers are written by the SQL functions that make them necessary. */
@Injectable()
export class LedgerService {
  constructor(private readonly db: Database) {}

  /** Balances of one shop user; zeros before their first transfer. */
  async balancesOf(userId: string): Promise<Balances> {
    const [row] = await this.db.query<Balances>(balancesSql, [userId]);
    return row ?? { heldFen: 0, availableFen: 0, payingFen: 0, paidFen: 0, debtFen: 0 };
  }

  /** Transfers, newest first; `account` and `orderId` narrow them down. */
  async transfers(query: TransfersQuery): Promise<Page<LedgerTransferReply>> {
    const [at, id] = readCursor(query.cursor);
    const rows = await this.db.readStale<ListRow<LedgerTransferReply>>(
      `select jsonb_build_object('id', t.id, 'from', t.from_account, 'to', t.to_account,
         'amountFen', t.amount_fen, 'reason', t.reason, 'orderId', t.order_id,
         'commissionLineId', t.commission_line_id, 'at', iso(t.at)) as item, ${keysOf('t.at', 't.id')} as keys
       from ledger_transfer t
       where ($1::text is null or t.from_account = $1 or t.to_account = $1)
         and ($2::text is null or t.order_id::text = $2) and ${after('t.at', 't.id', '$3', '$4')}
       order by t.at desc, t.id desc limit $5`,
      [query.account ?? null, query.orderId?.toLowerCase() ?? null, at, id, rowsToRead(query)],
    );
    return pageOf(rows, query);
  }

  /** Sealed blocks, newest first, down from `through`: what the shop has committed itself to. */
  async blocks(query: LedgerBlocksQuery): Promise<Page<LedgerBlockReply>> {
    const [below] = readCursor(query.cursor, ['count']);
    const rows = await this.db.query<ListRow<LedgerBlockReply>>(blocksSql, [
      query.through ?? null,
      below,
      rowsToRead(query),
    ]);
    return pageOf(rows, query);
  }
}
