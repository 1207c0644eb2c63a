import type { ReactNode } from 'react';
import { Text, View } from '@tarojs/components';
import { isOffline } from '../../api/failure';
import type { CallFailure } from '../../api/failure';
import { useLanguage, useText } from '../../hooks/use-text';
import { failureText } from '../../i18n/failure-text';
import { aria } from '../../platform/aria';
import { Button } from '../button/button';
import { Icon } from '../icon/icon';
import type { IconName } from '../icon/icon';
import './states.scss';

interface EmptyStateProps {
  icon?: IconName;
  title: string;
  hint?: string;
  /** The one thing to do about it. */
  children?: ReactNode;
}

/** Nothing to show: the plain cause, and one action. */
export function EmptyState({ icon = 'box', title, hint, children }: EmptyStateProps) {
  return (
    <View className="state">
      <View className="state__disc">
        <Icon name={icon} />
      </View>
      <Text className="state__title">{title}</Text>
      {hint !== undefined && <Text className="state__hint">{hint}</Text>}
      {children !== undefined && <View className="state__action">{children}</View>}
    </View>
  );
}

interface ErrorStateProps {
  failure: CallFailure;
  onRetry: () => void;
}

/** Reading failed: why, in words, and a way to try again. */
export function ErrorState({ failure, onRetry }: ErrorStateProps) {
  const t = useText();
  const language = useLanguage();
  const offline = isOffline(failure);
  return (
    <View {...aria(undefined, 'alert')}>
      <EmptyState
        icon={offline ? 'offline' : 'warning'}
        title={offline ? t('state.offline') : failureText(failure, language, t)}
        hint={offline ? t('state.offline.hint') : undefined}
      >
        <Button kind="line" onTap={onRetry}>
          {t('action.retry')}
        </Button>
      </EmptyState>
    </View>
  );
}
