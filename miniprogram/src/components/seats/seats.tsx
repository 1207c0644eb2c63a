import { Image, Text, View } from '@tarojs/components';
import { useText } from '../../hooks/use-text';
import { aria } from '../../platform/aria';
import { Icon } from '../icon/icon';
import { seatsToShow } from './seats.shared';
import type { Seat, SeatFacts } from './seats.shared';
import './seats.scss';

interface SeatsProps {
  facts: SeatFacts;
  size?: 's' | 'm' | 'l';
}

function Face({ seat, leader }: { seat: Seat; leader: string }) {
  return (
    <View className={`seats__seat seats__seat--${seat.kind} seats__tint-${seat.tint}`}>
      <View className="seats__disc">
        {seat.avatarUrl !== null && <Image className="seats__face" src={seat.avatarUrl} mode="aspectFill" />}
        {seat.avatarUrl === null && seat.kind === 'member' && <Icon name="person" />}
        {seat.kind === 'held' && <Icon name="clock" />}
        {seat.kind === 'empty' && <Text className="seats__mark">?</Text>}
      </View>
      {seat.isLeader && <Text className="seats__leader">{leader}</Text>}
    </View>
  );
}

/** Who is in and how many seats are free: real faces only of members who agreed, else a neutral figure. */
export function Seats({ facts, size = 'm' }: SeatsProps) {
  const t = useText();
  const { seats, more } = seatsToShow(facts);
  const spoken = t('seats.spoken', { taken: facts.takenCount, size: facts.size });
  return (
    <View className={`seats seats--${size}`} {...aria(spoken, 'img')}>
      {seats.map((seat) => (
        <Face key={seat.key} seat={seat} leader={t('seats.leader')} />
      ))}
      {more > 0 && <Text className="seats__more">{`+${more}`}</Text>}
    </View>
  );
}
