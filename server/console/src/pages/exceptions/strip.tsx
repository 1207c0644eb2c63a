import { Alert } from 'antd';
import { Link } from 'react-router';
import { useCall } from '../../api/queries';
import { useMay } from '../../app/session';
import { useText } from '../../i18n/use-text';
import { exceptionText, isAboutMoney } from './model';

const EVERY_MS = 60_000;

/** Above every page, while something is amiss: what, how often, and the way there. */
export function ExceptionStrip() {
  const { t } = useText();
  const may = useMay();
  const query = useCall(
    'console.exceptions.counts',
    {},
    {
      enabled: may('console.exceptions.counts'),
      everyMs: EVERY_MS,
    },
  );
  if (!query.data || query.data.total === 0) return null;
  const parts = query.data.kinds.map(({ kind, count }) => `${t(exceptionText(kind))} ${count}`);
  return (
    <Alert
      banner
      type={isAboutMoney(query.data) ? 'error' : 'warning'}
      title={
        <Link to="/exceptions" data-testid="exception-strip">
          {t('exception.strip', { count: query.data.total })} · {parts.join(' · ')}
        </Link>
      }
    />
  );
}
