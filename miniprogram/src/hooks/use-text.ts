import { useMemo } from 'react';
import type { Language } from '@tuanlink/shared/errors';
import { translator } from '../i18n';
import type { Translate } from '../i18n';
import { languageOf, useSettings } from '../store/settings';

/** The texts of the reader's language. */
export function useText(): Translate {
  const language = useLanguage();
  return useMemo(() => translator(language), [language]);
}

/** The reader's language. */
export function useLanguage(): Language {
  return languageOf(useSettings((state) => state.language));
}
