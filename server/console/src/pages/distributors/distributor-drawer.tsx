import { useState } from 'react';
import { Link } from 'react-router';
import type { StatementEntryReply, StatementReply } from '@tuanlink/shared/replies';
import { useCall } from '../../api/queries';
import { useMay } from '../../app/session';
import { Amount } from '../../components/amount';
import { DetailDrawer, Section } from '../../components/detail-drawer';
import { Facts } from '../../components/facts';
import { IdText, shortId } from '../../components/id-text';
import { Moment } from '../../components/moment';
import { ErrorState, LoadingState } from '../../components/page-state';
import { PersonName } from '../../components/person-name';
import { SmallTable } from '../../components/small-table';
import { Movement } from '../../components/transfer-table';
import { useText } from '../../i18n/use-text';
import { StatementFiles } from './statement-files';
import { firstMonth, personalAccounts, statementMonths } from './statement.model';

function Balances({ statement, over }: { statement: StatementReply; over: boolean }) {
  const { t } = useText();
  const { opening, closing } = statement;
  return (
    <SmallTable
      label={t('account.balance')}
      rows={personalAccounts.map((kind) => ({ kind }))}
      keyOf={({ kind }) => kind}
      columns={[
        { title: t('account.kind'), render: (_, { kind }) => t(`account.${kind}`) },
        {
          title: t('statement.opening'),
          align: 'right',
          render: (_, { kind }) => <Amount fen={opening[`${kind}Fen`]} />,
        },
        {
          title: t(over ? 'statement.closing' : 'statement.now'),
          align: 'right',
          render: (_, { kind }) => <Amount fen={closing[`${kind}Fen`]} strong />,
        },
      ]}
    />
  );
}

function Subject({ entry }: { entry: StatementEntryReply }) {
  const { orderId, withdrawalId } = entry;
  if (withdrawalId !== null) {
    return (
      <Link className="mono" to={`/withdrawals?withdrawal=${withdrawalId}`} title={withdrawalId}>
        {shortId(withdrawalId)}
      </Link>
    );
  }
  if (orderId === null) return <span className="soft">—</span>;
  return (
    <Link className="mono" to={`/orders?order=${orderId}`} title={orderId}>
      {shortId(orderId)}
    </Link>
  );
}

function Entries({ statement }: { statement: StatementReply }) {
  const { t } = useText();
  const { entries, entryCount } = statement;
  return (
    <Section
      title={t('statement.entries')}
      extra={
        entries.length < entryCount && (
          <span className="soft">{t('statement.newest', { shown: entries.length, count: entryCount })}</span>
        )
      }
    >
      <SmallTable
        label={t('statement.entries')}
        rows={entries}
        keyOf={({ transferId }) => transferId}
        emptyText={t('statement.empty')}
        columns={[
          { title: t('transfer.at'), render: (_, row) => <Moment at={row.at} seconds /> },
          { title: t('transfer.reason'), render: (_, row) => <Movement transfer={row} /> },
          {
            title: t('transfer.amount'),
            align: 'right',
            render: (_, row) => <Amount fen={row.amountFen} strong />,
          },
          { title: t('statement.subject'), render: (_, row) => <Subject entry={row} /> },
        ]}
      />
    </Section>
  );
}

function Month({ statement, over }: { statement: StatementReply; over: boolean }) {
  const { t } = useText();
  return (
    <>
      <Facts
        items={[
          { label: t('statement.earned'), value: <Amount fen={statement.earnedFen} strong /> },
          { label: t('statement.reversed'), value: <Amount fen={statement.reversedFen} /> },
          { label: t('statement.paid'), value: <Amount fen={statement.paidFen} strong /> },
          { label: t('statement.tax'), value: <Amount fen={statement.taxFen} /> },
        ]}
      />
      <Balances statement={statement} over={over} />
      <Entries statement={statement} />
    </>
  );
}

function Person({ id, statement }: { id: string; statement: StatementReply }) {
  const { t } = useText();
  const may = useMay();
  const { nickname, userId } = statement;
  return (
    <>
      <Facts
        items={[
          { label: t('distributor.name'), value: <PersonName nickname={nickname} /> },
          { label: t('distributor.userId'), value: <IdText id={userId} full /> },
        ]}
      />
      <div className="row">
        {may('console.commissions') && (
          <Link to={`/commissions?distributor=${id}`}>{t('menu.commissions')}</Link>
        )}
        {may('console.withdrawals') && (
          <Link to={`/withdrawals?distributor=${id}`}>{t('menu.withdrawals')}</Link>
        )}
      </div>
    </>
  );
}

function Detail({ id }: { id: string }) {
  const { t } = useText();
  const [asked, setAsked] = useState<string>();
  const months = statementMonths(new Date());
  const month = firstMonth(months, asked);
  const query = useCall('console.statement', { params: { id }, query: { month } }, { keep: true });
  const statement = query.data;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!statement) return <LoadingState />;
  return (
    <>
      <Person id={id} statement={statement} />
      <Section title={t('statement.title')}>
        <div className="stack" aria-busy={query.isPlaceholderData} data-testid="statement">
          <StatementFiles distributorId={id} months={months} month={month} onMonth={setAsked} />
          <Month statement={statement} over={statement.month !== months[0]} />
        </div>
      </Section>
    </>
  );
}

/** A distributor's money, month by month, as they see it themselves; and the files about it. */
export function DistributorDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { t } = useText();
  return (
    <DetailDrawer open={id !== undefined} title={t('distributor.detail')} onClose={onClose}>
      {id !== undefined && <Detail key={id} id={id} />}
    </DetailDrawer>
  );
}
