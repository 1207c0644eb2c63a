/** A part of a duration, such as two hours. */
export interface DurationPart {
  unit: 'days' | 'hours' | 'minutes';
  count: number;
}

/** Whole minutes as days, hours and minutes, without the parts that are zero. */
export function durationParts(minutes: number): DurationPart[] {
  const parts: DurationPart[] = [
    { unit: 'days', count: Math.floor(minutes / 1_440) },
    { unit: 'hours', count: Math.floor((minutes % 1_440) / 60) },
    { unit: 'minutes', count: minutes % 60 },
  ];
  const present = parts.filter(({ count }) => count > 0);
  return present.length > 0 ? present : [{ unit: 'minutes', count: 0 }];
}
