import { Text, View } from '@tarojs/components';
import { Icon } from '../icon/icon';
import type { IconName } from '../icon/icon';
import './state-chip.scss';

export type Tone = 'ok' | 'wait' | 'info' | 'brand' | 'mute';

interface StateChipProps {
  tone: Tone;
  icon: IconName;
  label: string;
}

/** A state as a word with a drawing; the colour only helps. */
export function StateChip({ tone, icon, label }: StateChipProps) {
  return (
    <View className={`chip chip--${tone}`}>
      <Icon name={icon} />
      <Text className="chip__label">{label}</Text>
    </View>
  );
}
