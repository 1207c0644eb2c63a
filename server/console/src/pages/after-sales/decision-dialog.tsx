import { useState } from 'react';
import { Form, Input, Modal } from 'antd';
import { REASON_MAX, RETURN_ADDRESS_MAX } from '@tuanlink/shared/limits';
import type { ConsoleAfterSaleReply } from '@tuanlink/shared/replies';
import { formatFen } from '@tuanlink/shared/money';
import type { ConsoleRoute } from '../../api/call';
import { useCall, useCommand } from '../../api/queries';
import { ReasonDialog, TypedConfirm } from '../../components/dialogs';
import { yuanField } from '../../components/figures.model';
import { YuanInput } from '../../components/money-inputs';
import { useReport } from '../../components/use-report';
import { useText } from '../../i18n/use-text';
import { asksForGoods, mostFen, readApproval } from './model';
import type { AfterSaleDecision, ApprovalFields } from './model';

const refreshed: readonly ConsoleRoute[] = [
  'console.afterSales',
  'console.afterSale',
  'console.orders',
  'console.order',
  'console.refunds',
];

/** What follows every decision: a message, and the dialog closes where it went well. */
function useAfter(decision: AfterSaleDecision, onClose: () => void) {
  const report = useReport();
  return {
    onSuccess: () => {
      report.done(`afterSale.done.${decision}`);
      onClose();
    },
    onError: (error: unknown) => report.failed(error),
  };
}

interface DialogProps {
  afterSale: ConsoleAfterSaleReply;
  open: boolean;
  onClose: () => void;
}

interface ApprovalFormProps {
  afterSale: ConsoleAfterSaleReply;
  fields: ApprovalFields;
  onChange: (change: Partial<ApprovalFields>) => void;
}

function ApprovalForm({ afterSale, fields, onChange }: ApprovalFormProps) {
  const { t } = useText();
  const read = readApproval(afterSale, fields);
  const problem = read.ok ? null : read.problem;
  const most = formatFen(mostFen(afterSale));
  return (
    <>
      <Form.Item
        label={t('afterSale.allowed')}
        extra={t('afterSale.most', { amount: most })}
        validateStatus={problem === 'amount' ? 'error' : ''}
        required
      >
        <YuanInput
          value={fields.amount}
          onChange={(amount) => onChange({ amount })}
          label={t('afterSale.allowed')}
          testId="after-sale-amount"
        />
      </Form.Item>
      <Form.Item
        label={t('afterSale.note')}
        extra={t('afterSale.noteHint')}
        validateStatus={problem === 'note' ? 'error' : ''}
        required={problem === 'note'}
      >
        <Input.TextArea
          aria-label={t('afterSale.note')}
          value={fields.note}
          rows={2}
          maxLength={REASON_MAX}
          onChange={(event) => onChange({ note: event.target.value })}
          data-testid="after-sale-note"
        />
      </Form.Item>
      {asksForGoods(afterSale) && (
        <Form.Item
          label={t('afterSale.returnAddress')}
          extra={t('afterSale.returnAddressHint')}
          validateStatus={problem === 'address' ? 'error' : ''}
          required
        >
          <Input.TextArea
            aria-label={t('afterSale.returnAddress')}
            value={fields.returnAddress}
            rows={2}
            maxLength={RETURN_ADDRESS_MAX}
            onChange={(event) => onChange({ returnAddress: event.target.value })}
            data-testid="after-sale-address"
          />
        </Form.Item>
      )}
    </>
  );
}

function ApproveDialog({ afterSale, open, onClose }: DialogProps) {
  const { t } = useText();
  const settings = useCall('console.afterSaleSettings', {}, { enabled: open });
  const approve = useCommand('console.afterSale.approve', refreshed);
  const [changed, setChanged] = useState<Partial<ApprovalFields>>({});
  const close = () => {
    setChanged({});
    onClose();
  };
  // Runs in this very dialog, so it has to outlive the change of state that it asks for.
  const after = useAfter('approve', close);
  const fields: ApprovalFields = {
    amount: yuanField(mostFen(afterSale)),
    note: '',
    returnAddress: settings.data?.returnAddress ?? '',
    ...changed,
  };
  const read = readApproval(afterSale, fields);
  const form = (
    <ApprovalForm
      afterSale={afterSale}
      fields={fields}
      onChange={(change) => setChanged({ ...changed, ...change })}
    />
  );
  return (
    <TypedConfirm
      open={open}
      title={t('afterSale.ask.approve')}
      word={t('afterSale.word')}
      okText={t('afterSale.action.approve')}
      busy={approve.isPending}
      fields={{ form, ready: read.ok }}
      onCancel={close}
      onConfirm={() => read.ok && approve.mutate({ params: { id: afterSale.id }, body: read.body }, after)}
    >
      {t(asksForGoods(afterSale) ? 'afterSale.effect.return' : 'afterSale.effect.refund')}
    </TypedConfirm>
  );
}

function RejectDialog({ afterSale, open, onClose }: DialogProps) {
  const { t } = useText();
  const reject = useCommand('console.afterSale.reject', refreshed);
  const after = useAfter('reject', onClose);
  return (
    <ReasonDialog
      open={open}
      title={t('afterSale.ask.reject')}
      okText={t('afterSale.action.reject')}
      busy={reject.isPending}
      onCancel={onClose}
      onConfirm={(reason) => reject.mutate({ params: { id: afterSale.id }, body: { reason } }, after)}
    />
  );
}

function ReceivedDialog({ afterSale, open, onClose }: DialogProps) {
  const { t } = useText();
  const received = useCommand('console.afterSale.received', refreshed);
  const after = useAfter('received', onClose);
  return (
    <Modal
      open={open}
      title={t('afterSale.ask.received')}
      okText={t('afterSale.action.received')}
      okButtonProps={{ loading: received.isPending, 'data-testid': 'after-sale-confirm' }}
      onCancel={onClose}
      onOk={() => received.mutate({ params: { id: afterSale.id }, body: {} }, after)}
    >
      {t('afterSale.effect.received')}
    </Modal>
  );
}

interface DecisionDialogProps {
  afterSale: ConsoleAfterSaleReply;
  decision: AfterSaleDecision | null;
  onClose: () => void;
}

/** Confirms a decision: a typed word and the amount for yes, a reason for no, a question for the parcel. */
export function DecisionDialog({ afterSale, decision, onClose }: DecisionDialogProps) {
  const common = { afterSale, onClose };
  return (
    <>
      <ApproveDialog key={afterSale.id} {...common} open={decision === 'approve'} />
      <RejectDialog {...common} open={decision === 'reject'} />
      <ReceivedDialog {...common} open={decision === 'received'} />
    </>
  );
}
