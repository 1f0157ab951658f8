import { en } from './en.js';
import type { Texts } from './pseudo.js';
import { inEnglish, type Path, type Say, type Values } from './say.js';
import { sentenceCase } from './sentence-case.js';

/** One way to say something: literal texts and names of values by turns. Without a path the literals are the same in every language. */
interface Template {
  readonly path?: Path;
  readonly parts: readonly string[];
  /** of a form for one thing, which need not name the number */
  readonly count?: 1;
}

/** What a text may be read as. */
interface Reading {
  /** where its templates stand in the words; the first that fits counts */
  readonly at: readonly string[];
  /** brackets and full stops, the same in every language; tried before those */
  readonly around?: Template;
  /** what stands between several of them */
  readonly joined?: string;
  /** what else it may be: another kind, or a name, which stays as it is */
  readonly or?: Kind | 'name';
  /** the template with the most text of its own is tried first, however they stand */
  readonly closest?: true;
}

type Kind =
  | Top
  | 'told' | 'how' | 'calls' | 'where' | 'launch' | 'call' | 'state' | 'preset' | 'place' | 'subject' | 'subjects' | 'rule' | 'part' | 'limit'
  | 'condition' | 'any' | 'list' | 'value' | 'window' | 'wait' | 'room' | 'scope' | 'class'; // prettier-ignore

/** The sentences of the core that views have words for. */
type Top =
  | 'reason'
  | 'refusal'
  | 'change'
  | 'loosening'
  | 'evidence'
  | 'seen'
  | 'asker'
  | 'reload'
  | 'stands'
  | 'recommended'
  | 'failure'
  | 'finding'
  | 'imported';

const KINDS: Readonly<Record<Kind, Reading>> = {
  reason: { at: ['rule.by.hide', 'rule.reasoned', 'rule.by', 'rule.allow', 'rule.ask', 'rule.deny', 'because'] },
  refusal: { joined: '. ', around: { parts: ['', 'cause', '.'] }, at: [], or: 'reason' },
  change: { joined: '; ', at: ['change'] },
  loosening: { joined: '; ', at: ['loosen'], or: 'change' },
  evidence: { at: ['evidence'] },
  seen: { at: ['seen'] },
  asker: { at: ['asker'] },
  reload: { at: ['reload'] },
  stands: { at: ['stands'] },
  recommended: { at: ['recommended'] },
  failure: { closest: true, at: ['failed'] },
  finding: { closest: true, at: ['found'], or: 'evidence' },
  imported: { at: ['failed.atLine', 'failed.ofAllTools', 'failed.after'], or: 'told' },
  told: { closest: true, at: ['failed'], or: 'name' },
  how: { closest: true, at: ['found'], or: 'name' },
  calls: { joined: ', ', at: ['seen'], or: 'name' },
  where: { at: ['within.here', 'within.pasted', 'within.pastedAs', 'within.in', 'within.of'], or: 'name' },
  launch: { at: ['within.with', 'within.inFolder'], or: 'name' },
  call: { at: ['within.where', 'within.remembered'], or: 'name' },
  state: { at: ['change.state'] },
  preset: { at: ['change.presets'] },
  place: { at: ['rule.reasoned', 'rule.for.rule', 'rule.for.both', 'rule.for.server', 'rule.for.client', 'rule.for.default', 'rule.for.hideList'] }, // prettier-ignore
  subject: { at: ['rule.for.both', 'rule.for.server', 'rule.for.client', 'rule.for.like', 'rule.for.all', 'rule.for.default', 'rule.for.hideList', 'change.others', 'rule.for.class'], or: 'name' }, // prettier-ignore
  subjects: { joined: ', ', at: ['list.more'], or: 'subject' },
  rule: { joined: '; ', at: ['rule.nothing'], or: 'part' },
  part: { at: ['rule.reasoned', 'rule.action', 'rule.allowWhen', 'rule.askWhen', 'rule.askAlways', 'rule.denyWhen', 'rule.denyAlways', 'rule.onlyWhen', 'rule.thenAsk'], or: 'limit' }, // prettier-ignore
  limit: { at: ['rule.limit', 'rule.limitOf'] },
  condition: { around: { parts: ['(', 'any', ')'] }, at: ['rule.and', 'rule.whereGiven', 'rule.is', 'rule.isNot'] },
  any: { at: ['rule.or'], or: 'condition' },
  list: { at: ['rule.nothing', 'rule.moreValues', 'rule.or'], or: 'name' },
  value: { at: ['rule.nothing'] },
  window: { at: ['rule.window'] },
  wait: { at: ['rule.wait'] },
  room: { at: ['rule.room', 'rule.noRoom'] },
  scope: { at: ['rule.scope'] },
  class: { at: ['class'] },
};

/** What a value of a template is read as, by its name: `same` is what the template itself is; one that is not here stays as it is. */
const SLOTS: Readonly<Record<string, Kind | 'same'>> = {
  one: 'same', other: 'same', said: 'same', cause: 'reason', any: 'any', does: 'evidence', calls: 'calls', where: 'where', place: 'where',
  launch: 'launch', call: 'call', state: 'state', before: 'state', words: 'preset', rule: 'place', subject: 'subject', names: 'subjects',
  made: 'rule', limit: 'limit', condition: 'condition', conditions: 'condition', list: 'list', value: 'value', window: 'window',
  wait: 'wait', room: 'room', scope: 'scope', class: 'class', told: 'told', what: 'told', thing: 'told', failure: 'failure',
  sentence: 'loosening', found: 'finding', how: 'how', rest: 'imported',
}; // prettier-ignore

/** What a value must look like to be one: a text that says otherwise is read in another way. */
const SHAPES: Readonly<Record<string, RegExp>> = {
  reason: /^(?!where it is given(?:\)|$))/,
  path: /^args(?:\.[^\s.[\]]+|\[[^\]]*\])*$/,
  value: /^(?:"(?:[^"\\]|\\.)*"|\[.*\]|\{.*\}|-?\d[\d.eE+-]*…?|true|false|null)$/s,
  count: /^\d+$/,
  line: /^\d+$/,
  used: /^[\d.e+-]+$/,
  max: /^[\d.e+-]+$/,
  sentence: /./,
};

/** Values that may be anything, but no further condition: where one looks so, the sentence can be read in two ways, and is read in neither. */
const ANYTHING_BUT = /\b(?:and|or) \(*args(?:[.[]|$)|\(where it is given/;
const FREE = new Set(['list', 'pattern', 'type', 'value']);

/** longer ones are not read: a view must not stall */
const MOST_CHARACTERS = 20_000;
/** nor is one that takes more tries than this */
const MOST_TRIES = 5000;
/** so many pieces between separators may be one sentence */
const MOST_PIECES = 8;

/**
 * A sentence of the core, which is in English, in the language of `say`: read back by the words that it was made of, so that what was
 * written before, in the log or the history, is told like what is said now. What cannot be read stays as it came; names and values
 * stay in any case.
 */
export function retold(kind: Top, text: string, say: Say): string {
  if (say === inEnglish || text.length > MOST_CHARACTERS) return text;
  const known = new Map<string, string | undefined>();
  let tries = 0;
  return read(kind, text) ?? text;

  function read(as: Kind, said: string): string | undefined {
    const key = `${as}\n${said}`;
    if (!known.has(key)) {
      known.set(key, undefined);
      const { joined } = KINDS[as];
      known.set(key, joined !== undefined && said.includes(joined) ? readSeveral(as, said.split(joined), joined) : readOne(as, said));
    }
    return known.get(key);
  }

  /** from the end on, so that each piece is looked at once; the shortest sentences count */
  function readSeveral(as: Kind, pieces: readonly string[], joined: string): string | undefined {
    const from: (string | undefined)[] = [];
    for (let start = pieces.length - 1; start >= 0; start--) {
      for (let end = start + 1; end <= Math.min(pieces.length, start + MOST_PIECES) && from[start] === undefined; end++) {
        const rest = end === pieces.length ? '' : from[end];
        const first = rest === undefined ? undefined : readOne(as, pieces.slice(start, end).join(joined));
        if (first !== undefined) from[start] = rest === '' ? first : `${first}${joined}${rest}`;
      }
    }
    return from[0];
  }

  function readOne(as: Kind, said: string): string | undefined {
    for (const { path, parts, count } of templatesOf(as)) {
      if (!said.startsWith(parts[0] ?? '')) continue;
      const values = parts.length === 1 ? (said === parts[0] ? {} : undefined) : match(as, parts, 1, said.slice(parts[0]?.length));
      if (values === undefined) continue;
      if (path === undefined) return parts.map((part, at) => (at % 2 === 0 ? part : (values[part] ?? ''))).join('');
      return say(path, { ...values, ...((count ?? values['count']) && { count: count ?? Number(values['count']) }) });
    }
    const { or } = KINDS[as];
    return or === 'name' ? said : or === undefined ? undefined : read(or, said);
  }

  /** the values of a template whose literals before `at` are taken off; the longest first value that leaves a reading counts */
  function match(as: Kind, parts: readonly string[], at: number, rest: string): Record<string, string> | undefined {
    const name = parts[at] ?? '';
    const after = parts[at + 1] ?? '';
    const isLast = at + 2 >= parts.length;
    if (isLast && !rest.endsWith(after)) return undefined;
    for (let end = isLast ? rest.length - after.length : rest.lastIndexOf(after); end > 0; end = rest.lastIndexOf(after, end - 1)) {
      if (++tries > MOST_TRIES) return undefined;
      // the rest first: it is the shorter one
      const others = isLast ? {} : match(as, parts, at + 2, rest.slice(end + after.length));
      const value = others && valueOf(as, name, rest.slice(0, end));
      if (value !== undefined) return { ...others, [name]: value };
      if (isLast) return undefined;
    }
    return undefined;
  }

  function valueOf(as: Kind, name: string, said: string): string | undefined {
    const kindOf = SLOTS[name];
    if (FREE.has(name) && ANYTHING_BUT.test(said)) return undefined;
    // a condition may end in brackets of its own
    if (name === 'reason' && read('any', said) !== undefined) return undefined;
    const found = kindOf === undefined ? undefined : read(kindOf === 'same' ? as : kindOf, said);
    return found ?? ((SHAPES[name]?.test(said) ?? kindOf === undefined) ? said : undefined);
  }
}

const templates = new Map<Kind, Template[]>();

function templatesOf(kind: Kind): readonly Template[] {
  let found = templates.get(kind);
  if (found === undefined) {
    const { around, at, closest } = KINDS[kind];
    found = [...[around ?? []].flat(), ...at.flatMap(templatesAt)];
    if (closest === true) found.sort((one, other) => own(other) - own(one));
    templates.set(kind, found);
  }
  return found;
}

/** how much of a template is text of its own */
const own = ({ parts }: Template): number => parts.reduce((length, part, at) => length + (at % 2 === 0 ? part.length : 0), 0);

/** all templates at or under a place of the words; forms for several numbers go by the name that they share */
function templatesAt(path: string): Template[] {
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  const group = steps.reduce<Texts>((within, step) => within[step] as Texts, en);
  const found = Object.keys(group).filter((key) => key === last || key === `${last}_one` || key === `${last}_other`);
  return found.flatMap((key) => under([...steps, key].join('.'), group[key] ?? ''));
}

const under = (path: string, text: string | Texts): Template[] =>
  typeof text === 'string'
    ? [
        {
          path: path.replace(/_(?:one|other)$/, '') as Path,
          parts: text.split(/\{\{(\w+)\}\}/),
          ...(path.endsWith('_one') && { count: 1 as const }),
        },
      ]
    : Object.entries(text).flatMap(([key, inner]) => under(`${path}.${key}`, inner));

/** What went wrong, or what to do about it, as a sentence that stands alone. */
export const failureSentence = (text: string, say: Say): string => sentenceCase(text, retold('failure', text, say));

/** What went wrong and what to do about it, in the language of `say`. */
export const failureIn = <T extends { readonly message: string; readonly fix?: string | undefined }>(failure: T, say: Say): T => ({
  ...failure,
  message: failureSentence(failure.message, say),
  ...(failure.fix !== undefined && { fix: failureSentence(failure.fix, say) }),
});

/** Values of a notice that are sentences of the core. */
const SENTENCES: Readonly<Record<string, Top>> = {
  sentence: 'loosening',
  reason: 'refusal',
  problem: 'stands',
  says: 'finding',
  why: 'failure',
};

/** The values of a notice in the language of `say`. */
export const retoldValues = (values: Values, say: Say): Values =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const kind = SENTENCES[name];
      if (kind === undefined || typeof value !== 'string') return [name, value];
      const told = (line: string): string => retold(kind, line, say);
      const lines = value.split('\n').map((line) => (kind === 'loosening' ? sentenceCase(line, told(line)) : told(line)));
      return [name, lines.join('\n')];
    }),
  );
