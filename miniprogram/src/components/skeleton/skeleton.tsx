import { View } from '@tarojs/components';
import './skeleton.scss';

type SkeletonKind = 'cards' | 'rows' | 'detail';

const BLOCKS: Record<SkeletonKind, number> = { cards: 4, rows: 5, detail: 3 };

/** The shape of what is about to appear. */
export function Skeleton({ kind }: { kind: SkeletonKind }) {
  return (
    <View className={`skeleton skeleton--${kind}`}>
      {Array.from({ length: BLOCKS[kind] }, (_, index) => (
        <View key={index} className="skeleton__block">
          <View className="skeleton__picture" />
          <View className="skeleton__lines">
            <View className="skeleton__line" />
            <View className="skeleton__line skeleton__line--half" />
            <View className="skeleton__line skeleton__line--third" />
          </View>
        </View>
      ))}
    </View>
  );
}
