import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../infra/clock.js';
import { Database } from '../../infra/database/database.js';
import { horizonSql, lastBlockSql, unsealedSql } from './ledger.queries.js';
import { blockHash, GENESIS_HASH, leafOf, merkleRoot, type SealedTransfer } from './ledger.rules.js';

/** Transfers of one block. */
export const BLOCK_ENTRIES_MAX = 5_000;
/** Only one process seals at a time. */
const SEAL_LOCK = 7_310_001;

interface LastBlock {
  id: number;
  hash: string;
  throughXid: string;
}

type UnsealedTransfer = SealedTransfer & { xid: string };

/**
 * Packs transfers into blocks: Merkle root over their leaves, each block naming the hash of the one before.
 * Only transactions below the oldest running one of this database are sealed, so that none can slip in
 * behind a block.
 */
@Injectable()
export class LedgerSealer {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Seals everything that can be sealed now; how many transfers that was. */
  async seal(): Promise<number> {
    let total = 0;
    for (;;) {
      const sealed = await this.db.tx((tx) => this.sealBlock(tx));
      total += sealed;
      if (sealed === 0) {
        return total;
      }
    }
  }

  private async sealBlock(tx: EntityManager): Promise<number> {
    await tx.query('select pg_advisory_xact_lock($1)', [SEAL_LOCK]);
    const [last] = (await tx.query(lastBlockSql)) as LastBlock[];
    const [horizon] = (await tx.query(horizonSql)) as { xid: string }[];
    const horizonXid = horizon?.xid ?? '0';
    const from = last?.throughXid ?? '0';
    const found = (await tx.query(unsealedSql, [
      from,
      horizonXid,
      BLOCK_ENTRIES_MAX + 1,
    ])) as UnsealedTransfer[];
    const { entries, throughXid } = wholeTransactions(found, horizonXid);
    if (entries.length === 0) {
      return 0;
    }
    const leaves = entries.map(leafOf);
    const header = {
      id: (last?.id ?? 0) + 1,
      previousHash: last?.hash ?? GENESIS_HASH,
      root: merkleRoot(leaves),
      entryCount: entries.length,
      sealedAt: this.clock.now().toISOString(),
    };
    await tx.query(
      `insert into ledger_block (id, previous_hash, root, hash, entry_count, through_xid, sealed_at)
       values ($1, $2, $3, $4, $5, $6::xid8, $7)`,
      [
        header.id,
        header.previousHash,
        header.root,
        blockHash(header),
        header.entryCount,
        throughXid,
        header.sealedAt,
      ],
    );
    await tx.query(
      `insert into ledger_block_entry (transfer_id, block_id, position, leaf)
       select id, $1, n - 1, leaf from unnest($2::uuid[], $3::text[]) with ordinality as e (id, leaf, n)`,
      [header.id, entries.map((entry) => entry.id), leaves],
    );
    await this.addUp(tx, entries);
    return entries.length;
  }

  /** The platform's accounts are added up here, far from the transactions that move them. */
  private async addUp(tx: EntityManager, entries: readonly SealedTransfer[]): Promise<void> {
    const sums = new Map<string, number>();
    const add = (account: string, fen: number) => {
      if (!account.includes(':')) {
        sums.set(account, (sums.get(account) ?? 0) + fen);
      }
    };
    entries.forEach((entry) => {
      add(entry.from, -entry.amountFen);
      add(entry.to, entry.amountFen);
    });
    await tx.query(
      `insert into ledger_platform_sum as s (account, balance_fen)
       select * from unnest($1::text[], $2::bigint[])
       on conflict (account) do update set balance_fen = s.balance_fen + excluded.balance_fen`,
      [[...sums.keys()], [...sums.values()]],
    );
  }
}

/**
 * Cuts a full block between two transactions, so that the next block can start at a whole one.
 * @throws RangeError when one transaction alone is larger than a block
 */
export function wholeTransactions(
  found: readonly UnsealedTransfer[],
  horizonXid: string,
): { entries: UnsealedTransfer[]; throughXid: string } {
  if (found.length <= BLOCK_ENTRIES_MAX) {
    return { entries: [...found], throughXid: horizonXid };
  }
  const cutXid = found.at(-1)?.xid ?? horizonXid;
  const entries = found.filter((transfer) => transfer.xid !== cutXid);
  if (entries.length === 0) {
    throw new RangeError(`transaction ${cutXid} wrote more transfers than a block holds`);
  }
  return { entries, throughXid: cutXid };
}
