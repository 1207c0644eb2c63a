import type { ReactNode } from 'react';
import { Text, View } from '@tarojs/components';
import { aria } from '../../platform/aria';
import { elementId } from '../../platform/element-id';
import { Icon } from '../icon/icon';
import type { IconName } from '../icon/icon';
import './cell.scss';

interface CellProps {
  label: string;
  icon?: IconName;
  /** Under the label. */
  hint?: string;
  /** On the right. */
  value?: ReactNode;
  id?: string;
  onTap?: () => void;
}

/** One row of a card: a name, a value, and an arrow when it leads somewhere. */
export function Cell({ label, icon, hint, value, id, onTap }: CellProps) {
  return (
    <View
      {...elementId(id)}
      className="cell"
      hoverClass={onTap ? 'cell--pressed' : 'none'}
      onClick={onTap}
      {...(onTap ? aria(undefined, 'button') : {})}
    >
      {icon !== undefined && (
        <View className="cell__icon">
          <Icon name={icon} />
        </View>
      )}
      <View className="cell__main">
        <Text className="cell__label">{label}</Text>
        {hint !== undefined && <Text className="cell__hint">{hint}</Text>}
      </View>
      {value !== undefined && <View className="cell__value">{value}</View>}
      {onTap !== undefined && (
        <View className="cell__arrow">
          <Icon name="right" />
        </View>
      )}
    </View>
  );
}
