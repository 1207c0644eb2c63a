import { Alert, Button } from 'antd';
import { Link } from 'react-router';
import type { ConsoleOrderReply } from '@tuanlink/shared/replies';
import { useCall } from '../../api/queries';
import { useMay } from '../../app/session';
import { Amount } from '../../components/amount';
import { DetailDrawer, Section } from '../../components/detail-drawer';
import { Facts } from '../../components/facts';
import { IdText } from '../../components/id-text';
import { Moment } from '../../components/moment';
import { PendingState } from '../../components/page-state';
import { PersonName } from '../../components/person-name';
import { SmallTable } from '../../components/small-table';
import { StateTag } from '../../components/state-tag';
import { useText } from '../../i18n/use-text';
import { addressText, canShip } from './model';
import { OddMoney, OrderAfterSales, OrderCommissions, OrderRefunds, OrderTimeline } from './order-parts';
import { RefundButton } from './refund-dialog';

function Summary({ order }: { order: ConsoleOrderReply }) {
  const { t } = useText();
  const { payment, shipment } = order;
  return (
    <Facts
      items={[
        { label: t('order.id'), value: <IdText id={order.id} full /> },
        { label: t('order.state'), value: <StateTag kind="order" state={order.state} /> },
        { label: t('order.buyer'), value: <PersonName nickname={order.buyer.nickname} /> },
        {
          label: t('order.group'),
          value: order.groupId ? (
            <Link to={`/orders?group=${order.groupId}`} className="mono break">
              {order.groupId}
            </Link>
          ) : (
            t('order.solo')
          ),
        },
        { label: t('order.placedAt'), value: <Moment at={order.createdAt} seconds /> },
        { label: t('order.paidAt'), value: <Moment at={order.paidAt} seconds /> },
        { label: t('order.payment'), value: <StateTag kind="payment" state={payment.state} /> },
        { label: t('order.paidAmount'), value: <Amount fen={payment.paidFen} /> },
        { label: t('order.outTradeNo'), value: <IdText id={payment.outTradeNo} full /> },
        {
          label: t('order.transactionId'),
          value: payment.transactionId ? <IdText id={payment.transactionId} full /> : '—',
        },
        {
          label: t('order.shipment'),
          value: shipment ? `${shipment.carrier} ${shipment.trackingNo}` : t('order.notShipped'),
        },
        { label: t('order.shippedAt'), value: <Moment at={shipment?.shippedAt} /> },
      ]}
    />
  );
}

function Receiver({ order }: { order: ConsoleOrderReply }) {
  const { t } = useText();
  const { address } = order;
  return (
    <Section title={t('order.receiver')}>
      <Facts
        columns={1}
        items={[
          { label: t('order.receiverName'), value: `${address.name} ${address.phone}` },
          { label: t('order.address'), value: addressText(address) },
          { label: t('order.note'), value: order.note || '—' },
        ]}
      />
    </Section>
  );
}

function Money({ order }: { order: ConsoleOrderReply }) {
  const { t } = useText();
  const sums = [
    { label: t('order.goodsSum'), fen: order.goodsFen },
    { label: t('order.discount'), fen: -order.discountFen },
    { label: t('order.shipping'), fen: order.shippingFen },
    { label: t('order.pay'), fen: order.payFen },
    { label: t('order.refunded'), fen: order.refundedFen },
  ];
  return (
    <Section title={t('order.money')}>
      <SmallTable
        label={t('order.money')}
        rows={order.lines}
        keyOf={({ id }) => id}
        columns={[
          { title: t('order.goods'), render: (_, line) => `${line.title} · ${line.skuName}` },
          {
            title: t('order.unitPrice'),
            align: 'right',
            render: (_, line) => <Amount fen={line.unitPriceFen} />,
          },
          { title: t('order.quantity'), align: 'right', dataIndex: 'quantity', className: 'num' },
          { title: t('order.linePay'), align: 'right', render: (_, line) => <Amount fen={line.payFen} /> },
          {
            title: t('order.refundedShort'),
            align: 'right',
            render: (_, line) => <Amount fen={line.refundedFen} />,
          },
        ]}
      />
      <dl className="sums">
        {sums.map(({ label, fen }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <Amount fen={fen === 0 ? 0 : fen} strong={label === t('order.pay')} />
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

function OrderBody({ order }: { order: ConsoleOrderReply }) {
  const { t } = useText();
  const may = useMay();
  return (
    <>
      {order.payment.late && <Alert type="warning" showIcon title={t('order.latePayment')} />}
      <Summary order={order} />
      <Receiver order={order} />
      <Money order={order} />
      <OddMoney items={order.oddMoney} />
      <OrderRefunds refunds={order.refunds} linked={may('console.refund')} />
      <OrderAfterSales afterSales={order.afterSales} linked={may('console.afterSale')} />
      <OrderCommissions lines={order.commissions} linked={may('console.commission')} />
      <Section
        title={t('order.timeline')}
        extra={
          may('console.ledger.transfers') && (
            <Link to={`/ledger?tab=transfers&order=${order.id}`}>{t('order.ledger')}</Link>
          )
        }
      >
        <OrderTimeline entries={order.timeline} />
      </Section>
    </>
  );
}

interface OrderDrawerProps {
  id: string | undefined;
  onClose: () => void;
  /** Null for operators who may not ship. */
  onShip: ((id: string) => void) | null;
}

/** Everything about one order: goods, money, payment, receiver, commission lines, what happened. */
export function OrderDrawer({ id, onClose, onShip }: OrderDrawerProps) {
  const { t } = useText();
  const query = useCall('console.order', { params: { id: id ?? '' } }, { enabled: id !== undefined });
  const order = query.data;
  const ship = order && onShip && canShip(order.state) && (
    <Button type="primary" onClick={() => onShip(order.id)} data-testid="drawer-ship">
      {t('order.ship')}
    </Button>
  );
  return (
    <DetailDrawer
      open={id !== undefined}
      title={t('order.detail')}
      extra={
        <div className="row">
          {order && <RefundButton order={order} />}
          {ship}
        </div>
      }
      onClose={onClose}
    >
      {order ? <OrderBody order={order} /> : <PendingState query={query} />}
    </DetailDrawer>
  );
}
