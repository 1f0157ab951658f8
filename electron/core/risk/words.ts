/** A word of a name or a text, lower-case, with the place it was read from, so that evidence can quote it literally. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** what is longer is no name: it is read up to here (UTF-16 units) */
export const maxNameLength = 512;

/**
 * Splits an identifier into words: snake, kebab, dotted, slashed, camel (`getHTTPLog` is get, http, log) and digits kept with
 * what precedes them. Any Unicode; names beyond 512 UTF-16 units are read up to there.
 */
export function wordsOfName(name: string): Word[] {
  const words: Word[] = [];
  const pattern = /\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?\p{Ll}+\d*|\p{Lu}+\d*|\p{Lo}+|\d+/gu;
  for (const match of name.slice(0, maxNameLength).matchAll(pattern)) {
    words.push({ text: match[0].toLowerCase(), start: match.index, end: match.index + match[0].length });
  }
  return words;
}

/** Splits running text into words; apostrophes and hyphens stay inside (`doesn't`, `read-only`). Reads at most `maxLength` units. */
export function wordsOfText(text: string, maxLength = 1200): Word[] {
  const words: Word[] = [];
  for (const match of text.slice(0, maxLength).matchAll(/[\p{L}\p{N}]+(?:['’_-][\p{L}\p{N}]+)*/gu)) {
    words.push({ text: match[0].toLowerCase(), start: match.index, end: match.index + match[0].length });
  }
  return words;
}

const doubled = /^[^aeiou]*[aeiou][bdgklmnprt]$/;

/** Third person, gerund and past of an English verb (`drop`: drops, dropping, dropped). Regular forms only. */
export function inflect(verb: string): string[] {
  if (!/^[a-z]{2,}$/.test(verb)) return [];
  const stem = verb.endsWith('e') ? verb.slice(0, -1) : doubled.test(verb) && verb.length > 2 ? verb + verb.slice(-1) : verb;
  const third = /(?:s|x|z|ch|sh|o)$/.test(verb) ? `${verb}es` : /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ies` : `${verb}s`;
  const past = /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ied` : `${stem}ed`;
  const forms = [third, `${stem}ing`, past];
  // "cancelling" beside "canceling", "committing" beside "commiting": two-syllable verbs double too
  if (stem === verb && /[aeiou][lrtm]$/.test(verb)) forms.push(`${verb}${verb.slice(-1)}ing`, `${verb}${verb.slice(-1)}ed`);
  return forms;
}
