import { useState } from 'react';
import { Button } from 'antd';
import type { TableColumnsType } from 'antd';
import { Link } from 'react-router';
import type { ConsoleRefundReply } from '@tuanlink/shared/replies';
import { refundTransitions, statesOf } from '@tuanlink/shared/states';
import { useCall, useCommand } from '../../api/queries';
import { useMay } from '../../app/session';
import { Amount } from '../../components/amount';
import { DataList, PageFrame, RefreshButton } from '../../components/data-list';
import { TypedConfirm } from '../../components/dialogs';
import { StateTabs, TextFilter } from '../../components/filters';
import { shortId } from '../../components/id-text';
import { idParam, oneOf } from '../../components/list-url.model';
import { Moment } from '../../components/moment';
import { StateTag, stateKey } from '../../components/state-tag';
import { useListUrl } from '../../components/use-list-url';
import { useReport } from '../../components/use-report';
import type { Translate } from '../../i18n/text';
import { useText } from '../../i18n/use-text';
import { SettleDialog } from './settle-dialog';

type Refund = ConsoleRefundReply;

const states = statesOf(refundTransitions);

/** What can be done about a refund that WeChat could not carry out. */
interface StuckActions {
  retry: (refund: Refund) => void;
  settle: (refund: Refund) => void;
}

function Stuck({ refund, actions }: { refund: Refund; actions: StuckActions }) {
  const { t } = useText();
  if (refund.state !== 'abnormal') return null;
  return (
    <div className="row actions">
      <Button size="small" type="primary" onClick={() => actions.retry(refund)} data-testid="refund-retry">
        {t('refund.retry')}
      </Button>
      <Button size="small" onClick={() => actions.settle(refund)} data-testid="refund-settle">
        {t('refund.settle')}
      </Button>
    </div>
  );
}

function columnsOf(t: Translate, actions: StuckActions | null): TableColumnsType<Refund> {
  return [
    { title: t('refund.requestedAt'), render: (_, row) => <Moment at={row.requestedAt} seconds /> },
    { title: t('order.buyer'), render: (_, row) => row.buyer.nickname || t('order.noName') },
    {
      title: t('order.id'),
      render: (_, row) => (
        <Link className="mono" title={row.orderId} to={`/orders?order=${row.orderId}`}>
          {shortId(row.orderId)}
        </Link>
      ),
    },
    {
      title: t('refund.amount'),
      align: 'right',
      render: (_, row) => <Amount fen={row.amountFen} strong />,
    },
    {
      title: t('refund.reason'),
      render: (_, row) => (
        <div className="goods">
          {t(`refundReason.${row.reason}`)}
          {row.note !== '' && <div className="soft break">{row.note}</div>}
        </div>
      ),
    },
    { title: t('refund.state'), render: (_, row) => <StateTag kind="refund" state={row.state} /> },
    {
      title: t('refund.succeededAt'),
      render: (_, row) => (
        <div>
          <Moment at={row.succeededAt} seconds />
          {row.settledOutside && <div className="soft">{t('refund.settledOutside')}</div>}
        </div>
      ),
    },
    {
      title: t('refund.lastError'),
      render: (_, row) => <div className="goods break">{row.lastError ?? '—'}</div>,
    },
    ...(actions
      ? [
          {
            title: t('list.actions'),
            fixed: 'end' as const,
            render: (_: unknown, row: Refund) => <Stuck refund={row} actions={actions} />,
          },
        ]
      : []),
  ];
}

function RetryDialog({ refund, onClose }: { refund: Refund | null; onClose: () => void }) {
  const { t } = useText();
  const report = useReport();
  const retry = useCommand('console.refund.retry', ['console.refunds', 'console.order']);
  const send = () => {
    if (refund === null) return;
    retry.mutate(
      { params: { id: refund.id }, body: {} },
      { onSuccess: () => report.done('refund.retried'), onError: report.failed, onSettled: onClose },
    );
  };
  return (
    <TypedConfirm
      open={refund !== null}
      title={t('refund.retry')}
      word={t('refund.word')}
      okText={t('refund.retry')}
      busy={retry.isPending}
      onCancel={onClose}
      onConfirm={send}
    >
      {t('refund.retryHint')}
    </TypedConfirm>
  );
}

/** Money on its way back to buyers, and what WeChat could not carry out. */
export function RefundsPage() {
  const { t } = useText();
  const may = useMay();
  const url = useListUrl();
  const [retrying, setRetrying] = useState<Refund | null>(null);
  const [settling, setSettling] = useState<Refund | null>(null);
  const state = oneOf(url.get('state'), states);
  const orderId = idParam(url.get('order'));
  const query = useCall('console.refunds', { query: { state, orderId, ...url.page } }, { keep: true });
  const actions = may('console.refund.retry') ? { retry: setRetrying, settle: setSettling } : null;
  return (
    <PageFrame title={t('menu.refunds')} tools={<RefreshButton query={query} />}>
      <StateTabs
        value={state}
        states={states}
        text={(value) => t(stateKey('refund', value))}
        onChange={(value) => url.filter({ state: value })}
      />
      <div className="row">
        <TextFilter
          id
          label={t('commission.byOrder')}
          value={url.get('order')}
          onChange={(order) => url.filter({ order })}
        />
      </div>
      <DataList
        query={query}
        columns={columnsOf(t, actions)}
        url={url}
        filters={['state', 'order']}
        emptyText={t('refund.empty')}
        label={t('menu.refunds')}
      />
      <RetryDialog refund={retrying} onClose={() => setRetrying(null)} />
      <SettleDialog refund={settling} onClose={() => setSettling(null)} />
    </PageFrame>
  );
}
