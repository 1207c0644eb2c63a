import { useState } from 'react';
import { Alert, Button, Modal } from 'antd';
import { Link } from 'react-router';
import type { PayoutRunReply } from '@tuanlink/shared/replies';
import type { ConsoleRoute } from '../../api/call';
import { filePath } from '../../api/file-path';
import { useCall, useCommand } from '../../api/queries';
import { useMay, useSession } from '../../app/session';
import { Amount } from '../../components/amount';
import { DetailDrawer, Section } from '../../components/detail-drawer';
import { TypedConfirm } from '../../components/dialogs';
import { Facts } from '../../components/facts';
import { IdText } from '../../components/id-text';
import { Moment } from '../../components/moment';
import { PendingState } from '../../components/page-state';
import { StateTag } from '../../components/state-tag';
import { useReport } from '../../components/use-report';
import { useText } from '../../i18n/use-text';
import { approvalWord, isUnderway } from './model';

/** How often a run is read again while it is being paid. */
const UNDERWAY_MS = 2_000;

const refreshed: readonly ConsoleRoute[] = [
  'console.payoutRuns',
  'console.payoutRun',
  'console.payoutRun.preview',
  'console.withdrawals',
];

function Decision({ run }: { run: PayoutRunReply }) {
  const { t } = useText();
  const may = useMay();
  const { operator } = useSession();
  const report = useReport();
  const [asked, setAsked] = useState<'approve' | 'cancel' | null>(null);
  const approve = useCommand('console.payoutRun.approve', refreshed);
  const cancel = useCommand('console.payoutRun.cancel', refreshed);
  if (run.state !== 'draft') return null;
  const own = run.madeBy.id === operator.id;
  const params = { id: run.id };
  const after = (done: 'payoutRun.approved' | 'payoutRun.cancelled') => ({
    onSuccess: () => {
      report.done(done);
      setAsked(null);
    },
    onError: report.failed,
  });
  return (
    <div className="row">
      {may('console.payoutRun.cancel') && (
        <Button onClick={() => setAsked('cancel')} data-testid="payout-run-cancel">
          {t('payoutRun.cancel')}
        </Button>
      )}
      {may('console.payoutRun.approve') && !own && (
        <Button type="primary" onClick={() => setAsked('approve')} data-testid="payout-run-approve">
          {t('payoutRun.approve')}
        </Button>
      )}
      <TypedConfirm
        open={asked === 'approve'}
        title={t('payoutRun.askApprove', { count: run.count })}
        word={approvalWord(run)}
        okText={t('payoutRun.approve')}
        busy={approve.isPending}
        onCancel={() => setAsked(null)}
        onConfirm={() =>
          approve.mutate({ params, body: { amountFen: run.amountFen } }, after('payoutRun.approved'))
        }
      >
        {t('payoutRun.effect', { amount: `¥${approvalWord(run)}` })}
      </TypedConfirm>
      <Modal
        open={asked === 'cancel'}
        title={t('payoutRun.askCancel')}
        okText={t('payoutRun.cancel')}
        okButtonProps={{ loading: cancel.isPending, 'data-testid': 'payout-run-cancel-ok' }}
        onCancel={() => setAsked(null)}
        onOk={() => cancel.mutate({ params, body: {} }, after('payoutRun.cancelled'))}
      >
        {t('payoutRun.cancelEffect')}
      </Modal>
    </div>
  );
}

function Progress({ run }: { run: PayoutRunReply }) {
  const { t } = useText();
  return (
    <Section
      title={t('payoutRun.progress')}
      extra={
        <div className="row">
          <Link to={`/withdrawals?run=${run.id}`}>{t('payoutRun.items')}</Link>
          <a href={filePath('console.payoutRun.csv', { params: { id: run.id } })} download>
            {t('payoutRun.csv')}
          </a>
        </div>
      }
    >
      {run.progress.map(({ state, count, amountFen }) => (
        <div key={state} className="row row-between" data-testid={`progress-${state}`}>
          <StateTag kind="withdrawal" state={state} />
          <span className="num">
            {t('payoutRun.countOf', { count })} · <Amount fen={amountFen} />
          </span>
        </div>
      ))}
    </Section>
  );
}

/** One run: what it holds, how far it is, and for a draft the decision of a second person. */
export function RunDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { t } = useText();
  const { operator } = useSession();
  const query = useCall(
    'console.payoutRun',
    { params: { id: id ?? '' } },
    {
      enabled: id !== undefined,
      everyMs: (reply) => (reply !== undefined && isUnderway(reply) ? UNDERWAY_MS : false),
    },
  );
  const run = query.data;
  const isCancelled = run?.state === 'cancelled';
  return (
    <DetailDrawer
      open={id !== undefined}
      title={t('payoutRun.detail')}
      extra={run && <Decision run={run} />}
      onClose={onClose}
    >
      {run ? (
        <>
          {run.state === 'draft' && run.madeBy.id === operator.id && (
            <Alert type="info" showIcon title={t('payoutRun.own')} />
          )}
          {isCancelled && <Alert type="info" showIcon title={t('payoutRun.wasCancelled')} />}
          <Facts
            items={[
              { label: t('payoutRun.id'), value: <IdText id={run.id} full /> },
              { label: t('payoutRun.state'), value: <StateTag kind="payoutRun" state={run.state} /> },
              { label: t('payoutRun.count'), value: run.count },
              { label: t('payoutRun.amount'), value: <Amount fen={run.amountFen} strong /> },
              { label: t('payoutRun.tax'), value: <Amount fen={run.taxFen} /> },
              { label: t('payoutRun.net'), value: <Amount fen={run.netFen} /> },
              { label: t('payoutRun.madeBy'), value: run.madeBy.name },
              { label: t('payoutRun.madeAt'), value: <Moment at={run.madeAt} seconds /> },
              {
                label: t(isCancelled ? 'payoutRun.cancelledBy' : 'payoutRun.decidedBy'),
                value: run.decidedBy?.name ?? '—',
              },
              {
                label: t(isCancelled ? 'payoutRun.cancelledAt' : 'payoutRun.decidedAt'),
                value: <Moment at={run.decidedAt} seconds />,
              },
            ]}
          />
          {!isCancelled && <Progress run={run} />}
        </>
      ) : (
        <PendingState query={query} />
      )}
    </DetailDrawer>
  );
}
