import { useState } from 'react';
import { Button, Form, Input, InputNumber } from 'antd';
import { REFUND_REASON_MAX } from '@tuanlink/shared/limits';
import type { ConsoleOrderReply } from '@tuanlink/shared/replies';
import { useCommand } from '../../api/queries';
import { useMay } from '../../app/session';
import { Amount } from '../../components/amount';
import { TypedConfirm } from '../../components/dialogs';
import { YuanInput } from '../../components/money-inputs';
import { SmallTable } from '../../components/small-table';
import { useReport } from '../../components/use-report';
import { useText } from '../../i18n/use-text';
import { canRefund, leftOf, readRefund, shippingLeft } from './refund.model';
import type { LineFields, RefundFields } from './refund.model';

const nothing: RefundFields = { lines: {}, shipping: '', reason: '' };

interface FieldsProps {
  order: ConsoleOrderReply;
  fields: RefundFields;
  onChange: (fields: RefundFields) => void;
}

function LineTable({ order, fields, onChange }: FieldsProps) {
  const { t } = useText();
  const fieldsOf = (id: string): LineFields => fields.lines[id] ?? { quantity: 0, amount: '' };
  const set = (id: string, change: Partial<LineFields>) =>
    onChange({ ...fields, lines: { ...fields.lines, [id]: { ...fieldsOf(id), ...change } } });
  return (
    <SmallTable
      label={t('order.goods')}
      rows={order.lines}
      keyOf={({ id }) => id}
      columns={[
        { title: t('order.goods'), render: (_, line) => `${line.title} · ${line.skuName}` },
        {
          title: t('afterSale.left'),
          align: 'right',
          render: (_, line) => <Amount fen={leftOf(line).fen} />,
        },
        {
          title: t('refund.pieces'),
          render: (_, line) => (
            <InputNumber
              aria-label={t('refund.pieces')}
              min={0}
              max={leftOf(line).quantity}
              precision={0}
              value={fieldsOf(line.id).quantity}
              onChange={(quantity) => set(line.id, { quantity: quantity ?? 0 })}
              data-testid="refund-quantity"
            />
          ),
        },
        {
          title: t('refund.otherAmount'),
          render: (_, line) => (
            <YuanInput
              label={t('refund.otherAmount')}
              value={fieldsOf(line.id).amount}
              onChange={(amount) => set(line.id, { amount })}
              testId="refund-amount"
            />
          ),
        },
      ]}
    />
  );
}

function RefundForm(props: FieldsProps) {
  const { t } = useText();
  const { order, fields, onChange } = props;
  const shipping = shippingLeft(order);
  return (
    <div className="stack">
      <LineTable {...props} />
      <p className="soft">{t('refund.amountHint')}</p>
      {shipping > 0 && (
        <Form.Item label={t('order.shipping')} extra={<Amount fen={shipping} />}>
          <YuanInput
            label={t('order.shipping')}
            value={fields.shipping}
            onChange={(text) => onChange({ ...fields, shipping: text })}
          />
        </Form.Item>
      )}
      <Form.Item label={t('confirm.reason')} extra={t('refund.reasonHint')} required>
        <Input.TextArea
          aria-label={t('confirm.reason')}
          value={fields.reason}
          rows={2}
          maxLength={REFUND_REASON_MAX}
          showCount
          onChange={(event) => onChange({ ...fields, reason: event.target.value })}
          data-testid="refund-reason"
        />
      </Form.Item>
    </div>
  );
}

/** Asks to give back some of an order's money; a second person must allow it. */
export function RefundButton({ order }: { order: ConsoleOrderReply }) {
  const { t } = useText();
  const report = useReport();
  const may = useMay();
  const [open, setOpen] = useState(false);
  const [fields, setFields] = useState(nothing);
  const ask = useCommand('console.order.refund', ['console.approvals', 'console.order']);
  if (!may('console.order.refund') || !canRefund(order)) return null;
  const body = readRefund(order, fields);
  const close = () => {
    setOpen(false);
    setFields(nothing);
  };
  const send = () => {
    if (body === null) return;
    const onSuccess = () => {
      report.done('approval.asked');
      close();
    };
    ask.mutate({ params: { id: order.id }, body }, { onSuccess, onError: report.failed });
  };
  return (
    <>
      <Button onClick={() => setOpen(true)} data-testid="order-refund">
        {t('refund.open')}
      </Button>
      <TypedConfirm
        open={open}
        title={t('refund.open')}
        word={t('refund.word')}
        okText={t('approval.ask')}
        busy={ask.isPending}
        fields={{
          form: <RefundForm order={order} fields={fields} onChange={setFields} />,
          ready: body !== null,
        }}
        onCancel={close}
        onConfirm={send}
      >
        {t('refund.needsOther')}
      </TypedConfirm>
    </>
  );
}
