import { Text } from '@tarojs/components';
import { useText } from '../../hooks/use-text';
import { aria } from '../../platform/aria';
import { useCountdown } from './use-countdown';
import './countdown.scss';

interface CountdownProps {
  /** UTC ISO. */
  until: string;
  size?: 's' | 'm' | 'l';
  /** Called once when it reaches zero while on screen. */
  onEnd?: () => void;
}

/** The time left by the server's clock, as hh:mm:ss or in days; at zero it turns into 「已结束」. */
export function Countdown({ until, size = 'm', onEnd }: CountdownProps) {
  const t = useText();
  const { ended, days, text, spoken } = useCountdown(until, onEnd);
  if (ended) {
    return <Text className={`countdown countdown--${size} countdown--ended`}>{t('countdown.ended')}</Text>;
  }
  return (
    <Text className={`countdown countdown--${size}`} {...aria(t('countdown.spoken', spoken))}>
      {days > 0 ? t('countdown.days', { days }) : text}
    </Text>
  );
}
