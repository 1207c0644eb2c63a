import type { CommissionLineReply } from '@tuanlink/shared/replies';
import { shanghaiParts } from '@tuanlink/shared/time';
import type { Translate } from '../../i18n';

/** Why a line is as it is, in plain words; a date stands where one is known. */
export function lineReason(
  line: Pick<CommissionLineReply, 'reasonCode' | 'availableAt' | 'note'>,
  t: Translate,
): string {
  if (line.reasonCode === 'HELD_UNTIL' && line.availableAt !== undefined) {
    const { month, day } = shanghaiParts(line.availableAt);
    return t('reason.HELD_UNTIL.date', { month, day });
  }
  if (line.note !== undefined) return t('reason.ADJUSTED.note', { note: line.note });
  return t(`reason.${line.reasonCode}`);
}
