import { View } from '@tarojs/components';
import type { GroupReply, OrderReply, SkuReply } from '@tuanlink/shared/replies';
import { call } from '../../../api/client';
import { refreshOrders } from '../../../api/query-client';
import { Button } from '../../../components/button/button';
import { Icon } from '../../../components/icon/icon';
import { Price } from '../../../components/price/price';
import { ShareButton } from '../../../components/share-button/share-button';
import { useAction } from '../../../hooks/use-action';
import type { PreparedShare } from '../../../hooks/use-share';
import { useText } from '../../../hooks/use-text';
import { ask } from '../../../platform/feedback';
import { goTo } from '../../../platform/navigation';
import { paths } from '../../../platform/paths';
import { canLeave } from './model';
import type { GroupVariant } from './model';

interface GroupBarProps {
  group: GroupReply;
  variant: GroupVariant;
  sku: SkuReply | null;
  share: PreparedShare | null;
  myOrder: OrderReply | undefined;
}

function JoinButton({ group, sku }: { group: GroupReply; sku: SkuReply | null }) {
  const t = useText();
  if (sku === null || sku.groupPriceFen === null) {
    return (
      <Button kind="main" size="l" disabled>
        {t('product.soldOut')}
      </Button>
    );
  }
  const join = () => goTo(paths.checkout({ mode: 'join', group: group.id, sku: sku.id }));
  return (
    <Button kind="main" size="l" id="join" onTap={join}>
      {t('group.joinNow')}
      <Price amountFen={sku.groupPriceFen} size="s" />
    </Button>
  );
}

function LeaveButton({ order }: { order: OrderReply }) {
  const t = useText();
  const { busy, run } = useAction();
  async function leave() {
    const sure = await ask({
      title: t('leave.title'),
      content: t('leave.content'),
      yes: t('leave.yes'),
      no: t('leave.no'),
    });
    if (sure) {
      await call('shop.order.cancel', { params: { id: order.id }, body: {} });
      await refreshOrders();
    }
  }
  return (
    <Button kind="line" size="l" busy={busy !== null} onTap={() => run('leave', leave)}>
      {t('group.leave')}
    </Button>
  );
}

/** The one thing to do now, and the way home. */
export function GroupBar({ group, variant, sku, share, myOrder }: GroupBarProps) {
  const t = useText();
  return (
    <View className="bar-buttons">
      <Button kind="text" onTap={() => goTo(paths.home)}>
        <Icon name="home" />
        {t('tab.home')}
      </Button>
      {variant === 'join' && (
        <>
          <ShareButton share={share} kind="text" label={t('share.short')} />
          <JoinButton group={group} sku={sku} />
        </>
      )}
      {variant === 'member' && (
        <>
          {myOrder !== undefined && canLeave(variant, myOrder.state) && <LeaveButton order={myOrder} />}
          <ShareButton share={share} kind="main" size="l" label={t('share.invite')} />
        </>
      )}
      {variant === 'unpaid' && group.myOrderId !== undefined && (
        <Button kind="main" size="l" onTap={() => goTo(paths.result(group.myOrderId ?? ''))}>
          {t('order.payNow')}
        </Button>
      )}
      {!['join', 'member', 'unpaid'].includes(variant) && (
        <Button kind="main" size="l" onTap={() => goTo(paths.product(group.product.id))}>
          {t('group.seeProduct')}
        </Button>
      )}
    </View>
  );
}
