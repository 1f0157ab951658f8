import i18next, { type FormatterModule } from 'i18next';
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { initReactI18next } from 'react-i18next';
import { PSEUDO, spokenLanguage, type Language, type Spoken } from '../../shared/words/languages.js';
import { withPlurals } from '../../shared/words/plurals.js';
import type { Texts } from '../../shared/words/pseudo.js';
import { failureIn, failureSentence, retold } from '../../shared/words/retold.js';
import { sayFrom, type Say } from '../../shared/words/say.js';
import { sentenceCase } from '../../shared/words/sentence-case.js';
import { titled } from '../../shared/words/titled.js';
import { spell } from '../elements/hidden-characters.js';
import { useClientTitles } from '../state/client-titles.js';
import { en as outside } from '../../shared/words/en.js';
import { en } from './en.js';
import { count, formatFor } from './format.js';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en; outside: typeof outside };
  }
}

/** Spells out what cannot be seen in a value that is put into a sentence; the spaces that numbers and dates are written with stay. */
const shown = (value: string): string => value.replace(/[^\u00a0\u202f]+/g, spell);

/** Writes the number of things as everywhere in the window; other values stay. */
const numbers: FormatterModule = {
  type: 'formatter',
  init() {},
  add() {},
  addCached() {},
  format: (value: unknown, _format, _language, options) =>
    typeof value === 'number' && options?.['interpolationkey'] === 'count' ? count(value) : (value as string),
};

/** Makes the English words ready before the first paint; other languages are loaded by `speak`. Values are put in as text, never as markup. */
export function startWords(): void {
  void i18next
    .use(initReactI18next)
    .use(numbers)
    .init({
      lng: 'en',
      fallbackLng: 'en',
      resources: { en: { translation: en, outside } },
      interpolation: { escape: shown, alwaysFormat: true },
      initAsync: false,
    });
  formatFor(wanted('system').locale);
}

const wanted = (setting: string): Spoken => spokenLanguage(setting, navigator.languages);

/** Speaks `system` or a language from now on. Words that are not here yet come first; the latest wish wins. Without them English stays. */
async function speak(setting: string): Promise<void> {
  const { words, locale } = wanted(setting);
  latest = words;
  if (!i18next.hasResourceBundle(words, 'translation')) {
    const bundle = await loadWords(words).catch(() => undefined);
    if (bundle === undefined || latest !== words) return;
    i18next.addResourceBundle(words, 'translation', bundle.translation);
    i18next.addResourceBundle(words, 'outside', bundle.outside);
  }
  if (latest !== words) return;
  formatFor(locale);
  document.documentElement.lang = words;
  if (i18next.language !== words) await i18next.changeLanguage(words);
}
let latest = 'en';

interface Bundle {
  readonly translation: object;
  readonly outside: object;
}

async function loadWords(words: Spoken['words']): Promise<Bundle | undefined> {
  switch (words) {
    case 'en':
      return undefined;
    case PSEUDO: {
      const { pseudo } = await import('../../shared/words/pseudo.js');
      return { translation: pseudo(en), outside: pseudo(outside) };
    }
    case 'de':
      return bundle(words, import('./de.js'), import('../../shared/words/de.js'));
    case 'es':
      return bundle(words, import('./es.js'), import('../../shared/words/es.js'));
    case 'ja':
      return bundle(words, import('./ja.js'), import('../../shared/words/ja.js'));
    case 'zh':
      return bundle(words, import('./zh.js'), import('../../shared/words/zh.js'));
  }
}

type Loaded<L extends Language> = Promise<Readonly<Record<L, Texts>>>;

async function bundle<L extends Language>(language: L, inside: Loaded<L>, outer: Loaded<L>): Promise<Bundle> {
  const [translation, out] = [(await inside)[language], (await outer)[language]];
  return { translation: withPlurals(translation, language), outside: withPlurals(out, language) };
}

const listen = (changed: () => void): (() => void) => {
  i18next.on('languageChanged', changed);
  return () => i18next.off('languageChanged', changed);
};
let spoken: Words = i18next.t;
// The library keeps one function for all languages: without a new one nothing would be drawn again.
i18next.on('languageChanged', (language) => {
  spoken = i18next.getFixedT(language);
  saying = sayFrom(i18next.getResourceBundle(language, 'outside') as Texts, language, shown);
});
const current = (): Words => spoken;

/** The words of the interface; a component that uses them is drawn again when the language changes. Lighter than the library's own hook: lists call it per row. */
export const useWords = (): Words => useSyncExternalStore(listen, current);
export type Words = typeof i18next.t;

let saying: Say = sayFrom(outside, 'en', shown);

/** The words of notices, rules and reasons, in the window. Lighter than the library: a list of rules says thousands. */
export const useSay = (): Say => useSyncExternalStore(listen, () => saying);

/** As `useSay`, with every client called what people know it by. */
export function useTitledSay(): Say {
  const say = useSay();
  const titleOf = useClientTitles();
  return useMemo(() => titled(say, titleOf), [say, titleOf]);
}

/** What a failed command says and advises, in the person's language. */
export const retoldFailure = <T extends { readonly message: string; readonly fix?: string | undefined }>(failure: T): T =>
  failureIn(failure, saying);

/** Sentences of the core in the person's language, with clients called what people know them by. */
export function useRetold(): (...told: Told) => string {
  const say = useTitledSay();
  return useCallback((kind, text) => retold(kind, text, say), [say]);
}
/** What a change of the rules did, as a sentence of its own. */
export function useChange(): (sentence: string) => string {
  const tell = useRetold();
  return useCallback((sentence) => sentenceCase(sentence, tell('change', sentence)), [tell]);
}
/** What is wrong with one thing, as a sentence of its own. */
export function useFailure(): (text: string) => string {
  const say = useTitledSay();
  return useCallback((text) => failureSentence(text, say), [say]);
}
/** What is wrong with the gate as a whole: one sentence, or several in a row. */
export function useProblem(): (problem: string) => string {
  const tell = useRetold();
  return useCallback(
    (problem) => {
      const whole = tell('failure', problem);
      const said =
        whole === problem
          ? problem
              .split(/(?<=\.) (?=\p{Lu})/u)
              .map((part) => tell('failure', part))
              .join(' ')
          : whole;
      // no name of a file
      return /^\p{Ll}+ /u.test(said) ? said.charAt(0).toUpperCase() + said.slice(1) : said;
    },
    [tell],
  );
}
type Told = [kind: Parameters<typeof retold>[0], text: string];

/** Speaks the language of the settings; false until its words are here for the first time, so that nothing is drawn twice. */
export function useSpoken(setting: string | undefined): boolean {
  const [ready, setReady] = useState(false);
  useEffect(() => {
    if (setting !== undefined) void speak(setting).finally(() => setReady(true));
  }, [setting]);
  return ready || (setting !== undefined && i18next.language === wanted(setting).words);
}
