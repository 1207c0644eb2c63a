import { Modal } from 'antd';
import type { ApprovalReply } from '@tuanlink/shared/replies';
import type { ConsoleRoute } from '../../api/call';
import { useCommand } from '../../api/queries';
import { ReasonDialog, TypedConfirm } from '../../components/dialogs';
import { useReport } from '../../components/use-report';
import { useText } from '../../i18n/use-text';

/** What an operator decides about an approval. */
export type ApprovalDecision = 'approve' | 'reject' | 'withdraw';

const refreshed: readonly ConsoleRoute[] = [
  'console.approvals',
  'console.approval',
  'console.refunds',
  'console.refund',
  'console.orders',
  'console.order',
];

interface DecisionDialogProps {
  pending: { approval: ApprovalReply; decision: ApprovalDecision } | null;
  onClose: () => void;
}

/** Confirms a decision: a typed word for yes, a reason for no, a question for taking it back. */
export function DecisionDialog({ pending, onClose }: DecisionDialogProps) {
  const { t } = useText();
  const report = useReport();
  const approve = useCommand('console.approval.approve', refreshed);
  const reject = useCommand('console.approval.reject', refreshed);
  const withdraw = useCommand('console.approval.withdraw', refreshed);
  const decision = pending?.decision;
  const params = { id: pending?.approval.id ?? '' };
  const after = {
    onSuccess: () => decision && report.done(`approval.done.${decision}`),
    onError: report.failed,
    onSettled: onClose,
  };
  return (
    <>
      <TypedConfirm
        open={decision === 'approve'}
        title={t('approval.title.approve')}
        word={t('approval.word')}
        okText={t('approval.action.approve')}
        busy={approve.isPending}
        onCancel={onClose}
        onConfirm={() => approve.mutate({ params, body: {} }, after)}
      >
        {t('approval.effect.approve')}
      </TypedConfirm>
      <ReasonDialog
        open={decision === 'reject'}
        title={t('approval.title.reject')}
        okText={t('approval.action.reject')}
        busy={reject.isPending}
        onCancel={onClose}
        onConfirm={(reason) => reject.mutate({ params, body: { reason } }, after)}
      />
      <Modal
        open={decision === 'withdraw'}
        title={t('approval.title.withdraw')}
        okText={t('approval.action.withdraw')}
        okButtonProps={{ loading: withdraw.isPending, 'data-testid': 'approval-confirm' }}
        onCancel={onClose}
        onOk={() => withdraw.mutate({ params, body: {} }, after)}
      >
        {t('approval.effect.withdraw')}
      </Modal>
    </>
  );
}
