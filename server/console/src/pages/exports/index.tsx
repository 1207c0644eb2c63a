import { useEffect } from 'react';
import { Progress } from 'antd';
import type { TableColumnsType } from 'antd';
import { exportTransitions, type ExportState } from '@tuanlink/shared/exports';
import type { ExportReply } from '@tuanlink/shared/replies';
import { statesOf } from '@tuanlink/shared/states';
import type { OperatorRole } from '@tuanlink/shared/states';
import { useCall } from '../../api/queries';
import { useMay, useSession } from '../../app/session';
import { DataList, PageFrame, RefreshButton } from '../../components/data-list';
import { StateTabs } from '../../components/filters';
import { oneOf } from '../../components/list-url.model';
import { Moment } from '../../components/moment';
import { StateTag, stateKey } from '../../components/state-tag';
import { useListUrl } from '../../components/use-list-url';
import type { Translate } from '../../i18n/text';
import { useText } from '../../i18n/use-text';
import { fileAddress, isOpen, percentOf, sizeText } from './model';
import { RequestPanel } from './request-panel';

/** How often the list is read again while something is on its way, in milliseconds. */
const READ_AGAIN_MS = 1_000;

function HowFar({ item }: { item: ExportReply }) {
  const { t } = useText();
  const { rowsDone: done, rowsTotal: total, error } = item;
  if (error !== null) return <div className="break">{error}</div>;
  return (
    <div style={{ minWidth: 160 }}>
      <Progress percent={percentOf(item)} size="small" status={isOpen(item) ? 'active' : 'normal'} />
      <span className="soft num">
        {total === null ? t('export.counting') : t('export.rows', { done, total })}
      </span>
    </div>
  );
}

function File({ item, role }: { item: ExportReply; role: OperatorRole }) {
  const address = fileAddress(item, role);
  const name = item.fileName ?? '—';
  return (
    <div>
      {address === null ? (
        <span className="soft">{name}</span>
      ) : (
        <a href={address} download={name} data-testid="export-file">
          {name}
        </a>
      )}
      {item.bytes !== null && <div className="soft num">{sizeText(item.bytes)}</div>}
    </div>
  );
}

function Period({ item }: { item: ExportReply }) {
  const { t } = useText();
  if (item.from === null && item.to === null) return <span className="soft">{t('export.whole')}</span>;
  return (
    <>
      <Moment at={item.from} /> – <Moment at={item.to} />
    </>
  );
}

function columnsOf(t: Translate, role: OperatorRole): TableColumnsType<ExportReply> {
  return [
    { title: t('export.kind'), render: (_, item) => t(`export.kind.${item.kind}`) },
    { title: t('export.period'), render: (_, item) => <Period item={item} /> },
    { title: t('export.state'), render: (_, item) => <StateTag kind="export" state={item.state} /> },
    { title: t('export.progress'), render: (_, item) => <HowFar item={item} /> },
    { title: t('export.file'), render: (_, item) => <File item={item} role={role} /> },
    { title: t('export.by'), render: (_, item) => item.requestedBy.name },
    { title: t('export.at'), render: (_, item) => <Moment at={item.createdAt} seconds /> },
    { title: t('export.expiresAt'), render: (_, item) => <Moment at={item.expiresAt} /> },
  ];
}

const states = statesOf<ExportState>(exportTransitions);

/** Files with what the shop knows: asked for here, made by the worker, fetched when they are done. */
export function ExportsPage() {
  const { t } = useText();
  const may = useMay();
  const { role } = useSession().operator;
  const url = useListUrl();
  const state = oneOf(url.get('state'), states);
  const query = useCall('console.exports', { query: { state, ...url.page } }, { keep: true });
  const { refetch } = query;
  const open = query.data?.items.some(isOpen) ?? false;
  useEffect(() => {
    if (!open) return undefined;
    const timer = setInterval(() => void refetch(), READ_AGAIN_MS);
    return () => clearInterval(timer);
  }, [open, refetch]);
  return (
    <PageFrame title={t('menu.exports')} tools={<RefreshButton query={query} />}>
      {may('console.export.create') && <RequestPanel />}
      <StateTabs
        value={state}
        states={states}
        text={(value) => t(stateKey('export', value))}
        onChange={(value) => url.filter({ state: value })}
      />
      <DataList
        query={query}
        columns={columnsOf(t, role)}
        url={url}
        filters={['state']}
        emptyText={t('export.empty')}
        label={t('menu.exports')}
      />
    </PageFrame>
  );
}
