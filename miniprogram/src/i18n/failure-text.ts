import { refusalText } from '@tuanlink/shared/errors';
import type { Language } from '@tuanlink/shared/errors';
import type { CallFailure } from '../api/failure';
import type { Translate } from './index';

/** Why something did not work, for the person in front of the screen. */
export function failureText(failure: CallFailure, language: Language, t: Translate): string {
  switch (failure.code) {
    case 'network.unreachable':
      return t('failure.unreachable');
    case 'network.timeout':
      return t('failure.timeout');
    case 'server.failed':
      return t('failure.server');
    default:
      return refusalText(failure.code, language);
  }
}
