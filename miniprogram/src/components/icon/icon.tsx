import { View } from '@tarojs/components';
import { ariaHidden } from '../../platform/aria';
import './icon.scss';

export type IconName =
  | 'home'
  | 'share'
  | 'back'
  | 'right'
  | 'down'
  | 'check'
  | 'clock'
  | 'people'
  | 'person'
  | 'close'
  | 'pin'
  | 'truck'
  | 'box'
  | 'copy'
  | 'plus'
  | 'minus'
  | 'warning'
  | 'offline'
  | 'refund'
  | 'wallet'
  | 'list'
  | 'search'
  | 'link';

interface IconProps {
  name: IconName;
  className?: string;
}

/** A drawing in the colour of the text around it; it never carries meaning alone. */
export function Icon({ name, className = '' }: IconProps) {
  return <View className={`icon icon--${name} ${className}`} {...ariaHidden} />;
}
