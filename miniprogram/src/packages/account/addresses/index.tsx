import { useRouter } from '@tarojs/taro';
import { View } from '@tarojs/components';
import type { AddressReply } from '@tuanlink/shared/replies';
import { AddressCard } from '../../../components/address-card/address-card';
import { Boundary } from '../../../components/boundary/boundary';
import { Button } from '../../../components/button/button';
import { Page } from '../../../components/page/page';
import { Skeleton } from '../../../components/skeleton/skeleton';
import { EmptyState } from '../../../components/states/states';
import { useCall } from '../../../hooks/use-call';
import { useRefresh } from '../../../hooks/use-refresh';
import { useText } from '../../../hooks/use-text';
import { goBack, goTo } from '../../../platform/navigation';
import { paths } from '../../../platform/paths';
import { usePickedAddress } from '../../../store/picked-address';
import './index.scss';

function Row({ address, picking }: { address: AddressReply; picking: boolean }) {
  const t = useText();
  const pick = usePickedAddress((state) => state.pick);
  const edit = () => goTo(paths.address(address.id));
  function choose() {
    pick(address.id);
    goBack();
  }
  return (
    <View className="card addresses__row">
      <View className="addresses__card">
        <AddressCard address={address} isDefault={address.isDefault} onTap={picking ? choose : edit} />
      </View>
      {picking && (
        <Button kind="text" onTap={edit}>
          {t('action.edit')}
        </Button>
      )}
    </View>
  );
}

/** The reader's addresses: to edit one, or to pick one for the purchase under way. */
export default function AddressesPage() {
  const t = useText();
  const picking = useRouter().params.pick !== undefined;
  const addresses = useCall('shop.addresses', {});
  useRefresh(addresses.refetch);
  return (
    <Page
      title={t('title.addresses')}
      bar={
        <Button kind="main" size="l" block id="add-address" onTap={() => goTo(paths.address())}>
          {t('address.add')}
        </Button>
      }
    >
      <Boundary read={addresses} skeleton={<Skeleton kind="rows" />}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon="pin" title={t('address.empty')} hint={t('address.empty.hint')} />
          ) : (
            <>
              {items.map((address) => (
                <Row key={address.id} address={address} picking={picking} />
              ))}
            </>
          )
        }
      </Boundary>
    </Page>
  );
}
