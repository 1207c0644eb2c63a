import { Injectable } from '@nestjs/common';
import type { SealedBlock, SealedTransfer } from '@tuanlink/shared/ledger-proof';
import type { CommissionProofReply, TransferProofReply } from '@tuanlink/shared/replies';
import { inclusionProof } from '../../domains/ledger/ledger.rules.js';
import { Database } from '../../infra/database/database.js';
import { Refusal } from '../../infra/refusal.js';

/** A transfer of the line; the other fields are null while no block holds it. */
interface FoundTransfer {
  transfer: SealedTransfer;
  blockId: number | null;
  position: number | null;
  leaf: string | null;
}

/** What `commission_proof_facts` gives. */
interface ProofFacts {
  lineId: string;
  partIds: string[];
  transfers: FoundTransfer[];
  blocks: (SealedBlock & { leaves: string[] })[];
  head: SealedBlock | null;
}

/** Inclusion proofs of commission lines. */
@Injectable()
export class CommissionProofs {
  constructor(private readonly db: Database) {}

  /**
   * What proves that a line's transfers stand in the sealed ledger.
   * @param userId whose line it must be; undefined: anybody's, for operators
   * @throws Refusal `not_found`
   */
  async of(lineId: string, userId: string | undefined): Promise<CommissionProofReply> {
    const facts = await this.db.call<ProofFacts | null>('commission_proof_facts', [lineId, userId ?? null]);
    if (facts === null) throw new Refusal('not_found');
    const { partIds, transfers, blocks, head } = facts;
    const proven = transfers.map((found) => proofOf(found, blocks));
    return { lineId: facts.lineId, partIds, transfers: proven, head };
  }
}

function proofOf(
  { transfer, blockId, position, leaf }: FoundTransfer,
  blocks: ProofFacts['blocks'],
): TransferProofReply {
  const found = blocks.find(({ id }) => id === blockId);
  if (found === undefined || position === null || leaf === null) return { transfer, proof: null };
  const { leaves, ...block } = found;
  return { transfer, proof: { leaf, position, steps: inclusionProof(leaves, position), block } };
}
