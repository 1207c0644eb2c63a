import { Alert, Modal, Table } from 'antd';
import type { PayoutCandidateReply, PayoutPreviewReply } from '@tuanlink/shared/replies';
import { useCall, useCommand } from '../../api/queries';
import { Amount } from '../../components/amount';
import { Facts } from '../../components/facts';
import { ErrorState, LoadingState } from '../../components/page-state';
import { useReport } from '../../components/use-report';
import { useText } from '../../i18n/use-text';
import { withdrawalColumns } from '../withdrawals/columns';
import { exceptionsFirst } from './model';

function Preview({ preview }: { preview: PayoutPreviewReply }) {
  const { t } = useText();
  return (
    <div className="stack">
      <Facts
        columns={3}
        items={[
          { label: t('payoutRun.count'), value: preview.count },
          { label: t('payoutRun.amount'), value: <Amount fen={preview.amountFen} strong /> },
          { label: t('payoutRun.tax'), value: <Amount fen={preview.taxFen} /> },
          { label: t('payoutRun.net'), value: <Amount fen={preview.netFen} /> },
        ]}
      />
      {preview.moreCount > 0 && (
        <Alert type="info" showIcon title={t('payoutRun.more', { count: preview.moreCount })} />
      )}
      <Table<PayoutCandidateReply>
        size="small"
        rowKey="id"
        pagination={false}
        scroll={{ x: 'max-content', y: 360 }}
        dataSource={exceptionsFirst(preview.candidates)}
        locale={{ emptyText: t('payoutRun.nobody') }}
        columns={[
          {
            title: t('payoutRun.exceptions'),
            render: (_, row) =>
              row.exceptions.length === 0
                ? t('payoutRun.fine')
                : row.exceptions.map((exception) => t(`payoutException.${exception}`)).join('、'),
          },
          ...withdrawalColumns<PayoutCandidateReply>(t),
        ]}
      />
    </div>
  );
}

interface NewRunDialogProps {
  open: boolean;
  onClose: () => void;
  onMade: (id: string) => void;
}

/** What a new run would hold; whoever makes it cannot approve it. */
export function NewRunDialog({ open, onClose, onMade }: NewRunDialogProps) {
  const { t } = useText();
  const report = useReport();
  const query = useCall('console.payoutRun.preview', {}, { enabled: open });
  const create = useCommand('console.payoutRun.create', [
    'console.payoutRuns',
    'console.payoutRun.preview',
    'console.withdrawals',
  ]);
  const preview = query.data;
  const make = () =>
    create.mutate(
      { body: {} },
      {
        onSuccess: (run) => {
          report.done('payoutRun.made');
          onMade(run.id);
        },
        onError: report.failed,
      },
    );
  return (
    <Modal
      open={open}
      width={960}
      title={t('payoutRun.new')}
      okText={t('payoutRun.make')}
      okButtonProps={{
        disabled: !preview || preview.count === 0,
        loading: create.isPending,
        'data-testid': 'payout-run-make',
      }}
      onCancel={onClose}
      onOk={make}
      destroyOnHidden
    >
      {preview ? (
        <Preview preview={preview} />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <LoadingState />
      )}
    </Modal>
  );
}
