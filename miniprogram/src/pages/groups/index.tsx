import { useReachBottom } from '@tarojs/taro';
import { Text, View } from '@tarojs/components';
import type { GroupCardReply } from '@tuanlink/shared/replies';
import { Boundary } from '../../components/boundary/boundary';
import { Button } from '../../components/button/button';
import { GroupCard } from '../../components/group-card/group-card';
import { Page } from '../../components/page/page';
import { Skeleton } from '../../components/skeleton/skeleton';
import { EmptyState } from '../../components/states/states';
import { useList } from '../../hooks/use-call';
import { useRefresh } from '../../hooks/use-refresh';
import { useTabTexts } from '../../hooks/use-tab-texts';
import { useText } from '../../hooks/use-text';
import { goTo } from '../../platform/navigation';
import { paths } from '../../platform/paths';
import { clock } from '../../store/clock';
import { useSession } from '../../store/session';
import { joinable, mineInOrder } from './model';

function OpenGroups({ groups }: { groups: GroupCardReply[] }) {
  const t = useText();
  if (groups.length === 0) {
    return (
      <EmptyState icon="people" title={t('groups.empty')} hint={t('groups.empty.hint')}>
        <Button kind="main" onTap={() => goTo(paths.home)}>
          {t('groups.toShop')}
        </Button>
      </EmptyState>
    );
  }
  return (
    <View>
      {groups.map((group) => (
        <GroupCard key={group.id} group={group} />
      ))}
    </View>
  );
}

/** Mine on top, then every group that still has a seat. */
export default function GroupsPage() {
  const t = useText();
  const loggedIn = useSession((state) => state.token !== null);
  const open = useList('shop.groups', { scope: 'open' });
  const mine = useList('shop.groups', { scope: 'mine' }, { enabled: loggedIn });
  useTabTexts();
  useRefresh(() => Promise.all([open.refetch(), loggedIn && mine.refetch()]));
  useReachBottom(open.loadMore);
  const own = mineInOrder(mine.data ?? []);
  return (
    <Page title={t('tab.groups')} tab>
      {own.length > 0 && <Text className="section-title">{t('groups.mine')}</Text>}
      {own.map((group) => (
        <GroupCard key={group.id} group={group} mine />
      ))}
      <Text className="section-title">{t('groups.open')}</Text>
      <Boundary read={open} skeleton={<Skeleton kind="rows" />}>
        {(groups) => <OpenGroups groups={joinable(groups, own, clock.now())} />}
      </Boundary>
    </Page>
  );
}
