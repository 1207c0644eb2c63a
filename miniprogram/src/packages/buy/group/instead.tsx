import { Text, View } from '@tarojs/components';
import type { GroupReply } from '@tuanlink/shared/replies';
import { Button } from '../../../components/button/button';
import { Cell } from '../../../components/cell/cell';
import { GroupStrip } from '../../../components/group-strip/group-strip';
import { Price } from '../../../components/price/price';
import { useCall } from '../../../hooks/use-call';
import { useText } from '../../../hooks/use-text';
import { goTo } from '../../../platform/navigation';
import { paths } from '../../../platform/paths';
import { clock } from '../../../store/clock';
import { proposedSku } from '../product/model';
import { siblings } from './model';
import type { GroupVariant } from './model';

/** For whoever cannot or need not join here: another group, one's own at the same price, or buying alone. */
export function Instead({ group, variant }: { group: GroupReply; variant: GroupVariant }) {
  const t = useText();
  const wanted = ['full', 'ended', 'failed', 'opening'].includes(variant);
  const { data: product } = useCall(
    'shop.product',
    { params: { id: group.product.id } },
    { enabled: wanted },
  );
  if (!wanted || product === undefined) {
    return null;
  }
  const others = siblings(product, group.id, clock.now());
  const open = product.campaign === null ? null : proposedSku(product.skus, 'open');
  const solo = proposedSku(product.skus, 'solo');
  return (
    <View className="card">
      <Text className="group__instead">{t('instead.title')}</Text>
      {others.map((other) => (
        <View key={other.id} className="group__other">
          <GroupStrip group={other}>
            <Button kind="main" onTap={() => goTo(paths.group(other.id))}>
              {t('group.join')}
            </Button>
          </GroupStrip>
        </View>
      ))}
      {open !== null && open.groupPriceFen !== null && (
        <Cell
          icon="people"
          label={t('instead.open')}
          value={<Price amountFen={open.groupPriceFen} />}
          onTap={() => goTo(paths.checkout({ mode: 'open', product: product.id, sku: open.id }))}
        />
      )}
      {solo !== null && (
        <Cell
          icon="box"
          label={t('instead.solo')}
          value={<Price amountFen={solo.priceFen} tone="plain" />}
          onTap={() => goTo(paths.checkout({ mode: 'solo', product: product.id, sku: solo.id }))}
        />
      )}
      {open === null && solo === null && <Text className="group__gone">{t('instead.nothing')}</Text>}
    </View>
  );
}
