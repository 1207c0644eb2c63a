import { useState } from 'react';
import { Alert, Button } from 'antd';
import { useNavigate } from 'react-router';
import type { ReconciliationDayReply, ThreeFiguresReply } from '@tuanlink/shared/replies';
import { useCall, useCommand } from '../../api/queries';
import { useMay } from '../../app/session';
import { Amount } from '../../components/amount';
import { DetailDrawer, Section } from '../../components/detail-drawer';
import { IdText } from '../../components/id-text';
import { Moment } from '../../components/moment';
import { ErrorState, LoadingState } from '../../components/page-state';
import { SmallTable } from '../../components/small-table';
import { useReport } from '../../components/use-report';
import { openText } from '../../i18n/text';
import { useText } from '../../i18n/use-text';
import { ImportDialog } from './import-dialog';

/** How soon a day that is being done again is looked at again. */
const BUSY_MS = 2_000;

function Figures({ day }: { day: ReconciliationDayReply }) {
  const { t } = useText();
  if (day.figures === null) return <span className="soft">{t('reconciliation.noFigures')}</span>;
  const { payments, refunds, transfers, feeFen, unlistedCount } = day.figures;
  const rows = Object.entries({ payments, refunds, transfers }).map(([key, figures]) => ({ key, figures }));
  const column = (side: keyof ThreeFiguresReply) => ({
    title: t(`reconciliation.${side}`),
    align: 'right' as const,
    render: (_: unknown, { figures }: { figures: ThreeFiguresReply }) => (
      <>
        <Amount fen={figures[side].fen} strong />
        <div className="soft num">{t('reconciliation.count', { count: figures[side].count })}</div>
      </>
    ),
  });
  return (
    <div className="stack">
      <SmallTable
        label={t('reconciliation.figures')}
        rows={rows}
        keyOf={({ key }) => key}
        columns={[
          { title: '', render: (_, { key }) => openText(t, 'reconciliation', key) },
          column('wechat'),
          column('ours'),
          column('ledger'),
        ]}
      />
      <div>
        {t('reconciliation.fee')} <Amount fen={feeFen} strong />
      </div>
      {unlistedCount > 0 && (
        <Alert type="error" showIcon title={t('reconciliation.unlisted', { count: unlistedCount })} />
      )}
    </div>
  );
}

function Bills({ day }: { day: ReconciliationDayReply }) {
  const { t } = useText();
  return (
    <SmallTable
      label={t('reconciliation.bills')}
      rows={day.bills}
      keyOf={({ kind }) => kind}
      emptyText={t('reconciliation.noBills')}
      columns={[
        { title: t('bill.kind'), render: (_, bill) => t(`bill.kind.${bill.kind}`) },
        { title: t('bill.source'), render: (_, bill) => t(`bill.source.${bill.source}`) },
        { title: t('bill.at'), render: (_, bill) => <Moment at={bill.at} seconds /> },
        { title: t('bill.rows'), align: 'right', dataIndex: 'rowCount', className: 'num' },
        { title: t('bill.unreadable'), align: 'right', dataIndex: 'unreadableCount', className: 'num' },
        { title: 'SHA-256', render: (_, bill) => <IdText id={bill.sha256} /> },
      ]}
    />
  );
}

function Commands({ day }: { day: ReconciliationDayReply }) {
  const { t } = useText();
  const may = useMay();
  const report = useReport();
  const [importing, setImporting] = useState(false);
  const run = useCommand('console.reconciliation.run', [
    'console.reconciliation',
    'console.reconciliation.day',
  ]);
  const again = () =>
    run.mutate(
      { params: { day: day.id }, body: {} },
      { onSuccess: () => report.done('reconciliation.asked'), onError: report.failed },
    );
  return (
    <div className="row">
      {may('console.reconciliation.run') && (
        <Button loading={run.isPending || day.asked} onClick={again} data-testid="reconciliation-run">
          {t('reconciliation.run')}
        </Button>
      )}
      {may('console.reconciliation.import') && (
        <Button onClick={() => setImporting(true)} data-testid="reconciliation-import">
          {t('reconciliation.import')}
        </Button>
      )}
      <ImportDialog day={day.id} open={importing} onClose={() => setImporting(false)} />
    </div>
  );
}

/** One day: its figures on the three sides, the bills they come from, and what differs. */
export function DayDrawer({ day, onClose }: { day: string | undefined; onClose: () => void }) {
  const { t } = useText();
  const navigate = useNavigate();
  const query = useCall(
    'console.reconciliation.day',
    { params: { day: day ?? '' } },
    { enabled: day !== undefined, everyMs: (reply) => (reply?.asked === true ? BUSY_MS : false) },
  );
  const reply = query.data;
  return (
    <DetailDrawer open={day !== undefined} title={day} onClose={onClose}>
      {query.isError && !reply && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && day !== undefined && <LoadingState />}
      {reply && (
        <>
          <Commands day={reply} />
          {reply.lastError !== null && (
            <Alert
              type="warning"
              showIcon
              title={openText(t, 'reconciliation.error', reply.lastError)}
              description={<Moment at={reply.nextTryAt} seconds />}
            />
          )}
          <Section title={t('reconciliation.figures')}>
            <Figures day={reply} />
          </Section>
          <Section title={t('reconciliation.bills')}>
            <Bills day={reply} />
          </Section>
          <Section
            title={t('reconciliation.differences')}
            extra={
              <Button
                type="link"
                onClick={() => void navigate(`/reconciliation?tab=differences&of=${reply.id}`)}
                data-testid="day-differences"
              >
                {t('action.open')}
              </Button>
            }
          >
            {t('reconciliation.counts', { open: reply.openCount, resolved: reply.resolvedCount })}
          </Section>
        </>
      )}
    </DetailDrawer>
  );
}
