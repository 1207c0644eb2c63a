import { useRouter } from '@tarojs/taro';
import { Text, View } from '@tarojs/components';
import type { OrderReply } from '@tuanlink/shared/replies';
import { formatTime } from '@tuanlink/shared/time';
import { AddressCard } from '../../../components/address-card/address-card';
import { Amounts } from '../../../components/amounts/amounts';
import { Boundary } from '../../../components/boundary/boundary';
import { Cell } from '../../../components/cell/cell';
import { Countdown } from '../../../components/countdown/countdown';
import { GroupStrip } from '../../../components/group-strip/group-strip';
import { lateOutcome, refundStory } from '../../../components/money-story/money-story.shared';
import { OrderLine } from '../../../components/order-line/order-line';
import { Page } from '../../../components/page/page';
import { Price } from '../../../components/price/price';
import { Skeleton } from '../../../components/skeleton/skeleton';
import { StateChip } from '../../../components/state-chip/state-chip';
import { useCall } from '../../../hooks/use-call';
import { useRefresh } from '../../../hooks/use-refresh';
import { useText } from '../../../hooks/use-text';
import { afterSaleChip, refundChip } from '../../../i18n/state-texts';
import { copy } from '../../../platform/feedback';
import { goTo } from '../../../platform/navigation';
import { paths } from '../../../platform/paths';
import { clock } from '../../../store/clock';
import { OrderBar } from './order-bar';
import { deadlineText, stateHint, timelineLines } from './model';
import { StateBar } from './state-bar';
import './index.scss';

/** States in which something may change without the buyer doing anything. */
const FOLLOWED: readonly string[] = ['unpaid', 'waiting_group', 'refunding'];

function Headline({ order, onEnd }: { order: OrderReply; onEnd: () => void }) {
  const t = useText();
  const late = lateOutcome(order);
  const deadline = deadlineText(order, clock.now(), t);
  return (
    <View className="order__head">
      <Text className="order__state">{t(`order.state.${order.state}`)}</Text>
      <Text className="order__hint">{stateHint(order, t)}</Text>
      {deadline !== null && <Text className="order__hint">{deadline}</Text>}
      {late !== null && <Text className="order__hint">{t(late)}</Text>}
      {order.state === 'unpaid' && order.heldUntil !== null && (
        <Countdown until={order.heldUntil} size="l" onEnd={onEnd} />
      )}
      <StateBar order={order} />
    </View>
  );
}

function GroupAndParcel({ order, onEnd }: { order: OrderReply; onEnd: () => void }) {
  const t = useText();
  const { group, groupId, shipment } = order;
  return (
    <>
      {group !== undefined && groupId !== undefined && (
        <View className="card order__group" onClick={() => goTo(paths.group(groupId))}>
          <GroupStrip
            group={{
              ...group,
              id: groupId,
              heldCount: 0,
              missing: group.size - group.takenCount,
              closesAt: group.state === 'forming' ? group.closesAt : null,
            }}
            label={group.state === 'forming' ? undefined : t(`group.state.${group.state}`)}
            onEnd={onEnd}
          />
        </View>
      )}
      {shipment !== null && (
        <View className="card">
          <Cell
            icon="truck"
            label={`${shipment.carrier} ${shipment.trackingNo}`}
            hint={t('order.shippedAt', { time: formatTime(shipment.shippedAt) })}
            value={t('action.copy')}
            onTap={() => void copy(shipment.trackingNo, t('action.copied'))}
          />
        </View>
      )}
    </>
  );
}

function Refunds({ order }: { order: OrderReply }) {
  const t = useText();
  return (
    <View className="card card--padded">
      <Text className="card__title">{t('refund.title')}</Text>
      {order.refunds.map((refund) => (
        <View key={refund.id} className="order__refund">
          <View className="order__refund-head">
            <Price amountFen={refund.amountFen} tone="plain" />
            <StateChip {...refundChip(refund.state, t)} />
          </View>
          <Text className="order__small">{refundStory(refund, t)}</Text>
          <Text className="order__small">
            {refund.succeededAt === null
              ? t('refund.askedAt', { time: formatTime(refund.requestedAt) })
              : t('refund.doneAt', { time: formatTime(refund.succeededAt) })}
          </Text>
        </View>
      ))}
    </View>
  );
}

/** What the buyer asked for on this order; each leads to where it stands. */
function AfterSales({ order }: { order: OrderReply }) {
  const t = useText();
  return (
    <View className="card">
      {order.afterSales.map(({ id, kind, state }) => (
        <Cell
          key={id}
          icon="refund"
          label={t(`afterSale.kind.${kind}`)}
          value={<StateChip {...afterSaleChip(state, t)} />}
          onTap={() => goTo(paths.afterSale(id))}
        />
      ))}
    </View>
  );
}

function Timeline({ order }: { order: OrderReply }) {
  const t = useText();
  return (
    <View className="card card--padded">
      <Text className="card__title">{t('timeline.title')}</Text>
      {timelineLines(order, t).map((line, index) => (
        <View key={line.key} className={`order__event ${index === 0 ? 'order__event--latest' : ''}`}>
          <Text className="order__event-text">{line.text}</Text>
          <Text className="order__small">{`${line.at} · ${line.actor}`}</Text>
        </View>
      ))}
    </View>
  );
}

function Facts({ order }: { order: OrderReply }) {
  const t = useText();
  return (
    <View className="card">
      {order.note !== '' && <Cell label={t('order.note')} hint={order.note} />}
      <Cell
        label={t('order.number')}
        hint={order.id}
        value={t('action.copy')}
        onTap={() => void copy(order.id, t('action.copied'))}
      />
      <Cell label={t('order.createdAt')} value={formatTime(order.createdAt)} />
      {order.attribution !== undefined && (
        <Cell label={t('order.attribution')} hint={t(`attribution.${order.attribution.code}`)} />
      )}
    </View>
  );
}

/** Everything about one order: where it stands, what it cost, and what can be done now. */
export default function OrderPage() {
  const t = useText();
  const { id = '' } = useRouter().params;
  const order = useCall('shop.order', { params: { id } }, { enabled: id !== '' });
  const follow = order.data !== undefined && FOLLOWED.includes(order.data.state);
  useCall('shop.order', { params: { id } }, { enabled: follow, every: follow && 8_000 });
  useRefresh(order.refetch);
  const reload = () => void order.refetch();
  return (
    <Page
      title={t('title.order')}
      bar={order.data !== undefined && <OrderBar order={order.data} onDone={reload} />}
    >
      <Boundary read={order} skeleton={<Skeleton kind="rows" />}>
        {(found) => (
          <>
            <Headline order={found} onEnd={reload} />
            <GroupAndParcel order={found} onEnd={reload} />
            <View className="card">
              <AddressCard address={found.address} />
            </View>
            <View className="card card--padded">
              {found.lines.map((line) => (
                <OrderLine key={line.id} {...line} onTap={() => goTo(paths.product(line.productId))} />
              ))}
              <View className="order__amounts">
                <Amounts {...found} />
              </View>
            </View>
            {found.afterSales.length > 0 && <AfterSales order={found} />}
            {found.refunds.length > 0 && <Refunds order={found} />}
            <Timeline order={found} />
            <Facts order={found} />
          </>
        )}
      </Boundary>
    </Page>
  );
}
