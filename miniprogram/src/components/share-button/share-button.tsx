import { useText } from '../../hooks/use-text';
import type { PreparedShare } from '../../hooks/use-share';
import { platform } from '../../platform';
import { copy } from '../../platform/feedback';
import { Button } from '../button/button';
import { Icon } from '../icon/icon';

interface ShareButtonProps {
  share: PreparedShare | null;
  kind?: 'main' | 'soft' | 'line' | 'text';
  size?: 'm' | 'l';
  block?: boolean;
  label: string;
}

/** Opens WeChat's list of chats with the prepared card; in a browser it copies the link. */
export function ShareButton({ share, kind = 'soft', size = 'm', block, label }: ShareButtonProps) {
  const t = useText();
  const copyLink = () => {
    if (share !== null) {
      void copy(share.url ?? `${window.location.origin}/#${share.path}`, t('share.copied'));
    }
  };
  return (
    <Button
      kind={kind}
      size={size}
      block={block}
      openType={platform.sharesCards ? 'share' : undefined}
      onTap={platform.sharesCards ? undefined : copyLink}
    >
      <Icon name={platform.sharesCards ? 'share' : 'link'} className="share-button__icon" />
      {platform.sharesCards || kind === 'text' ? label : t('share.copyLink')}
    </Button>
  );
}
