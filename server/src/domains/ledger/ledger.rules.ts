import { createHash } from 'node:crypto';

/** One transfer as its seal covers it: every column but the transaction that wrote it. */
export interface SealedTransfer {
  id: string;
  seq: number;
  from: string;
  to: string;
  amountFen: number;
  reason: string;
  orderId: string | null;
  commissionLineId: string | null;
  /** UTC ISO, milliseconds. */
  at: string;
}

/** What the hash chain starts from. */
export const GENESIS_HASH = '0'.repeat(64);

// Leaves and inner nodes start differently, so that neither can be passed off as the other (RFC 6962).
const LEAF = '\u0000';
const NODE = '\u0001';
const BLOCK = '\u0002';

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Hash of one transfer, hex. */
export function leafOf(t: SealedTransfer): string {
  const parts = [t.id, t.seq, t.from, t.to, t.amountFen, t.reason, t.orderId, t.commissionLineId, t.at];
  return sha256(LEAF + JSON.stringify(parts));
}

/** One level of the tree above these hashes; an odd last one moves up unchanged. */
function levelAbove(hashes: readonly string[]): string[] {
  const above: string[] = [];
  for (let index = 0; index < hashes.length; index += 2) {
    const left = hashes[index] ?? '';
    const right = hashes[index + 1];
    above.push(right === undefined ? left : sha256(NODE + left + right));
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

/** One step of an inclusion proof: the neighbour's hash and on which side it stands. */
export interface ProofStep {
  side: 'left' | 'right';
  hash: string;
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

/** The root that a leaf and its proof lead to. */
export function rootFromProof(leaf: string, proof: readonly ProofStep[]): string {
  return proof.reduce(
    (hash, step) => sha256(NODE + (step.side === 'left' ? step.hash + hash : hash + step.hash)),
    leaf,
  );
}

/** A block as it is chained to the one before. */
export interface BlockHeader {
  id: number;
  previousHash: string;
  root: string;
  entryCount: number;
  /** UTC ISO, milliseconds. */
  sealedAt: string;
}

/** Hash of a block, hex. */
export function blockHash(block: BlockHeader): string {
  const { id, previousHash, root, entryCount, sealedAt } = block;
  return sha256(BLOCK + JSON.stringify([id, previousHash, root, entryCount, sealedAt]));
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
