import { canonical } from '../../../shared/json/canonical.js';
import { ExactNumber, isJsonObject, type JsonValue } from '../../../shared/json/json.js';
import { parsePolicy } from '../../../shared/policy/parse.js';
import type { PolicyDocument } from '../../../shared/policy/types.js';
import { editText, type Edit } from './edit-text.js';

/** A text with what it says. */
export interface Version {
  readonly text: string;
  readonly document: PolicyDocument;
}

type Path = readonly (string | number)[];
/** One difference between two documents. Lists are sets here: the order of entries never matters. */
type Difference =
  | { readonly path: Path; readonly before: JsonValue | undefined; readonly value: JsonValue | undefined }
  | { readonly path: Path; readonly added: readonly JsonValue[]; readonly removed: readonly JsonValue[] };

/**
 * The waiting edit after the policy it was made on has become another. Where both changed the same value, the later word counts if a
 * person gave it (`overrules`); otherwise the edit's own stays. Undefined where the two cannot be joined.
 */
export function carriedOver(edit: Version, before: PolicyDocument, after: PolicyDocument, overrules: boolean): Version | undefined {
  let joined: Version = edit;
  for (const difference of differences(plain(before), plain(after))) {
    const mine = 'added' in difference ? undefined : valueAt(plain(joined.document), difference.path);
    if (!('added' in difference) && !overrules && !same(mine, difference.before)) continue;
    const next = applied(joined, difference);
    if (next === undefined) return undefined;
    joined = next;
  }
  return joined;
}

export const sameDocument = (a: PolicyDocument, b: PolicyDocument): boolean => same(plain(a), plain(b));

const plain = (document: PolicyDocument): JsonValue => document as unknown as JsonValue;
const same = (a: JsonValue | undefined, b: JsonValue | undefined): boolean =>
  a === undefined || b === undefined ? a === b : canonical(a) === canonical(b);

function differences(from: JsonValue | undefined, to: JsonValue | undefined, path: Path = []): Difference[] {
  if (same(from, to)) return [];
  const keys = isJsonObject(to) && (from === undefined || isJsonObject(from)) ? Object.keys({ ...from, ...to }) : [];
  if (keys.length > 0) return keys.flatMap((key) => differences(member(from, key), member(to, key), [...path, key]));
  if (Array.isArray(to) && (from === undefined || Array.isArray(from))) {
    const [old, now] = [(from ?? []) as readonly JsonValue[], to as readonly JsonValue[]];
    const gone = without(old, now);
    const fresh = without(now, old);
    if (gone.length + fresh.length > 0) return [{ path, added: fresh, removed: gone }];
  }
  return [{ path, before: from, value: to }];
}

function without(list: readonly JsonValue[], others: readonly JsonValue[]): JsonValue[] {
  const known = new Set(others.map(canonical));
  return list.filter((item) => !known.has(canonical(item)));
}

function applied(version: Version, difference: Difference): Version | undefined {
  const edits = editsOf(plain(version.document), difference);
  if (edits === undefined) return undefined;
  const text = editText(version.text, edits);
  const parsed = parsePolicy(text);
  return parsed.ok ? { text, document: parsed.value.document } : undefined;
}

function editsOf(document: JsonValue, difference: Difference): Edit[] | undefined {
  const { path } = difference;
  const stands = valueAt(document, path);
  if (!('added' in difference)) {
    if (difference.value === undefined && stands === undefined) return [];
    return isExact(difference.value) ? undefined : [{ path, value: difference.value }];
  }
  const here = stands ?? [];
  if (!Array.isArray(here) || difference.added.some(isExact)) return undefined;
  const list = here as readonly JsonValue[];
  const gone = new Set(difference.removed.map(canonical));
  const removals = list.flatMap((item, at) => (gone.has(canonical(item)) ? [{ path: [...path, at], value: undefined }] : [])).reverse();
  const fresh = without(difference.added, list);
  if (stands === undefined) return fresh.length === 0 ? [] : [{ path, value: fresh }];
  return [...removals, ...fresh.map((value, i) => ({ path: [...path, list.length - removals.length + i], value }))];
}

const member = (value: JsonValue | undefined, key: string | number): JsonValue | undefined =>
  isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
const valueAt = (document: JsonValue, path: Path): JsonValue | undefined => path.reduce<JsonValue | undefined>(member, document);

/** digits that JSON.stringify would not write */
function isExact(value: JsonValue | undefined): boolean {
  if (value instanceof ExactNumber) return true;
  return typeof value === 'object' && value !== null && (Object.values(value) as JsonValue[]).some(isExact);
}
