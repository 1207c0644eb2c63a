import type { ReactNode } from 'react';
import { Text, View } from '@tarojs/components';
import { Picture } from '../../components/picture/picture';
import { Price } from '../../components/price/price';
// The same shape as the lines of an order.
import '../../components/order-line/order-line.scss';

interface PieceLineProps {
  image: string | null;
  title: string;
  skuName: string;
  quantity: number;
  /** What these pieces come to together, fen. */
  amountFen: number;
  /** Something else in the place of the number. */
  children?: ReactNode;
}

/** Pieces of an order line that money is asked back for. */
export function PieceLine({ image, title, skuName, quantity, amountFen, children }: PieceLineProps) {
  return (
    <View className="order-line">
      <Picture src={image} className="order-line__picture" />
      <View className="order-line__main">
        <Text className="order-line__title">{title}</Text>
        <Text className="order-line__sku">{skuName}</Text>
      </View>
      <View className="order-line__side">
        <Price amountFen={amountFen} size="m" tone="plain" />
        {children ?? <Text className="order-line__quantity">{`×${quantity}`}</Text>}
      </View>
    </View>
  );
}
