import type { ReactNode } from 'react';
import { Text, View } from '@tarojs/components';
import { useText } from '../../hooks/use-text';
import { platform } from '../../platform';
import { aria } from '../../platform/aria';
import { canGoBack, goBack } from '../../platform/navigation';
import { useNetwork } from '../../store/network';
import { useFontScale } from '../../store/settings';
import { Icon } from '../icon/icon';
import './page.scss';

interface PageProps {
  /** Shown in the bar that a browser lacks. */
  title: string;
  /** Tabs have no way back. */
  tab?: boolean;
  /** Buttons that stay at the bottom of the screen. */
  bar?: ReactNode;
  children: ReactNode;
}

function TopBar({ title, tab }: { title: string; tab: boolean }) {
  const t = useText();
  return (
    <View className="top-bar">
      {!tab && (
        <View
          className="top-bar__back"
          hoverClass="pressed"
          onClick={goBack}
          {...aria(t('action.back'), 'button')}
        >
          <Icon name={canGoBack() ? 'back' : 'home'} />
        </View>
      )}
      <Text className="top-bar__title">{title}</Text>
    </View>
  );
}

/** The frame of every page: font scale, a bar on top in a browser, the offline line, a bar below. */
export function Page({ title, tab = false, bar, children }: PageProps) {
  const t = useText();
  const scale = useFontScale();
  const online = useNetwork((state) => state.online);
  const classes = ['page', `fs-${Math.round(scale * 100)}`, tab && 'page--tab', bar && 'page--barred'];
  return (
    <View className={classes.filter(Boolean).join(' ')}>
      {platform.kind === 'h5' && <TopBar title={title} tab={tab} />}
      {!online && (
        <View className="offline-line" {...aria(undefined, 'alert')}>
          <Icon name="offline" />
          <Text className="offline-line__text">{t('state.offline.line')}</Text>
        </View>
      )}
      <View className="page__body">{children}</View>
      {bar !== undefined && bar !== false && bar !== null && <View className="page__bar">{bar}</View>}
    </View>
  );
}
