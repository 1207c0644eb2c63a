import type { ComponentType } from 'react';
import { Link } from 'react-router';
import { formatFen } from '@tuanlink/shared/money';
import type { ApprovalReply } from '@tuanlink/shared/replies';
import type { ApprovalKind } from '@tuanlink/shared/states';
import { useCall } from '../../api/queries';
import { useMay } from '../../app/session';
import { Amount, Rate } from '../../components/amount';
import { Facts } from '../../components/facts';
import { IdText, shortId } from '../../components/id-text';
import { Moment } from '../../components/moment';
import { SmallTable } from '../../components/small-table';
import { openText } from '../../i18n/text';
import type { Translate } from '../../i18n/text';
import { useText } from '../../i18n/use-text';
import { ruleChanges } from './model';
import type { AdjustmentPlan, RefundPlan, RuleChange, RulesPlan } from './model';

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
      <SmallTable
        label={t('order.goods')}
        rows={plan.lines}
        keyOf={({ orderLineId }) => orderLineId}
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

/** What a distributor would be given, or lose, apart from any order line. */
function Adjustment({ approval }: PayloadProps) {
  const { t } = useText();
  const { userId, orderId, amountFen } = approval.payload as AdjustmentPlan;
  return (
    <Facts
      items={[
        {
          label: t('commission.distributor'),
          value: (
            <Link className="mono" to={`/commissions?distributor=${approval.subjectId}`} title={userId}>
              {shortId(userId)}
            </Link>
          ),
        },
        { label: t('commission.amount'), value: <Amount fen={amountFen} signed strong /> },
        { label: t('order.id'), value: orderId === null ? '—' : <OrderLink id={orderId} /> },
      ]}
    />
  );
}

/** Commission under review that would be taken. */
function VoidReview({ approval }: PayloadProps) {
  const { t } = useText();
  const { lineCount, amountFen } = approval.payload as { lineCount: number; amountFen: number };
  return (
    <Facts
      items={[
        { label: t('commission.distributor'), value: <IdText id={approval.subjectId} /> },
        { label: t('approval.lines'), value: lineCount },
        { label: t('commission.amount'), value: <Amount fen={amountFen} strong /> },
      ]}
    />
  );
}

/** The next version of the shop-wide rules. */
function NewRules({ approval }: PayloadProps) {
  const { t } = useText();
  const plan = approval.payload as RulesPlan;
  const days = (count: number) => t('duration.days', { count });
  return (
    <Facts
      items={[
        { label: t('rules.rate'), value: <Rate bp={plan.defaultRateBp} /> },
        { label: t('rules.newBuyerRate'), value: <Rate bp={plan.newBuyerRateBp} /> },
        { label: t('rule.visitWindow'), value: days(plan.visitWindowDays) },
        { label: t('rule.binding'), value: days(plan.bindingDays) },
        { label: t('rule.protection'), value: days(plan.protectionDays) },
        {
          label: t('rules.effectiveAt'),
          value: plan.effectiveAt === null ? t('approval.earliest') : <Moment at={plan.effectiveAt} />,
        },
      ]}
    />
  );
}

/** Tax that is said to have reached the authority. */
function TaxHandover({ approval }: PayloadProps) {
  const { t } = useText();
  const { month, amountFen, reference } = approval.payload as {
    month: string;
    amountFen: number;
    reference: string;
  };
  return (
    <Facts
      items={[
        { label: t('tax.monthName'), value: month },
        { label: t('tax.amount'), value: <Amount fen={amountFen} strong /> },
        { label: t('tax.reference'), value: reference },
      ]}
    />
  );
}

function ruleText(t: Translate, { field, value }: { field: string; value: string | number }) {
  if (field === 'taxRule') return openText(t, 'taxRule', String(value));
  return field.endsWith('Fen') ? formatFen(Number(value)) : String(value);
}

/** Other rules of withdrawals: each that changes, beside what is in force while nobody has decided. */
function WithdrawalRules({ approval }: PayloadProps) {
  const { t } = useText();
  const may = useMay();
  const { changes } = approval.payload as RuleChange;
  const enabled = approval.state === 'pending' && may('console.withdrawal.rule');
  const present = useCall('console.withdrawal.rule', {}, { enabled });
  return (
    <Facts
      items={ruleChanges(changes, enabled ? present.data : undefined).map(({ field, before, after }) => ({
        label: field === 'taxRule' ? t('tax.rule') : t(`withdrawalRule.${field}`),
        value:
          before === undefined
            ? ruleText(t, { field, value: after })
            : t('approval.change', {
                before: ruleText(t, { field, value: before }),
                after: ruleText(t, { field, value: after }),
              }),
      }))}
    />
  );
}

/** What each kind of approval would do, in plain words. */
const views: Record<ApprovalKind, ComponentType<PayloadProps>> = {
  'order.refund': OrderRefund,
  'refund.settle': RefundSettle,
  'commission.adjust': Adjustment,
  'commission.void': VoidReview,
  'commission.rules': NewRules,
  'tax.handover': TaxHandover,
  'withdrawal.rules': WithdrawalRules,
};

/** What will happen once it is allowed. */
export function Payload({ approval }: PayloadProps) {
  const View = views[approval.kind];
  return <View approval={approval} />;
}
