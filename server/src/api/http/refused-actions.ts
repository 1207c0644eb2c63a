import { refusalStatus } from '@tuanlink/shared/errors';
import { routeTable } from '@tuanlink/shared/routes';
import type { AuditTrail } from '../../domains/staff/audit-trail.service.js';
import type { Database } from '../../infra/database/database.js';
import { isUuid } from '../../infra/ids.js';
import type { Refusal } from '../../infra/refusal.js';
import type { ApiRequest } from './request.js';

/**
 * A mistake in what was asked for, somebody who may not do it, or a state, an amount or a person that forbids
 * it. What answers 404 is not there at all: the things of the shop belong to no operator in particular.
 */
const WORTH_KEEPING = new Set([400, 403, 409]);
/** Details are for a screen; more than this of one is of no use to a reader of the audit trail. */
const DETAIL_CHARACTERS_MAX = 2_000;

/**
 * Keeps on the audit trail what an operator tried to change and was refused: a refund above what was paid,
 * an approval of one's own, a payout without the permission for it. Nothing else was changed, so this is
 * written on its own, after the rollback, and stands below the route: the history of the thing itself holds
 * what happened to it.
 */
export function keepRefusedActions(audit: AuditTrail, db: Database) {
  return async (request: ApiRequest, refusal: Refusal): Promise<void> => {
    const { operator, routeName } = request;
    if (operator === undefined || routeName === undefined || routeTable[routeName].method === 'GET') return;
    if (!WORTH_KEEPING.has(refusalStatus(refusal.code))) return;
    const { id } = Object(request.params) as { id?: string };
    const { code, detail = null } = refusal;
    const isShort = JSON.stringify(detail).length <= DETAIL_CHARACTERS_MAX;
    // Who may not do it is told so before the id is looked at: it may be anything.
    const outcome = { id: isUuid(id) ? id : null, code, detail: isShort ? detail : null };
    const action = `${routeName.replace('console.', '')}.refused`;
    await audit.record(db.manager, operator, action, 'route', routeName, null, outcome);
  };
}
