import { isToldByWhatFollows, senseWithObject } from './verb-objects.js';
import { dangerOrder, verbInName, type VerbClass, type VerbSense } from './verbs.js';
import { wordsOfName, type Word } from './words.js';
import { coreWords } from '../../../shared/words/core/en.js';

/** One reason for a class: how strongly it speaks (0..1) and the literal words it was read from. */
export interface Candidate {
  readonly class: VerbClass;
  readonly strength: number;
  readonly from: 'name' | 'title' | 'description' | 'schema' | 'annotations';
  readonly quote: string;
  readonly says: string;
}

const core = new Set('get list create delete update search read add remove set find fetch edit write insert upsert'.split(' '));
const looks = new Set(['get', 'list', 'describe', 'fetch']);
const verbSays: Readonly<Record<VerbClass, string>> = {
  read: coreWords.evidence.read,
  write: coreWords.evidence.write,
  execute: coreWords.evidence.execute,
  destructive: coreWords.evidence.destructive,
  financial: coreWords.evidence.financial,
};

/** What a verb of this class says of a tool, for evidence. */
export const sayOf = (riskClass: VerbClass, lemma: string): string => {
  if (riskClass === 'write' && lemma === 'create') return coreWords.evidence.creates;
  return verbSays[riskClass];
};

const indexOfHead = (words: readonly Word[], senses: readonly (VerbSense | undefined)[]): number => {
  const last = words.length - 1;
  const firstWord = words[0]?.text ?? '';
  const lastWord = words[last]?.text ?? '';
  const first = senses[0];
  if (first !== undefined) {
    const nounFirst = !core.has(firstWord) || firstWord === 'list';
    const lastIsVerb = last > 0 && core.has(lastWord) && !(firstWord === 'list' && senses[last]?.class === 'read');
    if (nounFirst && lastIsVerb && first.class !== 'destructive') return last;
    if (first.sure) return 0;
  }
  if (last > 0 && senses[last]?.sure === true && first === undefined) {
    // "task_list_create": behind nouns the last verb speaks; "mobile_list_apps" has no verb at its end
    // "functions_get_trigger", "genai-get-evaluation-run": behind a plain look it is a noun
    const look = words.findIndex((word) => looks.has(word.text));
    return last > 1 && senses[last]?.class === 'execute' && look > 0 ? look : last;
  }
  const sure = senses.findIndex((sense) => sense?.sure === true);
  // "model_eval_list_runs": between nouns and a plain verb, what could be run is a noun too
  const plain = words.findIndex((word, at) => at > sure && core.has(word.text));
  if (sure > 0 && senses[sure]?.class === 'execute' && plain > sure) return plain;
  if (sure >= 0) return sure;
  if (first !== undefined) return 0;
  if (senses[last] !== undefined) return last;
  return senses.findIndex((sense) => sense !== undefined);
};

/** Verbs glued to their object without any sign (`deletefile`): only the long or plain ones, and only where a known word would be cut. */
const glued =
  /^(get|list(?!en)|create|delete|remove|update|add(?!ress|ition|on)|set(?!t)|read(?!iness|able)|write|search(?!able)|fetch|execute|run(?!time|ner|ning|book)|send|insert(?!ion)|upsert|drop(?!down|box|let)|find(?!ing)|purge|destroy)(.{4,})$/;

/**
 * Reads the class of a tool out of its name. `prefix` is how many leading words are a family name shared by the siblings
 * (`linear_`, `mcp__x__`). The head verb is found before, behind or between nouns; verbs joined by and/or count together.
 */
export function readName(name: string, prefix: number): Candidate[] {
  const all = wordsOfName(name);
  const from = Math.min(prefix, Math.max(0, all.length - 1));
  // `compose` before another verb is the program of that name
  const composed = all[from]?.text === 'compose' && verbInName(all[from + 1]?.text ?? '') !== undefined;
  const words = all.slice(composed ? from + 1 : from);
  const senses = words.map((word) => verbInName(word.text));
  const head = indexOfHead(words, senses);
  const candidates: Candidate[] = [];
  const add = (index: number, weight: number): void => {
    const word = words[index];
    const sense = senses[index];
    if (word === undefined || sense === undefined) return;
    const others = words.filter((_, at) => at !== index).map((other) => other.text);
    const after = words.slice(index + 1).map((other) => other.text);
    const joined = senseWithObject(sense, isToldByWhatFollows(sense.lemma) ? after : others);
    const strength = (joined.sure ? 0.9 : 0.6) * weight;
    candidates.push({
      class: joined.class,
      strength,
      from: 'name',
      quote: name.slice(word.start, word.end),
      says: sayOf(joined.class, sense.lemma),
    });
  };
  if (head < 0) {
    const only = words.map((word) => ({ word, match: glued.exec(word.text) })).find((entry) => entry.match !== null);
    const sense = only?.match?.[1] === undefined ? undefined : verbInName(only.match[1]);
    if (only !== undefined && sense !== undefined) {
      const quote = name.slice(only.word.start, only.word.start + sense.lemma.length);
      candidates.push({ class: sense.class, strength: 0.65, from: 'name', quote, says: sayOf(sense.class, sense.lemma) });
    }
    return candidates;
  }
  add(head, 1);
  // "get_or_create", "build_run": every verb joined to the head counts
  for (let at = head + 1; at < words.length; at += 1) {
    const joint = words[at - 1]?.text;
    const sense = senses[at];
    if (sense === undefined) continue;
    const joinedByWord = joint === 'and' || joint === 'or' || joint === 'then';
    const adjacent =
      at === head + 1 &&
      sense.sure &&
      senses[head]?.sure === true &&
      dangerOrder[sense.class] >= dangerOrder.execute &&
      senses[head]?.class !== 'read' &&
      at < words.length - 1;
    if (joinedByWord || adjacent) add(at, joinedByWord ? 1 : 0.9);
  }
  return candidates;
}

/** What follows the name of a family and begins a deed of its own: "protect_get_info"; a request of HTTP is none. */
const deeds = new Set(['get', 'fetch', 'describe', 'create', 'update', 'delete', 'remove']);
const beginsDeed = (words: readonly Word[]): boolean =>
  words.length > 2 && deeds.has(words[1]?.text ?? '') && !/^(?:requests?|calls?|method)$/.test(words[2]?.text ?? '');

/** How many leading words the names of a server's tools share, so that they are read as its family name and not as a verb. */
export function sharedPrefix(names: readonly string[]): (name: string) => number {
  const counts = new Map<string, number>();
  const families = new Map<string, number>();
  for (const name of names) {
    const words = wordsOfName(name);
    const first = words[0]?.text;
    if (first === undefined) continue;
    counts.set(first, (counts.get(first) ?? 0) + 1);
    if (beginsDeed(words)) families.set(first, (families.get(first) ?? 0) + 1);
  }
  return (name) => {
    const words = wordsOfName(name);
    const first = words[0]?.text;
    if (first === undefined || words.length < 2) return 0;
    if (first === 'mcp' && words.length > 2) return 1;
    // a shared first word is a family name only where it is no plain verb: eight "get_…" are eight verbs; two "trash_get_…" are of the family "trash"
    if (verbInName(first)?.sure === true) return (families.get(first) ?? 0) >= 2 && verbInName(words[1]?.text ?? '') !== undefined ? 1 : 0;
    const share = (counts.get(first) ?? 0) / Math.max(1, names.length);
    return names.length >= 3 && share > 0.6 ? 1 : 0;
  };
}
