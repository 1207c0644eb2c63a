import type { ConsoleRefundReply } from '@tuanlink/shared/replies';
import { useCommand } from '../../api/queries';
import { TypedConfirm } from '../../components/dialogs';
import { useReport } from '../../components/use-report';
import { useText } from '../../i18n/use-text';

/** Has WeChat asked once more to give the money back. */
export function RetryDialog({ refund, onClose }: { refund: ConsoleRefundReply | null; onClose: () => void }) {
  const { t } = useText();
  const report = useReport();
  const retry = useCommand('console.refund.retry', [
    'console.refunds',
    'console.refund',
    'console.order',
    'console.exceptions',
    'console.exceptions.counts',
  ]);
  const send = () => {
    if (refund === null) return;
    retry.mutate(
      { params: { id: refund.id }, body: {} },
      { onSuccess: () => report.done('refund.retried'), onError: report.failed, onSettled: onClose },
    );
  };
  return (
    <TypedConfirm
      open={refund !== null}
      title={t('refund.retry')}
      word={t('refund.word')}
      okText={t('refund.retry')}
      busy={retry.isPending}
      onCancel={onClose}
      onConfirm={send}
    >
      {t('refund.retryHint')}
    </TypedConfirm>
  );
}
