import { Injectable } from '@nestjs/common';
import type { LedgerVerifyReply } from '@tuanlink/shared/replies';
import { Database } from '../../infra/database/database.js';
import { lastBlockSql, sealedTransferColumns, wrongBalancesSql } from './ledger.queries.js';
import { checkBlock, type LedgerProblem, type SealedTransfer, type StoredBlock } from './ledger.rules.js';
import { LedgerSealer } from './ledger.sealer.js';

/** Blocks read in one statement. */
const BLOCKS_AT_ONCE = 20;

interface BlockRow extends Omit<StoredBlock, 'entries'> {
  leaves: string[];
  transferIds: string[];
  transfers: (SealedTransfer | null)[];
}

interface Finding {
  problem: LedgerProblem;
  transferId?: string;
}

/** Recomputes the whole ledger: every leaf, root and link, and every balance from its transfers. */
@Injectable()
export class LedgerVerifier {
  constructor(
    private readonly db: Database,
    private readonly sealer: LedgerSealer,
  ) {}

  /** Seals what is open, then checks everything; names the first altered transfer it meets. */
  async verify(): Promise<LedgerVerifyReply> {
    await this.sealer.seal();
    const { checkedCount, blockCount, finding } = await this.checkBlocks();
    const found = finding ?? (await this.checkBalances());
    if (found === null) {
      return { ok: true, checkedCount, blockCount };
    }
    const { problem, transferId } = found;
    return {
      ok: false,
      checkedCount,
      blockCount,
      problem,
      ...(transferId === undefined ? {} : { firstBadTransferId: transferId }),
    };
  }

  private async checkBlocks(): Promise<{
    checkedCount: number;
    blockCount: number;
    finding: Finding | null;
  }> {
    let previous: { id: number; hash: string } | null = null;
    let checkedCount = 0;
    let blockCount = 0;
    for (;;) {
      const blocks = await this.readBlocks(previous?.id ?? 0);
      for (const block of blocks) {
        const finding = checkBlock(block, previous);
        blockCount += 1;
        checkedCount += block.entries.length;
        if (finding !== null) {
          return { checkedCount, blockCount, finding };
        }
        previous = { id: block.id, hash: block.hash };
      }
      if (blocks.length < BLOCKS_AT_ONCE) {
        return { checkedCount, blockCount, finding: null };
      }
    }
  }

  private async readBlocks(afterId: number): Promise<StoredBlock[]> {
    const rows = await this.db.query<BlockRow>(
      `select b.id, b.previous_hash as "previousHash", b.root, b.hash, b.entry_count as "entryCount",
         iso(b.sealed_at) as "sealedAt",
         coalesce(json_agg(e.leaf order by e.position) filter (where e.leaf is not null), '[]') as leaves,
         coalesce(json_agg(e.transfer_id order by e.position) filter (where e.leaf is not null), '[]')
           as "transferIds",
         coalesce(json_agg(x.transfer order by e.position) filter (where e.leaf is not null), '[]')
           as transfers
       from (select * from ledger_block where id > $1 order by id limit $2) b
       left join ledger_block_entry e on e.block_id = b.id
       left join lateral (
         select to_json(c) as transfer from (
           select ${sealedTransferColumns} from ledger_transfer t where t.id = e.transfer_id) c) x on true
       group by b.id, b.previous_hash, b.root, b.hash, b.entry_count, b.sealed_at order by b.id`,
      [afterId, BLOCKS_AT_ONCE],
    );
    return rows.map(({ leaves, transferIds, transfers, ...block }) => ({
      ...block,
      entries: leaves.map((leaf, index) => ({
        leaf,
        transferId: transferIds[index] ?? '',
        transfer: transfers[index] ?? null,
      })),
    }));
  }

  /** Balances against transfers, and transfers that stand outside every block though they should not. */
  private async checkBalances(): Promise<Finding | null> {
    const [last] = await this.db.query<{ throughXid: string }>(lastBlockSql);
    const through = last?.throughXid ?? '0';
    const [unsealed] = await this.db.query<{ id: string }>(
      `select t.id from ledger_transfer t left join ledger_block_entry e on e.transfer_id = t.id
       where t.xid < $1::xid8 and e.transfer_id is null order by t.seq limit 1`,
      [through],
    );
    if (unsealed !== undefined) {
      return { problem: 'unsealed', transferId: unsealed.id };
    }
    const [wrong] = await this.db.query<{ lastTransferId: string | null }>(wrongBalancesSql, [through]);
    if (wrong === undefined) {
      return null;
    }
    return {
      problem: 'balance',
      ...(wrong.lastTransferId === null ? {} : { transferId: wrong.lastTransferId }),
    };
  }
}
