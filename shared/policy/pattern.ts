import { RE2JS } from 're2js';

/** Regular expressions in RE2's dialect: no look-around, no back-references, time linear in the text. */
export interface Pattern {
  /** whether it is found anywhere in `text`; undefined where the text is too long to be searched quickly */
  search(text: string): boolean | undefined;
}

export const MAX_PATTERN = 2000;
const MAX_PROGRAM = 3000;
/** steps of (program size x text length) that stay well under 50 ms */
const MAX_WORK = 4_000_000;

/** Compiles a pattern, or says in one sentence why it cannot be one. */
export function compilePattern(source: string): Pattern | { readonly problem: string } {
  if (source.length > MAX_PATTERN) return { problem: `the pattern is longer than ${MAX_PATTERN} characters` };
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(source);
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : 'it cannot be read';
    const foreign = /\(\?<?[=!]|\\[1-9]/.test(source) ? '; RE2 knows no look-around and no back-references' : '';
    return { problem: `it is no RE2 expression: ${why}${foreign}` };
  }
  const size = compiled.programSize();
  if (size > MAX_PROGRAM) return { problem: `the pattern is too large (${size} steps, at most ${MAX_PROGRAM})` };
  const cap = Math.min(200_000, Math.floor(MAX_WORK / Math.max(size, 1)));
  return { search: (text) => (text.length > cap ? undefined : compiled.test(text)) };
}

export const isPattern = (value: Pattern | { readonly problem: string }): value is Pattern => 'search' in value;
