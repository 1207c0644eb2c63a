import { useQuery } from '@tanstack/react-query';
import { useShareAppMessage } from '@tarojs/taro';
import type { ShareReply } from '@tuanlink/shared/replies';
import { call } from '../api/client';
import type { CallFailure } from '../api/failure';
import { platform } from '../platform';
import { paths } from '../platform/paths';
import { currentShareToken } from '../store/attribution';
import { useViewerId } from '../store/session';

/** What a card leads to. */
export interface ShareTarget {
  kind: 'product' | 'group';
  id: string;
}

export interface PreparedShare {
  /** Mini program path for the card. */
  path: string;
  /** Public link for everything else; null while only the path is known. */
  url: string | null;
}

/** Without a link of one's own the card still carries on who brought the reader. */
function pathWithout(target: ShareTarget): string {
  const token = currentShareToken();
  return target.kind === 'group' ? paths.group(target.id, token) : paths.product(target.id, token);
}

/**
 * Prepares a card before it is shared, because WeChat wants plain values at that moment and never tells
 * whether it was sent. One link per person and target is made, the first time the page is seen.
 */
export function useShare(target: ShareTarget | null, title: string): PreparedShare | null {
  const viewer = useViewerId();
  const { data } = useQuery<ShareReply, CallFailure>({
    queryKey: ['shop.share.create', target?.kind, target?.id, viewer],
    enabled: target !== null && viewer !== '',
    staleTime: Infinity,
    gcTime: Infinity,
    queryFn: () =>
      call('shop.share.create', {
        body: {
          target: { kind: target?.kind ?? 'product', id: target?.id ?? '' },
          channel: platform.sharesCards ? 'chat' : 'link',
          parentToken: currentShareToken(),
        },
      }),
  });
  const share = target === null ? null : { path: data?.path ?? pathWithout(target), url: data?.url ?? null };
  useShareAppMessage(() => (share === null ? {} : { title, path: share.path }));
  return share;
}
