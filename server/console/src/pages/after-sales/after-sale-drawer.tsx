import { useState } from 'react';
import { Button, Image, Timeline } from 'antd';
import { Link } from 'react-router';
import type { ConsoleAfterSaleReply } from '@tuanlink/shared/replies';
import { useCall } from '../../api/queries';
import { useMay } from '../../app/session';
import { Amount } from '../../components/amount';
import { DetailDrawer, Section } from '../../components/detail-drawer';
import { Facts } from '../../components/facts';
import { shortId } from '../../components/id-text';
import { Moment } from '../../components/moment';
import { PendingState } from '../../components/page-state';
import { PersonName } from '../../components/person-name';
import { SmallTable } from '../../components/small-table';
import { StateTag, stateKey } from '../../components/state-tag';
import { openText } from '../../i18n/text';
import { useText } from '../../i18n/use-text';
import { Deadline } from './deadline';
import { DecisionDialog } from './decision-dialog';
import { decisionsFrom } from './model';
import type { AfterSaleDecision } from './model';

function Summary({ afterSale }: { afterSale: ConsoleAfterSaleReply }) {
  const { t } = useText();
  const { refund } = afterSale;
  return (
    <Facts
      items={[
        { label: t('afterSale.kind'), value: t(`afterSale.kind.${afterSale.kind}`) },
        { label: t('order.state'), value: <StateTag kind="after_sale" state={afterSale.state} /> },
        { label: t('order.buyer'), value: <PersonName nickname={afterSale.buyer.nickname} /> },
        {
          label: t('order.id'),
          value: (
            <Link className="mono" to={`/orders?order=${afterSale.orderId}`}>
              {shortId(afterSale.orderId)}
            </Link>
          ),
        },
        { label: t('commission.order'), value: <StateTag kind="order" state={afterSale.orderState} /> },
        { label: t('afterSale.left'), value: <Amount fen={afterSale.leftFen} /> },
        { label: t('afterSale.asked'), value: <Amount fen={afterSale.askedFen} strong /> },
        { label: t('afterSale.shippingPart'), value: <Amount fen={afterSale.shippingFen} /> },
        { label: t('afterSale.allowed'), value: <Amount fen={afterSale.refundFen} strong /> },
        { label: t('order.refunds'), value: refund ? <StateTag kind="refund" state={refund.state} /> : '—' },
        {
          label: t('afterSale.dueAt'),
          value: <Deadline at={afterSale.dueAt} overdue={afterSale.overdue} />,
        },
        { label: t('afterSale.note'), value: afterSale.note || '—' },
        { label: t('afterSale.returnAddress'), value: afterSale.returnAddress ?? '—' },
        {
          label: t('afterSale.parcel'),
          value: afterSale.trackingNo ? `${afterSale.carrier ?? ''} ${afterSale.trackingNo}` : '—',
        },
      ]}
    />
  );
}

function Evidence({ afterSale }: { afterSale: ConsoleAfterSaleReply }) {
  const { t } = useText();
  return (
    <Section title={t('afterSale.evidence')}>
      <p>
        {t(`afterSale.reason.${afterSale.reason}`)}
        {afterSale.words !== '' && <span className="break"> · {afterSale.words}</span>}
      </p>
      <Image.PreviewGroup>
        <div className="row">
          {afterSale.pictures.map((picture, index) => (
            <Image
              key={picture}
              src={picture}
              width={96}
              height={96}
              style={{ objectFit: 'cover' }}
              alt={t('picture.number', { number: index + 1 })}
            />
          ))}
        </div>
      </Image.PreviewGroup>
    </Section>
  );
}

function Lines({ afterSale }: { afterSale: ConsoleAfterSaleReply }) {
  const { t } = useText();
  return (
    <Section title={t('order.money')}>
      <SmallTable
        label={t('order.money')}
        rows={afterSale.lines}
        keyOf={({ orderLineId }) => orderLineId}
        columns={[
          { title: t('order.goods'), render: (_, line) => `${line.title} · ${line.skuName}` },
          { title: t('order.quantity'), align: 'right', dataIndex: 'quantity', className: 'num' },
          {
            title: t('afterSale.asked'),
            align: 'right',
            render: (_, line) => <Amount fen={line.amountFen} />,
          },
        ]}
      />
    </Section>
  );
}

function Events({ events }: { events: ConsoleAfterSaleReply['events'] }) {
  const { t } = useText();
  return (
    <Section title={t('order.timeline')}>
      <Timeline
        items={events.map((event, index) => ({
          key: index,
          content: (
            <div data-event={event.to}>
              <strong>{t(stateKey('after_sale', event.to))}</strong>
              <span className="soft"> · {t(`actor.${event.actor}`)}</span>
              <div className="soft">
                <Moment at={event.at} seconds />
              </div>
              <div className="break">
                {event.from === null
                  ? openText(t, 'afterSale.reason', event.reason)
                  : openText(t, 'afterSale.cause', event.reason)}
              </div>
            </div>
          ),
        }))}
      />
    </Section>
  );
}

function Decisions({ afterSale }: { afterSale: ConsoleAfterSaleReply }) {
  const { t } = useText();
  const may = useMay();
  const [decision, setDecision] = useState<AfterSaleDecision | null>(null);
  if (!may('console.afterSale.approve')) return null;
  return (
    <div className="row">
      {decisionsFrom(afterSale.state).map((one) => (
        <Button
          key={one}
          type={one === 'reject' ? 'default' : 'primary'}
          danger={one === 'reject'}
          onClick={() => setDecision(one)}
          data-testid={`after-sale-${one}`}
        >
          {t(`afterSale.action.${one}`)}
        </Button>
      ))}
      <DecisionDialog afterSale={afterSale} decision={decision} onClose={() => setDecision(null)} />
    </div>
  );
}

/** Everything about one after-sale: what was asked, why, with which pictures, and what happened. */
export function AfterSaleDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { t } = useText();
  const query = useCall('console.afterSale', { params: { id: id ?? '' } }, { enabled: id !== undefined });
  const afterSale = query.data;
  return (
    <DetailDrawer
      open={id !== undefined}
      title={t('afterSale.detail')}
      extra={afterSale && <Decisions afterSale={afterSale} />}
      onClose={onClose}
    >
      {afterSale ? (
        <>
          <Summary afterSale={afterSale} />
          <Evidence afterSale={afterSale} />
          <Lines afterSale={afterSale} />
          <Events events={afterSale.events} />
        </>
      ) : (
        <PendingState query={query} />
      )}
    </DetailDrawer>
  );
}
