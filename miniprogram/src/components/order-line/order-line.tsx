import { Text, View } from '@tarojs/components';
import { useText } from '../../hooks/use-text';
import { Picture } from '../picture/picture';
import { Price } from '../price/price';
import './order-line.scss';

interface OrderLineProps {
  image: string | null;
  title: string;
  skuName: string;
  quantity: number;
  unitPriceFen: number;
  /** What went back of this line, fen. */
  refundedFen?: number;
  onTap?: () => void;
}

/** One thing that is bought, with its price and number. */
export function OrderLine(props: OrderLineProps) {
  const t = useText();
  const { refundedFen = 0 } = props;
  return (
    <View className="order-line" onClick={props.onTap}>
      <Picture src={props.image} className="order-line__picture" />
      <View className="order-line__main">
        <Text className="order-line__title">{props.title}</Text>
        <Text className="order-line__sku">{props.skuName}</Text>
        {refundedFen > 0 && (
          <View className="order-line__refunded">
            <Text>{t('order.refundedPart')}</Text>
            <Price amountFen={refundedFen} size="s" tone="muted" />
          </View>
        )}
      </View>
      <View className="order-line__side">
        <Price amountFen={props.unitPriceFen} size="m" tone="plain" />
        <Text className="order-line__quantity">{`×${props.quantity}`}</Text>
      </View>
    </View>
  );
}
