import { Text, View } from '@tarojs/components';
import { call } from '../../api/client';
import { placeOrder } from '../../api/place-order';
import { useAction } from '../../hooks/use-action';
import { useText } from '../../hooks/use-text';
import { goTo } from '../../platform/navigation';
import { paths } from '../../platform/paths';
import { pause } from '../../platform/pause';
import { usePendingOrder } from '../../store/pending-order';
import { isLive } from '../../store/pending-order.rules';
import { Button } from '../button/button';
import { Icon } from '../icon/icon';
import './pending-strip.scss';

/** After a relaunch or a lost answer: leads to the order whose outcome is not known yet. */
export function PendingStrip() {
  const t = useText();
  const { pending, keep, settle } = usePendingOrder();
  const { busy, run } = useAction();
  if (!isLive(pending, Date.now())) {
    return null;
  }

  async function find(order: typeof pending) {
    if (order === null) {
      return;
    }
    if (order.orderId !== undefined) {
      goTo(paths.result(order.orderId));
      return;
    }
    const outcome = await placeOrder(order.body, {
      send: (body) => call('shop.order.place', { body }),
      wait: pause,
    });
    if (outcome.kind === 'placed') {
      keep({ ...order, orderId: outcome.reply.order.id });
      goTo(paths.result(outcome.reply.order.id));
      return;
    }
    if (outcome.kind === 'refused') {
      settle();
    }
    throw outcome.failure;
  }

  return (
    <View className="pending-strip">
      <Icon name="clock" />
      <Text className="pending-strip__text">{t('pending.text')}</Text>
      <Button kind="line" busy={busy !== null} onTap={() => run('find', () => find(pending))}>
        {t('pending.show')}
      </Button>
    </View>
  );
}
