import { useState } from 'react';
import { Form, Input } from 'antd';
import { REFERENCE_MAX } from '@tuanlink/shared/limits';
import { formatFen } from '@tuanlink/shared/money';
import type { ConsoleRefundReply } from '@tuanlink/shared/replies';
import { useCommand } from '../../api/queries';
import { TypedConfirm } from '../../components/dialogs';
import { useReport } from '../../components/use-report';
import { useText } from '../../i18n/use-text';

interface SettleDialogProps {
  refund: ConsoleRefundReply | null;
  onClose: () => void;
}

/** Asks a second person to confirm that the buyer has the money by another way than WeChat. */
export function SettleDialog({ refund, onClose }: SettleDialogProps) {
  const { t } = useText();
  const report = useReport();
  const settle = useCommand('console.refund.settle', [
    'console.refunds',
    'console.refund',
    'console.approvals',
  ]);
  const [reference, setReference] = useState('');
  const send = (reason: string) => {
    if (refund === null) return;
    const body = { reference: reference.trim(), reason };
    const onSuccess = () => {
      report.done('approval.asked');
      setReference('');
      onClose();
    };
    settle.mutate({ params: { id: refund.id }, body }, { onSuccess, onError: report.failed });
  };
  const form = (
    <Form.Item label={t('refund.reference')} extra={t('refund.referenceHint')} required>
      <Input
        aria-label={t('refund.reference')}
        value={reference}
        maxLength={REFERENCE_MAX}
        onChange={(event) => setReference(event.target.value)}
        data-testid="refund-reference"
      />
    </Form.Item>
  );
  return (
    <TypedConfirm
      open={refund !== null}
      title={t('refund.settle')}
      word={t('refund.word')}
      okText={t('approval.ask')}
      busy={settle.isPending}
      withReason
      fields={{ form, ready: reference.trim() !== '' }}
      onCancel={onClose}
      onConfirm={send}
    >
      {t('refund.settleHint', { amount: formatFen(refund?.amountFen ?? 0) })}
    </TypedConfirm>
  );
}
