import { useReachBottom } from '@tarojs/taro';
import { Text, View } from '@tarojs/components';
import type { OrderCardReply } from '@tuanlink/shared/replies';
import { Boundary } from '../../components/boundary/boundary';
import { Button } from '../../components/button/button';
import { Filters } from '../../components/filters/filters';
import { OrderCard } from '../../components/order-card/order-card';
import { Page } from '../../components/page/page';
import { PendingStrip } from '../../components/pending-strip/pending-strip';
import { Skeleton } from '../../components/skeleton/skeleton';
import { EmptyState } from '../../components/states/states';
import { useList } from '../../hooks/use-call';
import { useRefresh } from '../../hooks/use-refresh';
import { useTabTexts } from '../../hooks/use-tab-texts';
import { useText } from '../../hooks/use-text';
import { goTo } from '../../platform/navigation';
import { paths } from '../../platform/paths';
import { useOrdersFilter } from '../../store/orders-filter';
import { orderFilters } from './model';

function Orders({ orders, more }: { orders: OrderCardReply[]; more: boolean }) {
  const t = useText();
  if (orders.length === 0) {
    return (
      <EmptyState icon="list" title={t('orders.empty')}>
        <Button kind="main" onTap={() => goTo(paths.home)}>
          {t('orders.toShop')}
        </Button>
      </EmptyState>
    );
  }
  return (
    <View>
      {orders.map((order) => (
        <OrderCard key={order.id} order={order} />
      ))}
      <Text className="list-end">{t(more ? 'list.more' : 'list.end')}</Text>
    </View>
  );
}

/** All orders of the reader, narrowed by state. */
export default function OrdersPage() {
  const t = useText();
  const { state, show } = useOrdersFilter();
  const orders = useList('shop.orders', { state });
  useTabTexts();
  useRefresh(orders.refetch);
  useReachBottom(orders.loadMore);
  return (
    <Page title={t('tab.orders')} tab>
      <Filters
        options={orderFilters.map((filter) => ({ value: filter.state, label: t(filter.label) }))}
        value={state}
        onChange={show}
      />
      <PendingStrip />
      <Boundary read={orders} skeleton={<Skeleton kind="rows" />}>
        {(list) => <Orders orders={list} more={orders.hasMore} />}
      </Boundary>
    </Page>
  );
}
