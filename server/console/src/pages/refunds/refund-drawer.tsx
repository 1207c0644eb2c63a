import { Alert } from 'antd';
import { Link } from 'react-router';
import type { ConsoleRefundReply } from '@tuanlink/shared/replies';
import { useCall } from '../../api/queries';
import { Amount } from '../../components/amount';
import { DetailDrawer, Section } from '../../components/detail-drawer';
import { Facts } from '../../components/facts';
import { IdText } from '../../components/id-text';
import { Moment } from '../../components/moment';
import { PendingState } from '../../components/page-state';
import { PersonName } from '../../components/person-name';
import { SmallTable } from '../../components/small-table';
import { StateTag } from '../../components/state-tag';
import { openText } from '../../i18n/text';
import { useText } from '../../i18n/use-text';
import { adviceOn } from './model';
import { StuckActions } from './stuck-actions';
import type { PendingRefund } from './stuck-actions';

type Refund = ConsoleRefundReply;

/** What keeps the money from arriving, and what to do about it. */
function Trouble({ refund }: { refund: Refund }) {
  const { t } = useText();
  const advice = adviceOn(refund, new Date());
  if (advice === null && refund.lastError === null) return null;
  return (
    <Alert
      type={refund.state === 'abnormal' ? 'error' : 'warning'}
      showIcon
      title={advice === null ? t('refund.lastError') : t(advice)}
      description={
        refund.lastError !== null && (
          <span className="break">
            {advice !== null && `${t('refund.lastError')}: `}
            {openText(t, 'refund.error', refund.lastError)}
          </span>
        )
      }
      data-testid="refund-trouble"
    />
  );
}

function Summary({ refund }: { refund: Refund }) {
  const { t } = useText();
  return (
    <Facts
      items={[
        { label: t('refund.outRefundNo'), value: <IdText id={refund.outRefundNo} full /> },
        { label: t('refund.state'), value: <StateTag kind="refund" state={refund.state} /> },
        {
          label: t('order.id'),
          value: (
            <Link className="mono break" to={`/orders?order=${refund.orderId}`}>
              {refund.orderId}
            </Link>
          ),
        },
        { label: t('order.buyer'), value: <PersonName nickname={refund.buyer.nickname} /> },
        { label: t('refund.reason'), value: t(`refundReason.${refund.reason}`) },
        { label: t('refund.note'), value: <span className="break">{refund.note || '—'}</span> },
        { label: t('refund.source'), value: t(`refund.source.${refund.source}`) },
        { label: t('refund.attempt'), value: t('refund.attemptOf', { attempt: refund.attempt }) },
        { label: t('refund.requestedAt'), value: <Moment at={refund.requestedAt} seconds /> },
        { label: t('refund.sentAt'), value: <Moment at={refund.sentAt} seconds /> },
        {
          label: t('refund.succeededAt'),
          value: (
            <span>
              <Moment at={refund.succeededAt} seconds />
              {refund.settledOutside && <span className="soft"> · {t('refund.settledOutside')}</span>}
            </span>
          ),
        },
        { label: t('refund.id'), value: <IdText id={refund.id} /> },
      ]}
    />
  );
}

function Money({ refund }: { refund: Refund }) {
  const { t } = useText();
  return (
    <Section title={t('order.money')}>
      {refund.lines.length > 0 && (
        <SmallTable
          label={t('order.money')}
          rows={refund.lines}
          keyOf={({ orderLineId }) => orderLineId}
          columns={[
            { title: t('order.goods'), render: (_, line) => `${line.title} · ${line.skuName}` },
            {
              title: t('order.quantity'),
              align: 'right',
              render: (_, line) => (line.quantity === 0 ? t('refund.priceOnly') : line.quantity),
            },
            {
              title: t('refund.amount'),
              align: 'right',
              render: (_, line) => <Amount fen={line.amountFen} />,
            },
          ]}
        />
      )}
      <dl className="sums">
        <div>
          <dt>{t('order.shipping')}</dt>
          <dd>
            <Amount fen={refund.shippingFen} />
          </dd>
        </div>
        <div>
          <dt>{t('refund.total')}</dt>
          <dd>
            <Amount fen={refund.amountFen} strong />
          </dd>
        </div>
      </dl>
    </Section>
  );
}

interface RefundDrawerProps {
  id: string | undefined;
  onClose: () => void;
  /** Null for operators who may not do anything about it. */
  onChoose: ((pending: PendingRefund) => void) | null;
}

/** One refund with the number under which WeChat has it, what it is for, and what keeps it from arriving. */
export function RefundDrawer({ id, onClose, onChoose }: RefundDrawerProps) {
  const { t } = useText();
  const query = useCall('console.refund', { params: { id: id ?? '' } }, { enabled: id !== undefined });
  const refund = query.data;
  return (
    <DetailDrawer
      open={id !== undefined}
      title={t('refund.detail')}
      extra={
        refund &&
        onChoose && (
          <div className="row">
            <StuckActions refund={refund} size="medium" onChoose={onChoose} />
          </div>
        )
      }
      onClose={onClose}
    >
      {refund ? (
        <>
          <Trouble refund={refund} />
          <Summary refund={refund} />
          <Money refund={refund} />
        </>
      ) : (
        <PendingState query={query} />
      )}
    </DetailDrawer>
  );
}
