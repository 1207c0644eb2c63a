import { Timeline } from 'antd';
import { Link } from 'react-router';
import type { ConsoleGroupDetailReply } from '@tuanlink/shared/replies';
import { useCall } from '../../api/queries';
import { Amount, Rate } from '../../components/amount';
import { DetailDrawer, Section } from '../../components/detail-drawer';
import { Facts } from '../../components/facts';
import { IdText } from '../../components/id-text';
import { Moment } from '../../components/moment';
import { PendingState } from '../../components/page-state';
import { PersonName } from '../../components/person-name';
import { SmallTable } from '../../components/small-table';
import { StateTag } from '../../components/state-tag';
import { useText } from '../../i18n/use-text';
import { GroupActions } from './group-actions';

type Detail = ConsoleGroupDetailReply;

function Summary({ group }: { group: Detail }) {
  const { t } = useText();
  return (
    <Facts
      items={[
        { label: t('group.id'), value: <IdText id={group.id} full /> },
        { label: t('group.state'), value: <StateTag kind="group" state={group.state} /> },
        { label: t('group.fill'), value: t('group.taken', { taken: group.takenCount, size: group.size }) },
        { label: t('group.guaranteed'), value: t(group.guaranteed ? 'group.yes' : 'group.no') },
        { label: t('group.openedAt'), value: <Moment at={group.openedAt} seconds /> },
        { label: t('group.closesAt'), value: <Moment at={group.closesAt} seconds /> },
        { label: t('group.decidedAt'), value: <Moment at={group.decidedAt} seconds /> },
        { label: t('campaign.commission'), value: <Rate bp={group.terms.rateBp} /> },
      ]}
    />
  );
}

function Orders({ orders }: { orders: Detail['orders'] }) {
  const { t } = useText();
  return (
    <SmallTable
      label={t('menu.orders')}
      rows={orders}
      keyOf={({ id }) => id}
      columns={[
        {
          title: t('order.id'),
          render: (_, { id }) => <Link to={`/orders?order=${id}`}>{id.slice(-8)}</Link>,
        },
        { title: t('group.seat'), className: 'num', render: (_, { seatNo }) => seatNo ?? '—' },
        {
          title: t('order.buyer'),
          render: (_, { buyer, isLeader }) => (
            <>
              <PersonName nickname={buyer.nickname} />
              {isLeader && <span className="soft"> · {t('group.leader')}</span>}
            </>
          ),
        },
        { title: t('order.state'), render: (_, { state }) => <StateTag kind="order" state={state} /> },
        { title: t('order.pay'), align: 'right', render: (_, { payFen }) => <Amount fen={payFen} /> },
        {
          title: t('order.flags'),
          render: (_, { late, odd }) =>
            [late && t('order.money.late'), odd && t('order.money.odd')].filter(Boolean).join(' · ') || '—',
        },
      ]}
    />
  );
}

function History({ events }: { events: Detail['events'] }) {
  const { t } = useText();
  return (
    <Timeline
      items={events.map((event, index) => ({
        key: index,
        content: (
          <div data-event={event.event}>
            <strong>{t(`groupEvent.${event.event}`)}</strong>
            <span className="soft"> · {event.operatorName ?? t(`actor.${event.actor}`)}</span>
            <div className="soft">
              <Moment at={event.at} seconds />
            </div>
            {event.closesAt !== null && (
              <div>
                {t('group.closesAt')} <Moment at={event.closesAt} seconds />
              </div>
            )}
            {event.note !== '' && <div className="break">{event.note}</div>}
          </div>
        ),
      }))}
    />
  );
}

function Body({ group }: { group: Detail }) {
  const { t } = useText();
  return (
    <>
      <Summary group={group} />
      <Section title={t('menu.orders')}>
        <Orders orders={group.orders} />
      </Section>
      <Section title={t('order.timeline')}>
        <History events={group.events} />
      </Section>
    </>
  );
}

/** Everything about one group, and what the shop may decide about it. */
export function GroupDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { t } = useText();
  const query = useCall('console.group', { params: { id: id ?? '' } }, { enabled: id !== undefined });
  const group = query.data;
  return (
    <DetailDrawer
      open={id !== undefined}
      title={t('group.detail')}
      extra={group && <GroupActions group={group} />}
      onClose={onClose}
    >
      {group ? <Body group={group} /> : <PendingState query={query} />}
    </DetailDrawer>
  );
}
