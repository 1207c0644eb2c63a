import type { InclusionProof, ProofOutcome, SealedBlock } from '@tuanlink/shared/ledger-proof';
import type { CommissionProofReply, TransferProofReply } from '@tuanlink/shared/replies';
import { proofOutcome, shortHash } from '@tuanlink/shared/ledger-proof';
import { sha256 } from '@tuanlink/shared/sha256';
import type { Translate } from '../../../i18n';

/** How a block of that number is asked for; the public list answers it to anyone. */
export type ReadBlock = (id: number) => Promise<SealedBlock | undefined>;

/** What checking came to, by transfer. */
export type Outcomes = Readonly<Record<string, ProofOutcome>>;

/** Whether anything of a line can be checked. */
export function hasProof({ transfers }: CommissionProofReply): boolean {
  return transfers.some(({ proof }) => proof !== null);
}

/** Recomputes every proof on this device and compares its block with the public one. */
export async function checkProofs({ transfers }: CommissionProofReply, read: ReadBlock): Promise<Outcomes> {
  const outcomes: Record<string, ProofOutcome> = {};
  for (const { transfer, proof } of transfers) {
    if (proof !== null) {
      outcomes[transfer.id] = proofOutcome(transfer, proof, await read(proof.block.id), sha256);
    }
  }
  return outcomes;
}

const place = ({ position, block }: InclusionProof, t: Translate) =>
  t('proof.block', { block: block.id, place: position + 1, hash: shortHash(block.hash) });

/** Where a transfer is sealed, in words. */
export function sealText({ proof }: TransferProofReply, t: Translate): string {
  return proof === null ? t('proof.young') : place(proof, t);
}

/** What checking came to, in words. */
export function outcomeText(outcome: ProofOutcome, t: Translate): string {
  return outcome === 'good' ? t('proof.good') : t(`proof.bad.${outcome}`);
}
