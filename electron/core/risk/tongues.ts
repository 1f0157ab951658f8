import { wordsAbroad, type WordsAbroad } from './words-abroad.js';

export type Meaning = Exclude<keyof WordsAbroad, 'marks' | 'isDeniedAfter' | 'isJoined'>;

/** A language, by its words. */
export interface Tongue {
  readonly words: Readonly<Record<Meaning, RegExp>>;
  /** what is not to be told */
  readonly untold: RegExp;
}

function compile({ marks: _, isDeniedAfter, isJoined, ...meanings }: WordsAbroad): Tongue {
  const [begin, end] = isJoined === true ? ['', ''] : ['(?<![\\p{L}.])', '(?!\\p{L})'];
  const denial = `${begin}(?:${meanings.not}|${meanings.without})${end}`;
  const tell = `${begin}(?:${meanings.tell})`;
  return {
    words: Object.fromEntries(
      Object.entries(meanings).map(([meaning, words]) => [meaning, new RegExp(`${begin}(?:${words})${meaning === 'not' ? end : ''}`, 'u')]),
    ) as Record<Meaning, RegExp>,
    untold: new RegExp(`${denial}.{0,40}${tell}${isDeniedAfter === true ? `|${tell}.{0,25}${denial}` : ''}`, 'u'),
  };
}

const tongues = new Map<WordsAbroad, Tongue>();
function compiled(row: WordsAbroad): Tongue {
  const known = tongues.get(row) ?? compile(row);
  tongues.set(row, known);
  return known;
}

const english = 'the|of|and|to|is|with|for|this|that|it|by|or|from|are|be|a|in|an|on|as';
const isByLetters = ({ marks }: WordsAbroad): boolean => marks.startsWith('[');
const byLetters = wordsAbroad.filter(isByLetters).map((row) => ({ row, letters: new RegExp(row.marks, 'u') }));
const bySmallWord = new Map<string, ('english' | WordsAbroad)[]>();
for (const row of ['english' as const, ...wordsAbroad.filter((other) => !isByLetters(other))])
  for (const word of (row === 'english' ? english : row.marks).split('|')) bySmallWord.set(word, [...(bySmallWord.get(word) ?? []), row]);

/** The language any of whose letters, or else most of whose small words, a sentence has; none for English. */
export function tongueOf(sentence: string): Tongue | undefined {
  const lettered = /[\u0370-\uffff]/.test(sentence) ? byLetters.find(({ letters }) => letters.test(sentence)) : undefined;
  if (lettered !== undefined) return compiled(lettered.row);
  const counts = new Map<'english' | WordsAbroad, number>();
  for (const [word] of sentence.matchAll(/\p{L}+/gu))
    for (const row of bySmallWord.get(word) ?? []) counts.set(row, (counts.get(row) ?? 0) + 1);
  const [best, count] = [...counts].reduce((most, one) => (one[1] > most[1] ? one : most), ['english', 0] as [
    'english' | WordsAbroad,
    number,
  ]);
  return best === 'english' || count <= (counts.get('english') ?? 0) ? undefined : compiled(best);
}

const smallWords =
  /\b(?:el|la|las|los|lo|al|del|un|una|uno|que|por|con|sin|y|se|der|die|das|dem|den|des|und|ein|eine|mit|nicht|alle|il|gli|les|une|et|dans|pour|le|du|di|che|per|dell|senza|os|dos|da|em|sem|para|het|een|zonder|alle|nie|bez|wszystkie|de|dan|yang|untuk|dengan|tanpa|kepada|bir|ve|bu|için|seu|sua|ao|usted|tu|je|wir|sie|ist|cada|pada|setiap|och|att|inte|voor|przed|jest|todas|tutte|toutes|anteriores|instrucciones|istruzioni|anweisungen|consignes|instructies|instrukcje|instruksi|usuario|utente|utilisateur|benutzer|nutzer|gebruiker|pengguna)\b/gi;
const hasSmallWords = (text: string): boolean => (text.match(smallWords)?.length ?? 0) >= 2;

/** Whether a text has letters that English lacks, or at least two small words of other languages. */
export const hasOtherWords = (text: string): boolean => /[^\0-\xbf\u2000-\u2bff]/.test(text) || hasSmallWords(text);

/** Whether nothing at all in a text is of another language, typographer's marks included. */
export const isEnglish = (text: string): boolean => /^[\x09\x0a\x0d\x20-\x7e]*$/.test(text) && !hasSmallWords(text);
