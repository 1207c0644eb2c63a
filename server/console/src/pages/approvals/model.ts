import type { ApprovalReply, WithdrawalRulesReply } from '@tuanlink/shared/replies';
import type { ApprovalDecision } from './decision-dialog';

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

/** An adjustment as it waits: the payload of the kind `commission.adjust`. */
export interface AdjustmentPlan {
  userId: string;
  orderId: string | null;
  amountFen: number;
}

/** Rules of commission as they wait: the payload of the kind `commission.rules`. */
export interface RulesPlan {
  defaultRateBp: number;
  newBuyerRateBp: number | null;
  visitWindowDays: number;
  bindingDays: number;
  protectionDays: number;
  /** Null: as early as the notice allows. */
  effectiveAt: string | null;
}

type RuleField = Exclude<keyof WithdrawalRulesReply, 'version'>;

/** Rules of withdrawals as they wait: the payload of the kind `withdrawal.rules`. */
export interface RuleChange {
  changes: Partial<Pick<WithdrawalRulesReply, RuleField>>;
}

/** Each rule that would change, with what is in force where that is given; what stays is left out. */
export function ruleChanges(changes: RuleChange['changes'], present: WithdrawalRulesReply | undefined) {
  return (Object.keys(changes) as RuleField[]).flatMap((field) => {
    const after = changes[field];
    const before = present?.[field];
    return after === undefined || after === before ? [] : [{ field, before, after }];
  });
}
