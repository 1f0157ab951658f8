/** one that is longer than this is read up to here */
const longest = 200;

const word = /https?:\/\/\S+|[\w.+-]{1,64}@[\w.-]+\.\w+|[~.]?\/[\w./~-]+|\.[a-z]\w+|[a-z']+|\d+/g;

/** Addresses, places and numbers are alike. */
const kindOf = (text: string): string =>
  text.startsWith('http') ? 'URL' : text.includes('@') ? 'MAIL' : /^[~/.]/.test(text) ? 'PATH' : /^\d/.test(text) ? '#' : text;

export interface Sentence {
  readonly start: number;
  readonly end: number;
  readonly words: readonly string[];
}

/** The sentences of a folded text that have words. */
export function* sentencesOf(text: string): Generator<Sentence> {
  for (const match of text.matchAll(/(?:[^.!?;:\n<>()[\]]|[.!?;:](?!\s|$))+/g)) {
    const words = (match[0].match(word) ?? []).slice(0, longest).map(kindOf);
    if (words.length > 0) yield { start: match.index, end: match.index + match[0].length, words };
  }
}

/** Words as the network knows them: without quotes and possessives, and a "not" by itself. */
export function spokenOf(said: readonly string[]): string[] {
  return said.flatMap((one) => {
    const bare = one.replaceAll(/^'+|'+$/g, '');
    const at = bare.indexOf("'");
    if (at < 0) return bare === '' ? [] : [bare];
    const first = bare.slice(0, at);
    return bare.endsWith("n't") ? [first.slice(0, -1), 'not'] : [first];
  });
}
