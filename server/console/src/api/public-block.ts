import type { Page } from '@tuanlink/shared/paging';
import type { LedgerBlockReply } from '@tuanlink/shared/replies';
import { routePath, routeQuery } from '@tuanlink/shared/routes';
import { CallFailure } from './failure';

/**
 * The block of a number, or the newest, as everybody is shown it: asked for without the session, like a
 * stranger would. Throws a `CallFailure` when no answer came; undefined when there is no such block.
 */
export async function readPublicBlock(id?: number): Promise<LedgerBlockReply | undefined> {
  const path = routePath('shop.ledger.blocks') + routeQuery({ through: id, limit: 1 });
  let response: Response;
  try {
    response = await fetch(`/api${path}`, { credentials: 'omit' });
  } catch {
    throw new CallFailure('network.failed', 0);
  }
  if (!response.ok) throw new CallFailure('network.failed', response.status);
  const { items } = (await response.json()) as Page<LedgerBlockReply>;
  return items[0];
}
