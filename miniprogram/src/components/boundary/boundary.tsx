import type { ReactNode } from 'react';
import { Text, View } from '@tarojs/components';
import { formatTime } from '@tuanlink/shared/time';
import type { Read } from '../../hooks/use-call';
import { useText } from '../../hooks/use-text';
import { ErrorState } from '../states/states';
import { LoginGate } from '../login-gate/login-gate';
import './boundary.scss';

interface BoundaryProps<T> {
  read: Read<T>;
  /** Shown until the first answer. */
  skeleton: ReactNode;
  children: (data: T) => ReactNode;
}

/**
 * Shows what was read: its shape while loading, why it failed, or the content. When a later read fails the
 * last content stays, with the time it is from.
 */
export function Boundary<T>({ read, skeleton, children }: BoundaryProps<T>) {
  const t = useText();
  const { data, error } = read;
  if (data === undefined) {
    if (error === null) {
      return <>{skeleton}</>;
    }
    const retry = () => void read.refetch();
    return error.code === 'auth.required' || error.code === 'auth.expired' ? (
      <LoginGate onReady={retry} />
    ) : (
      <ErrorState failure={error} onRetry={retry} />
    );
  }
  return (
    <>
      {error !== null && (
        <View className="stale">
          <Text>{t('state.stale', { time: formatTime(new Date(read.dataUpdatedAt)) })}</Text>
        </View>
      )}
      {children(data)}
    </>
  );
}
