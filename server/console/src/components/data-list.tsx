import type { ReactNode } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import { LeftOutlined, ReloadOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Grid, Select, Spin, Table } from 'antd';
import type { TableColumnsType, TableProps } from 'antd';
import type { Page } from '@tuanlink/shared/paging';
import { useText } from '../i18n/use-text';
import { PAGE_SIZES } from './list-url.model';
import { EmptyState, ErrorState } from './page-state';
import { RowCards } from './row-cards';
import type { ListUrl } from './use-list-url';

interface PagerProps {
  url: ListUrl;
  count: number;
  nextCursor: string | null;
  busy: boolean;
}

function Pager({ url, count, nextCursor, busy }: PagerProps) {
  const { t } = useText();
  const onFirst = url.page.cursor === undefined;
  return (
    <div className="row row-between data-list-pager">
      <span className="soft">{t('list.count', { count })}</span>
      <div className="row">
        <Select
          aria-label={t('list.pageSize')}
          value={url.page.limit}
          options={PAGE_SIZES.map((size) => ({ value: size, label: t('list.perPage', { size }) }))}
          onChange={(size) => url.filter({ limit: String(size) })}
        />
        <Button
          icon={<LeftOutlined />}
          disabled={onFirst || busy}
          onClick={url.depth > 0 ? url.goBack : url.goFirst}
          data-testid="page-previous"
        >
          {url.depth > 0 || onFirst ? t('list.previous') : t('list.first')}
        </Button>
        <Button
          icon={<RightOutlined />}
          iconPlacement="end"
          disabled={nextCursor === null || busy}
          onClick={() => nextCursor !== null && url.goNext(nextCursor)}
          data-testid="page-next"
        >
          {t('list.next')}
        </Button>
      </div>
    </div>
  );
}

interface DataListProps<T> {
  query: UseQueryResult<Page<T>>;
  columns: TableColumnsType<T>;
  url: ListUrl;
  /** Names of filters whose presence explains an empty list. */
  filters: readonly string[];
  /** What an empty list without filters says. */
  emptyText: string;
  label: string;
  expandable?: TableProps<T>['expandable'];
}

/** One page of a list: rows, loading, error and empty states, and the way to the other pages. */
export function DataList<T extends { id: string }>(props: DataListProps<T>) {
  const { query, columns, url, filters, emptyText, label, expandable } = props;
  const wide = Grid.useBreakpoint().md !== false;
  if (query.isError && !query.data) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  const filtered = filters.some((name) => url.get(name) !== undefined);
  const clear = () => url.filter(Object.fromEntries(filters.map((name) => [name, undefined])));
  const busy = query.isPending || query.isPlaceholderData;
  const items = query.data?.items ?? [];
  const empty = query.isPending ? (
    <div style={{ height: 160 }} />
  ) : (
    <EmptyState text={emptyText} onClear={filtered ? clear : undefined} />
  );
  return (
    <div className="data-list" aria-busy={busy}>
      {wide ? (
        <Table<T>
          aria-label={label}
          rowKey="id"
          size="medium"
          columns={columns}
          dataSource={items}
          loading={busy}
          pagination={false}
          scroll={{ x: 'max-content' }}
          onRow={(row) => ({ 'data-id': row.id }) as React.HTMLAttributes<HTMLElement>}
          {...(expandable ? { expandable } : {})}
          locale={{ emptyText: empty }}
        />
      ) : (
        <Spin spinning={busy}>
          {items.length === 0 ? (
            empty
          ) : (
            <RowCards
              rows={items}
              keyOf={({ id }) => id}
              columns={columns}
              expandable={expandable}
              label={label}
            />
          )}
        </Spin>
      )}
      <Pager url={url} count={items.length} nextCursor={query.data?.nextCursor ?? null} busy={busy} />
    </div>
  );
}

/** Reads a list again. */
export function RefreshButton({ query }: { query: Pick<UseQueryResult, 'refetch' | 'isFetching'> }) {
  const { t } = useText();
  return (
    <Button
      icon={<ReloadOutlined spin={query.isFetching} />}
      aria-label={t('action.refresh')}
      title={t('action.refresh')}
      onClick={() => void query.refetch()}
    />
  );
}

/** Title of a page with what can be done on it, and below it the page. */
export function PageFrame(props: { title: ReactNode; tools?: ReactNode; children: ReactNode }) {
  return (
    <div className="stack">
      <div className="row row-between page-head">
        <h1>{props.title}</h1>
        <div className="row">{props.tools}</div>
      </div>
      {props.children}
    </div>
  );
}
