import { createHash } from 'node:crypto';
import {
  type BlockHeader,
  blockText,
  GENESIS_HASH,
  leafText,
  nodeText,
  type ProofStep,
  type SealedBlock,
  type SealedTransfer,
} from '@tuanlink/shared/ledger-proof';

export { type BlockHeader, GENESIS_HASH, type ProofStep, type SealedBlock, type SealedTransfer };

/** SHA-256 of a text, hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Hash of one transfer, hex. */
export function leafOf(transfer: SealedTransfer): string {
  return sha256(leafText(transfer));
}

/** One level of the tree above these hashes; an odd last one moves up unchanged. */
function levelAbove(hashes: readonly string[]): string[] {
  const above: string[] = [];
  for (let index = 0; index < hashes.length; index += 2) {
    const left = hashes[index] ?? '';
    const right = hashes[index + 1];
    above.push(right === undefined ? left : sha256(nodeText(left, right)));
  }
  return above;
}

/** Merkle root of at least one leaf. Throws a RangeError for none. */
export function merkleRoot(leaves: readonly string[]): string {
  if (leaves.length === 0) {
    throw new RangeError('a block has at least one entry');
  }
  let level = [...leaves];
  while (level.length > 1) {
    level = levelAbove(level);
  }
  return level[0] ?? '';
}

/** The neighbours that lead from one leaf to the root. */
export function inclusionProof(leaves: readonly string[], position: number): ProofStep[] {
  const proof: ProofStep[] = [];
  let level = [...leaves];
  let index = position;
  while (level.length > 1) {
    const neighbour = level[index ^ 1];
    if (neighbour !== undefined) {
      proof.push({ side: index % 2 === 0 ? 'right' : 'left', hash: neighbour });
    }
    level = levelAbove(level);
    index = Math.floor(index / 2);
  }
  return proof;
}

/** Hash of a block, hex. */
export function blockHash(block: BlockHeader): string {
  return sha256(blockText(block));
}

/** A block with what is stored of it and of its entries, as the verifier reads it. */
export interface StoredBlock extends BlockHeader {
  hash: string;
  entries: { leaf: string; transferId: string; transfer: SealedTransfer | null }[];
}

export type LedgerProblem = 'leaf' | 'missing' | 'root' | 'chain' | 'balance' | 'unsealed';

/** The first thing wrong with a block, or null. `previous` is the block before it, or null for the first. */
export function checkBlock(
  block: StoredBlock,
  previous: { id: number; hash: string } | null,
): { problem: LedgerProblem; transferId?: string } | null {
  for (const entry of block.entries) {
    if (entry.transfer === null) {
      return { problem: 'missing', transferId: entry.transferId };
    }
    if (leafOf(entry.transfer) !== entry.leaf) {
      return { problem: 'leaf', transferId: entry.transferId };
    }
  }
  const first = block.entries[0]?.transferId;
  const leaves = block.entries.map((entry) => entry.leaf);
  if (leaves.length !== block.entryCount || leaves.length === 0 || merkleRoot(leaves) !== block.root) {
    return { problem: 'root', transferId: first };
  }
  const expectedId = (previous?.id ?? 0) + 1;
  const chained = block.id === expectedId && block.previousHash === (previous?.hash ?? GENESIS_HASH);
  if (!chained || blockHash(block) !== block.hash) {
    return { problem: 'chain', transferId: first };
  }
  return null;
}
