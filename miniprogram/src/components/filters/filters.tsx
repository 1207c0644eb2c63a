import { ScrollView, Text, View } from '@tarojs/components';
import { aria } from '../../platform/aria';
import './filters.scss';

interface FiltersProps<T> {
  options: readonly { value: T; label: string }[];
  value: T;
  onChange: (value: T) => void;
}

/** A row of things a list can be narrowed to; the chosen one is underlined besides its colour. */
export function Filters<T>({ options, value, onChange }: FiltersProps<T>) {
  return (
    <ScrollView className="filters" scrollX enhanced showScrollbar={false}>
      <View className="filters__row">
        {options.map((option) => (
          <View
            key={option.label}
            className={`filters__item ${option.value === value ? 'filters__item--on' : ''}`}
            onClick={() => onChange(option.value)}
            {...aria(undefined, 'tab')}
          >
            <Text>{option.label}</Text>
          </View>
        ))}
      </View>
    </ScrollView>
  );
}
