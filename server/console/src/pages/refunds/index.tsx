import { useState } from 'react';
import { Button } from 'antd';
import type { TableColumnsType } from 'antd';
import { Link } from 'react-router';
import type { ConsoleRefundReply } from '@tuanlink/shared/replies';
import { refundTransitions, statesOf } from '@tuanlink/shared/states';
import { useCall } from '../../api/queries';
import { useMay } from '../../app/session';
import { Amount } from '../../components/amount';
import { DataList, PageFrame, RefreshButton } from '../../components/data-list';
import { StateTabs, TextFilter } from '../../components/filters';
import { shortId } from '../../components/id-text';
import { idParam, oneOf } from '../../components/list-url.model';
import { Moment } from '../../components/moment';
import { PersonName } from '../../components/person-name';
import { StateTag, stateKey } from '../../components/state-tag';
import { useListUrl } from '../../components/use-list-url';
import { openText } from '../../i18n/text';
import type { Translate } from '../../i18n/text';
import { useText } from '../../i18n/use-text';
import { RefundDrawer } from './refund-drawer';
import { RetryDialog } from './retry-dialog';
import { SettleDialog } from './settle-dialog';
import { StuckActions } from './stuck-actions';
import type { PendingRefund, RefundAction } from './stuck-actions';

type Refund = ConsoleRefundReply;

const states = statesOf(refundTransitions);

function Order({ refund: { orderId, buyer } }: { refund: Refund }) {
  return (
    <div>
      <Link className="mono" title={orderId} to={`/orders?order=${orderId}`}>
        {shortId(orderId)}
      </Link>
      <div>
        <PersonName nickname={buyer.nickname} />
      </div>
    </div>
  );
}

function columnsOf(
  t: Translate,
  open: (id: string) => void,
  act: ((pending: PendingRefund) => void) | null,
): TableColumnsType<Refund> {
  return [
    { title: t('refund.requestedAt'), render: (_, row) => <Moment at={row.requestedAt} seconds /> },
    {
      title: t('order.id'),
      render: (_, row) => <Order refund={row} />,
    },
    {
      title: t('refund.amount'),
      align: 'right',
      render: (_, row) => <Amount fen={row.amountFen} strong />,
    },
    {
      title: t('refund.reason'),
      render: (_, row) => (
        <div className="words">
          {t(`refundReason.${row.reason}`)}
          {row.note !== '' && <div className="soft">{row.note}</div>}
        </div>
      ),
    },
    {
      title: t('refund.state'),
      render: (_, row) => (
        <div className="words">
          <StateTag kind="refund" state={row.state} />
          {row.lastError !== null && <div className="soft">{openText(t, 'refund.error', row.lastError)}</div>}
        </div>
      ),
    },
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
      title: t('list.actions'),
      fixed: 'end' as const,
      render: (_, row) => (
        <div className="row actions-narrow">
          <Button size="small" onClick={() => open(row.id)} data-testid="refund-open">
            {t('action.detail')}
          </Button>
          {act && <StuckActions refund={row} onChoose={act} />}
        </div>
      ),
    },
  ];
}

/** Money on its way back to buyers, and what WeChat could not carry out. */
export function RefundsPage() {
  const { t } = useText();
  const may = useMay();
  const url = useListUrl();
  const [pending, setPending] = useState<PendingRefund | null>(null);
  const state = oneOf(url.get('state'), states);
  const orderId = idParam(url.get('order'));
  const query = useCall('console.refunds', { query: { state, orderId, ...url.page } }, { keep: true });
  const act = may('console.refund.retry') ? setPending : null;
  const of = (action: RefundAction) => (pending?.action === action ? pending.refund : null);
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
        columns={columnsOf(t, (id) => url.put('refund', id), act)}
        url={url}
        filters={['state', 'order']}
        emptyText={t('refund.empty')}
        label={t('menu.refunds')}
      />
      <RefundDrawer
        id={idParam(url.get('refund'))}
        onClose={() => url.put('refund', undefined)}
        onChoose={act}
      />
      <RetryDialog refund={of('retry')} onClose={() => setPending(null)} />
      <SettleDialog refund={of('settle')} onClose={() => setPending(null)} />
    </PageFrame>
  );
}
