import { Text, View } from '@tarojs/components';
import type { OrderCardReply } from '@tuanlink/shared/replies';
import { useText } from '../../hooks/use-text';
import { orderChip } from '../../i18n/state-texts';
import { goTo } from '../../platform/navigation';
import { paths } from '../../platform/paths';
import { Countdown } from '../countdown/countdown';
import { OrderLine } from '../order-line/order-line';
import { Price } from '../price/price';
import { StateChip } from '../state-chip/state-chip';
import { dueAt, pieceCount } from './order-card.shared';
import './order-card.scss';

/** An order in a list: its state, what is in it, and what it costs. */
export function OrderCard({ order }: { order: OrderCardReply }) {
  const t = useText();
  const due = dueAt(order);
  const { group } = order;
  return (
    <View className="order-card" hoverClass="pressed" onClick={() => goTo(paths.order(order.id))}>
      <View className="order-card__head">
        <StateChip {...orderChip(order.state, t)} />
        {order.state === 'waiting_group' && group !== undefined && (
          <Text className="order-card__note">
            {t('group.progress', { taken: group.takenCount, size: group.size })}
          </Text>
        )}
        {due !== null && (
          <View className="order-card__due">
            <Countdown until={due} size="s" />
          </View>
        )}
      </View>
      {order.lines.map((line) => (
        <OrderLine key={line.id} {...line} />
      ))}
      <View className="order-card__foot">
        <Text>{t('order.pieces', { n: pieceCount(order) })}</Text>
        <Text className="order-card__sum">{t('amount.total')}</Text>
        <Price amountFen={order.payFen} tone="plain" />
      </View>
    </View>
  );
}
