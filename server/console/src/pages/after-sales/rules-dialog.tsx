import { useState } from 'react';
import { SettingOutlined } from '@ant-design/icons';
import { Alert, Button, Form, Input, InputNumber, Modal, Switch } from 'antd';
import { RETURN_ADDRESS_MAX } from '@tuanlink/shared/limits';
import type { AfterSaleSettingsReply } from '@tuanlink/shared/replies';
import { useCall, useCommand } from '../../api/queries';
import { useMay } from '../../app/session';
import { readAmount, yuanField } from '../../components/figures.model';
import { YuanInput } from '../../components/money-inputs';
import { PendingState } from '../../components/page-state';
import { useReport } from '../../components/use-report';
import { useText } from '../../i18n/use-text';

/** The rules as they are typed. */
type Fields = Omit<AfterSaleSettingsReply, 'autoApproveFen' | 'returnAddress'> & {
  autoApprove: string;
  returnAddress: string;
};

interface RulesFormProps {
  settings: AfterSaleSettingsReply;
  onSave: (fields: Fields) => void;
  disabled: boolean;
}

function RulesForm({ settings, onSave, disabled }: RulesFormProps) {
  const { t } = useText();
  const initial: Fields = {
    ...settings,
    autoApprove: yuanField(settings.autoApproveFen),
    returnAddress: settings.returnAddress ?? '',
  };
  const counts = [
    { name: 'decideHours', max: 720, unit: t('afterSale.rule.hours') },
    { name: 'returnDays', max: 60, unit: t('afterSale.rule.days') },
    { name: 'receiveDays', max: 60, unit: t('afterSale.rule.days') },
  ] as const;
  const amount = (_rule: unknown, text: string) =>
    readAmount(text, 0) === null ? Promise.reject(new Error(t('form.badAmount'))) : Promise.resolve();
  return (
    <Form<Fields>
      id="after-sale-rules"
      layout="vertical"
      initialValues={initial}
      disabled={disabled}
      onFinish={onSave}
    >
      {counts.map(({ name, max, unit }) => (
        <Form.Item
          key={name}
          name={name}
          label={t(`afterSale.rule.${name}`)}
          rules={[{ required: true, message: t('form.required') }]}
        >
          <InputNumber min={1} max={max} precision={0} suffix={unit} style={{ width: 160 }} />
        </Form.Item>
      ))}
      <Form.Item
        name="autoApprove"
        label={t('afterSale.rule.autoApprove')}
        extra={t('afterSale.rule.autoApproveHint')}
        rules={[{ validator: amount }]}
      >
        <YuanInput label={t('afterSale.rule.autoApprove')} testId="after-sale-auto" />
      </Form.Item>
      <Form.Item name="approveOverdue" label={t('afterSale.rule.approveOverdue')} valuePropName="checked">
        <Switch />
      </Form.Item>
      <Form.Item name="returnAddress" label={t('afterSale.returnAddress')}>
        <Input.TextArea rows={2} maxLength={RETURN_ADDRESS_MAX} />
      </Form.Item>
    </Form>
  );
}

/** How the shop deals with after-sales by itself: clocks, and what is approved without a person. */
export function RulesButton() {
  const { t, errorText } = useText();
  const report = useReport();
  const mayChange = useMay()('console.afterSaleSettings.patch');
  const [open, setOpen] = useState(false);
  const query = useCall('console.afterSaleSettings', {}, { enabled: open });
  const save = useCommand('console.afterSaleSettings.patch', ['console.afterSaleSettings']);
  const send = ({ autoApprove, returnAddress, ...rest }: Fields) => {
    const body = { ...rest, autoApproveFen: readAmount(autoApprove, 0) ?? 0 };
    const address = returnAddress.trim() === '' ? {} : { returnAddress: returnAddress.trim() };
    const onSuccess = () => {
      report.done('afterSale.rule.saved');
      setOpen(false);
    };
    save.mutate({ body: { ...body, ...address } }, { onSuccess });
  };
  return (
    <>
      <Button icon={<SettingOutlined />} onClick={() => setOpen(true)} data-testid="after-sale-rules">
        {t('afterSale.rules')}
      </Button>
      <Modal
        open={open}
        title={t('afterSale.rules')}
        okText={t('action.save')}
        okButtonProps={{
          htmlType: 'submit',
          form: 'after-sale-rules',
          disabled: !mayChange || !query.data,
          loading: save.isPending,
        }}
        onCancel={() => setOpen(false)}
        afterClose={() => save.reset()}
        destroyOnHidden
      >
        <div className="stack">
          {!mayChange && <Alert type="info" showIcon title={t('afterSale.rule.ownerOnly')} />}
          {save.isError && <Alert type="error" showIcon title={errorText(save.error)} />}
          {query.data ? (
            <RulesForm settings={query.data} onSave={send} disabled={!mayChange} />
          ) : (
            <PendingState query={query} />
          )}
        </div>
      </Modal>
    </>
  );
}
