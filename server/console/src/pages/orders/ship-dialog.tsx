import { useState } from 'react';
import { Alert, AutoComplete, Form, Input, Modal } from 'antd';
import type { ShipBody } from '@tuanlink/shared/dto';
import { TRACKING_NO, TRACKING_NO_MAX } from '@tuanlink/shared/limits';
import { useCommand } from '../../api/queries';
import { IdText } from '../../components/id-text';
import { useReport } from '../../components/use-report';
import { useText } from '../../i18n/use-text';
import { carriers } from './model';

interface ShipFormProps {
  busy: boolean;
  formId: string;
  onShip: (body: ShipBody) => void;
}

function ShipForm({ busy, formId, onShip }: ShipFormProps) {
  const { t } = useText();
  const options = carriers.map((code) => ({ value: code, label: `${code} ${t(`carrier.${code}`)}` }));
  const required = { required: true, whitespace: true, message: t('form.required') };
  return (
    <Form<ShipBody>
      id={formId}
      layout="vertical"
      disabled={busy}
      onFinish={({ carrier, trackingNo }) =>
        onShip({ carrier: carrier.trim(), trackingNo: trackingNo.trim() })
      }
    >
      <Form.Item
        name="carrier"
        label={t('ship.carrier')}
        extra={t('ship.carrierHint')}
        rules={[required, { max: 32, message: t('form.tooLong') }]}
      >
        <AutoComplete
          options={options}
          showSearch={{
            filterOption: (text, option) =>
              `${option?.label ?? ''}`.toLowerCase().includes(text.toLowerCase()),
          }}
        >
          <Input autoComplete="off" data-testid="ship-carrier" />
        </AutoComplete>
      </Form.Item>
      <Form.Item
        name="trackingNo"
        label={t('ship.trackingNo')}
        rules={[
          required,
          {
            transform: (text: string) => text.trim(),
            pattern: TRACKING_NO,
            message: t('ship.trackingNoBad'),
          },
        ]}
      >
        <Input autoComplete="off" maxLength={TRACKING_NO_MAX} data-testid="ship-tracking" />
      </Form.Item>
    </Form>
  );
}

/** Asks for carrier and number and marks one order as shipped. */
export function ShipDialog({ orderId, onClose }: { orderId: string | null; onClose: () => void }) {
  const { t, errorText } = useText();
  const report = useReport();
  const ship = useCommand('console.order.ship', ['console.orders', 'console.order']);
  const [shown, setShown] = useState(orderId);
  // The number stays in the dialog while it closes.
  if (orderId !== null && orderId !== shown) setShown(orderId);
  const send = (body: ShipBody) => {
    if (orderId === null) return;
    ship.mutate(
      { params: { id: orderId }, body },
      {
        onSuccess: () => {
          report.done('ship.done');
          onClose();
        },
      },
    );
  };
  return (
    <Modal
      open={orderId !== null}
      title={t('order.ship')}
      okText={t('ship.submit')}
      okButtonProps={{
        htmlType: 'submit',
        form: 'ship-form',
        loading: ship.isPending,
        'data-testid': 'ship-submit',
      }}
      onCancel={onClose}
      afterClose={() => ship.reset()}
      destroyOnHidden
    >
      <div className="stack">
        <div>
          <span className="soft">{t('order.id')} </span>
          {shown !== null && <IdText id={shown} full />}
        </div>
        {ship.isError && <Alert type="error" showIcon title={errorText(ship.error)} />}
        <ShipForm formId="ship-form" busy={ship.isPending} onShip={send} />
      </div>
    </Modal>
  );
}
