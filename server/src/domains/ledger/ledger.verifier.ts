import { Injectable } from '@nestjs/common';
import type { LedgerVerifyReply } from '@tuanlink/shared/replies';
import { Database } from '../../infra/database/database.js';
import { outsideBlocksSql, sealedTransferColumns, wrongBalanceSql } from './ledger.queries.js';
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
    const { sealedCount, blockCount, finding } = await this.checkBlocks();
    const outside = await this.checkOutside();
    const checkedCount = sealedCount + outside.youngCount;
    const found = finding ?? outside.finding ?? (await this.checkBalances());
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
    sealedCount: number;
    blockCount: number;
    finding: Finding | null;
  }> {
    let previous: { id: number; hash: string } | null = null;
    let sealedCount = 0;
    let blockCount = 0;
    for (;;) {
      const blocks = await this.readBlocks(previous?.id ?? 0);
      for (const block of blocks) {
        const finding = checkBlock(block, previous);
        blockCount += 1;
        sealedCount += block.entries.length;
        if (finding !== null) {
          return { sealedCount, blockCount, finding };
        }
        previous = { id: block.id, hash: block.hash };
      }
      if (blocks.length < BLOCKS_AT_ONCE) {
        return { sealedCount, blockCount, finding: null };
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

  /** Transfers that are in no block: too young to be sealed, or gone astray. */
  private async checkOutside(): Promise<{ youngCount: number; finding: Finding | null }> {
    const [outside] = await this.db.query<{ youngCount: number; strayId: string | null }>(outsideBlocksSql);
    const strayId = outside?.strayId ?? null;
    const finding: Finding | null = strayId === null ? null : { problem: 'unsealed', transferId: strayId };
    return { youngCount: outside?.youngCount ?? 0, finding };
  }

  /** Every balance against the sum of its transfers. */
  private async checkBalances(): Promise<Finding | null> {
    const [wrong] = await this.db.query<{ lastTransferId: string | null }>(wrongBalanceSql);
    if (wrong === undefined) {
      return null;
    }
    const { lastTransferId } = wrong;
    return { problem: 'balance', ...(lastTransferId === null ? {} : { transferId: lastTransferId }) };
  }
}
