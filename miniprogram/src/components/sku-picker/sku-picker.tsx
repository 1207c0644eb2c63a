import { Text, View } from '@tarojs/components';
import type { SkuReply } from '@tuanlink/shared/replies';
import { useText } from '../../hooks/use-text';
import { aria } from '../../platform/aria';
import { Icon } from '../icon/icon';
import { Price } from '../price/price';
import './sku-picker.scss';

interface SkuPickerProps {
  skus: SkuReply[];
  selectedId: string;
  /** Which of a SKU's two prices counts. */
  inGroup: boolean;
  onSelect: (skuId: string) => void;
}

/** Chooses what exactly is bought; the choice has a tick, what is sold out says so. */
export function SkuPicker({ skus, selectedId, inGroup, onSelect }: SkuPickerProps) {
  const t = useText();
  return (
    <View className="sku-picker">
      {skus.map((sku) => {
        const selected = sku.id === selectedId;
        const price = inGroup ? sku.groupPriceFen : sku.priceFen;
        const off = sku.stock === 0 || price === null;
        const classes = ['sku-picker__row', selected && 'sku-picker__row--on', off && 'sku-picker__row--off'];
        return (
          <View
            key={sku.id}
            className={classes.filter(Boolean).join(' ')}
            onClick={off ? undefined : () => onSelect(sku.id)}
            {...aria(undefined, 'radio')}
          >
            <View className="sku-picker__tick">{selected && <Icon name="check" />}</View>
            <Text className="sku-picker__name">{sku.name}</Text>
            {off ? <Text>{t('product.soldOut')}</Text> : <Price amountFen={price} tone="plain" />}
          </View>
        );
      })}
    </View>
  );
}
