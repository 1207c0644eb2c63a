import {
  blockHash,
  GENESIS_HASH,
  leafOf,
  merkleRoot,
  type SealedBlock,
  type SealedTransfer,
} from '../../domains/ledger/ledger.rules.js';
import { UNSEALED_TABLE } from './export-tables.js';
import { LedgerBalances } from './ledger-balances.js';
import { blockOf, type EntryRecord, entryOf, transferOf, unsealedOf } from './ledger-records.rules.js';
import { found, FoundFault, type LedgerFinding, LedgerRows, type Placed } from './ledger-rows.js';
import type { Manifest } from './manifest.js';

/** What a check looked at, and the first thing it found. */
export interface LedgerReport {
  transferCount: number;
  blockCount: number;
  accountCount: number;
  /** The newest block: who wrote its hash down earlier sees by it that the past is still the same. */
  head: { id: number; hash: string } | null;
  finding: LedgerFinding | null;
}

/** What a transfer was sealed with. */
type Seal = Pick<EntryRecord, 'transferId' | 'leaf'>;

interface Pair {
  entry: Placed<EntryRecord>;
  transfer: Placed<SealedTransfer>;
}

/**
 * Recomputes an exported ledger from its files alone: every leaf, root and link of the chain, every balance
 * from the transfers, all balances together 0, and the counts of the manifest. Needs no database and no more
 * memory than one block and the balances.
 * @param knownHash hash of a block that somebody wrote down earlier; it has to be in the chain
 */
export async function checkLedger(
  folder: string,
  manifest: Manifest,
  knownHash?: string,
): Promise<LedgerReport> {
  const check = new LedgerCheck(folder, knownHash);
  try {
    await check.run(manifest);
    return check.report(null);
  } catch (error) {
    if (error instanceof FoundFault) return check.report(error.finding);
    throw error;
  } finally {
    await check.close();
  }
}

class LedgerCheck {
  private readonly transfers: LedgerRows<SealedTransfer>;
  private readonly blocks: LedgerRows<SealedBlock>;
  private readonly entries: LedgerRows<EntryRecord>;
  private readonly unsealed: LedgerRows<Seal>;
  private readonly balances: LedgerBalances;
  private head: { id: number; hash: string } | null = null;
  private transferCount = 0;
  private unsealedCount = 0;
  private knownSeen = false;

  constructor(
    folder: string,
    private readonly knownHash?: string,
  ) {
    this.transfers = new LedgerRows(folder, 'ledger_transfer', transferOf);
    this.blocks = new LedgerRows(folder, 'ledger_block', blockOf);
    this.entries = new LedgerRows(folder, 'ledger_block_entry', entryOf);
    this.unsealed = new LedgerRows(folder, UNSEALED_TABLE, unsealedOf);
    this.balances = new LedgerBalances(folder);
  }

  async run(manifest: Manifest): Promise<void> {
    for await (const block of this.blocks.rest()) await this.checkBlock(block);
    const stray = await this.entries.peek();
    if (stray !== null) {
      const { line, value } = stray;
      const what = `block ${value.blockId} of this entry does not exist`;
      found({ fault: 'entry', file: this.entries.file, line, transferId: value.transferId, what });
    }
    for await (const { value } of this.unsealed.rest()) {
      const transfer = await this.partner(value);
      if (leafOf(transfer.value) !== value.leaf) {
        this.altered(transfer, 'not what it was when it was exported');
      }
      this.balances.add(transfer.value, false);
      this.unsealedCount += 1;
    }
    const more = await this.transfers.peek();
    if (more !== null) this.added(more);
    await this.balances.check();
    this.checkCounts(manifest);
    if (this.knownHash !== undefined && !this.knownSeen) {
      found({ fault: 'chain', file: this.blocks.file, what: `no block has the hash ${this.knownHash}` });
    }
  }

  report(finding: LedgerFinding | null): LedgerReport {
    const { transferCount, head, balances } = this;
    const { accountCount } = balances;
    return { transferCount, blockCount: head?.id ?? 0, accountCount, head, finding };
  }

  async close(): Promise<void> {
    for (const rows of [this.transfers, this.blocks, this.entries, this.unsealed]) await rows.close();
  }

  private async checkBlock(block: Placed<SealedBlock>): Promise<void> {
    const { id, previousHash, entryCount } = block.value;
    const at = { file: this.blocks.file, line: block.line };
    if (id !== (this.head?.id ?? 0) + 1) {
      found({ fault: 'chain', ...at, what: `block ${id} follows block ${this.head?.id ?? 0}` });
    }
    if (previousHash !== (this.head?.hash ?? GENESIS_HASH)) {
      found({
        fault: 'chain',
        ...at,
        what: `block ${id} names another block before it than the one that is`,
      });
    }
    if (blockHash(block.value) !== block.value.hash || entryCount < 1) {
      found({ fault: 'block', ...at, what: `block ${id} is not what its hash says` });
    }
    const pairs: Pair[] = [];
    for (let position = 0; position < entryCount; position++) pairs.push(await this.pair(id, position));
    this.checkSeal(block.value, pairs);
    this.head = { id, hash: block.value.hash };
    this.knownSeen ||= block.value.hash === this.knownHash;
  }

  /** The entry of a place in a block, and its transfer. */
  private async pair(blockId: number, position: number): Promise<Pair> {
    const { file } = this.entries;
    const entry = await this.entries.next();
    const what = `block ${blockId} lacks its entry ${position}`;
    if (entry === null) return found({ fault: 'entry', file, what });
    const { line, value } = entry;
    if (value.blockId !== blockId || value.position !== position) {
      found({ fault: 'entry', file, line, transferId: value.transferId, what });
    }
    return { entry, transfer: await this.partner(value) };
  }

  /** Leaves and root of one block. A wrong leaf over a right transfer is told from an altered transfer. */
  private checkSeal({ id, root }: SealedBlock, pairs: readonly Pair[]): void {
    const leaves = pairs.map(({ transfer }) => leafOf(transfer.value));
    const wrong = pairs.find(({ entry }, index) => entry.value.leaf !== leaves[index]);
    const rooted = merkleRoot(leaves) === root;
    if (wrong === undefined && rooted) {
      pairs.forEach(({ transfer }) => this.balances.add(transfer.value, true));
      return;
    }
    const named = wrong ?? pairs[0];
    if (named === undefined) throw new RangeError(`block ${id} was checked without entries`);
    const { entry, transfer } = named;
    const { position, transferId } = entry.value;
    if (wrong !== undefined && rooted) {
      const what = `entry ${position} of block ${id} has another hash than its transfer, which is unaltered`;
      found({ fault: 'entry', file: this.entries.file, line: entry.line, transferId, what });
    }
    if (wrong !== undefined) this.altered(transfer, `not what was sealed in block ${id}, entry ${position}`);
    const last = pairs.at(-1)?.transfer.line ?? transfer.line;
    const what = `one of lines ${transfer.line} to ${last} was altered together with its hash in block ${id}`;
    found({ fault: 'altered', file: this.transfers.file, line: transfer.line, transferId, what });
  }

  /** The next transfer, which has to be the one that was sealed next. */
  private async partner(seal: Seal): Promise<Placed<SealedTransfer>> {
    const next = await this.transfers.next();
    if (next?.value.id === seal.transferId) {
      this.transferCount += 1;
      return next;
    }
    return this.notTheNext(seal, next);
  }

  /** Tells a removed transfer from an added one, one that changed places, and one whose id was altered. */
  private async notTheNext({ transferId }: Seal, next: Placed<SealedTransfer> | null): Promise<never> {
    const { file } = this.transfers;
    const elsewhere = await this.transfers.find(({ id }) => id === transferId);
    const gone = { fault: 'missing', file, transferId, what: 'the transfer was removed' } as const;
    if (next === null) return found(gone);
    const nextIsSealed =
      (await this.entries.find((entry) => entry.transferId === next.value.id)) ??
      (await this.unsealed.find((seal) => seal.transferId === next.value.id));
    if (nextIsSealed === null && elsewhere !== null) return this.added(next);
    if (nextIsSealed === null) {
      return this.altered({ ...next, value: { ...next.value, id: transferId } }, 'given another id');
    }
    if (elsewhere === null) return found(gone);
    const what = `it stands at line ${elsewhere.line}, where it was not exported`;
    return found({ fault: 'moved', file, line: next.line, transferId, what });
  }

  private altered({ line, value }: Placed<SealedTransfer>, how: string): never {
    const { file } = this.transfers;
    return found({ fault: 'altered', file, line, transferId: value.id, what: `the transfer is ${how}` });
  }

  private added({ line, value }: Placed<SealedTransfer>): never {
    const { file } = this.transfers;
    return found({ fault: 'added', file, line, transferId: value.id, what: 'the transfer was added' });
  }

  private checkCounts({ ledger }: Manifest): void {
    const { transferCount, unsealedCount } = this;
    const counted = { transferCount, unsealedCount, blockCount: this.head?.id ?? 0 };
    for (const [name, count] of Object.entries(counted)) {
      const told = ledger[name as keyof typeof counted];
      if (told !== count) {
        found({ fault: 'count', file: 'manifest.json', what: `${name} is ${told}, but there are ${count}` });
      }
    }
    if (ledger.headHash !== (this.head?.hash ?? null)) {
      const what =
        'the newest block is not the one that was exported: blocks at the end were removed or added';
      found({ fault: 'chain', file: this.blocks.file, what });
    }
  }
}
