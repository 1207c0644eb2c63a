/**
 * How the proof of a commission line is checked by whoever reads it: not only that the transfers were
 * sealed, but that they are this line's, moved only its owner's money, and come to what the line is said to
 * be worth.
 */
import type { ProofOutcome, SealedBlock, SealedTransfer, Sha256 } from './ledger-proof.js';
import { proofOutcome } from './ledger-proof.js';
import type { CommissionExplanationReply, CommissionProofReply } from './replies/index.js';

/** What is shown of a line, against which its transfers are held. */
export type ShownLine = Pick<
  CommissionExplanationReply,
  'id' | 'orderId' | 'orderLineId' | 'state' | 'formula'
>;

/** What checking a transfer comes to; `line`: it may be sealed, but is not about this line and its owner. */
export type LineOutcome = ProofOutcome | 'line';

/** What checking a line comes to. */
export interface LineCheck {
  /** By transfer; what is too young to be sealed has none. */
  outcomes: Readonly<Record<string, LineOutcome>>;
  /** `sum`: the transfers do not come to what is shown; null while not all of them are known to be good. */
  whole: 'good' | 'sum' | null;
}

/** Who checks which line with what. */
export interface LineQuestion {
  line: ShownLine;
  reply: CommissionProofReply;
  /** Whose line it is; null where the reader does not know, then the transfers must be about one person. */
  userId: string | null;
  /** The block of that number as everybody is shown it; undefined where there is none. */
  read: (id: number) => Promise<SealedBlock | undefined>;
  sha256: Sha256;
}

/** Accounts of a person that a commission line moves, and the only one of the shop's that it does. */
const KINDS: readonly string[] = ['held', 'available', 'debt'];
const EXPENSE = 'commission_expense';

/** Whose account it is; null for the shop's, and for those that no commission line moves. */
function ownerOf(account: string): string | null {
  const [kind = '', userId = ''] = account.split(':');
  return KINDS.includes(kind) && userId !== '' ? userId : null;
}

/** What a person has more, or less, after a transfer; null when it moved anything else. */
function gainFen({ from, to, amountFen }: SealedTransfer, userId: string | null): number | null {
  const [gave, got] = [ownerOf(from), ownerOf(to)];
  if (userId === null || (gave !== userId && got !== userId)) return null;
  if (gave === got) return 0;
  if (gave === null) return from === EXPENSE ? amountFen : null;
  return got === null && to === EXPENSE ? -amountFen : null;
}

/** The one whose money the first transfer moved. */
function firstOwner({ transfers }: CommissionProofReply): string | null {
  const [first] = transfers;
  return first === undefined ? null : (ownerOf(first.transfer.to) ?? ownerOf(first.transfer.from));
}

/** Whether a transfer is of the line, or of a part taken back from it, and moved its owner's money alone. */
function isAbout({ line, reply, userId }: LineQuestion, transfer: SealedTransfer): boolean {
  const gain = gainFen(transfer, userId ?? firstOwner(reply));
  if (gain === null || reply.lineId !== line.id || transfer.orderId !== line.orderId) return false;
  // A part can only take away: nothing that was given for another line passes for one.
  const { commissionLineId } = transfer;
  return commissionLineId === line.id || (gain < 0 && reply.partIds.some((id) => id === commissionLineId));
}

/** What a line's transfers must come to, fen: what was not reversed, once it is in the ledger at all. */
function dueFen({ orderLineId, state, formula }: ShownLine, transferCount: number): number {
  if (state === 'estimated' || state === 'none') return 0;
  // Taken back while the line was an estimate: it never stood in the ledger, and neither does its part.
  if (orderLineId !== null && formula.amountFen < 0 && transferCount === 0) return 0;
  return formula.amountFen - formula.reversedFen;
}

/** Whether the transfers, each counted once, come to what is shown of the line. */
export function addsUp({ line, reply, userId }: Pick<LineQuestion, 'line' | 'reply' | 'userId'>): boolean {
  const { transfers } = reply;
  if (new Set(transfers.map(({ transfer }) => transfer.id)).size < transfers.length) return false;
  const owner = userId ?? firstOwner(reply);
  const sumFen = transfers.reduce((sum, { transfer }) => sum + (gainFen(transfer, owner) ?? 0), 0);
  return sumFen === dueFen(line, transfers.length);
}

/** Recomputes every proof of a line and judges what the transfers say about it. */
export async function checkLine(question: LineQuestion): Promise<LineCheck> {
  const { reply, read, sha256 } = question;
  const outcomes: Record<string, LineOutcome> = {};
  for (const { transfer, proof } of reply.transfers) {
    const about = isAbout(question, transfer);
    if (proof !== null) {
      const outcome = proofOutcome(transfer, proof, await read(proof.block.id), sha256);
      outcomes[transfer.id] = outcome === 'good' && !about ? 'line' : outcome;
    } else if (!about) {
      outcomes[transfer.id] = 'line';
    }
  }
  if (!addsUp(question)) return { outcomes, whole: 'sum' };
  const good = reply.transfers.every(({ transfer }) => outcomes[transfer.id] === 'good');
  return { outcomes, whole: good && reply.transfers.length > 0 ? 'good' : null };
}
