import { pickLanguage } from '@tuanlink/shared/errors';
import type { Language } from '@tuanlink/shared/errors';
import { create } from 'zustand';
import { platform } from '../platform';
import { readStored, store } from '../platform/storage';
import { fontScaleOf } from './settings.rules';
import type { FontChoice, FontScale } from './settings.rules';

const KEY = 'settings';

export type LanguageChoice = Language | 'system';

interface Settings {
  language: LanguageChoice;
  font: FontChoice;
  setLanguage(language: LanguageChoice): void;
  setFont(font: FontChoice): void;
}

const kept = readStored<{ language?: LanguageChoice; font?: FontChoice }>(KEY);

/** How the reader wants the app to look. */
export const useSettings = create<Settings>((set, get) => {
  function change(part: Partial<Pick<Settings, 'language' | 'font'>>) {
    set(part);
    const { language, font } = get();
    store(KEY, { language, font });
  }
  return {
    language: kept?.language ?? 'system',
    font: kept?.font ?? 'system',
    setLanguage: (language) => change({ language }),
    setFont: (font) => change({ font }),
  };
});

let systemLanguage: Language | null = null;

/** The language of a choice; the system is asked once. */
export function languageOf(choice: LanguageChoice): Language {
  if (choice !== 'system') {
    return choice;
  }
  systemLanguage ??= pickLanguage(platform.systemLanguage().replace('_', '-'));
  return systemLanguage;
}

/** The language requests and screens use now. */
export function currentLanguage(): Language {
  return languageOf(useSettings.getState().language);
}

/** The font scale of the screen. */
export function useFontScale(): FontScale {
  const choice = useSettings((state) => state.font);
  return fontScaleOf(choice, choice === 'system' ? platform.systemFontScale() : 1);
}
