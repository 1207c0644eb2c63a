import type { ApprovalReply } from '@tuanlink/shared/replies';
import type { ApprovalDecision } from './decision-dialog';

/** One fact of a payload that no view of its own kind shows; names ending in `Fen` are amounts. */
export interface PayloadFact {
  name: string;
  value: { kind: 'amount'; fen: number } | { kind: 'text'; text: string };
}

/** What stands in a payload, whatever its kind: the simple facts as they are, the others as JSON. */
export function payloadFacts(payload: unknown): PayloadFact[] {
  if (typeof payload !== 'object' || payload === null) return [];
  return Object.entries(payload).map(([name, value]: [string, unknown]) => ({
    name,
    value:
      name.endsWith('Fen') && typeof value === 'number'
        ? { kind: 'amount', fen: value }
        : { kind: 'text', text: typeof value === 'string' ? value : JSON.stringify(value) },
  }));
}

/** What an operator can do about an approval: somebody else decides, the one who asked takes it back. */
export function decisionsFor(
  approval: Pick<ApprovalReply, 'state' | 'requestedBy'>,
  operatorId: string,
  mayDecide: boolean,
): ApprovalDecision[] {
  if (approval.state !== 'pending') return [];
  if (approval.requestedBy.id === operatorId) return ['withdraw'];
  return mayDecide ? ['approve', 'reject'] : [];
}

/** A refund as it waits for a second person: the payload of the kind `order.refund`. */
export interface RefundPlan {
  lines: { orderLineId: string; quantity: number; amountFen: number }[];
  shippingFen: number;
  amountFen: number;
}
