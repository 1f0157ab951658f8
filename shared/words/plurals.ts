import type { Texts } from './pseudo.js';

/**
 * Words with every plural form that their language has: one that is not written is the form `other`. Otherwise a rare form, such as the
 * Spanish one for whole millions, would be said in English.
 */
export function withPlurals(words: Texts, language: string): Texts {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const filled: Record<string, string | Texts> = {};
  for (const [key, value] of Object.entries(words)) {
    filled[key] = typeof value === 'string' ? value : withPlurals(value, language);
    if (typeof value !== 'string' || !key.endsWith('_other')) continue;
    for (const form of forms) {
      const name = key.replace(/other$/, form);
      filled[name] ??= words[name] ?? value;
    }
  }
  return filled;
}
