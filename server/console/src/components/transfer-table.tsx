import type { LedgerTransferReply } from '@tuanlink/shared/replies';
import { openText } from '../i18n/text';
import { useText } from '../i18n/use-text';
import { Amount } from './amount';
import { shortId } from './id-text';
import { Moment } from './moment';
import { SmallTable } from './small-table';

/** Name of an account of the ledger: `sales`, or for a person's `held:<user id>` with the end of the id. */
export function AccountName({ account }: { account: string }) {
  const { t } = useText();
  const [kind = '', userId] = account.split(':');
  return (
    <span>
      {openText(t, 'account', kind)}
      {userId !== undefined && (
        <span className="mono soft" title={userId}>
          {' '}
          {shortId(userId)}
        </span>
      )}
    </span>
  );
}

interface MovementProps {
  transfer: Pick<LedgerTransferReply, 'reason' | 'from' | 'to'>;
}

/** What a transfer was for, and below it between which accounts. */
export function Movement({ transfer: { reason, from, to } }: MovementProps) {
  const { t } = useText();
  return (
    <div>
      {openText(t, 'transferReason', reason)}
      <div className="soft">
        <AccountName account={from} /> → <AccountName account={to} />
      </div>
    </div>
  );
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
    <SmallTable
      label={t('ledger.transfers')}
      rows={transfers}
      keyOf={({ id }) => id}
      emptyText={emptyText}
      columns={[
        { title: t('transfer.at'), render: (_, row) => <Moment at={row.at} seconds /> },
        { title: t('transfer.reason'), render: (_, row) => <Movement transfer={row} /> },
        {
          title: t('transfer.amount'),
          align: 'right',
          render: (_, row) => <Amount fen={row.amountFen} strong />,
        },
      ]}
    />
  );
}
