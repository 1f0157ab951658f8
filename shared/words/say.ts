import { en } from './en.js';

/** Where a text stands in the words, `rule.is.eq`; one in several numbers is named without its form. */
type PathIn<T> = {
  [K in keyof T & string]: T[K] extends string ? K | (K extends `${infer Stem}_${'one' | 'other'}` ? Stem : never) : `${K}.${PathIn<T[K]>}`;
}[keyof T & string];
export type Path = PathIn<typeof en>;
export type Values = Readonly<Record<string, string | number>>;

/** Looks a text of `en` up by its path, in the language of a view. Values are put in as plain text. */
export type Say = (path: Path, values?: Values) => string;

/** Puts values in, once: what looks like a place for another inside a value stays as it is. */
export const fill = (text: string, values: Values): string =>
  text.replace(/\{\{(\w+)\}\}/g, (_all, name: string) => String(values[name] ?? ''));

/** For the log, the command line and agents. */
export const inEnglish: Say = (path, values = {}) => {
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  const group = steps.reduce<unknown>((words, step) => (words as Record<string, unknown>)[step], en) as Readonly<Record<string, string>>;
  return fill(group[last] ?? group[`${last}_${values['count'] === 1 ? 'one' : 'other'}`] ?? '', values);
};
