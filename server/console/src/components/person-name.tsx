import type { Translate } from '../i18n/text';
import { useText } from '../i18n/use-text';
import { shortId } from './id-text';

/** How somebody is called; who never gave a name is told apart from others like them by the end of the id. */
export function nameOf(t: Translate, { nickname, userId }: { nickname: string; userId: string }): string {
  return nickname || `${t('order.noName')} ${shortId(userId)}`;
}

/** A nickname, or that there is none. */
export function PersonName({ nickname }: { nickname: string | null }) {
  const { t } = useText();
  return !nickname ? <span className="soft">{t('order.noName')}</span> : nickname;
}
