import type { Language } from '@tuanlink/shared/errors';
import { en } from './en';
import { fill } from './format';
import type { Values } from './format';
import { zhCn } from './zh-cn';

/** Names of all texts; the Chinese dictionary is the model, the English one must have the same. */
export type TextKey = keyof typeof zhCn;
export type Translate = (key: TextKey, values?: Values) => string;

const dictionaries: Record<Language, Record<TextKey, string>> = { 'zh-CN': zhCn, en };

/** The texts of one language. */
export function translator(language: Language): Translate {
  const dictionary = dictionaries[language];
  return (key, values) => fill(dictionary[key], values);
}
