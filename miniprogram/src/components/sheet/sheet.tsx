import { Fragment } from 'react';
import type { ReactNode } from 'react';
import { RootPortal, ScrollView, Text, View } from '@tarojs/components';
import { useText } from '../../hooks/use-text';
import { platform } from '../../platform';
import { aria } from '../../platform/aria';
import { useFontScale } from '../../store/settings';
import { Icon } from '../icon/icon';
import './sheet.scss';

/** Lifts a sheet out of its page, where the components of Taro can. */
const Above = platform.kind === 'h5' ? Fragment : RootPortal;

interface SheetProps {
  title: string;
  onClose: () => void;
  /** Buttons under the content. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A panel that slides in from below; the page behind stays where it is. */
export function Sheet({ title, onClose, actions, children }: SheetProps) {
  const t = useText();
  const scale = useFontScale();
  return (
    <Above>
      <View className={`sheet fs-${Math.round(scale * 100)}`} catchMove>
        <View className="sheet__shade" onClick={onClose} />
        <View className="sheet__panel">
          <View className="sheet__head">
            <Text className="sheet__title">{title}</Text>
            <View className="sheet__close" onClick={onClose} {...aria(t('action.close'), 'button')}>
              <Icon name="close" />
            </View>
          </View>
          <ScrollView className="sheet__body" scrollY>
            {children}
          </ScrollView>
          {actions !== undefined && <View className="sheet__actions">{actions}</View>}
        </View>
      </View>
    </Above>
  );
}
