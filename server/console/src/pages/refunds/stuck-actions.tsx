import { Button } from 'antd';
import type { ConsoleRefundReply } from '@tuanlink/shared/replies';
import { useText } from '../../i18n/use-text';

/** What can be done about a refund that WeChat could not carry out. */
export type RefundAction = 'retry' | 'settle';

/** What was chosen and waits to be confirmed. */
export interface PendingRefund {
  action: RefundAction;
  refund: ConsoleRefundReply;
}

interface StuckActionsProps {
  refund: ConsoleRefundReply;
  size?: 'small' | 'medium';
  onChoose: (pending: PendingRefund) => void;
}

/** The ways out of a refund that is stuck; nothing for any other. */
export function StuckActions({ refund, size = 'small', onChoose }: StuckActionsProps) {
  const { t } = useText();
  if (refund.state !== 'abnormal') return null;
  return (
    <>
      <Button
        size={size}
        type="primary"
        onClick={() => onChoose({ action: 'retry', refund })}
        data-testid="refund-retry"
      >
        {t('refund.retry')}
      </Button>
      <Button size={size} onClick={() => onChoose({ action: 'settle', refund })} data-testid="refund-settle">
        {t('refund.settle')}
      </Button>
    </>
  );
}
