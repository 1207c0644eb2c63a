import { Alert, Form, Input, InputNumber, Modal } from 'antd';
import { REASON_MAX } from '@tuanlink/shared/limits';
import type { CommissionRulesReply } from '@tuanlink/shared/replies';
import { useCommand } from '../../api/queries';
import { readRate } from '../../components/figures.model';
import { PercentInput } from '../../components/money-inputs';
import { useReport } from '../../components/use-report';
import { WallClockPicker } from '../../components/wall-clock-picker';
import { useText } from '../../i18n/use-text';
import { bodyOf, fieldsOf } from './model';
import type { RulesFields } from './model';

/** Days of each field, as the contract limits them. */
const DAYS = {
  visitWindowDays: [1, 365],
  bindingDays: [0, 3_650],
  protectionDays: [0, 365],
} as const;

function DaysFields() {
  const { t } = useText();
  const required = { required: true, message: t('form.required') };
  return (['visitWindowDays', 'bindingDays', 'protectionDays'] as const).map((name) => (
    <Form.Item key={name} name={name} label={t(`rules.${name}`)} rules={[required]}>
      <InputNumber min={DAYS[name][0]} max={DAYS[name][1]} precision={0} data-testid={name} />
    </Form.Item>
  ));
}

interface ProposeDialogProps {
  newest: CommissionRulesReply | undefined;
  onClose: () => void;
}

/** Proposes the next version; it is announced once a second person allows it. */
export function ProposeDialog({ newest, onClose }: ProposeDialogProps) {
  const { t } = useText();
  const report = useReport();
  const [form] = Form.useForm<RulesFields>();
  const propose = useCommand('console.rules.propose', ['console.rules', 'console.approvals']);
  const rate = (mayBeEmpty: boolean) => ({
    validator: (_: unknown, text: string | undefined) =>
      (mayBeEmpty && (text ?? '').trim() === '') || readRate(text ?? '') !== null
        ? Promise.resolve()
        : Promise.reject(new Error(t('form.badRate'))),
  });
  const required = { required: true, message: t('form.required') };
  const send = (fields: RulesFields) =>
    propose.mutate(
      { body: bodyOf(fields) },
      {
        onSuccess: () => {
          report.done('distributor.asked');
          onClose();
        },
        onError: report.failed,
      },
    );
  return (
    <Modal
      open
      title={t('rules.propose')}
      okText={t('distributor.askSecond')}
      okButtonProps={{ danger: true, loading: propose.isPending, 'data-testid': 'rules-ok' }}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <div className="stack">
        <Alert type="info" showIcon title={t('rules.notice')} />
        <Form form={form} layout="vertical" initialValues={fieldsOf(newest)} onFinish={send}>
          <Form.Item name="rate" label={t('rules.rate')} required rules={[rate(false)]}>
            <PercentInput testId="rules-rate" />
          </Form.Item>
          <Form.Item
            name="newBuyerRate"
            label={t('rules.newBuyerRate')}
            extra={t('campaign.newBuyerHint')}
            rules={[rate(true)]}
          >
            <PercentInput testId="rules-new-buyer" />
          </Form.Item>
          <div className="row rules-days">
            <DaysFields />
          </div>
          <Form.Item name="effectiveAt" label={t('rules.effectiveAt')} extra={t('rules.effectiveHint')}>
            <WallClockPicker testId="rules-effective" />
          </Form.Item>
          <Form.Item name="reason" label={t('confirm.reason')} rules={[{ ...required, whitespace: true }]}>
            <Input.TextArea rows={2} maxLength={REASON_MAX} showCount data-testid="rules-reason" />
          </Form.Item>
        </Form>
      </div>
    </Modal>
  );
}
