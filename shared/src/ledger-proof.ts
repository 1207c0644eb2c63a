/**
 * How the ledger is sealed, and how somebody who trusts nobody checks one transfer of it: leaf, path to the
 * root of its block, hash of the block. One definition for the sealer, the verifier of exports and the phone;
 * each brings its own SHA-256.
 */

/** SHA-256 of a text's UTF-8 bytes, 64 hex digits. */
export type Sha256 = (text: string) => string;

/** One transfer as its seal covers it: every column but the transaction that wrote it. */
export interface SealedTransfer {
  id: string;
  seq: number;
  /** The account whose balance fell. */
  from: string;
  /** The account whose balance rose. */
  to: string;
  amountFen: number;
  /** What happened, in a word. */
  reason: string;
  orderId: string | null;
  commissionLineId: string | null;
  /** UTC ISO, milliseconds. */
  at: string;
}

/** A block as it is chained to the one before. */
export interface BlockHeader {
  /** 1, 2, 3 … without gaps. */
  id: number;
  /** Hash of the block before; 64 zeros for the first. */
  previousHash: string;
  /** Merkle root over the leaves of its transfers. */
  root: string;
  /** How many transfers it holds. */
  entryCount: number;
  /** UTC ISO, milliseconds. */
  sealedAt: string;
}

/** A block with its own hash, which the next one names. */
export interface SealedBlock extends BlockHeader {
  hash: string;
}

/** One step of an inclusion proof: the neighbour's hash and on which side it stands. */
export interface ProofStep {
  side: 'left' | 'right';
  hash: string;
}

/** Where a transfer was sealed, and the way from it to the root. */
export interface InclusionProof {
  /** Hash of the transfer's content. */
  leaf: string;
  /** Its place in the block, counted from 0. */
  position: number;
  steps: ProofStep[];
  block: SealedBlock;
}

/** What the hash chain starts from. */
export const GENESIS_HASH = '0'.repeat(64);

// Leaves, inner nodes and blocks start differently, so that none can be passed off as another (RFC 6962).
const LEAF = '\u0000';
const NODE = '\u0001';
const BLOCK = '\u0002';

/** The text whose hash is a transfer's leaf. */
export function leafText(t: SealedTransfer): string {
  const parts = [t.id, t.seq, t.from, t.to, t.amountFen, t.reason, t.orderId, t.commissionLineId, t.at];
  return LEAF + JSON.stringify(parts);
}

/** The text whose hash stands above two neighbours. */
export function nodeText(left: string, right: string): string {
  return NODE + left + right;
}

/** The text whose hash is a block's. */
export function blockText({ id, previousHash, root, entryCount, sealedAt }: BlockHeader): string {
  return BLOCK + JSON.stringify([id, previousHash, root, entryCount, sealedAt]);
}

/** The root that a leaf and its steps lead to. */
export function rootFromSteps(leaf: string, steps: readonly ProofStep[], sha256: Sha256): string {
  return steps.reduce(
    (hash, step) => sha256(step.side === 'left' ? nodeText(step.hash, hash) : nodeText(hash, step.hash)),
    leaf,
  );
}

/** On which sides the neighbours of one place among so many stand; a last one without any moves up. */
function sidesOf(position: number, entryCount: number): ProofStep['side'][] {
  const sides: ProofStep['side'][] = [];
  let index = position;
  for (let count = entryCount; count > 1; count = Math.ceil(count / 2)) {
    if (index % 2 === 1) sides.push('left');
    else if (index + 1 < count) sides.push('right');
    index = Math.floor(index / 2);
  }
  return sides;
}

/**
 * What is wrong with a proof: `leaf`, the transfer is not the one that was sealed; `path`, the steps do not
 * belong to its place; `root`, they lead to another root; `block`, the block is not what its hash says.
 */
export type ProofProblem = 'leaf' | 'path' | 'root' | 'block';

/** Recomputes a proof from the transfer alone; null when all of it holds. */
export function proofProblem(
  transfer: SealedTransfer,
  { leaf, position, steps, block }: InclusionProof,
  sha256: Sha256,
): ProofProblem | null {
  if (sha256(leafText(transfer)) !== leaf) return 'leaf';
  const sides = sidesOf(position, block.entryCount);
  const fits = position >= 0 && position < block.entryCount && sides.length === steps.length;
  if (!fits || steps.some((step, index) => step.side !== sides[index])) return 'path';
  if (rootFromSteps(leaf, steps, sha256) !== block.root) return 'root';
  return sha256(blockText(block)) === block.hash ? null : 'block';
}

/** What a check on somebody's own device comes to; `public`: the shop shows everybody another block. */
export type ProofOutcome = 'good' | ProofProblem | 'public';

/**
 * Recomputes a proof and holds its block against the one of that number that everybody is shown.
 * @param shown undefined where the public list has no such block
 */
export function proofOutcome(
  transfer: SealedTransfer,
  proof: InclusionProof,
  shown: SealedBlock | undefined,
  sha256: Sha256,
): ProofOutcome {
  const problem = proofProblem(transfer, proof, sha256);
  if (problem !== null) return problem;
  return shown?.id === proof.block.id && shown.hash === proof.block.hash ? 'good' : 'public';
}

/** A hash as people compare it at a glance: its first and last eight digits. */
export function shortHash(hash: string): string {
  return `${hash.slice(0, 8)}…${hash.slice(-8)}`;
}
