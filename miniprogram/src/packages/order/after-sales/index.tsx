import { useReachBottom } from '@tarojs/taro';
import { Text, View } from '@tarojs/components';
import type { AfterSaleCardReply } from '@tuanlink/shared/replies';
import { formatTime } from '@tuanlink/shared/time';
import { Boundary } from '../../../components/boundary/boundary';
import { Countdown } from '../../../components/countdown/countdown';
import { Page } from '../../../components/page/page';
import { Price } from '../../../components/price/price';
import { Skeleton } from '../../../components/skeleton/skeleton';
import { StateChip } from '../../../components/state-chip/state-chip';
import { EmptyState } from '../../../components/states/states';
import { useList } from '../../../hooks/use-call';
import { useRefresh } from '../../../hooks/use-refresh';
import { useText } from '../../../hooks/use-text';
import { afterSaleChip } from '../../../i18n/state-texts';
import { goTo } from '../../../platform/navigation';
import { paths } from '../../../platform/paths';
import { PieceLine } from '../piece-line';
import { amountFen } from './model';
import './index.scss';

function AfterSaleCard({ afterSale }: { afterSale: AfterSaleCardReply }) {
  const t = useText();
  const { id, kind, state, lines, dueAt, createdAt } = afterSale;
  return (
    <View
      className="card card--padded after-sales__card"
      hoverClass="pressed"
      onClick={() => goTo(paths.afterSale(id))}
    >
      <View className="after-sales__head">
        <StateChip {...afterSaleChip(state, t)} />
        <Text className="after-sales__kind">{t(`afterSale.kind.${kind}`)}</Text>
        {state === 'returning' && dueAt !== null && <Countdown until={dueAt} size="s" />}
      </View>
      {lines.map((line) => (
        <PieceLine key={line.orderLineId} {...line} />
      ))}
      <View className="after-sales__foot">
        <Text>{formatTime(createdAt)}</Text>
        <Price amountFen={amountFen(afterSale)} tone="plain" />
      </View>
    </View>
  );
}

/** All that the reader asked money back for, newest first. */
export default function AfterSalesPage() {
  const t = useText();
  const list = useList('shop.afterSales', {});
  useRefresh(list.refetch);
  useReachBottom(list.loadMore);
  return (
    <Page title={t('title.afterSales')}>
      <Boundary read={list} skeleton={<Skeleton kind="rows" />}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState icon="refund" title={t('afterSale.empty')} hint={t('afterSale.empty.hint')} />
          ) : (
            <>
              {items.map((afterSale) => (
                <AfterSaleCard key={afterSale.id} afterSale={afterSale} />
              ))}
              <Text className="list-end">{t(list.hasMore ? 'list.more' : 'list.end')}</Text>
            </>
          )
        }
      </Boundary>
    </Page>
  );
}
