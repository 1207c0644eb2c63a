import { useState } from 'react';
import { Modal } from 'antd';
import type { ConsoleDistributorReply } from '@tuanlink/shared/replies';
import { useCommand } from '../../api/queries';
import type { ConsoleRoute } from '../../api/call';
import { ReasonDialog, TypedConfirm } from '../../components/dialogs';
import { nameOf } from '../../components/person-name';
import { useReport } from '../../components/use-report';
import { useText } from '../../i18n/use-text';
import type { Decision } from './model';

/** A decision that was chosen and waits to be confirmed. */
export interface PendingDecision {
  decision: Decision;
  distributor: ConsoleDistributorReply;
}

const refreshed: readonly ConsoleRoute[] = ['console.distributors'];

/** The decisions as one function that ends with a message, and whether one is under way. */
function useDecide(onClose: () => void) {
  const report = useReport();
  const approve = useCommand('console.distributor.approve', refreshed);
  const reject = useCommand('console.distributor.reject', refreshed);
  const suspend = useCommand('console.distributor.suspend', refreshed);
  const busy = approve.isPending || reject.isPending || suspend.isPending;
  const decide = ({ decision, distributor }: PendingDecision, reason: string) => {
    const params = { id: distributor.id };
    const after = {
      onSuccess: () => {
        report.done(`distributor.done.${decision}`);
        onClose();
      },
      onError: (error: unknown) => {
        report.failed(error);
        onClose();
      },
    };
    if (decision === 'reject') reject.mutate({ params, body: { reason } }, after);
    else if (decision === 'suspend') suspend.mutate({ params, body: { reason } }, after);
    else approve.mutate({ params, body: { version: distributor.version } }, after);
  };
  return { decide, busy };
}

interface DecisionDialogProps {
  pending: PendingDecision | null;
  onClose: () => void;
}

/** Confirms a decision: a question for yes, a reason for no, reason and typed name for a suspension. */
export function DecisionDialog({ pending, onClose }: DecisionDialogProps) {
  const { t } = useText();
  const { decide, busy } = useDecide(onClose);
  const [shown, setShown] = useState(pending);
  // The texts stay in the dialog while it closes.
  if (pending !== null && pending !== shown) setShown(pending);
  if (shown === null) return null;
  const { decision, distributor } = shown;
  const open = pending !== null;
  const name = nameOf(t, distributor);
  const title = t(`distributor.ask.${decision}`, { name });
  const okText = t(`distributor.action.${decision}`);
  const confirm = (reason: string) => decide(shown, reason);
  const common = { open, title, okText, busy, onCancel: onClose, onConfirm: confirm };
  if (decision === 'reject') return <ReasonDialog key={distributor.id} {...common} />;
  if (decision === 'suspend') {
    return (
      <TypedConfirm key={distributor.id} {...common} word={t('distributor.suspendWord')} withReason>
        {t('distributor.effect.suspend')}
      </TypedConfirm>
    );
  }
  return (
    <Modal
      open={open}
      title={title}
      okText={okText}
      okButtonProps={{ loading: busy, 'data-testid': 'distributor-confirm' }}
      onCancel={onClose}
      onOk={() => confirm('')}
    >
      {t(`distributor.effect.${decision}`)}
    </Modal>
  );
}
