import { Text, View } from '@tarojs/components';
import type { OrderReply } from '@tuanlink/shared/replies';
import { Icon } from '../../../components/icon/icon';
import { useText } from '../../../hooks/use-text';
import { progressSteps } from './model';

function place(index: number, at: number): 'done' | 'now' | 'next' {
  return index < at ? 'done' : index === at ? 'now' : 'next';
}

/** How far an order is, step by step; nothing when it left the straight way. */
export function StateBar({ order }: { order: OrderReply }) {
  const t = useText();
  const progress = progressSteps(order);
  if (progress === null) {
    return null;
  }
  const { steps, at } = progress;
  return (
    <View className="steps">
      {steps.map((step, index) => (
        <View key={step} className={`steps__step steps__step--${place(index, at)}`}>
          <View className="steps__dot">{index < at && <Icon name="check" />}</View>
          <Text className="steps__label">{t(`step.${step}` as 'step.unpaid')}</Text>
        </View>
      ))}
    </View>
  );
}
