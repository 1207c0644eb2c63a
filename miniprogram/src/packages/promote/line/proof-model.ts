import type { InclusionProof } from '@tuanlink/shared/ledger-proof';
import type { CommissionProofReply, TransferProofReply } from '@tuanlink/shared/replies';
import { shortHash } from '@tuanlink/shared/ledger-proof';
import { addsUp, checkLine } from '@tuanlink/shared/line-proof';
import type { LineCheck, LineOutcome, LineQuestion, ShownLine } from '@tuanlink/shared/line-proof';
import { sha256 } from '@tuanlink/shared/sha256';
import type { Translate } from '../../../i18n';

/** A line, what is said to prove it, and whose it must be. */
export interface Proven {
  line: ShownLine;
  reply: CommissionProofReply;
  /** The reader. */
  userId: string;
}

/** Whether there is anything to check; transfers that do not come to the amount are worth a look too. */
export function isCheckable(proven: Proven): boolean {
  return proven.reply.transfers.some(({ proof }) => proof !== null) || !addsUp(proven);
}

/**
 * Recomputes every proof on this device, compares its block with the public one, and sees that all of it is
 * about this line of this person.
 * @param read asks for the block of that number; the public list answers it to anyone
 */
export function checkProofs(proven: Proven, read: LineQuestion['read']): Promise<LineCheck> {
  return checkLine({ ...proven, read, sha256 });
}

const place = ({ position, block }: InclusionProof, t: Translate) =>
  t('proof.block', { block: block.id, place: position + 1, hash: shortHash(block.hash) });

/** Where a transfer is sealed, in words. */
export function sealText({ proof }: TransferProofReply, t: Translate): string {
  return proof === null ? t('proof.young') : place(proof, t);
}

/** What checking came to, in words. */
export function outcomeText(outcome: LineOutcome, t: Translate): string {
  return outcome === 'good' ? t('proof.good') : t(`proof.bad.${outcome}`);
}
