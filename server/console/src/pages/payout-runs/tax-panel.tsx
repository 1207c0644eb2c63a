import { useState } from 'react';
import { Button, Form, Input, Modal } from 'antd';
import { REASON_MAX, REFERENCE_MAX } from '@tuanlink/shared/limits';
import type { TaxMonthReply } from '@tuanlink/shared/replies';
import { useCall, useCommand } from '../../api/queries';
import { useMay } from '../../app/session';
import { Amount } from '../../components/amount';
import { readAmount, yuanField } from '../../components/figures.model';
import { YuanInput } from '../../components/money-inputs';
import { ErrorState, LoadingState } from '../../components/page-state';
import { SmallTable } from '../../components/small-table';
import { useReport } from '../../components/use-report';
import { useText } from '../../i18n/use-text';

interface HandoverForm {
  amount: string;
  reference: string;
  reason: string;
}

/** Asks to book tax as handed over; another operator decides. */
function HandoverDialog({ month, onClose }: { month: TaxMonthReply | null; onClose: () => void }) {
  const { t } = useText();
  const report = useReport();
  const ask = useCommand('console.tax.handover', ['console.tax']);
  const required = { required: true, whitespace: true, message: t('form.required') };
  const send = ({ amount, reference, reason }: HandoverForm) => {
    const amountFen = readAmount(amount, 1);
    if (month === null || amountFen === null) return;
    ask.mutate(
      { body: { month: month.month, amountFen, reference: reference.trim(), reason: reason.trim() } },
      {
        onSuccess: () => {
          report.done('approval.asked');
          onClose();
        },
        onError: report.failed,
      },
    );
  };
  return (
    <Modal
      open={month !== null}
      title={t('tax.handOverOf', { month: month?.month ?? '' })}
      okText={t('tax.ask')}
      okButtonProps={{ htmlType: 'submit', form: 'handover-form', loading: ask.isPending }}
      onCancel={onClose}
      destroyOnHidden
    >
      <Form<HandoverForm>
        id="handover-form"
        layout="vertical"
        initialValues={{ amount: yuanField(month?.dueFen ?? 0), reference: '', reason: '' }}
        onFinish={send}
      >
        <Form.Item
          name="amount"
          label={t('tax.amount')}
          rules={[
            {
              validator: (_, text: string) =>
                readAmount(text, 1) === null
                  ? Promise.reject(new Error(t('form.badAmount')))
                  : Promise.resolve(),
            },
          ]}
        >
          <YuanInput testId="handover-amount" />
        </Form.Item>
        <Form.Item name="reference" label={t('tax.reference')} rules={[required]}>
          <Input maxLength={REFERENCE_MAX} autoComplete="off" />
        </Form.Item>
        <Form.Item name="reason" label={t('confirm.reason')} rules={[required]}>
          <Input.TextArea maxLength={REASON_MAX} rows={2} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** Tax withheld by month, and what of it was handed over. */
export function TaxPanel() {
  const { t } = useText();
  const may = useMay();
  const query = useCall('console.tax', {});
  const [month, setMonth] = useState<TaxMonthReply | null>(null);
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <LoadingState />;
  const amount = (title: string, field: 'paidFen' | 'withheldFen' | 'handedOverFen' | 'dueFen') => ({
    title,
    align: 'right' as const,
    render: (_: unknown, row: TaxMonthReply) => <Amount fen={row[field]} strong={field === 'dueFen'} />,
  });
  return (
    <>
      <div className="panel">
        <SmallTable<TaxMonthReply>
          label={t('payoutRun.tab.tax')}
          rows={query.data.months}
          keyOf={({ month: name }) => name}
          emptyText={t('tax.empty')}
          columns={[
            { title: t('tax.monthName'), dataIndex: 'month' },
            { title: t('tax.people'), align: 'right', dataIndex: 'peopleCount' },
            amount(t('tax.paid'), 'paidFen'),
            amount(t('tax.withheld'), 'withheldFen'),
            amount(t('tax.handedOver'), 'handedOverFen'),
            amount(t('tax.due'), 'dueFen'),
            { title: t('tax.open'), align: 'right', dataIndex: 'openCount' },
            {
              title: t('list.actions'),
              fixed: 'end' as const,
              render: (_, row) =>
                may('console.tax.handover') && row.dueFen > 0 ? (
                  <Button size="small" onClick={() => setMonth(row)} data-testid="tax-handover">
                    {t('tax.handOver')}
                  </Button>
                ) : null,
            },
          ]}
        />
      </div>
      <HandoverDialog month={month} onClose={() => setMonth(null)} />
    </>
  );
}
