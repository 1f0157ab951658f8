import { createInstance, type TFunction } from 'i18next';
import { de } from './de.js';
import { en } from './en.js';
import { es } from './es.js';
import { ja } from './ja.js';
import { PSEUDO, type Spoken } from './languages.js';
import { withPlurals } from './plurals.js';
import { pseudo } from './pseudo.js';
import { sayFrom, type Say } from './say.js';
import { zh } from './zh.js';

/** The words of tray, notifications and boxes in one language, with its numbers and times. */
export interface OutsideWords {
  readonly t: TFunction<'outside'>;
  readonly say: Say;
  /** local wall-clock time, hours and minutes */
  clockTime(ms: number): string;
  /** `Cursor, Claude Code and 3 more` */
  listOf(names: readonly string[], most: number): string;
}

const ALL = { en, de, es, ja, zh };

/** Words of a language; what it lacks is said in English. */
export function outsideWords({ words, locale }: Spoken): OutsideWords {
  const texts = words === PSEUDO ? pseudo(en) : withPlurals(ALL[words], words);
  const instance = createInstance();
  void instance.init({
    lng: words,
    fallbackLng: 'en',
    ns: ['outside'],
    defaultNS: 'outside',
    resources: { en: { outside: en }, [words]: { outside: texts } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  const t = instance.getFixedT(words, 'outside');
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
  return {
    t,
    say: sayFrom(texts, words === PSEUDO ? 'en' : words),
    clockTime: (ms) => clock.format(ms),
    listOf: (names, most) =>
      names.length <= most ? names.join(', ') : t('list.more', { names: names.slice(0, most).join(', '), count: names.length - most }),
  };
}
