import { canonical } from '../json/canonical.js';
import type { JsonObject, JsonValue } from '../json/json.js';
import { holdsMore } from './draft-fields.js';
import { exactly, placesOf, type Place } from './draft-rule.js';
import type { Condition, LeafCondition } from './language.js';

/** More than these are no pattern but a list of what happened to be seen; and a sentence shows this many. */
const MAX_FOLDERS = 4;
const MAX_VALUES = 5;

/**
 * What several calls of one tool have in common, as conditions: the folder their paths lie in, the hosts of their addresses, that they
 * only read, the same few targets. Only of arguments that every call gave and the log kept whole; empty where nothing is common.
 */
export function commonConditions(calls: readonly JsonObject[], home: string): Condition[] {
  const keys = Object.keys(calls[0] ?? {});
  return keys.flatMap((key) => {
    const places = calls.map((args) => placeOf(args, key, home));
    return places.every((place) => place !== undefined) ? joined(places, home) : [];
  });
}

/** These calls and no others; undefined where one cannot be written down whole, or there are too many. */
export function theseCalls(calls: readonly JsonObject[]): Condition | undefined {
  const found = new Map<string, JsonValue>();
  for (const args of calls) {
    if (exactly(args) === undefined) return undefined;
    found.set(canonical(args), args);
    if (found.size > MAX_VALUES) return undefined;
  }
  return oneOf('args', [...found.values()]);
}

function placeOf(args: JsonObject, key: string, home: string): (Place & { condition: LeafCondition }) | undefined {
  const value = Object.hasOwn(args, key) ? args[key] : undefined;
  if (value === undefined || holdsMore(value)) return undefined;
  const [place] = placesOf(key, value, home);
  return place !== undefined && 'op' in place.condition ? { ...place, condition: place.condition } : undefined;
}

function joined(places: readonly (Place & { condition: LeafCondition })[], home: string): Condition[] {
  const [first] = places;
  if (first === undefined || places.some(({ kind, condition }) => kind !== first.kind || condition.path !== first.condition.path))
    return [];
  const { path } = first.condition;
  switch (first.kind) {
    case 'reading':
      return [first.condition];
    case 'folder':
      return folders(
        places.map(({ condition }) => String(condition.value)),
        home,
      ).map((found) => anyUnder(path, found));
    case 'host': {
      const hosts = unique(places.flatMap(({ condition }) => condition.value as readonly string[]));
      return hosts.length > MAX_VALUES ? [] : [{ path, op: 'host_in', value: hosts }];
    }
    case 'target': {
      const condition = oneOf(path, unique(places.map(({ condition }) => String(condition.value))));
      return condition === undefined ? [] : [condition];
    }
  }
}

/** one list: the folder they share, or the few they lie in; none where they are all over the place */
function folders(all: readonly string[], home: string): string[][] {
  const shared = all.reduce(commonFolder);
  if (isNarrow(shared, home)) return [[shared]];
  const apart = unique(all);
  return apart.length <= MAX_FOLDERS ? [apart] : [];
}

function commonFolder(a: string, b: string): string {
  const separator = a.includes('\\') ? '\\' : '/';
  const other = b.split(separator);
  const kept: string[] = [];
  for (const [at, step] of a.split(separator).entries()) {
    if (other[at] !== step) break;
    kept.push(step);
  }
  return kept.join(separator);
}

/** at least two levels deep, and not the home folder or one above it: as narrow as `folderOf` wants it of one call */
function isNarrow(folder: string, home: string): boolean {
  return folder.split(/[\\/]/).length >= 3 && home !== folder && !home.startsWith(`${folder}/`) && !home.startsWith(`${folder}\\`);
}

const anyUnder = (path: string, found: readonly string[]): Condition => {
  const each = found.map((value): Condition => ({ path, op: 'under', value }));
  const [only] = each;
  return each.length === 1 && only !== undefined ? only : { any: each };
};

function oneOf(path: string, values: readonly JsonValue[]): Condition | undefined {
  const [only] = values;
  if (only === undefined || values.length > MAX_VALUES) return undefined;
  return values.length === 1 ? { path, op: 'eq', value: only } : { path, op: 'in', value: values };
}

const unique = (values: readonly string[]): string[] => [...new Set(values)];
