import { Tag } from 'antd';
import { Moment } from '../../components/moment';
import { useText } from '../../i18n/use-text';

/** Until when something should happen, and whether that has passed. */
export function Deadline({ at, overdue }: { at: string | null; overdue: boolean }) {
  const { t } = useText();
  return (
    <span className="row">
      <Moment at={at} />
      {overdue && <Tag color="error">{t('afterSale.overdue')}</Tag>}
    </span>
  );
}
