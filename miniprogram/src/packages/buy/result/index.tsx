import { useEffect } from 'react';
import { useRouter } from '@tarojs/taro';
import { Text, View } from '@tarojs/components';
import type { GroupReply, OrderReply } from '@tuanlink/shared/replies';
import { formatFen } from '@tuanlink/shared/money';
import { payOrder } from '../../../api/pay-order';
import { refreshOrders } from '../../../api/query-client';
import { Button } from '../../../components/button/button';
import { Countdown } from '../../../components/countdown/countdown';
import { Icon } from '../../../components/icon/icon';
import type { IconName } from '../../../components/icon/icon';
import { LoginGate } from '../../../components/login-gate/login-gate';
import { cancelReason, lateOutcome, refundStory } from '../../../components/money-story/money-story.shared';
import { Page } from '../../../components/page/page';
import { Seats } from '../../../components/seats/seats';
import { ShareButton } from '../../../components/share-button/share-button';
import { Skeleton } from '../../../components/skeleton/skeleton';
import { ErrorState } from '../../../components/states/states';
import { useAction } from '../../../hooks/use-action';
import { useCall } from '../../../hooks/use-call';
import { useShare } from '../../../hooks/use-share';
import type { PreparedShare } from '../../../hooks/use-share';
import { useText } from '../../../hooks/use-text';
import type { Translate } from '../../../i18n';
import { goTo, replaceWith } from '../../../platform/navigation';
import { paths } from '../../../platform/paths';
import { cardTitle } from '../group/model';
import { resultVariant } from './model';
import type { ResultVariant } from './model';
import { useConfirmed } from './use-confirmed';
import './index.scss';

const LOOKS: Record<ResultVariant, { icon: IconName; tone: string }> = {
  paid: { icon: 'check', tone: 'ok' },
  forming: { icon: 'check', tone: 'ok' },
  succeeded: { icon: 'check', tone: 'ok' },
  unpaid: { icon: 'wallet', tone: 'wait' },
  cancelled: { icon: 'close', tone: 'mute' },
  refund: { icon: 'refund', tone: 'wait' },
};

function headline(variant: ResultVariant, order: OrderReply, t: Translate): { title: string; hint: string } {
  const amount = formatFen(order.payFen);
  const title = t(`result.${variant}`);
  const refund = order.refunds[order.refunds.length - 1];
  const reason = variant === 'cancelled' ? cancelReason(order) : null;
  if (variant === 'refund' && refund !== undefined) {
    return { title, hint: refundStory(refund, t) };
  }
  if (reason !== null) {
    return { title, hint: t('cancel.why', { reason: t(`cancel.reason.${reason}`) }) };
  }
  return { title, hint: t(`result.${variant}.hint`, { amount }) };
}

function GroupProgress({ group, share }: { group: GroupReply; share: PreparedShare | null }) {
  const t = useText();
  return (
    <View className="card result__group">
      <Seats facts={group} size={group.size > 4 ? 'm' : 'l'} />
      <Text className="result__missing">
        {group.missing > 0 ? t('group.missing', { n: group.missing }) : t('group.allHeld')}
      </Text>
      {group.closesAt !== null && (
        <View className="result__until">
          <Text>{t('group.timeLeft')}</Text>
          <Countdown until={group.closesAt} size="l" />
        </View>
      )}
      <View className="result__invite">
        <ShareButton share={share} kind="main" size="l" block label={t('share.invite')} />
      </View>
      <Text className="result__quiet">{t('result.noNeed')}</Text>
    </View>
  );
}

function PayAgain({ order, onDone }: { order: OrderReply; onDone: () => void }) {
  const t = useText();
  const { busy, run } = useAction();
  async function pay() {
    const outcome = await payOrder(order.id, null);
    if (outcome !== 'left') {
      await refreshOrders();
      onDone();
    }
  }
  return (
    <Button kind="main" size="l" block id="pay-again" busy={busy !== null} onTap={() => run('pay', pay)}>
      {t('order.payNow')}
    </Button>
  );
}

interface OutcomeProps {
  order: OrderReply;
  group: GroupReply | undefined;
  share: PreparedShare | null;
  confirming: boolean;
  onAgain: () => void;
}

function Outcome({ order, group, share, confirming, onAgain }: OutcomeProps) {
  const t = useText();
  const variant = resultVariant(order);
  const asking = variant === 'unpaid' && confirming;
  const late = lateOutcome(order);
  const { icon, tone } = LOOKS[variant];
  const { title, hint } = headline(variant, order, t);
  return (
    <>
      <View className="result__head">
        <View className={`result__disc result__disc--${asking ? 'wait' : tone}`}>
          <Icon name={asking ? 'clock' : icon} />
        </View>
        <Text className="result__title">{asking ? t('result.confirming') : title}</Text>
        <Text className="result__hint">{asking ? t('result.confirming.hint') : hint}</Text>
        {late !== null && <Text className="result__hint">{t(late)}</Text>}
        {variant === 'unpaid' && order.heldUntil !== null && (
          <View className="result__until">
            <Text>{t('result.heldFor')}</Text>
            <Countdown until={order.heldUntil} onEnd={onAgain} />
          </View>
        )}
      </View>
      {variant === 'forming' && group !== undefined && <GroupProgress group={group} share={share} />}
      <View className="result__actions">
        {variant === 'unpaid' && !asking && <PayAgain order={order} onDone={onAgain} />}
        <Button block size="l" id="to-order" onTap={() => replaceWith(paths.order(order.id))}>
          {t('result.toOrder')}
        </Button>
        {order.groupId !== undefined && (
          <Button block kind="text" onTap={() => goTo(paths.group(order.groupId ?? ''))}>
            {t('result.toGroup')}
          </Button>
        )}
        <Button block kind="text" onTap={() => goTo(paths.home)}>
          {t('result.toShop')}
        </Button>
      </View>
    </>
  );
}

/** After paying: what is true now, how many are missing, until when; sharing is offered and never needed. */
export default function ResultPage() {
  const t = useText();
  const { id = '' } = useRouter().params;
  const { order, failure, confirming, again } = useConfirmed(id);
  const groupId = order?.groupId;
  const { data: group } = useCall(
    'shop.group',
    { params: { id: groupId ?? '' } },
    { enabled: groupId !== undefined, every: order?.state === 'waiting_group' && 5_000 },
  );
  const ended = group?.state === 'succeeded' || group?.state === 'failed';
  const decided = order?.state === 'waiting_group' && ended;
  useEffect(() => {
    // The group was decided while the page was open: the order has another state by now.
    if (decided) {
      again();
    }
  }, [decided, again]);
  const share = useShare(
    groupId === undefined ? null : { kind: 'group', id: groupId },
    group ? cardTitle(group, t) : '',
  );
  return (
    <Page title={t('title.result')}>
      {order !== null && (
        <Outcome order={order} group={group} share={share} confirming={confirming} onAgain={again} />
      )}
      {order === null && failure === null && <Skeleton kind="rows" />}
      {order === null && failure?.code === 'auth.required' && <LoginGate onReady={again} />}
      {order === null && failure !== null && failure.code !== 'auth.required' && (
        <ErrorState failure={failure} onRetry={again} />
      )}
    </Page>
  );
}
