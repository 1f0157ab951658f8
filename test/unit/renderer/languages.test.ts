import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { de } from '../../../renderer/words/de.js';
import { en } from '../../../renderer/words/en.js';
import { es } from '../../../renderer/words/es.js';
import { ja } from '../../../renderer/words/ja.js';
import { zh } from '../../../renderer/words/zh.js';
import { de as deOutside } from '../../../shared/words/de.js';
import { en as enOutside } from '../../../shared/words/en.js';
import { es as esOutside } from '../../../shared/words/es.js';
import { ja as jaOutside } from '../../../shared/words/ja.js';
import { LANGUAGES } from '../../../shared/words/languages.js';
import { outsideWords } from '../../../shared/words/outside.js';
import { withPlurals } from '../../../shared/words/plurals.js';
import type { Texts } from '../../../shared/words/pseudo.js';
import { zh as zhOutside } from '../../../shared/words/zh.js';

const TRANSLATIONS: readonly (readonly [string, string, Texts, Texts])[] = [
  ['de', 'the window', de, en],
  ['es', 'the window', es, en],
  ['ja', 'the window', ja, en],
  ['zh', 'the window', zh, en],
  ['de', 'tray and notifications', deOutside, enOutside],
  ['es', 'tray and notifications', esOutside, enOutside],
  ['ja', 'tray and notifications', jaOutside, enOutside],
  ['zh', 'tray and notifications', zhOutside, enOutside],
];

const flat = (words: Texts, before = ''): Map<string, string> =>
  new Map(
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === 'string' ? [[before + key, value] as const] : [...flat(value, `${before}${key}.`)],
    ),
  );

const FORM = /_(?:zero|one|two|few|many|other)$/;
const isPlural = (key: string, words: ReadonlyMap<string, string>): boolean => FORM.test(key) && words.has(key.replace(FORM, '_other'));
/** keys without their plural forms */
const stems = (words: ReadonlyMap<string, string>): string[] =>
  [...new Set([...words.keys()].map((key) => (isPlural(key, words) ? key.replace(FORM, '_…') : key)))].sort();
const places = (text: string): string[] => [...new Set(text.match(/\{\{\w+\}\}/g))].sort();

describe.each(TRANSLATIONS)('%s, %s', (language, _place, words, english) => {
  const said = flat(words);
  const original = flat(english);

  it('has a text for each English one and no other', () => {
    expect(stems(said)).toEqual(stems(original));
    const empty = (texts: ReadonlyMap<string, string>): string[] => [...texts].filter(([, text]) => text === '').map(([key]) => key);
    expect(empty(said)).toEqual(empty(original));
  });

  it('has the plural forms of its language once all are written or derived', () => {
    const full = flat(withPlurals(words, language));
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const plural = stems(original).filter((stem) => stem.endsWith('_…'));
    expect(plural.length).toBeGreaterThan(5);
    expect(plural.flatMap((stem) => forms.map((form) => stem.replace('…', form))).filter((key) => !full.has(key))).toEqual([]);
    expect([...said.keys()].filter((key) => isPlural(key, said) && !forms.some((form) => key.endsWith(`_${form}`)))).toEqual([]);
  });

  it('puts the same values in', () => {
    const wrong = [...said].filter(([key, text]) => {
      const like = original.get(key) ?? original.get(key.replace(FORM, '_other')) ?? '';
      return places(text).join() !== places(like).join();
    });
    // A single one can be said in words: "used once" beside "used {{count}} times".
    expect(wrong.filter(([key]) => !/\.uses_|switch\.set_/.test(key))).toEqual([]);
  });

  it('keeps what is typed as it stands', () => {
    const typed = [...original].flatMap(([key, text]) =>
      (text.match(/\{folder\}|\{secret\}|https?:\/\/|127\.0\.0\.1|registry\.[\w.]+\.io|policy\.json/g) ?? []).map(
        (literal) => [key, literal] as const,
      ),
    );
    expect(typed.filter(([key, literal]) => !said.get(key)?.includes(literal))).toEqual([]);
  });
});

it('offers every language it speaks, and says the tray in each', () => {
  const quit = (Object.keys(LANGUAGES) as (keyof typeof LANGUAGES)[]).map((words) => outsideWords({ words, locale: words }).t('tray.quit'));
  expect(new Set(quit).size).toBe(Object.keys(LANGUAGES).length);
  expect(outsideWords({ words: 'es', locale: 'es' }).t('tray.calls', { count: 1_000_000 })).toBe('1000000 llamadas te esperan');
});

it('names every finding that the scanner can make', () => {
  const rooms = join(import.meta.dirname, '../../../electron/core/risk');
  const named = readdirSync(rooms)
    .filter((name) => /^(?:scan|invisible|argument-rules|prose-frames)/.test(name))
    .flatMap((name) => [...readFileSync(join(rooms, name), 'utf8').matchAll(/(?:\bid: |\brule\(\s*)'([a-z-]+)'/g)].map(([, id]) => id));
  expect(new Set(named).size).toBeGreaterThan(40);
  expect([...new Set(named)].sort()).toEqual(Object.keys(en.finding).sort());
});
