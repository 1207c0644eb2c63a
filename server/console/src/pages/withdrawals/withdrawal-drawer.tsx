import { useState } from 'react';
import { Alert, Button, Timeline } from 'antd';
import { Link } from 'react-router';
import { formatBp } from '@tuanlink/shared/money';
import type { ConsoleWithdrawalDetailReply } from '@tuanlink/shared/replies';
import { filePath } from '../../api/file-path';
import { useCall, useCommand } from '../../api/queries';
import type { ConsoleRoute } from '../../api/call';
import { useMay } from '../../app/session';
import { Amount } from '../../components/amount';
import { DetailDrawer, Section } from '../../components/detail-drawer';
import { ReasonDialog } from '../../components/dialogs';
import { Facts } from '../../components/facts';
import { IdText, shortId } from '../../components/id-text';
import { Moment } from '../../components/moment';
import { PendingState } from '../../components/page-state';
import { PersonName } from '../../components/person-name';
import { StateTag } from '../../components/state-tag';
import { TransferTable } from '../../components/transfer-table';
import { useReport } from '../../components/use-report';
import { openText } from '../../i18n/text';
import { useText } from '../../i18n/use-text';
import { StatementFiles } from '../distributors/statement-files';
import { firstMonth, statementMonths } from '../distributors/statement.model';
import { actionOf, actorOf, isOver } from './model';

type Withdrawal = ConsoleWithdrawalDetailReply;

const refreshed: readonly ConsoleRoute[] = [
  'console.withdrawals',
  'console.withdrawal',
  'console.payoutRuns',
  'console.payoutRun',
  'console.payoutRun.preview',
];

/** Who asked, with the way to their money where the reader may see it. */
function Distributor({ of: { id, nickname, state } }: { of: Withdrawal['distributor'] }) {
  const may = useMay();
  const name = <PersonName nickname={nickname} />;
  return (
    <span className="row">
      {id !== null && may('console.distributors') ? (
        <Link to={`/distributors?distributor=${id}`}>{name}</Link>
      ) : (
        name
      )}
      {state !== null && <StateTag kind="distributor" state={state} />}
    </span>
  );
}

function Summary({ withdrawal }: { withdrawal: Withdrawal }) {
  const { t } = useText();
  const { distributor, realNameMasked, runId, outBillNo, transferBillNo, reason } = withdrawal;
  return (
    <Facts
      items={[
        { label: t('withdrawal.id'), value: <IdText id={withdrawal.id} full /> },
        { label: t('withdrawal.state'), value: <StateTag kind="withdrawal" state={withdrawal.state} /> },
        { label: t('distributor.name'), value: <Distributor of={distributor} /> },
        { label: t('withdrawal.realName'), value: realNameMasked ?? t('withdrawal.noName') },
        {
          label: t('withdrawal.run'),
          value:
            runId === null ? (
              '—'
            ) : (
              <Link className="mono" to={`/payout-runs?payout=${runId}`} title={runId}>
                {shortId(runId)}
              </Link>
            ),
        },
        { label: t('withdrawal.outBillNo'), value: <IdText id={outBillNo} full /> },
        {
          label: t('withdrawal.transferBillNo'),
          value: transferBillNo === null ? '—' : <IdText id={transferBillNo} full />,
        },
        { label: t('withdrawal.requestedAt'), value: <Moment at={withdrawal.requestedAt} seconds /> },
        { label: t('withdrawal.approvedAt'), value: <Moment at={withdrawal.approvedAt} seconds /> },
        { label: t('withdrawal.sentAt'), value: <Moment at={withdrawal.sentAt} seconds /> },
        { label: t('withdrawal.confirmBy'), value: <Moment at={withdrawal.confirmBy} seconds /> },
        { label: t('withdrawal.finishedAt'), value: <Moment at={withdrawal.finishedAt} seconds /> },
        { label: t('withdrawal.reason'), value: reason === null ? '—' : openText(t, 'payoutFail', reason) },
      ]}
    />
  );
}

function Tax({ withdrawal }: { withdrawal: Withdrawal }) {
  const { t } = useText();
  const { tax, taxFixed } = withdrawal;
  return (
    <Section title={t(taxFixed ? 'withdrawal.taxFixed' : 'withdrawal.taxExpected')}>
      <Facts
        items={[
          { label: t('withdrawal.amount'), value: <Amount fen={withdrawal.amountFen} strong /> },
          { label: t('tax.rule'), value: `${t(`taxRule.${tax.rule}`)} · ${tax.month}` },
          { label: t('tax.monthBefore'), value: <Amount fen={tax.monthBeforeFen} /> },
          { label: t('tax.month'), value: <Amount fen={tax.monthFen} /> },
          { label: t('tax.deduction'), value: <Amount fen={tax.deductionFen} /> },
          { label: t('tax.taxable'), value: <Amount fen={tax.taxableFen} /> },
          { label: t('tax.rate'), value: formatBp(tax.rateBp) },
          { label: t('tax.quickDeduction'), value: <Amount fen={tax.quickDeductionFen} /> },
          { label: t('tax.monthTax'), value: <Amount fen={tax.monthTaxFen} /> },
          { label: t('tax.withheldBefore'), value: <Amount fen={tax.withheldBeforeFen} /> },
          { label: t('withdrawal.tax'), value: <Amount fen={tax.taxFen} strong /> },
          { label: t('withdrawal.net'), value: <Amount fen={tax.netFen} strong /> },
        ]}
      />
    </Section>
  );
}

/** The receipt once it is paid, and the distributor's statements, beginning with this withdrawal's month. */
function Papers({ withdrawal: { id, state, distributor, tax } }: { withdrawal: Withdrawal }) {
  const { t } = useText();
  const months = statementMonths(new Date());
  const [month, setMonth] = useState(firstMonth(months, tax.month));
  return (
    <Section
      title={t('statement.title')}
      extra={
        state === 'paid' && (
          <div className="row">
            <a href={filePath('console.withdrawal.receipt', { params: { id } })} download>
              {t('withdrawal.receipt')}
            </a>
            <a href={filePath('console.withdrawal.receipt.csv', { params: { id } })} download>
              {t('withdrawal.receipt.csv')}
            </a>
          </div>
        )
      }
    >
      {distributor.id !== null && (
        <StatementFiles distributorId={distributor.id} months={months} month={month} onMonth={setMonth} />
      )}
    </Section>
  );
}

function Events({ withdrawal }: { withdrawal: Withdrawal }) {
  const { t } = useText();
  const { events, distributor } = withdrawal;
  return (
    <Section title={t('withdrawal.events')}>
      <Timeline
        items={events.map((event, index) => ({
          key: index,
          content: (
            <div>
              <StateTag kind="withdrawal" state={event.to} />{' '}
              {event.reason === '' ? '' : openText(t, 'payoutFail', event.reason)}
              <div className="soft">
                <Moment at={event.at} seconds /> · {t(`actor.${actorOf(event.actor, distributor.userId)}`)}
              </div>
            </div>
          ),
        }))}
      />
    </Section>
  );
}

/** The one thing an operator can do about it, with a reason that the distributor reads. */
function Action({ withdrawal }: { withdrawal: Withdrawal }) {
  const { t } = useText();
  const may = useMay();
  const report = useReport();
  const [open, setOpen] = useState(false);
  const reject = useCommand('console.withdrawal.reject', refreshed);
  const stop = useCommand('console.withdrawal.stop', refreshed);
  const action = actionOf(withdrawal);
  if (action === null || !may(`console.withdrawal.${action}`)) return null;
  const command = action === 'reject' ? reject : stop;
  const send = (reason: string) =>
    command.mutate(
      { params: { id: withdrawal.id }, body: { reason } },
      {
        onSuccess: () => {
          report.done(`withdrawal.done.${action}`);
          setOpen(false);
        },
        onError: report.failed,
      },
    );
  return (
    <>
      <Button danger onClick={() => setOpen(true)} data-testid={`withdrawal-${action}`}>
        {t(`withdrawal.action.${action}`)}
      </Button>
      <ReasonDialog
        open={open}
        title={t(`withdrawal.ask.${action}`)}
        okText={t(`withdrawal.action.${action}`)}
        busy={command.isPending}
        onCancel={() => setOpen(false)}
        onConfirm={send}
      />
    </>
  );
}

/** A withdrawal with its tax, what happened to it, and what it did in the ledger. */
export function WithdrawalDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { t } = useText();
  const query = useCall('console.withdrawal', { params: { id: id ?? '' } }, { enabled: id !== undefined });
  const withdrawal = query.data;
  return (
    <DetailDrawer
      open={id !== undefined}
      title={t('withdrawal.detail')}
      extra={withdrawal && <Action withdrawal={withdrawal} />}
      onClose={onClose}
    >
      {withdrawal ? (
        <>
          {withdrawal.lastError !== null && (
            <Alert
              type="warning"
              showIcon
              title={t('withdrawal.lastError')}
              description={<span className="break">{withdrawal.lastError}</span>}
            />
          )}
          {withdrawal.distributor.state === 'suspended' && (
            <Alert
              type="warning"
              showIcon
              title={t('withdrawal.suspended')}
              description={isOver(withdrawal) ? undefined : t('withdrawal.suspendedHint')}
              data-testid="withdrawal-suspended"
            />
          )}
          <Summary withdrawal={withdrawal} />
          <Tax withdrawal={withdrawal} />
          <Papers key={withdrawal.id} withdrawal={withdrawal} />
          <Events withdrawal={withdrawal} />
          <Section title={t('withdrawal.transfers')}>
            <TransferTable transfers={withdrawal.transfers} emptyText={t('ledger.noTransfers')} />
          </Section>
        </>
      ) : (
        <PendingState query={query} />
      )}
    </DetailDrawer>
  );
}
