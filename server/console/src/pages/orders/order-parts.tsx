import { Timeline } from 'antd';
import { Link } from 'react-router';
import type { ConsoleCommissionReply, ConsoleOrderReply } from '@tuanlink/shared/replies';
import { Amount, Rate } from '../../components/amount';
import { Section } from '../../components/detail-drawer';
import { Moment } from '../../components/moment';
import { PersonName } from '../../components/person-name';
import { SmallTable } from '../../components/small-table';
import { StateTag } from '../../components/state-tag';
import { openText } from '../../i18n/text';
import type { Translate } from '../../i18n/text';
import { useText } from '../../i18n/use-text';
import { timelineFacts } from './model';
import type { TimelineFact } from './model';

/** A reason in a timeline is that of a refund, that of a cancellation, or a text of its own. */
function reasonText(t: Translate, value: string): string {
  const refund = openText(t, 'refundReason', value);
  return refund === value ? openText(t, 'cause', value) : refund;
}

function Fact({ fact }: { fact: TimelineFact }) {
  const { t } = useText();
  const { name, value } = fact;
  return (
    <span>
      {openText(t, 'fact', name)}{' '}
      {value.kind === 'amount' ? (
        <Amount fen={value.fen} />
      ) : (
        <span className="break">{reasonText(t, value.text)}</span>
      )}
    </span>
  );
}

/** What happened to an order, newest last. */
export function OrderTimeline({ entries }: { entries: ConsoleOrderReply['timeline'] }) {
  const { t } = useText();
  return (
    <Timeline
      items={entries.map((entry, index) => ({
        key: index,
        content: (
          <div data-event={entry.event}>
            <strong>{t(`event.${entry.event}`)}</strong>
            <span className="soft"> · {t(`actor.${entry.actor}`)}</span>
            <div className="soft">
              <Moment at={entry.at} seconds />
            </div>
            <div className="row">
              {timelineFacts(entry.detail).map((fact) => (
                <Fact key={fact.name} fact={fact} />
              ))}
            </div>
          </div>
        ),
      }))}
    />
  );
}

interface OrderRefundsProps {
  refunds: ConsoleOrderReply['refunds'];
  /** Whether the reader may open one. */
  linked: boolean;
}

/** Money that goes or went back to the buyer; nothing when there was none. */
export function OrderRefunds({ refunds, linked }: OrderRefundsProps) {
  const { t } = useText();
  if (refunds.length === 0) return null;
  return (
    <Section title={t('order.refunds')}>
      <SmallTable
        label={t('order.refunds')}
        rows={refunds}
        keyOf={({ id }) => id}
        columns={[
          {
            title: t('refund.requestedAt'),
            render: (_, refund) => <Moment at={refund.requestedAt} seconds />,
          },
          {
            title: t('refund.amount'),
            align: 'right',
            render: (_, refund) => <Amount fen={refund.amountFen} />,
          },
          {
            title: t('refund.reason'),
            render: (_, refund) =>
              linked ? (
                <Link to={`/refunds?refund=${refund.id}`}>{t(`refundReason.${refund.reason}`)}</Link>
              ) : (
                t(`refundReason.${refund.reason}`)
              ),
          },
          {
            title: t('refund.state'),
            render: (_, refund) => <StateTag kind="refund" state={refund.state} />,
          },
          {
            title: t('refund.succeededAt'),
            render: (_, refund) => <Moment at={refund.succeededAt} seconds />,
          },
        ]}
      />
    </Section>
  );
}

/** Money that came for an order without being its payment; nothing when there was none. */
export function OddMoney({ items }: { items: ConsoleOrderReply['oddMoney'] }) {
  const { t } = useText();
  if (items.length === 0) return null;
  return (
    <Section title={t('order.oddMoney')}>
      <SmallTable
        label={t('order.oddMoney')}
        rows={items}
        keyOf={({ transactionId }) => transactionId}
        columns={[
          { title: t('order.paidAt'), render: (_, odd) => <Moment at={odd.at} seconds /> },
          { title: t('refund.amount'), align: 'right', render: (_, odd) => <Amount fen={odd.amountFen} /> },
          { title: t('refund.reason'), render: (_, odd) => t(`refundReason.${odd.reason}`) },
          {
            title: t('order.payer'),
            render: (_, odd) => t(odd.byBuyer ? 'order.payerBuyer' : 'order.payerOther'),
          },
          { title: t('order.transactionId'), dataIndex: 'transactionId', className: 'mono' },
        ]}
      />
    </Section>
  );
}

interface OrderAfterSalesProps {
  afterSales: ConsoleOrderReply['afterSales'];
  /** Whether the reader may open one. */
  linked: boolean;
}

/** What the buyer asked for; nothing when that is nothing. */
export function OrderAfterSales({ afterSales, linked }: OrderAfterSalesProps) {
  const { t } = useText();
  if (afterSales.length === 0) return null;
  return (
    <Section title={t('menu.afterSales')}>
      {afterSales.map((afterSale) => (
        <div className="row" key={afterSale.id}>
          <StateTag kind="after_sale" state={afterSale.state} />
          {linked ? (
            <Link to={`/after-sales?id=${afterSale.id}`}>{t(`afterSale.kind.${afterSale.kind}`)}</Link>
          ) : (
            t(`afterSale.kind.${afterSale.kind}`)
          )}
        </div>
      ))}
    </Section>
  );
}

interface OrderCommissionsProps {
  lines: ConsoleCommissionReply[];
  /** Whether the reader may open a line. */
  linked: boolean;
}

/** Commission lines of an order, with the present cause of each. */
export function OrderCommissions({ lines, linked }: OrderCommissionsProps) {
  const { t } = useText();
  return (
    <Section title={t('order.commissions')}>
      {lines.length === 0 ? (
        <p className="soft">{t('order.noCommissions')}</p>
      ) : (
        <SmallTable
          label={t('order.commissions')}
          rows={lines}
          keyOf={({ id }) => id}
          columns={[
            {
              title: t('commission.distributor'),
              render: (_, line) => <PersonName nickname={line.distributor.nickname} />,
            },
            {
              title: t('commission.base'),
              align: 'right',
              render: (_, line) => <Amount fen={line.baseFen} />,
            },
            { title: t('commission.rate'), align: 'right', render: (_, line) => <Rate bp={line.rateBp} /> },
            {
              title: t('commission.amount'),
              align: 'right',
              render: (_, line) => <Amount fen={line.amountFen} strong />,
            },
            {
              title: t('commission.state'),
              render: (_, line) => <StateTag kind="commission" state={line.state} />,
            },
            {
              title: t('commission.reason'),
              render: (_, line) =>
                linked ? (
                  <Link to={`/commissions?line=${line.id}`}>{t(`reason.${line.reasonCode}`)}</Link>
                ) : (
                  t(`reason.${line.reasonCode}`)
                ),
            },
          ]}
        />
      )}
    </Section>
  );
}
