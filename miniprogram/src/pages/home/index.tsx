import { useReachBottom } from '@tarojs/taro';
import { Text, View } from '@tarojs/components';
import type { GroupCardReply, ProductCardReply } from '@tuanlink/shared/replies';
import { Boundary } from '../../components/boundary/boundary';
import { GroupCard } from '../../components/group-card/group-card';
import { Page } from '../../components/page/page';
import { PendingStrip } from '../../components/pending-strip/pending-strip';
import { ProductCard } from '../../components/product-card/product-card';
import { Skeleton } from '../../components/skeleton/skeleton';
import { EmptyState } from '../../components/states/states';
import { useList } from '../../hooks/use-call';
import { useRefresh } from '../../hooks/use-refresh';
import { useText } from '../../hooks/use-text';
import { useTabTexts } from '../../hooks/use-tab-texts';
import { goTo } from '../../platform/navigation';
import { paths } from '../../platform/paths';
import { clock } from '../../store/clock';
import { useSession } from '../../store/session';
import { inWindowOrder, runningGroups } from './model';
import './index.scss';

function MyGroups({ groups }: { groups: GroupCardReply[] }) {
  const t = useText();
  return (
    <View>
      <Text className="section-title">{t('home.myGroups')}</Text>
      {groups.map((group) => (
        <GroupCard key={group.id} group={group} mine />
      ))}
    </View>
  );
}

function Products({ products }: { products: ProductCardReply[] }) {
  const t = useText();
  if (products.length === 0) {
    return <EmptyState title={t('home.empty')} hint={t('home.empty.hint')} />;
  }
  return (
    <View>
      <Text className="section-title">{t('home.products')}</Text>
      <View className="home__grid">
        {inWindowOrder(products).map((product) => (
          <View key={product.id} className="home__cell">
            <ProductCard product={product} onTap={() => goTo(paths.product(product.id))} />
          </View>
        ))}
      </View>
    </View>
  );
}

/** The shop's window: my running groups on top, then what is sold. */
export default function HomePage() {
  const t = useText();
  const loggedIn = useSession((state) => state.token !== null);
  const products = useList('shop.products', {});
  const mine = useList('shop.groups', { scope: 'mine' }, { enabled: loggedIn });
  useTabTexts();
  useRefresh(() => Promise.all([products.refetch(), loggedIn && mine.refetch()]));
  useReachBottom(products.loadMore);
  const running = runningGroups(mine.data ?? [], clock.now());
  return (
    <Page title={t('app.name')} tab>
      <PendingStrip />
      {running.length > 0 && <MyGroups groups={running} />}
      <Boundary read={products} skeleton={<Skeleton kind="cards" />}>
        {(list) => <Products products={list} />}
      </Boundary>
    </Page>
  );
}
