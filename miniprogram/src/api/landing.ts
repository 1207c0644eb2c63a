import { asFailure, isUnknownOutcome } from './failure';
import { call } from './client';
import { goTo, currentPath } from '../platform/navigation';
import { paths } from '../platform/paths';
import { keepShare, markUntold, visitorId } from '../store/attribution';
import { shareTokenIn } from '../store/attribution.rules';

type Query = Readonly<Record<string, string | undefined>>;

/** Where a share leads to. Things without a page of their own yet are found in the shop's window. */
function targetUrl(kind: string, id: string): string {
  if (kind === 'group') {
    return paths.group(id);
  }
  return kind === 'product' ? paths.product(id) : paths.home;
}

async function tellVisit(token: string, scene: number | undefined) {
  try {
    return await call('shop.visit', { body: { token, visitorId: visitorId(), scene } });
  } catch (error) {
    if (isUnknownOutcome(asFailure(error))) {
      markUntold(token);
    }
    return null;
  }
}

/**
 * Somebody came in: keeps the share's token for quotes and orders and tells the server, logged in or not.
 * The app calls this at every entry; pages that cards lead to call it too, for a browser knows no entries.
 * A QR code carries the token alone, so its target is opened when the server has named it.
 */
export async function land(query: Query, scene?: number): Promise<void> {
  const token = shareTokenIn(query);
  if (token === null) {
    return;
  }
  const fromCode = query.share === undefined;
  if (!keepShare(token) && !fromCode) {
    return;
  }
  const visit = await tellVisit(token, scene);
  if (visit !== null && fromCode) {
    const url = targetUrl(visit.target.kind, visit.target.id);
    if (url.split('?')[0] !== `/${currentPath()}` || query.id === undefined) {
      goTo(url);
    }
  }
}
