import { Table } from 'antd';
import type { LedgerTransferReply } from '@tuanlink/shared/replies';
import { openText } from '../i18n/text';
import { useText } from '../i18n/use-text';
import { Amount } from './amount';
import { Moment } from './moment';

/** Name of an account of the ledger, or its id where it has no name of its own. */
export function AccountName({ account }: { account: string }) {
  const { t } = useText();
  const name = openText(t, 'account', account);
  return <span className={name === account ? 'mono break' : undefined}>{name}</span>;
}

/** Transfers of the ledger that belong to one thing. */
export function TransferTable({
  transfers,
  emptyText,
}: {
  transfers: LedgerTransferReply[];
  emptyText: string;
}) {
  const { t } = useText();
  return (
    <Table<LedgerTransferReply>
      size="small"
      rowKey="id"
      pagination={false}
      scroll={{ x: 'max-content' }}
      dataSource={transfers}
      locale={{ emptyText }}
      columns={[
        { title: t('transfer.at'), render: (_, row) => <Moment at={row.at} seconds /> },
        { title: t('transfer.from'), render: (_, row) => <AccountName account={row.from} /> },
        { title: t('transfer.to'), render: (_, row) => <AccountName account={row.to} /> },
        {
          title: t('transfer.amount'),
          align: 'right',
          render: (_, row) => <Amount fen={row.amountFen} strong />,
        },
        { title: t('transfer.reason'), render: (_, row) => openText(t, 'transferReason', row.reason) },
      ]}
    />
  );
}
