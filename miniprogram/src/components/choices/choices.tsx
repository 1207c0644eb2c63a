import { Text, View } from '@tarojs/components';
import { aria } from '../../platform/aria';
import { Icon } from '../icon/icon';
import './choices.scss';

interface ChoicesProps<T extends string> {
  label: string;
  value: T;
  options: { value: T; label: string }[];
  onChange: (value: T) => void;
}

/** A few choices side by side, of which one holds; it has a tick besides its colour. */
export function Choices<T extends string>({ label, value, options, onChange }: ChoicesProps<T>) {
  return (
    <View className="choices">
      <Text className="choices__label">{label}</Text>
      <View className="choices__row">
        {options.map((option) => (
          <View
            key={option.value}
            className={`choices__item ${option.value === value ? 'choices__item--on' : ''}`}
            onClick={() => onChange(option.value)}
            {...aria(undefined, 'radio')}
          >
            {option.value === value && <Icon name="check" />}
            <Text>{option.label}</Text>
          </View>
        ))}
      </View>
    </View>
  );
}
