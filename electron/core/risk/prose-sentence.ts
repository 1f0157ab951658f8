import { entryOf, type WordMark } from './prose-words.js';
import { plain } from './prose-plain.js';
import { isPhrase, placesOf, type PhraseMark } from './prose-phrases.js';

/** `order` marks stand where an order to the reader stands: `give!` is "send", `give` also "sends" or "is sent". */
export type Mark = WordMark | PhraseMark | `${WordMark}!` | `no ${WordMark}`;

/** A sentence (or two) as the grammar sees it. Places are in UTF-16 units. */
export interface Sentence {
  readonly text: string;
  readonly marks: Marks;
}

export interface Marks {
  has(mark: Mark): boolean;
  get(mark: Mark): readonly number[] | undefined;
}

const negators = new Set(
  "not never without cannot can't don't dont doesn't won't shouldn't mustn't needn't isn't aren't wouldn't didn't avoid refrain nor neither nothing nobody instead stop skip".split(
    ' ',
  ),
);
const denying = new Set("not never cannot can't don't dont doesn't won't shouldn't mustn't".split(' '));
const joiners = new Set(['and', 'then', 'but', 'yet']);
/** "never … without x" asks for x; not so over an "and", behind which something else is told */
const deniedWithout = /(?:\b(?:never|not|cannot)\b|n't\b)(?:(?!\b(?:and|then|but|yet)\b)[^,;:.])*$/;
const reach = 5;
const reachOfReason = 7;
const loot: ReadonlySet<Mark> = new Set<Mark>(['place', 'secret', 'stolen', 'talk', 'own']);
/** Words before which a base form is an order; at the beginning of a clause it is one anyway. */
const leads = new Set(
  "please must should shall will to and then first also always or you now just simply agent agents assistant model llm ai it only afterwards beforehand quietly silently secretly never prior calling don't not need tool done".split(
    ' ',
  ),
);

/** What comes after these is hoped for or excluded, not said to be so. */
const conditional =
  /\b(?:once|if|when(?:ever)?|after|until|till|unless|before|whether|only|never|not|n't|cannot|must be|needs? to be|should be)\b[^,;:.]{0,40}$/;

/** Reads marks off a folded sentence, those of phrases when they are asked for: few are, and their patterns are large. Linear in its length. */
export function sentenceOf(text: string): Sentence {
  const marks = wordMarksOf(text);
  const looked = new Set<Mark>();
  const get = (mark: Mark): readonly number[] | undefined => {
    if (isPhrase(mark) && !looked.has(mark)) {
      looked.add(mark);
      addPhrases(marks, mark, text);
    }
    return marks.get(mark);
  };
  return { text, marks: { get, has: (mark) => get(mark) !== undefined } };
}

type Places = Map<Mark, number[]>;

function addPlace(marks: Places, mark: Mark, at: number): void {
  const places = marks.get(mark);
  if (places === undefined) marks.set(mark, [at]);
  else if (places.length < 12) places.push(at);
}

function wordMarksOf(text: string): Places {
  const marks: Places = new Map();
  const add = (mark: Mark, at: number): void => addPlace(marks, mark, at);
  let negatedFor = 0;
  let inCondition = false;
  let isBrief = false;
  let isDenied = false;
  let before = '';
  let end = 0;
  const words = plain(text);
  for (const match of words.matchAll(/[\p{L}\p{N}][\p{L}\p{N}_]*(?:['-][\p{L}\p{N}_]+)*/gu)) {
    const word = match[0];
    const between = words.slice(end, match.index);
    const fresh = before === '' || /[,;:.()"“”\x60>–—\n-]\s*$|['"]$/.test(between);
    // "if none is given, ask" denies the giving alone, and orders nothing
    if (fresh && (inCondition || isBrief ? between.trim() !== '' : !/^[ ,]*$/.test(between))) {
      negatedFor = 0;
      inCondition = false;
    }
    if ((fresh && between.trim() !== '') || joiners.has(before)) isDenied = false;
    if (word === 'if' || word === 'unless') inCondition = true;
    if (before === 'but' || before === 'then' || before === 'yet') negatedFor = 0;
    const entry = entryOf(word) ?? entryOf(word.replace(/'s?$/, '')) ?? entryOf(word.replace(/^auto-/, ''));
    // 'concealed' in quotes is the name of a value
    const isValue = /['"\x60]$/.test(between) && /^['"\x60]/.test(words.slice(match.index + word.length, match.index + word.length + 1));
    if (entry !== undefined) {
      const denied = negatedFor > 0;
      for (const mark of entry.marks) {
        if (isValue && mark === 'conceal') continue;
        if (denied) {
          if (!inCondition) add(`no ${mark}`, match.index);
        } else {
          add(mark, match.index);
          if (entry.base && (fresh || leads.has(before))) add(`${mark}!`, match.index);
        }
      }
    }
    // "without x, show y" denies x alone
    if (negators.has(word)) isBrief = word === 'without' || word === 'instead';
    // "never … without x" asks for x
    const isAsked = word === 'without' && isDenied;
    if (denying.has(word)) isDenied = true;
    // "no confirmation" denies the noun behind it, "no need to tell" what it is about
    negatedFor = isAsked
      ? 0
      : negators.has(word)
        ? reach
        : word === 'no'
          ? 2
          : before === 'no' && /^(?:need|reason)$/.test(word)
            ? reachOfReason
            : Math.max(0, negatedFor - 1);
    before = word;
    end = match.index + word.length;
  }
  return marks;
}

function addPhrases(marks: Places, mark: PhraseMark, text: string): void {
  const denied = [...(marks.get('no give') ?? []), ...(marks.get('no take') ?? [])];
  const ordered = marks.has('give!') || marks.has('take!');
  for (const at of placesOf(mark, text)) {
    // "never pass the private key": what is not to be handed over is safe
    if (mark === 'hush' && text.startsWith('without', at) && deniedWithout.test(text.slice(Math.max(0, at - 80), at))) continue;
    if (mark === 'assumed' && conditional.test(text.slice(Math.max(0, at - 60), at))) continue;
    if (loot.has(mark) && denied.some((other) => !ordered || (at > other && at - other < 45))) continue;
    addPlace(marks, mark, at);
  }
}

/** Two neighbouring sentences taken as one. */
export function joined(first: Sentence, second: Sentence): Sentence {
  const shift = first.text.length + 2;
  const get = (mark: Mark): readonly number[] | undefined => {
    const before = first.marks.get(mark);
    const behind = second.marks.get(mark)?.map((at) => at + shift);
    return before === undefined ? behind : behind === undefined ? before : [...before, ...behind];
  };
  return {
    text: `${first.text}. ${second.text}`,
    marks: { get, has: (mark) => first.marks.has(mark) || second.marks.has(mark) },
  };
}
