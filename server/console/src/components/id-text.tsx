import { Tooltip, Typography } from 'antd';
import { useText } from '../i18n/use-text';

/** The part of an id that tells two of them apart at a glance: UUIDv7 begins with the time, so its end. */
export function shortId(id: string): string {
  return id.length > 12 ? `…${id.slice(-8)}` : id;
}

/** An id, shortened, with a button that copies the whole. */
export function IdText({ id, full = false }: { id: string; full?: boolean }) {
  const { t } = useText();
  return (
    <Typography.Text
      className={full ? 'mono break' : 'mono nowrap'}
      copyable={{ text: id, tooltips: [t('action.copy'), t('action.copied')] }}
    >
      {full ? id : <Tooltip title={id}>{shortId(id)}</Tooltip>}
    </Typography.Text>
  );
}
