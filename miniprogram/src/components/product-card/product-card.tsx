import { Text, View } from '@tarojs/components';
import type { ProductCardReply } from '@tuanlink/shared/replies';
import { useText } from '../../hooks/use-text';
import { aria } from '../../platform/aria';
import { Picture } from '../picture/picture';
import { Price } from '../price/price';
import './product-card.scss';

interface ProductCardProps {
  product: ProductCardReply;
  onTap: () => void;
}

/** A product in a list: picture, name, and the price that counts, with a word for what it is. */
export function ProductCard({ product, onTap }: ProductCardProps) {
  const t = useText();
  const { groupPriceFen, groupSize } = product;
  const inGroup = groupPriceFen !== null && groupSize !== null;
  return (
    <View className="product-card" hoverClass="pressed" onClick={onTap} {...aria(product.title, 'button')}>
      <Picture src={product.image} className="product-card__picture" />
      {product.stock === 0 && <Text className="product-card__sold-out">{t('product.soldOut')}</Text>}
      <View className="product-card__body">
        <Text className="product-card__title">{product.title}</Text>
        <View className="product-card__prices">
          <Price amountFen={inGroup ? groupPriceFen : product.priceFen} tone={inGroup ? 'brand' : 'plain'} />
          {inGroup && <Text className="product-card__tag">{t('group.sizeTag', { size: groupSize })}</Text>}
        </View>
        <View className="product-card__foot">
          {inGroup && <Text>{t('product.alone')}</Text>}
          {inGroup && <Price amountFen={product.priceFen} size="s" tone="muted" />}
          {!inGroup && product.soldCount > 0 && <Text>{t('product.sold', { n: product.soldCount })}</Text>}
        </View>
      </View>
    </View>
  );
}
