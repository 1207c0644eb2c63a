import type { ReactNode } from 'react';
import { Text, View } from '@tarojs/components';
import { useText } from '../../hooks/use-text';
import { Countdown } from '../countdown/countdown';
import { Seats } from '../seats/seats';
import type { SeatFacts } from '../seats/seats.shared';
import './group-strip.scss';

interface GroupStripProps {
  group: SeatFacts & { missing: number; closesAt: string | null };
  /** Said instead of how many are missing. */
  label?: string;
  /** The button on the right. */
  children?: ReactNode;
  onEnd?: () => void;
}

/** One line about a group: who is in, how many are missing, until when. */
export function GroupStrip({ group, label, children, onEnd }: GroupStripProps) {
  const t = useText();
  return (
    <View className="group-strip">
      <Seats facts={group} size="s" />
      <View className="group-strip__facts">
        <Text className="group-strip__missing">
          {label ?? (group.missing > 0 ? t('group.missing', { n: group.missing }) : t('group.full'))}
        </Text>
        {group.closesAt !== null && <Countdown until={group.closesAt} size="s" onEnd={onEnd} />}
      </View>
      {children !== undefined && <View className="group-strip__action">{children}</View>}
    </View>
  );
}
