import type { InclusionProof, SealedBlock, SealedTransfer } from '../ledger-proof.js';

/**
 * A sealed block of the ledger, as everybody may see it: it says how much was sealed and when, and commits
 * the shop to it, without telling anything about anyone.
 */
export type LedgerBlockReply = SealedBlock;

/** One transfer of a commission line and its place in the sealed ledger. */
export interface TransferProofReply {
  transfer: SealedTransfer;
  /** Null while the transfer is too young to be sealed; that takes seconds. */
  proof: InclusionProof | null;
}

/** What proves that the transfers of a commission line stand in the sealed ledger. */
export interface CommissionProofReply {
  lineId: string;
  /** Lines of the parts taken back from it, oldest first. */
  partIds: string[];
  /** Oldest first; with those of the parts taken back from the line. */
  transfers: TransferProofReply[];
  /** The newest block there is; null before the first. */
  head: LedgerBlockReply | null;
}
