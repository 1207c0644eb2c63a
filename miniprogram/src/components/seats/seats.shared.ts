import type { GroupMemberReply } from '@tuanlink/shared/replies';

/** Faces shown before the rest becomes a number. */
export const FACES_MAX = 5;
/** Tints of the neutral glyphs; the stylesheet has one class for each. */
export const TINTS = 6;

export interface Seat {
  key: string;
  kind: 'member' | 'held' | 'empty';
  /** A picture the member agreed to show, or null. */
  avatarUrl: string | null;
  nickname: string | null;
  isLeader: boolean;
  tint: number;
}

export interface SeatFacts {
  /** Keeps the tints of one group apart from those of another. */
  id: string;
  size: number;
  takenCount: number;
  heldCount: number;
  /** Absent where only the numbers are known. */
  members?: GroupMemberReply[];
}

/** A small number that is always the same for the same text. */
export function tintOf(text: string): number {
  let sum = 7;
  for (const letter of text) {
    sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  }
  return sum % TINTS;
}

/**
 * The seats to draw: members first, then seats somebody is paying for, then empty ones. At most `FACES_MAX`,
 * of which one is kept for an empty seat while there is one; the rest is a number.
 */
export function seatsToShow(facts: SeatFacts): { seats: Seat[]; more: number } {
  const byOrder = [...(facts.members ?? [])].sort((a, b) => a.seatNo - b.seatNo);
  const all = Array.from({ length: facts.size }, (_, index): Seat => {
    const member = byOrder[index];
    const taken = index < facts.takenCount;
    return {
      key: String(index + 1),
      kind: taken ? 'member' : index < facts.takenCount + facts.heldCount ? 'held' : 'empty',
      avatarUrl: (taken && member?.avatarUrl) || null,
      nickname: (taken && member?.nickname) || null,
      isLeader: taken && (member?.isLeader ?? index === 0),
      tint: tintOf(`${facts.id}${index}`),
    };
  });
  if (all.length <= FACES_MAX) {
    return { seats: all, more: 0 };
  }
  const firstEmpty = all.findIndex((seat) => seat.kind === 'empty');
  const last = Math.max(FACES_MAX - 1, firstEmpty);
  const shown = [...all.slice(0, FACES_MAX - 1), ...all.slice(last, last + 1)];
  return { seats: shown, more: facts.size - shown.length };
}
