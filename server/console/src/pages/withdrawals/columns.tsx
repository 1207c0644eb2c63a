import type { TableColumnsType } from 'antd';
import type { ConsoleWithdrawalReply } from '@tuanlink/shared/replies';
import { Amount } from '../../components/amount';
import { IdText } from '../../components/id-text';
import { Moment } from '../../components/moment';
import { PersonName } from '../../components/person-name';
import { StateTag } from '../../components/state-tag';
import type { Translate } from '../../i18n/text';

/** Who asked for how much, and what of it would arrive. */
export function requestColumns<T extends ConsoleWithdrawalReply>(t: Translate): TableColumnsType<T> {
  return [
    { title: t('withdrawal.requestedAt'), render: (_, row) => <Moment at={row.requestedAt} /> },
    {
      title: t('distributor.name'),
      render: (_, row) => (
        <div>
          <PersonName nickname={row.distributor.nickname} />
          <div className="soft">{row.realNameMasked ?? t('withdrawal.noName')}</div>
        </div>
      ),
    },
    {
      title: t('withdrawal.amount'),
      align: 'right',
      render: (_, row) => <Amount fen={row.amountFen} strong />,
    },
    { title: t('withdrawal.tax'), align: 'right', render: (_, row) => <Amount fen={row.taxFen} /> },
    { title: t('withdrawal.net'), align: 'right', render: (_, row) => <Amount fen={row.netFen} /> },
  ];
}

/** Columns of the list of withdrawals. */
export function withdrawalColumns(t: Translate): TableColumnsType<ConsoleWithdrawalReply> {
  return [
    ...requestColumns<ConsoleWithdrawalReply>(t),
    {
      title: t('withdrawal.state'),
      render: (_, row) => (
        <div>
          <StateTag kind="withdrawal" state={row.state} />
          {row.finishedAt !== null && (
            <div className="soft">
              <Moment at={row.finishedAt} />
            </div>
          )}
          {row.lastError !== null && <div className="soft">{t('withdrawal.hasError')}</div>}
          {row.stopAskedAt !== null && row.finishedAt === null && (
            <div className="soft">{t('withdrawal.stopAsked')}</div>
          )}
        </div>
      ),
    },
    { title: t('withdrawal.outBillNo'), render: (_, row) => <IdText id={row.outBillNo} /> },
  ];
}
