import { useState } from 'react';
import { Alert, Button, Timeline } from 'antd';
import { formatBp } from '@tuanlink/shared/money';
import type { ConsoleWithdrawalDetailReply } from '@tuanlink/shared/replies';
import { useCall, useCommand } from '../../api/queries';
import type { ConsoleRoute } from '../../api/call';
import { useMay } from '../../app/session';
import { Amount } from '../../components/amount';
import { DetailDrawer, Section } from '../../components/detail-drawer';
import { ReasonDialog } from '../../components/dialogs';
import { Facts } from '../../components/facts';
import { IdText } from '../../components/id-text';
import { Moment } from '../../components/moment';
import { ErrorState, LoadingState } from '../../components/page-state';
import { StateTag } from '../../components/state-tag';
import { TransferTable } from '../../components/transfer-table';
import { useReport } from '../../components/use-report';
import { openText } from '../../i18n/text';
import { useText } from '../../i18n/use-text';
import { actionOf, actorOf, fileUrl } from './model';

type Withdrawal = ConsoleWithdrawalDetailReply;

const refreshed: readonly ConsoleRoute[] = [
  'console.withdrawals',
  'console.withdrawal',
  'console.payoutRuns',
  'console.payoutRun',
  'console.payoutRun.preview',
];

function Summary({ withdrawal }: { withdrawal: Withdrawal }) {
  const { t } = useText();
  const { distributor, realNameMasked, outBillNo, transferBillNo, reason } = withdrawal;
  return (
    <Facts
      items={[
        { label: t('withdrawal.id'), value: <IdText id={withdrawal.id} full /> },
        { label: t('withdrawal.state'), value: <StateTag kind="withdrawal" state={withdrawal.state} /> },
        { label: t('distributor.name'), value: distributor.nickname || t('order.noName') },
        { label: t('withdrawal.realName'), value: realNameMasked ?? t('withdrawal.noName') },
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
          <Summary withdrawal={withdrawal} />
          <Tax withdrawal={withdrawal} />
          {withdrawal.state === 'paid' && (
            <a href={fileUrl.receipt(withdrawal.id)} download>
              {t('withdrawal.receipt')}
            </a>
          )}
          {withdrawal.distributor.id !== null && (
            <div className="row">
              <a href={fileUrl.statement(withdrawal.distributor.id, 'pdf')} download>
                {t('withdrawal.statementPdf')}
              </a>
              <a href={fileUrl.statement(withdrawal.distributor.id, 'csv')} download>
                {t('withdrawal.statementCsv')}
              </a>
            </div>
          )}
          <Events withdrawal={withdrawal} />
          <Section title={t('withdrawal.transfers')}>
            <TransferTable transfers={withdrawal.transfers} emptyText={t('ledger.noTransfers')} />
          </Section>
        </>
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <LoadingState />
      )}
    </DetailDrawer>
  );
}
