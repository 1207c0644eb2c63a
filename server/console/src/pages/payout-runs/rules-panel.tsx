import { useState } from 'react';
import { Button, Form, Input, InputNumber, Modal, Select } from 'antd';
import type { PatchWithdrawalRulesBody } from '@tuanlink/shared/dto';
import { REASON_MAX } from '@tuanlink/shared/limits';
import type { WithdrawalRulesReply } from '@tuanlink/shared/replies';
import { taxRuleIds } from '@tuanlink/shared/states';
import type { TaxRuleId } from '@tuanlink/shared/states';
import { useCall, useCommand } from '../../api/queries';
import { useMay } from '../../app/session';
import { Amount } from '../../components/amount';
import { Facts } from '../../components/facts';
import { readAmount, yuanField } from '../../components/figures.model';
import { YuanInput } from '../../components/money-inputs';
import { ErrorState, LoadingState } from '../../components/page-state';
import { useReport } from '../../components/use-report';
import { useText } from '../../i18n/use-text';

const amounts = ['minFen', 'maxFen', 'dayFen', 'monthFen', 'realNameFromFen'] as const;
const counts = ['dayCount', 'monthCount'] as const;
type AmountField = (typeof amounts)[number];
type CountField = (typeof counts)[number];

type RulesForm = Record<AmountField, string> &
  Record<CountField, number> & { taxRule: TaxRuleId; reason: string };

function formOf(rules: WithdrawalRulesReply): RulesForm {
  const typed = Object.fromEntries(amounts.map((field) => [field, yuanField(rules[field])])) as Record<
    AmountField,
    string
  >;
  const { dayCount, monthCount, taxRule } = rules;
  return { ...typed, dayCount, monthCount, taxRule, reason: '' };
}

/** What is asked for; an amount that cannot be read stays as it is. */
function bodyOf(form: RulesForm, rules: WithdrawalRulesReply): PatchWithdrawalRulesBody {
  const { reason, taxRule, dayCount, monthCount, ...typed } = form;
  const fen = Object.fromEntries(
    amounts.map((field) => [field, readAmount(typed[field], 0) ?? rules[field]]),
  );
  return { ...fen, dayCount, monthCount, taxRule, reason: reason.trim(), version: rules.version };
}

/** Asks for other rules; another operator decides. */
function ChangeDialog({ rules, onClose }: { rules: WithdrawalRulesReply | null; onClose: () => void }) {
  const { t } = useText();
  const report = useReport();
  const ask = useCommand('console.withdrawal.rule.change', ['console.withdrawal.rule']);
  if (rules === null) return null;
  const amount = {
    validator: (_: unknown, text: string) =>
      readAmount(text, 0) === null ? Promise.reject(new Error(t('form.badAmount'))) : Promise.resolve(),
  };
  const send = (form: RulesForm) =>
    ask.mutate(
      { body: bodyOf(form, rules) },
      {
        onSuccess: () => {
          report.done('approval.asked');
          onClose();
        },
        onError: report.failed,
      },
    );
  return (
    <Modal
      open
      title={t('withdrawalRule.change')}
      okText={t('tax.ask')}
      okButtonProps={{ htmlType: 'submit', form: 'rules-form', loading: ask.isPending }}
      onCancel={onClose}
    >
      <Form<RulesForm> id="rules-form" layout="vertical" initialValues={formOf(rules)} onFinish={send}>
        {amounts.map((field) => (
          <Form.Item key={field} name={field} label={t(`withdrawalRule.${field}`)} rules={[amount]}>
            <YuanInput />
          </Form.Item>
        ))}
        {counts.map((field) => (
          <Form.Item key={field} name={field} label={t(`withdrawalRule.${field}`)}>
            <InputNumber min={1} max={1_000} precision={0} />
          </Form.Item>
        ))}
        <Form.Item name="taxRule" label={t('tax.rule')}>
          <Select options={taxRuleIds.map((id) => ({ value: id, label: t(`taxRule.${id}`) }))} />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('confirm.reason')}
          rules={[{ required: true, whitespace: true, message: t('form.required') }]}
        >
          <Input.TextArea maxLength={REASON_MAX} rows={2} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** What may be withdrawn, and how it is taxed. */
export function RulesPanel() {
  const { t } = useText();
  const may = useMay();
  const query = useCall('console.withdrawal.rule', {});
  const [changing, setChanging] = useState(false);
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <LoadingState />;
  const rules = query.data;
  return (
    <div className="panel stack">
      <Facts
        items={[
          ...amounts.map((field) => ({
            label: t(`withdrawalRule.${field}`),
            value: <Amount fen={rules[field]} />,
          })),
          ...counts.map((field) => ({ label: t(`withdrawalRule.${field}`), value: rules[field] })),
          { label: t('tax.rule'), value: t(`taxRule.${rules.taxRule}`) },
          { label: t('withdrawalRule.version'), value: rules.version },
        ]}
      />
      {may('console.withdrawal.rule.change') && (
        <div>
          <Button onClick={() => setChanging(true)} data-testid="rules-change">
            {t('withdrawalRule.change')}
          </Button>
        </div>
      )}
      <ChangeDialog rules={changing ? rules : null} onClose={() => setChanging(false)} />
    </div>
  );
}
