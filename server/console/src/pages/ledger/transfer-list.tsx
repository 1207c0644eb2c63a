import type { TableColumnsType } from 'antd';
import { Link } from 'react-router';
import type { LedgerTransferReply } from '@tuanlink/shared/replies';
import { useCall } from '../../api/queries';
import { Amount } from '../../components/amount';
import { DataList } from '../../components/data-list';
import { TextFilter } from '../../components/filters';
import { IdText, shortId } from '../../components/id-text';
import { idParam } from '../../components/list-url.model';
import { Moment } from '../../components/moment';
import { AccountName } from '../../components/transfer-table';
import type { ListUrl } from '../../components/use-list-url';
import { openText } from '../../i18n/text';
import type { Translate } from '../../i18n/text';
import { useText } from '../../i18n/use-text';

function columnsOf(t: Translate): TableColumnsType<LedgerTransferReply> {
  return [
    { title: t('transfer.id'), render: (_, row) => <IdText id={row.id} /> },
    { title: t('transfer.at'), render: (_, row) => <Moment at={row.at} seconds /> },
    { title: t('transfer.from'), render: (_, row) => <AccountName account={row.from} /> },
    { title: t('transfer.to'), render: (_, row) => <AccountName account={row.to} /> },
    {
      title: t('transfer.amount'),
      align: 'right',
      render: (_, row) => <Amount fen={row.amountFen} strong />,
    },
    { title: t('transfer.reason'), render: (_, row) => openText(t, 'transferReason', row.reason) },
    {
      title: t('commission.order'),
      render: (_, row) =>
        row.orderId ? (
          <Link className="mono" to={`/orders?order=${row.orderId}`} title={row.orderId}>
            {shortId(row.orderId)}
          </Link>
        ) : (
          <span className="soft">—</span>
        ),
    },
    {
      title: t('transfer.line'),
      render: (_, row) =>
        row.commissionLineId ? (
          <Link
            className="mono"
            to={`/commissions?line=${row.commissionLineId}`}
            title={row.commissionLineId}
          >
            {shortId(row.commissionLineId)}
          </Link>
        ) : (
          <span className="soft">—</span>
        ),
    },
  ];
}

/** Transfers, newest first; of one account or one order when asked for. */
export function TransferList({ url }: { url: ListUrl }) {
  const { t } = useText();
  const account = url.get('account');
  const orderId = idParam(url.get('order'));
  const query = useCall(
    'console.ledger.transfers',
    { query: { account, orderId, ...url.page } },
    { keep: true },
  );
  return (
    <>
      <div className="row">
        <TextFilter
          label={t('transfer.byAccount')}
          value={account}
          onChange={(value) => url.filter({ account: value })}
        />
        <TextFilter
          id
          label={t('transfer.byOrder')}
          value={url.get('order')}
          onChange={(value) => url.filter({ order: value })}
        />
      </div>
      <DataList
        query={query}
        columns={columnsOf(t)}
        url={url}
        filters={['account', 'order']}
        emptyText={t('ledger.noTransfers')}
        label={t('ledger.transfers')}
      />
    </>
  );
}
