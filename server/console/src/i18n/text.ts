import { refusalText } from '@tuanlink/shared/errors';
import type { Language } from '@tuanlink/shared/errors';
import { isRefusalCode } from '../api/failure';
import { en } from './en';
import { zhCn } from './zh-cn';

/** Names of all texts; both languages have each of them. */
export type TextKey = keyof typeof zhCn;
/** Values put into a text's `{places}`. */
export type TextParams = Readonly<Record<string, string | number>>;
/** Gives a text in the chosen language. */
export type Translate = (key: TextKey, params?: TextParams) => string;

/** The dictionary of each language. */
export const dictionaries: Readonly<Record<Language, Readonly<Record<TextKey, string>>>> = {
  'zh-CN': zhCn,
  en,
};

/** Fills `{places}` of a text; a place without a value stays visible, so that it is noticed. */
export function fill(text: string, params: TextParams = {}): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(params[name] ?? place));
}

/** Makes the function that gives texts of one language. */
export function translator(language: Language): Translate {
  return (key, params) => fill(dictionaries[language][key], params);
}

function isTextKey(key: string): key is TextKey {
  return Object.hasOwn(zhCn, key);
}

/**
 * Text of a value from an open list (an audit action, a topic of jobs): the dictionary's when it knows
 * `prefix.value`, else the value itself.
 */
export function openText(t: Translate, prefix: string, value: string): string {
  const key = `${prefix}.${value}`;
  return isTextKey(key) ? t(key) : value;
}

/** Fields that a `request.invalid` names in its detail, `{errors: [{path, rule}]}`. */
export function invalidFields(detail: unknown): string[] {
  const { errors } = (detail ?? {}) as { errors?: unknown };
  if (!Array.isArray(errors)) return [];
  return errors.flatMap((entry: unknown) => {
    const { path } = (entry ?? {}) as { path?: unknown };
    return typeof path === 'string' ? [path] : [];
  });
}

/** Text of a failure or refusal code; `fallback` serves codes that this build does not know. */
export function failureText(code: string, language: Language, fallback?: string): string {
  if (isRefusalCode(code)) return refusalText(code, language);
  const t = translator(language);
  return code === 'network.failed' ? t('error.network') : (fallback ?? t('error.unexpected'));
}
