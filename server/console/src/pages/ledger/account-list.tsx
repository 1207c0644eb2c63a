import type { TableColumnsType } from 'antd';
import { Link } from 'react-router';
import type { LedgerAccountReply } from '@tuanlink/shared/replies';
import { useCall } from '../../api/queries';
import { Amount } from '../../components/amount';
import { DataList } from '../../components/data-list';
import { IdText } from '../../components/id-text';
import { PersonName } from '../../components/person-name';
import { AccountName } from '../../components/transfer-table';
import type { ListUrl } from '../../components/use-list-url';
import type { Translate } from '../../i18n/text';
import { useText } from '../../i18n/use-text';

function columnsOf(t: Translate): TableColumnsType<LedgerAccountReply> {
  return [
    { title: t('account.kind'), render: (_, account) => <AccountName account={account.kind} /> },
    {
      title: t('account.owner'),
      render: (_, account) =>
        account.userId ? (
          <div className="row">
            <PersonName nickname={account.nickname} />
            <IdText id={account.userId} />
          </div>
        ) : (
          <span className="soft">{t('account.platform')}</span>
        ),
    },
    {
      title: t('account.balance'),
      align: 'right',
      render: (_, account) => <Amount fen={account.balanceFen} strong />,
    },
    {
      title: t('list.actions'),
      fixed: 'end' as const,
      render: (_, account) => (
        <Link to={`/ledger?tab=transfers&account=${encodeURIComponent(account.id)}`}>
          {t('account.transfers')}
        </Link>
      ),
    },
  ];
}

/** Accounts with their balances. */
export function AccountList({ url }: { url: ListUrl }) {
  const { t } = useText();
  const query = useCall('console.ledger.accounts', { query: url.page }, { keep: true });
  return (
    <>
      <p className="soft">{t('ledger.signs')}</p>
      <DataList
        query={query}
        columns={columnsOf(t)}
        url={url}
        filters={[]}
        emptyText={t('ledger.noAccounts')}
        label={t('ledger.accounts')}
      />
    </>
  );
}
