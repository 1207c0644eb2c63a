import type { UseQueryResult } from '@tanstack/react-query';
import { Button, Empty, Result, Spin } from 'antd';
import { Link } from 'react-router';
import { codeOf } from '../api/failure';
import { useText } from '../i18n/use-text';

/** Shown while the first answer is read; `full` takes the whole window. */
export function LoadingState({ full = false }: { full?: boolean }) {
  const { t } = useText();
  return (
    <div
      role="status"
      aria-label={t('state.loading')}
      style={{ display: 'grid', placeItems: 'center', minHeight: full ? '100vh' : 240 }}
    >
      <Spin size="large" />
    </div>
  );
}

/** Says that the operator's role does not include a page. */
export function ForbiddenState() {
  const { t } = useText();
  return <Result status="403" title={t('state.forbidden')} subTitle={t('state.forbiddenHint')} />;
}

/** Says that there is nothing at an address. */
export function NotFoundState() {
  const { t } = useText();
  return (
    <Result
      status="404"
      title={t('state.notFound')}
      extra={
        <Link to="/">
          <Button type="primary">{t('action.home')}</Button>
        </Link>
      }
    />
  );
}

/** Shows why something could not be read, with a way to try again. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t, errorText } = useText();
  const code = codeOf(error);
  if (code === 'permission.denied') return <ForbiddenState />;
  if (code === 'not_found') return <NotFoundState />;
  return (
    <Result
      status="warning"
      title={t('state.failed')}
      subTitle={errorText(error)}
      extra={
        <Button type="primary" onClick={onRetry}>
          {t('action.retry')}
        </Button>
      }
    />
  );
}

/** Stands where an answer is missing: it is on its way, or did not come, with a way to try again. */
export function PendingState({ query }: { query: Pick<UseQueryResult, 'isError' | 'error' | 'refetch'> }) {
  if (!query.isError) return <LoadingState />;
  return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
}

/** An empty list, told apart from a list that its filters emptied. */
export function EmptyState({ text, onClear }: { text: string; onClear?: (() => void) | undefined }) {
  const { t } = useText();
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={onClear ? t('state.emptyFiltered') : text}>
      {onClear && <Button onClick={onClear}>{t('action.clearFilters')}</Button>}
    </Empty>
  );
}
