import { sayOf, type Candidate } from './name-reading.js';
import { senseWithObject } from './verb-objects.js';
import { dangerOrder, inflectedVerb, lightVerbs, verbInText, type VerbSense } from './verbs.js';
import { wordsOfText, type Word } from './words.js';
import { coreWords } from '../../../shared/words/core/en.js';

const maxRead = 1200;
const negations = new Set([
  'not',
  'never',
  'without',
  'no',
  'cannot',
  "can't",
  "won't",
  "doesn't",
  "don't",
  "isn't",
  'nor',
  'instead',
  'before',
  'avoid',
  'neither',
  'rather',
  'unless',
  'if',
  'when',
  'after',
  'once',
  'until',
]);
const openers = new Set(
  `this that a an the tool function command endpoint action operation method api use used using can may be will is to allows allow enables enable lets let helps help
   you users user agents agent ai us your our for which it i we and also then simply only just needed able powerful simple detailed high-level low-level new wrapper utility
   mcp claude llm llms model when want need one or more multiple safely quickly`.split(/\s+/),
);
const skippable = (word: string): boolean =>
  openers.has(word) || (word.endsWith('ly') && word !== 'apply' && word !== 'reply') || word === 'bulk' || word === 'batch';

/** The first sentences of a description, markup and leading signs left out of the way; at most `count`. */
function sentences(text: string, count: number): { text: string; start: number }[] {
  const found: { text: string; start: number }[] = [];
  // a dash set apart ends a heading: "Storage operations - Commands for …"
  const pattern = /(?:(?! [-–—] )[^\n.!?])+(?:[.!?](?!\s|$)(?:(?! [-–—] )[^\n.!?])*)*/g;
  for (const match of text.slice(0, maxRead).matchAll(pattern)) {
    if (!/\p{L}{2}/u.test(match[0])) continue;
    found.push({ text: match[0], start: match.index });
    if (found.length >= count) break;
  }
  return found;
}

const negated = (words: readonly Word[], index: number): boolean => {
  for (let at = Math.max(0, index - 3); at < index; at += 1) if (negations.has(words[at]?.text ?? '')) return true;
  return false;
};

const determiner = /^(?:the|a|an|its|their|all|any|each|existing|it|them|one|new|this|that|your|multiple|several)$/;

type Form = 'base' | 'third' | 'gerund' | 'past';
const formOf = (word: string, sense: VerbSense): Form =>
  word === sense.lemma ? 'base' : word.endsWith('ing') ? 'gerund' : word.endsWith('ed') ? 'past' : 'third';

/** What a light verb is about: the first telling word among the next five. */
function behindLightVerb(words: readonly Word[], index: number): { word: Word; sense: VerbSense } | undefined {
  for (let at = index + 1; at <= index + 5 && at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined || /^(to|for|with|on|in|by|against|using|from|via)$/.test(word.text)) break;
    const sense = verbInText(word.text);
    if (sense !== undefined && !lightVerbs.has(sense.lemma)) return { word, sense };
  }
  return undefined;
}

function readSentence(text: string, start: number, whole: string, weight: number, loose: boolean): Candidate[] {
  const words = wordsOfText(text, 500);
  const candidates: Candidate[] = [];
  const add = (word: Word, riskClass: Candidate['class'], strength: number, lemma: string): void => {
    candidates.push({
      class: riskClass,
      strength: strength * weight,
      from: 'description',
      quote: whole.slice(start + word.start, start + word.end),
      says: sayOf(riskClass, lemma),
    });
  };
  let at = 0;
  while (
    at < words.length &&
    at < 12 &&
    skippable(words[at]?.text ?? '') &&
    !(at === 0 && verbInText(words[at]?.text ?? '')?.sure === true && words.length > 1 && !openers.has(words[at]?.text ?? ''))
  )
    at += 1;
  const head = words[at];
  const sense = head === undefined ? undefined : verbInText(head.text);
  // a label ("Note: …", "Example: …") is no verb
  const labelled = head !== undefined && text[head.end] === ':';
  const behind = words[at + 1]?.text ?? '';
  if (head === undefined || sense === undefined || negated(words, at) || labelled) {
    if (loose && !/^(?:if|when|whenever|before|after|once|important|note|warning)$/.test(words[0]?.text ?? '')) gerunds(text, words, add);
    return candidates;
  }
  const form = formOf(head.text, sense);
  // "Compute operations - Commands for managing …" is the name of a thing
  if (
    /^(?:commands|operations|tools|functions)$/.test(head.text) ||
    (form === 'base' && /^(?:operations?|commands?|tools?|services?|management|gateway|server)$/.test(behind))
  ) {
    gerunds(text, words, add);
    return candidates;
  }
  const freeForm = /^(?:execute|run|submit)$/.test(sense.lemma)
    ? words
        .slice(at + 1, at + 8)
        .find((word) => /^(?:sql|cypher|quer(?:y|ies)|statements?|commands?|code|scripts?|javascript|python)$/.test(word.text))
    : undefined;
  const selecting = words.slice(at + 1, at + 8).some((word) => /^(?:select|read-only|find|search|read)$/.test(word.text));
  if (freeForm !== undefined && !selecting) {
    add(freeForm, 'execute', 0.92, 'execute');
    return candidates;
  }
  const light = lightVerbs.has(sense.lemma) ? behindLightVerb(words, at) : undefined;
  const rest = words.slice(at + 1, at + 6).map((word) => word.text);
  if (light !== undefined) {
    const runs = sense.lemma !== 'perform' && /^(?:query|command|script|test|code)$/.test(light.sense.lemma) && !selecting;
    const object = senseWithObject(light.sense, rest);
    add(light.word, runs ? 'execute' : object.class, 0.75, light.sense.lemma);
  } else {
    const joined = senseWithObject(sense, rest);
    const noun = form === 'base' && !sense.sure && /^(?:is|are|of|for|in|about|on|history)$/.test(rest[0] ?? '');
    add(head, joined.class, noun ? 0.4 : joined.sure ? 0.85 : form === 'third' || form === 'base' ? 0.65 : 0.5, sense.lemma);
  }
  // "Read or replace the clipboard", "List, create, close": verbs joined to the head in the same form
  for (let next = at + 1; next < words.length; next += 1) {
    const word = words[next];
    const before = words[next - 1];
    if (word === undefined || before === undefined) continue;
    const other = verbInText(word.text);
    if (other === undefined || formOf(word.text, other) !== form || negated(words, next)) continue;
    const joined = senseWithObject(
      other,
      words.slice(next + 1, next + 5).map((entry) => entry.text),
    );
    if (!other.sure && !(joined.sure && dangerOrder[joined.class] >= dangerOrder.execute)) continue;
    const between = text.slice(before.end, word.start);
    const conjunction = /^(and|or|then|and\/or)$/.test(before.text) || /^\s*[,/&]\s*$/.test(between);
    if (!conjunction) continue;
    // "filters by pipeline and stage" is no verb: base forms must follow the head at once or carry an object of their own
    const chained = words.slice(at + 1, next).every((entry) => /^(and|or|then)$/.test(entry.text) || verbInText(entry.text) !== undefined);
    const owns = determiner.test(words[next + 1]?.text ?? '') || (form !== 'base' && dangerOrder[other.class] >= dangerOrder.destructive);
    if (form !== 'gerund' && !chained && !owns) continue;
    // "set or remove the type" is an edit, "create or delete a file" is not
    add(
      word,
      joined.class,
      joined.class === 'destructive' && !/^(?:delete|drop|purge|destroy|wipe|revoke|truncate|erase)$/.test(other.lemma) ? 0.66 : 0.72,
      other.lemma,
    );
  }
  return candidates;
}

/** "Commands for creating, listing and deleting …", "tools to read, create, modify", "actions like create a page, move it": no head verb, but verbs. */
function gerunds(
  text: string,
  words: readonly Word[],
  add: (word: Word, riskClass: Candidate['class'], strength: number, lemma: string) => void,
): void {
  let isListed = false;
  words.forEach((word, index) => {
    if (negated(words, index)) return;
    const inflected = inflectedVerb(word.text);
    const previous = words[index - 1]?.text;
    // "a running app" tells of the app
    const isAdjective = /^(?:an?|the|each|every|any|currently)$/.test(previous ?? '');
    if (inflected !== undefined && word.text.endsWith('ing') && inflected.sure && !isAdjective)
      add(word, inflected.class, 0.6, inflected.lemma);
    const sense = verbInText(word.text);
    isListed ||= previous === 'like' || previous === 'including' || (previous === 'as' && words[index - 2]?.text === 'such');
    const isNext = /^(?:like|including|as|and|or)$/.test(previous ?? '') || text.slice(words[index - 1]?.end, word.start).includes(',');
    const isNamed = previous === 'to' || (isListed && isNext);
    if (isNamed && sense !== undefined && sense.sure && word.text === sense.lemma) add(word, sense.class, 0.6, sense.lemma);
    else if (sense !== undefined && inflected !== undefined && sense.sure && word.text.endsWith('s') && index <= 6)
      add(word, sense.class, 0.5, sense.lemma);
  });
}

const spends: readonly RegExp[] = [
  /\b(?:account|card|payment method|customer|wallet)s? (?:is|are|will be|gets?|may be|can be) (?:charged|billed|debited)\b/i,
  /\bpay(?:s|ing)? (?:with|from|using|by) (?:the |your |a |an |their )?(?:stored |saved |default |registered )?(?:credit |debit )?(?:card|payment method|wallet|balance)\b/i,
  /\b(?:spend(?:s|ing)?|commit(?:s|ting)?|mov(?:es|ing)|costs?) real money\b/i,
  /\btop(?:s|ping)? up\b.{0,40}\b(?:balance|account|wallet|card|credits?)\b/i,
];
const dangerous: readonly (readonly [RegExp, string])[] = [
  [/\b(?:permanently|irreversibl[ey]|irrevocabl[ey])\b/i, coreWords.evidence.final],
  [/\b(?:cannot|can ?not|can't) be (?:undone|reversed|recovered|restored)\b/i, coreWords.evidence.final],
  [/\bdestructive (?:operation|action|tool|command)\b/i, coreWords.evidence.saysDestructive],
  [
    /\b(?:completely |will )overwrites?\b|\boverwrites (?:any |the |all )?existing\b|\boverwrite existing\b/i,
    coreWords.evidence.overwrites,
  ],
  [/\breplac(?:es|ing) (?:the |all |any )?(?:current|existing) (?:data|databases?|contents?|files?)\b/i, coreWords.evidence.overwrites],
  [
    /\bdiscard(?:s|ing) (?:the |all |any |your )?(?:local |uncommitted |unsaved |working )?(?:changes|work|data|edits|history)\b/i,
    coreWords.evidence.final,
  ],
  [/\b(?:changes|data|work|history|contents?) (?:is|are|will be|gets?) (?:permanently )?lost\b/i, coreWords.evidence.final],
];
const readOnly = /(?<!\b(?:non|not|not a|isn't|when|disable|no|in)[- ])\bread[- ]only\b(?! (?:mode|field|fields|property|access is))/i;

/** Reads the class out of a description. The first sentence weighs most; negations are left out; `loose`: the name said nothing. */
export function readDescription(description: string, loose: boolean): Candidate[] {
  const list = sentences(description, 6);
  const candidates: Candidate[] = [];
  for (const [index, sentence] of list.entries()) {
    const weight = index === 0 ? 1 : 0.8;
    const found = readSentence(sentence.text, sentence.start, description, weight, loose && candidates.length === 0);
    candidates.push(...found);
    if (candidates.some((candidate) => candidate.strength >= 0.5)) break;
  }
  const text = description.slice(0, 4000);
  const phrase = (pattern: RegExp, riskClass: Candidate['class'], says: string): void => {
    const match = pattern.exec(text);
    if (match === null) return;
    const before = wordsOfText(text.slice(Math.max(0, match.index - 40), match.index)).slice(-3);
    if (before.some((word) => negations.has(word.text))) return;
    candidates.push({ class: riskClass, strength: 0.7, from: 'description', quote: match[0], says });
  };
  for (const [pattern, says] of dangerous) phrase(pattern, 'destructive', says);
  for (const pattern of spends) phrase(pattern, 'financial', sayOf('financial', 'spend'));
  const harmless = readOnly.exec(text);
  if (harmless !== null)
    candidates.push({ class: 'read', strength: 0.7, from: 'description', quote: harmless[0], says: coreWords.evidence.saysReads });
  return candidates;
}
