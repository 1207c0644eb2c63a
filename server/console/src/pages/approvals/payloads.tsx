import type { ComponentType } from 'react';
import { Table } from 'antd';
import { Link } from 'react-router';
import type { ApprovalReply } from '@tuanlink/shared/replies';
import type { ApprovalKind } from '@tuanlink/shared/states';
import { useCall } from '../../api/queries';
import { useMay } from '../../app/session';
import { Amount } from '../../components/amount';
import { Facts } from '../../components/facts';
import { shortId } from '../../components/id-text';
import { openText } from '../../i18n/text';
import { useText } from '../../i18n/use-text';
import { payloadFacts } from './model';
import type { RefundPlan } from './model';

interface PayloadProps {
  approval: ApprovalReply;
}

function OrderLink({ id }: { id: string }) {
  return (
    <Link className="mono" to={`/orders?order=${id}`}>
      {shortId(id)}
    </Link>
  );
}

/** What would be given back of an order, line by line. */
function OrderRefund({ approval }: PayloadProps) {
  const { t } = useText();
  const may = useMay();
  const plan = approval.payload as RefundPlan;
  const params = { id: approval.subjectId };
  const order = useCall('console.order', { params }, { enabled: may('console.order') });
  const nameOf = (id: string) => {
    const line = order.data?.lines.find((one) => one.id === id);
    return line ? `${line.title} · ${line.skuName}` : shortId(id);
  };
  return (
    <div className="stack">
      <Facts
        items={[
          { label: t('order.id'), value: <OrderLink id={approval.subjectId} /> },
          { label: t('refund.amount'), value: <Amount fen={plan.amountFen} strong /> },
          { label: t('order.shipping'), value: <Amount fen={plan.shippingFen} /> },
          { label: t('order.pay'), value: <Amount fen={order.data?.payFen ?? null} /> },
          { label: t('order.refunded'), value: <Amount fen={order.data?.refundedFen ?? null} /> },
        ]}
      />
      <Table<RefundPlan['lines'][number]>
        size="small"
        rowKey="orderLineId"
        pagination={false}
        dataSource={plan.lines}
        columns={[
          { title: t('order.goods'), render: (_, line) => nameOf(line.orderLineId) },
          {
            title: t('order.quantity'),
            align: 'right',
            render: (_, line) => (line.quantity === 0 ? t('refund.priceOnly') : line.quantity),
          },
          { title: t('refund.amount'), align: 'right', render: (_, line) => <Amount fen={line.amountFen} /> },
        ]}
      />
    </div>
  );
}

/** A refund whose money is said to have reached the buyer by another way. */
function RefundSettle({ approval }: PayloadProps) {
  const { t } = useText();
  const { reference, amountFen, orderId } = approval.payload as {
    reference: string;
    amountFen: number;
    orderId: string;
  };
  return (
    <Facts
      items={[
        { label: t('order.id'), value: <OrderLink id={orderId} /> },
        { label: t('refund.amount'), value: <Amount fen={amountFen} strong /> },
        { label: t('refund.reference'), value: reference },
      ]}
    />
  );
}

/** A payload of a kind without a view of its own: its facts, one by one. */
function AnyPayload({ approval }: PayloadProps) {
  const { t } = useText();
  return (
    <Facts
      columns={1}
      items={payloadFacts(approval.payload).map(({ name, value }) => ({
        label: openText(t, 'fact', name),
        value: value.kind === 'amount' ? <Amount fen={value.fen} strong /> : value.text,
      }))}
    />
  );
}

/** What each kind of approval would do, in plain words; kinds that are not here show their facts. */
const views: Partial<Record<ApprovalKind, ComponentType<PayloadProps>>> = {
  'order.refund': OrderRefund,
  'refund.settle': RefundSettle,
};

/** What will happen once it is allowed. */
export function Payload({ approval }: PayloadProps) {
  const View = views[approval.kind] ?? AnyPayload;
  return <View approval={approval} />;
}
