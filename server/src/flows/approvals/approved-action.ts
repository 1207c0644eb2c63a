import type { ApprovalReply } from '@tuanlink/shared/replies';
import { approvalKinds, type ApprovalKind } from '@tuanlink/shared/states';
import type { EntityManager } from 'typeorm';

/** What happens once a second person has allowed it. */
export interface ApprovedAction {
  kind: ApprovalKind;
  /**
   * Does it, in the transaction of the approval; nothing of it is called outside the database.
   * @param operator who allowed it
   * @returns what stands in the audit trail as the outcome
   * @throws Refusal when it cannot be done any more: the approval then stays pending
   */
  apply(tx: EntityManager, approval: ApprovalReply, operator: { id: string; name: string }): Promise<unknown>;
}

/** Token of the array of all `ApprovedAction`s. */
export const APPROVED_ACTIONS = Symbol('APPROVED_ACTIONS');

/** Orders actions by kind; a kind without exactly one action stops the start. */
export function mapActions(actions: readonly ApprovedAction[]): ReadonlyMap<ApprovalKind, ApprovedAction> {
  const wrong = approvalKinds.filter((kind) => actions.filter((action) => action.kind === kind).length !== 1);
  if (wrong.length > 0) {
    throw new Error(`Every kind of approval needs exactly one action: ${wrong.join(', ')}`);
  }
  return new Map(actions.map((action) => [action.kind, action]));
}
