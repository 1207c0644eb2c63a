import { useText } from '../i18n/use-text';
import { durationParts } from './duration.model';

/** Gives the text of a number of minutes: "1 天 2 小时". */
export function useDuration(): (minutes: number) => string {
  const { t } = useText();
  return (minutes) =>
    durationParts(minutes)
      .map(({ unit, count }) => t(`duration.${unit}`, { count }))
      .join(' ');
}
