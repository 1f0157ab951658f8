/** The languages Toolgate speaks, each named in itself. */
export const LANGUAGES = { en: 'English', de: 'Deutsch', es: 'Español', ja: '日本語', zh: '简体中文' } as const;
export type Language = keyof typeof LANGUAGES;

/** English stretched, accented and in brackets: shows what is too narrow and which text is not from the words. */
export const PSEUDO = 'en-XA';

export interface Spoken {
  readonly words: Language | typeof PSEUDO;
  /** for numbers, dates and times */
  readonly locale: string;
}

const isLanguage = (code: string): code is Language => Object.hasOwn(LANGUAGES, code);

/** The language of a tag such as `de-AT`; Traditional Chinese is not the Chinese we have. */
function languageOf(tag: string): Language | undefined {
  const [code = '', ...rest] = tag.toLowerCase().split(/[-_]/);
  if (code === 'zh' && rest.some((part) => ['hant', 'tw', 'hk', 'mo'].includes(part)) && !rest.includes('hans')) return undefined;
  return isLanguage(code) ? code : undefined;
}

/**
 * What to speak: `setting` is `system` or a language; the system's wishes come best first. The region stays (`de-AT`), a language we do not
 * have gives way to the next wish, at last to English.
 */
export function spokenLanguage(setting: string, system: readonly string[]): Spoken {
  if (setting === PSEUDO) return { words: PSEUDO, locale: 'en' };
  const chosen = setting === 'system' ? undefined : languageOf(setting);
  const tag = system.find((wish) => languageOf(wish) !== undefined && (chosen === undefined || languageOf(wish) === chosen));
  const words = chosen ?? (tag === undefined ? undefined : languageOf(tag)) ?? 'en';
  return { words, locale: tag === undefined ? words : tag.replaceAll('_', '-') };
}
