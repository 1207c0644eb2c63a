import { Text, View } from '@tarojs/components';
import { formatFen } from '@tuanlink/shared/money';
import { aria } from '../../platform/aria';
import { splitPrice } from './price.shared';
import './price.scss';

interface PriceProps {
  amountFen: number;
  size?: 's' | 'm' | 'l' | 'xl';
  /** `plain` is ink instead of red; `muted` is small talk beside the real price. */
  tone?: 'brand' | 'plain' | 'muted';
  className?: string;
}

/** An amount with its unit: a small ¥, a large whole part, smaller decimals. */
export function Price({ amountFen, size = 'm', tone = 'brand', className = '' }: PriceProps) {
  const { sign, whole, cents } = splitPrice(amountFen);
  return (
    <View
      className={`price price--${size} price--${tone} ${className}`}
      {...aria(formatFen(amountFen), 'img')}
    >
      <Text className="price__unit">{`${sign}¥`}</Text>
      <Text className="price__whole">{whole}</Text>
      <Text className="price__cents">{`.${cents}`}</Text>
    </View>
  );
}
