import { en } from './en.js';
import type { Texts } from './pseudo.js';

/** Where a text stands in the words, `rule.is.eq`; one in several numbers is named without its form. */
type PathIn<T> = {
  [K in keyof T & string]: T[K] extends string ? K | (K extends `${infer Stem}_${'one' | 'other'}` ? Stem : never) : `${K}.${PathIn<T[K]>}`;
}[keyof T & string];
export type Path = PathIn<typeof en>;
export type Values = Readonly<Record<string, string | number>>;

/** Looks a text of `en` up by its path, in the language of a view. Values are put in as plain text. */
export type Say = (path: Path, values?: Values) => string;

/** Puts values in, once: what looks like a place for another inside a value stays as it is. */
export const fill = (text: string, values: Values): string => filled(partsOf(text), values, (value) => value);

/** Says the texts of `words`; one that they lack is said in English. @param shown how a value that is text is put in */
export function sayFrom(words: Texts, language: string, shown: (value: string) => string = (value) => value): Say {
  const plurals = new Intl.PluralRules(language);
  const known = new Map<string, readonly string[]>();
  return (path, values = {}) => {
    const { count } = values;
    const form = typeof count === 'number' ? plurals.select(count) : 'other';
    const key = `${path}_${form}`;
    let parts = known.get(key);
    if (parts === undefined) known.set(key, (parts = partsOf(textAt(words, path, form) ?? textAt(en, path, form) ?? '')));
    return filled(parts, values, shown);
  };
}

/** For the log, the command line and agents. */
export const inEnglish: Say = (path, values) => (english ??= sayFrom(en, 'en'))(path, values);
let english: Say | undefined;

/** text and names of values by turns */
const partsOf = (text: string): readonly string[] => text.split(/\{\{(\w+)\}\}/);

function filled(parts: readonly string[], values: Values, shown: (value: string) => string): string {
  let text = parts[0] ?? '';
  for (let at = 1; at < parts.length; at += 2) {
    const value = values[parts[at] ?? ''] ?? '';
    text += (typeof value === 'string' ? shown(value) : String(value)) + (parts[at + 1] ?? '');
  }
  return text;
}

function textAt(words: Texts, path: string, form: string): string | undefined {
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let group: Texts | string | undefined = words;
  for (const step of steps) group = typeof group === 'object' ? group[step] : undefined;
  const found = typeof group === 'object' ? (group[last] ?? group[`${last}_${form}`] ?? group[`${last}_other`]) : undefined;
  return typeof found === 'string' ? found : undefined;
}
