import { createContext, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { Language } from '@tuanlink/shared/errors';
import { CallFailure, codeOf } from '../api/failure';
import { failureText, invalidFields, translator } from './text';
import type { Translate } from './text';

const STORAGE_KEY = 'tuanlink.console.language';

interface Texts {
  t: Translate;
  language: Language;
  setLanguage: (language: Language) => void;
  /** What to tell about something a call threw. */
  errorText: (error: unknown) => string;
}

const TextContext = createContext<Texts | null>(null);

function storedLanguage(): Language {
  return window.localStorage.getItem(STORAGE_KEY) === 'en' ? 'en' : 'zh-CN';
}

/** Provides texts in the language the operator chose on this device; zh-CN at first. */
export function TextProvider({ children }: { children: ReactNode }) {
  const [language, setState] = useState(storedLanguage);
  const setLanguage = useCallback((next: Language) => {
    window.localStorage.setItem(STORAGE_KEY, next);
    setState(next);
  }, []);
  const texts = useMemo<Texts>(() => {
    // Set while rendering, because calls made by this very render already send it as Accept-Language.
    document.documentElement.lang = language;
    const t = translator(language);
    const errorText = (error: unknown) => {
      const text = failureText(codeOf(error), language);
      const fields = error instanceof CallFailure ? invalidFields(error.detail) : [];
      return fields.length === 0 ? text : t('error.fields', { text, fields: fields.join(', ') });
    };
    return { t, language, setLanguage, errorText };
  }, [language, setLanguage]);
  useEffect(() => {
    document.title = texts.t('app.title');
  }, [texts]);
  return <TextContext.Provider value={texts}>{children}</TextContext.Provider>;
}

/** Texts in the chosen language. Throws outside of `TextProvider`. */
export function useText(): Texts {
  const texts = useContext(TextContext);
  if (!texts) throw new Error('useText needs TextProvider');
  return texts;
}
