import { Text, View } from '@tarojs/components';
import { useText } from '../../hooks/use-text';
import { Price } from '../price/price';
import './amounts.scss';

interface AmountsProps {
  goodsFen: number;
  discountFen: number;
  shippingFen: number;
  payFen: number;
  refundedFen?: number;
}

/** How an order's amount comes about, line by line. */
export function Amounts(props: AmountsProps) {
  const t = useText();
  const rows: [string, number][] = [[t('amount.goods'), props.goodsFen]];
  if (props.discountFen > 0) {
    rows.push([t('amount.discount'), -props.discountFen]);
  }
  rows.push([t('amount.shipping'), props.shippingFen]);
  return (
    <View className="amounts">
      {rows.map(([label, amountFen]) => (
        <View key={label} className="amounts__row">
          <Text className="amounts__label">{label}</Text>
          <Price amountFen={amountFen} size="s" tone="plain" />
        </View>
      ))}
      <View className="amounts__row amounts__row--sum">
        <Text>{t('amount.total')}</Text>
        <Price amountFen={props.payFen} size="l" />
      </View>
      {props.refundedFen !== undefined && props.refundedFen > 0 && (
        <View className="amounts__row">
          <Text className="amounts__label">{t('amount.refunded')}</Text>
          <Price amountFen={props.refundedFen} size="s" tone="plain" />
        </View>
      )}
    </View>
  );
}
