import { View } from '@tarojs/components';
import type { OrderReply } from '@tuanlink/shared/replies';
import { call } from '../../../api/client';
import { payOrder } from '../../../api/pay-order';
import { refreshOrders } from '../../../api/query-client';
import { Button } from '../../../components/button/button';
import { ShareButton } from '../../../components/share-button/share-button';
import { useAction } from '../../../hooks/use-action';
import { useShare } from '../../../hooks/use-share';
import { useText } from '../../../hooks/use-text';
import { ask, say } from '../../../platform/feedback';
import { goTo, replaceWith } from '../../../platform/navigation';
import { paths } from '../../../platform/paths';
import { clock } from '../../../store/clock';
import { mayAskBack } from '../after-sale-apply/model';
import { orderActions } from './model';
import type { OrderAction } from './model';

interface OrderBarProps {
  order: OrderReply;
  onDone: () => void;
}

function useOrderCommands(order: OrderReply, onDone: () => void) {
  const t = useText();
  const input = { params: { id: order.id }, body: {} };

  async function afterwards() {
    await refreshOrders();
    onDone();
  }

  return {
    async pay() {
      const outcome = await payOrder(order.id, null);
      if (outcome === 'unavailable') {
        say(t('wechat.only'));
      } else if (outcome !== 'left') {
        replaceWith(paths.result(order.id));
      }
    },
    async cancel() {
      if (await ask({ title: t('cancel.title'), content: '', yes: t('cancel.yes'), no: t('cancel.no') })) {
        await call('shop.order.cancel', input);
        await afterwards();
      }
    },
    async leave() {
      const question = { title: t('leave.title'), content: t('leave.content') };
      if (await ask({ ...question, yes: t('leave.yes'), no: t('leave.no') })) {
        await call('shop.order.cancel', input);
        await afterwards();
      }
    },
    async receive() {
      const question = { title: t('receive.title'), content: t('receive.content') };
      if (await ask({ ...question, yes: t('receive.yes'), no: t('receive.no') })) {
        await call('shop.order.receive', input);
        await afterwards();
      }
    },
    afterwards,
  };
}

const LABELS = {
  pay: 'order.payNow',
  cancel: 'order.cancel',
  leave: 'group.leave',
  receive: 'order.receive',
  again: 'order.again',
} as const;

/** The buttons of an order, strictly those its state allows. */
export function OrderBar({ order, onDone }: OrderBarProps) {
  const t = useText();
  const { busy, run } = useAction();
  const commands = useOrderCommands(order, onDone);
  const actions = orderActions(order, clock.now());
  const groupId = actions.includes('invite') ? order.groupId : undefined;
  const title = order.lines[0]?.title ?? '';
  const share = useShare(groupId === undefined ? null : { kind: 'group', id: groupId }, title);

  function start(action: Exclude<OrderAction, 'invite'>) {
    if (action === 'again') {
      const productId = order.lines[0]?.productId;
      goTo(productId === undefined ? paths.home : paths.product(productId));
      return;
    }
    run(action, commands[action], (failure) => {
      // The page was behind the truth: showing it says more than the refusal.
      const behind = failure.code === 'order.already_paid' || failure.code === 'state.conflict';
      if (behind) {
        void commands.afterwards();
      }
      return failure.code === 'order.already_paid';
    });
  }

  return (
    <View className="bar-buttons">
      {mayAskBack(order) && (
        <Button kind="line" size="l" id="order-ask-back" onTap={() => goTo(paths.askBack(order.id))}>
          {t('afterSale.ask')}
        </Button>
      )}
      {actions.map((action, index) =>
        action === 'invite' ? (
          <ShareButton key={action} share={share} kind="main" size="l" label={t('share.invite')} />
        ) : (
          <Button
            key={action}
            id={`order-${action}`}
            kind={index === actions.length - 1 ? 'main' : 'line'}
            size="l"
            busy={busy === action}
            onTap={() => start(action)}
          >
            {t(LABELS[action])}
          </Button>
        ),
      )}
    </View>
  );
}
