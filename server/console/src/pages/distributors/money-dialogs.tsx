import { useState } from 'react';
import { Alert, Form, Input, Modal } from 'antd';
import { formatFen } from '@tuanlink/shared/money';
import type { ConsoleDistributorReply } from '@tuanlink/shared/replies';
import { useCommand } from '../../api/queries';
import { ReasonField, TypedConfirm } from '../../components/dialogs';
import { rateField } from '../../components/figures.model';
import { isId } from '../../components/list-url.model';
import { PercentInput, YuanInput } from '../../components/money-inputs';
import { nameOf } from '../../components/person-name';
import { useReport } from '../../components/use-report';
import { useText } from '../../i18n/use-text';
import { readAdjustment, readOwnRate } from './money-model';

/** What is done about somebody's commission, besides the decisions about them. */
export type MoneyAction = 'rate' | 'adjust' | 'void';

interface MoneyDialogProps {
  distributor: ConsoleDistributorReply;
  onClose: () => void;
}

/** Gives somebody a rate of their own, or takes it. */
function RateDialog({ distributor, onClose }: MoneyDialogProps) {
  const { t } = useText();
  const report = useReport();
  const [text, setText] = useState(distributor.rateBp === null ? '' : rateField(distributor.rateBp));
  const patch = useCommand('console.distributor.patch', ['console.distributors']);
  const rateBp = readOwnRate(text);
  const save = () => {
    if (rateBp === undefined) return;
    const input = { params: { id: distributor.id }, body: { rateBp, version: distributor.version } };
    patch.mutate(input, {
      onSuccess: () => report.done('distributor.rateDone'),
      onError: report.failed,
      onSettled: onClose,
    });
  };
  return (
    <Modal
      open
      title={t('distributor.rateTitle', { name: nameOf(t, distributor) })}
      okText={t('action.save')}
      okButtonProps={{
        disabled: rateBp === undefined,
        loading: patch.isPending,
        'data-testid': 'own-rate-ok',
      }}
      onCancel={onClose}
      onOk={save}
    >
      <Form layout="vertical" component="div">
        <Form.Item
          label={t('distributor.rate')}
          extra={t('distributor.rateHint')}
          validateStatus={rateBp === undefined ? 'error' : ''}
          help={rateBp === undefined ? t('form.badRate') : undefined}
        >
          <PercentInput value={text} onChange={setText} label={t('distributor.rate')} testId="own-rate" />
        </Form.Item>
      </Form>
    </Modal>
  );
}

interface OrderFieldProps {
  value: string;
  onChange: (value: string) => void;
  /** What was typed is no id. */
  bad: boolean;
}

/** The order that an adjustment is about, if it is about one. */
function OrderField({ value, onChange, bad }: OrderFieldProps) {
  const { t } = useText();
  return (
    <Form.Item
      label={t('distributor.adjustOrder')}
      validateStatus={bad ? 'error' : ''}
      help={bad ? t('list.notAnId') : undefined}
      extra={t('distributor.adjustOrderHint')}
    >
      <Input
        className="mono"
        allowClear
        maxLength={36}
        aria-label={t('distributor.adjustOrder')}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        data-testid="adjust-order"
      />
    </Form.Item>
  );
}

/** Asks for an adjustment; nothing moves before a second person allows it. */
function AdjustDialog({ distributor, onClose }: MoneyDialogProps) {
  const { t } = useText();
  const report = useReport();
  const [amount, setAmount] = useState('');
  const [order, setOrder] = useState('');
  const [reason, setReason] = useState('');
  const ask = useCommand('console.distributor.adjust', ['console.approvals']);
  const amountFen = readAdjustment(amount);
  const orderId = order.trim();
  const badOrder = orderId !== '' && !isId(orderId);
  const ready = amountFen !== null && !badOrder && reason.trim() !== '';
  const send = () => {
    if (amountFen === null) return;
    const about = orderId === '' ? {} : { orderId };
    const body = { amountFen, ...about, reason: reason.trim() };
    ask.mutate(
      { params: { id: distributor.id }, body },
      {
        onSuccess: () => report.done('distributor.asked'),
        onError: report.failed,
        onSettled: onClose,
      },
    );
  };
  return (
    <Modal
      open
      title={t('distributor.adjustTitle', { name: nameOf(t, distributor) })}
      okText={t('distributor.askSecond')}
      okButtonProps={{ danger: true, disabled: !ready, loading: ask.isPending, 'data-testid': 'adjust-ok' }}
      onCancel={onClose}
      onOk={send}
    >
      <div className="stack">
        <Alert type="info" showIcon title={t('distributor.adjustHint')} />
        <Form layout="vertical" component="div">
          <Form.Item
            label={t('distributor.adjustAmount')}
            required
            validateStatus={amount !== '' && amountFen === null ? 'error' : ''}
            help={amount !== '' && amountFen === null ? t('form.badAmount') : undefined}
          >
            <YuanInput
              value={amount}
              onChange={setAmount}
              label={t('distributor.adjustAmount')}
              testId="adjust-amount"
            />
          </Form.Item>
          <OrderField value={order} onChange={setOrder} bad={badOrder} />
          <ReasonField value={reason} onChange={setReason} />
        </Form>
      </div>
    </Modal>
  );
}

/** Asks to take what a suspended distributor has under review. */
function VoidDialog({ distributor, onClose }: MoneyDialogProps) {
  const { t } = useText();
  const report = useReport();
  const ask = useCommand('console.distributor.void', []);
  const send = (reason: string) =>
    ask.mutate(
      { params: { id: distributor.id }, body: { reason } },
      {
        onSuccess: () => report.done('distributor.asked'),
        onError: report.failed,
        onSettled: onClose,
      },
    );
  return (
    <TypedConfirm
      open
      title={t('distributor.voidTitle', { name: nameOf(t, distributor) })}
      word={t('distributor.voidWord')}
      okText={t('distributor.askSecond')}
      busy={ask.isPending}
      withReason
      onCancel={onClose}
      onConfirm={send}
    >
      {t('distributor.voidHint', { amount: formatFen(distributor.reviewFen) })}
    </TypedConfirm>
  );
}

/** The dialog of one action. */
export function MoneyDialog({ action, ...props }: MoneyDialogProps & { action: MoneyAction }) {
  if (action === 'rate') return <RateDialog {...props} />;
  return action === 'adjust' ? <AdjustDialog {...props} /> : <VoidDialog {...props} />;
}
