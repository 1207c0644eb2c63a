import { Text, View } from '@tarojs/components';
import { useText } from '../../hooks/use-text';
import { aria } from '../../platform/aria';
import { Icon } from '../icon/icon';
import './stepper.scss';

interface StepperProps {
  value: number;
  max: number;
  onChange: (value: number) => void;
}

/** Chooses a number of pieces between 1 and `max`. */
export function Stepper({ value, max, onChange }: StepperProps) {
  const t = useText();
  const step = (by: number) => () => {
    const next = value + by;
    if (next >= 1 && next <= max) {
      onChange(next);
    }
  };
  const side = (by: number, off: boolean) => (
    <View
      className={`stepper__side ${off ? 'stepper__side--off' : ''}`}
      hoverClass={off ? 'none' : 'pressed'}
      onClick={step(by)}
      {...aria(t(by > 0 ? 'stepper.more' : 'stepper.less'), 'button')}
    >
      <Icon name={by > 0 ? 'plus' : 'minus'} />
    </View>
  );
  return (
    <View className="stepper">
      {side(-1, value <= 1)}
      <Text className="stepper__value">{value}</Text>
      {side(1, value >= max)}
    </View>
  );
}
