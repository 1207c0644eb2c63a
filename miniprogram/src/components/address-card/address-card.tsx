import { Text, View } from '@tarojs/components';
import type { AddressReply } from '@tuanlink/shared/replies';
import { useText } from '../../hooks/use-text';
import { aria } from '../../platform/aria';
import { Icon } from '../icon/icon';
import { addressLine } from './address-card.shared';
import './address-card.scss';

interface AddressCardProps {
  address: Omit<AddressReply, 'id' | 'isDefault'> | null;
  isDefault?: boolean;
  onTap?: () => void;
}

/** Where something is sent to; without an address, the way to add one. */
export function AddressCard({ address, isDefault = false, onTap }: AddressCardProps) {
  const t = useText();
  return (
    <View
      className="address-card"
      hoverClass={onTap ? 'pressed' : 'none'}
      onClick={onTap}
      {...(onTap ? aria(undefined, 'button') : {})}
    >
      <View className="address-card__pin">
        <Icon name="pin" />
      </View>
      {address === null ? (
        <Text className="address-card__add">{t('address.add')}</Text>
      ) : (
        <View className="address-card__main">
          <View className="address-card__who">
            <Text>{address.name}</Text>
            <Text className="address-card__phone">{address.phone}</Text>
            {isDefault && <Text className="address-card__default">{t('address.default')}</Text>}
          </View>
          <Text className="address-card__where">{addressLine(address)}</Text>
        </View>
      )}
      {onTap !== undefined && (
        <View className="address-card__arrow">
          <Icon name="right" />
        </View>
      )}
    </View>
  );
}
