import { createHmac } from 'node:crypto';
import { bareObject, ExactNumber, type JsonObject, type JsonValue } from '../../../shared/json/json.js';
import { REDACTED_PREFIX } from '../../../shared/policy/redacted.js';
import { secretForms, shortLength, shortSecrets } from './exact-values.js';
import type { TextBytes } from './chain.js';
import { kindOfKey, looksRandom, type KeyKind } from './key-names.js';
import { maySecret, secretPatterns } from './known-tokens.js';
import { createMarkFinder } from './secret-marks.js';

/** How much of a value is kept: UTF-16 units of a string, members of a list or object, levels. */
export interface Bounds {
  readonly text: number;
  readonly items: number;
  readonly depth: number;
}

export const unbounded: Bounds = { text: Infinity, items: Infinity, depth: Infinity };

/** Takes secrets out of what is about to be written. */
export interface Redactor {
  /**
   * Structure kept; what is over the bounds is cut and says how much is missing. The value itself where nothing had to be changed.
   * `unmarked`: it is known already that `maySecret` matches nowhere in it.
   */
  json(value: JsonValue, bounds: Bounds, unmarked?: boolean): JsonValue;
  /** whether `maySecret` matches anywhere in these bytes of JSON text; then it may match in one of its strings, else it does in none */
  marked(text: TextBytes): boolean;
  text(text: string): string;
  /** like `text`, for the same few strings again and again */
  label(text: string): string;
}

/**
 * Replaces secrets by `⟦redacted:<12 hex digits of HMAC-SHA256>⟧`, so that equal secrets can be told to be equal and nothing more. Found by
 * value (the secret store's, in any encoding), by the name of the field, by the forms of known credentials, and by looking random
 * under a name that suggests it. `tokens` are looked for as they are and in no encoding: there is one for each client.
 */
export function createRedactor(values: readonly string[], key: Uint8Array, tokens: readonly string[] = []): Redactor {
  const forms = [...secretForms(values), ...tokens.map((token) => ({ form: token, secret: token }))];
  const short = shortSecrets(values);
  const margin = Math.max(4096, forms[0]?.form.length ?? 0);
  const labels = new Map<string, string>();
  const kinds = new Map<string, KeyKind>();
  const marks = createMarkFinder();

  const mark = (secret: string): string => `${REDACTED_PREFIX}${createHmac('sha256', key).update(secret).digest('hex').slice(0, 12)}⟧`;

  const scrub = (text: string, unmarked = false): string => {
    if (text.length < 3) return text;
    if (text.length <= shortLength && short.has(text)) return mark(text);
    let result = text;
    for (const { form, secret } of forms) if (result.includes(form)) result = result.replaceAll(form, () => mark(secret));
    if (unmarked || !maySecret.test(result)) return result;
    for (const { pattern, group, sure } of secretPatterns)
      result = replacePart(result, pattern, group, (part, match) => (sure?.(part, match) === false ? undefined : mark(part)));
    return result;
  };

  const cutAndScrub = (text: string, max: number, unmarked: boolean): string => {
    if (text.length <= max) return scrub(text, unmarked);
    // a secret across the cut is found whole before the cut is made
    const kept = scrub(text.slice(0, max + margin), unmarked)
      .slice(0, max)
      .replace(/[\ud800-\udbff]$/, '');
    return `${kept}⟦${text.length - max} characters more⟧`;
  };

  const kindOf = (name: string): KeyKind => {
    const known = kinds.get(name);
    if (known !== undefined) return known;
    if (kinds.size >= 5000) kinds.clear();
    const kind = kindOfKey(name);
    kinds.set(name, kind);
    return kind;
  };

  const walk = (value: JsonValue, kind: KeyKind, bounds: Bounds, depth: number, unmarked: boolean): JsonValue => {
    if (typeof value === 'string') {
      if (kind === 'secret' || kind === 'pin') return value === '' || value.startsWith(REDACTED_PREFIX) ? value : mark(value);
      if (kind === 'likely' && looksRandom(value)) return mark(value);
      return cutAndScrub(value, bounds.text, unmarked);
    }
    if (typeof value === 'number' || value instanceof ExactNumber) {
      if (kind !== 'pin' && short.size === 0 && forms.length === 0) return value;
      const digits = typeof value === 'number' ? String(value) : value.digits;
      return kind === 'pin' || short.has(digits) || forms.some(({ form }) => form === digits) ? mark(digits) : value;
    }
    if (typeof value !== 'object' || value === null) return value;
    if (depth <= 0) return '⟦deeper levels left out⟧';
    return Array.isArray(value)
      ? walkList(value as readonly JsonValue[], kind, bounds, depth - 1, unmarked)
      : walkObject(value as JsonObject, kind, bounds, depth - 1, unmarked);
  };

  const walkObject = (object: JsonObject, kind: KeyKind, bounds: Bounds, depth: number, unmarked: boolean): JsonObject => {
    const named = nameOfPair(object);
    const names = Object.keys(object);
    // from the first member on that is not kept as it is
    let changed: Record<string, JsonValue> | undefined;
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string;
      if (i === bounds.items) {
        changed ??= membersBefore(object, names, i);
        changed['⟦shortened⟧'] = `${names.length - i} members more`;
        break;
      }
      const member = object[name];
      if (member === undefined) continue;
      const own = kindOf(name);
      const paired = named !== undefined && /^(?:value|val|content|data)$/i.test(name) ? kindOf(named) : 'plain';
      const kept = walk(member, strictest(strictest(own, paired), kind), bounds, depth, unmarked);
      const keptName = cutAndScrub(name, 256, unmarked);
      if (changed === undefined && (kept !== member || keptName !== name)) changed = membersBefore(object, names, i);
      if (changed !== undefined) changed[keptName] = kept;
    }
    return changed ?? object;
  };

  const walkList = (list: readonly JsonValue[], kind: KeyKind, bounds: Bounds, depth: number, unmarked: boolean): readonly JsonValue[] => {
    let changed = list.length > bounds.items;
    const kept = list.slice(0, bounds.items === Infinity ? undefined : bounds.items).map((item, i) => {
      const before = list[i - 1];
      // `--password`, `hunter2` as two items of a command line
      const flagged = typeof before === 'string' && /^--?[A-Za-z]/.test(before) && !before.includes('=') ? kindOf(before) : 'plain';
      const one = walk(item, flagged === 'secret' || flagged === 'pin' ? strictest(flagged, kind) : kind, bounds, depth, unmarked);
      changed ||= one !== item;
      return one;
    });
    if (!changed) return list;
    return list.length > bounds.items ? [...kept, `⟦${list.length - bounds.items} items more⟧`] : kept;
  };

  return {
    json: (value, bounds, unmarked = false) => walk(value, 'plain', bounds, bounds.depth, unmarked),
    marked: ({ bytes, from, to }) => marks(bytes, from, to),
    text: (text) => scrub(text),
    label(text) {
      const known = labels.get(text);
      if (known !== undefined) return known;
      if (labels.size >= 1000) labels.clear();
      const result = scrub(text);
      labels.set(text, result);
      return result;
    },
  };
}

const order: readonly KeyKind[] = ['plain', 'likely', 'secret', 'pin'];
const strictest = (a: KeyKind, b: KeyKind): KeyKind => (a === b || order.indexOf(a) >= order.indexOf(b) ? a : b);

function membersBefore(object: JsonObject, names: readonly string[], end: number): Record<string, JsonValue> {
  const result = bareObject();
  for (let i = 0; i < end; i++) {
    const member = object[names[i] as string];
    if (member !== undefined) result[names[i] as string] = member;
  }
  return result;
}

/** `{ "name": "GITHUB_TOKEN", "value": … }`: the name that the value has */
function nameOfPair(object: JsonObject): string | undefined {
  for (const name of ['name', 'key', 'header', 'variable', 'field']) {
    const value = object[name];
    if (typeof value === 'string') return value;
  }
  return undefined;
}

function replacePart(
  text: string,
  pattern: RegExp,
  group: number,
  by: (part: string, match: RegExpExecArray) => string | undefined,
): string {
  pattern.lastIndex = 0;
  let result = '';
  let end = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const part = match[group] ?? '';
    if (match[0] === '') {
      pattern.lastIndex += 1;
      continue;
    }
    const replacement = part === '' || part.includes(REDACTED_PREFIX) ? undefined : by(part, match);
    if (replacement === undefined) continue;
    // the part is the last thing a pattern captures, so its last place in the match is the right one
    const at = match.index + match[0].lastIndexOf(part);
    result += text.slice(end, at) + replacement;
    end = at + part.length;
  }
  return end === 0 ? text : result + text.slice(end);
}
