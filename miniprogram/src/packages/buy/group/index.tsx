import { useState } from 'react';
import { useLoad, useRouter } from '@tarojs/taro';
import { Text, View } from '@tarojs/components';
import type { GroupReply } from '@tuanlink/shared/replies';
import { land } from '../../../api/landing';
import { Boundary } from '../../../components/boundary/boundary';
import { Page } from '../../../components/page/page';
import { Skeleton } from '../../../components/skeleton/skeleton';
import { useCall } from '../../../hooks/use-call';
import { useNow } from '../../../hooks/use-now';
import { useRefresh } from '../../../hooks/use-refresh';
import { useShare } from '../../../hooks/use-share';
import { useText } from '../../../hooks/use-text';
import { GroupBar } from './group-bar';
import { Notices, Progress, SkuRow, Variant, What } from './group-parts';
import { Instead } from './instead';
import { cardTitle, groupVariant, joinSku, memberLines, windowText } from './model';
import './index.scss';

/** Others join meanwhile; the page follows without being asked. */
const FOLLOW_MS = 10_000;

function Members({ group }: { group: GroupReply }) {
  const t = useText();
  const lines = memberLines(group, t);
  if (lines.length === 0) {
    return null;
  }
  return (
    <View className="card card--padded">
      <Text className="card__title">{t('group.members')}</Text>
      {lines.map((line, index) => (
        <Text key={index} className="group__member">
          {line}
        </Text>
      ))}
    </View>
  );
}

/** The landing page of a shared card: what, how much, who is in, how many missing, until when; one button. */
export default function GroupPage() {
  const t = useText();
  const { id = '', share: token } = useRouter().params;
  const group = useCall(
    'shop.group',
    { params: { id }, query: { share: token } },
    { enabled: id !== '', every: FOLLOW_MS },
  );
  const { data } = group;
  const myOrderId = data?.myOrderId;
  const myOrder = useCall(
    'shop.order',
    { params: { id: myOrderId ?? '' } },
    { enabled: myOrderId !== undefined },
  );
  const now = useNow(data?.state === 'forming');
  const [skuId, setSkuId] = useState<string | null>(null);
  const share = useShare(data ? { kind: 'group', id } : null, data ? cardTitle(data, t) : '');
  useLoad((query) => void land({ share: query.share }));
  useRefresh(() => Promise.all([group.refetch(), myOrderId !== undefined && myOrder.refetch()]));

  const variant = data && groupVariant(data, myOrder.data?.state, now);
  const chosen = data?.skus.find((sku) => sku.id === skuId) ?? (data ? joinSku(data) : null);
  return (
    <Page
      title={t('title.group')}
      bar={
        data !== undefined &&
        variant !== undefined && (
          <GroupBar group={data} variant={variant} sku={chosen} share={share} myOrder={myOrder.data} />
        )
      }
    >
      <Boundary read={group} skeleton={<Skeleton kind="detail" />}>
        {(found) => {
          const shown = variant ?? 'join';
          return (
            <>
              <What group={found} sku={chosen} />
              <Progress group={found} variant={shown} onEnd={() => void group.refetch()} />
              {shown === 'join' && <SkuRow group={found} sku={chosen} onChange={setSkuId} />}
              <Variant group={found} variant={shown} myOrder={myOrder.data} />
              <Notices group={found} />
              <Instead group={found} variant={shown} />
              <Members group={found} />
              <Text className="group__rules">
                {t(found.campaign.guaranteed ? 'group.rulesGuaranteed' : 'group.rules', {
                  size: found.size,
                  window: windowText(found.campaign, t),
                })}
              </Text>
            </>
          );
        }}
      </Boundary>
    </Page>
  );
}
