import { isJsonObject, type JsonObject, type JsonValue } from '../json/json.js';
import { stringify } from '../json/stringify.js';

/** One rule of a document, valid or not: `kind` is `all_tools`, `tools`, `classes` or `methods`, `name` what it is written for. */
export interface PlacedRule {
  readonly kind: string;
  readonly name: string;
  readonly rule: JsonValue;
}

/** Rules that were found good before, by their text. At most `max` of them: the oldest are forgotten. */
export interface KnownRules {
  has(rule: PlacedRule): boolean;
  add(rule: PlacedRule): void;
}

export function createKnownRules(max: number): KnownRules {
  const texts = new Set<string>();
  const textOf = ({ kind, name, rule }: PlacedRule): string => stringify([kind, name, rule]);
  return {
    has: (rule) => texts.has(textOf(rule)),
    add(rule) {
      if (texts.size >= max) texts.delete(texts.values().next().value ?? '');
      texts.add(textOf(rule));
    },
  };
}

/** A copy of a document, valid or not, with those of its rules that `keep` wants; what is no rule is the same value. */
export function withRules(document: JsonValue, keep: (rule: PlacedRule) => boolean): JsonValue {
  const level = (value: JsonValue): JsonValue => {
    if (!isJsonObject(value)) return value;
    return members(value, (kind, inner) => {
      switch (kind) {
        case 'all_tools':
          return keep({ kind, name: '', rule: inner }) ? inner : undefined;
        case 'tools':
        case 'classes':
        case 'methods':
          return isJsonObject(inner) ? members(inner, (name, rule) => (keep({ kind, name, rule }) ? rule : undefined)) : inner;
        case 'servers':
        case 'clients':
          return isJsonObject(inner) ? members(inner, (_name, below) => level(below)) : inner;
        default:
          return inner;
      }
    });
  };
  return level(document);
}

function members(object: JsonObject, replace: (key: string, value: JsonValue) => JsonValue | undefined): JsonObject {
  const copy = Object.create(null) as Record<string, JsonValue>;
  for (const key in object) {
    const value = replace(key, object[key] ?? null);
    if (value !== undefined) copy[key] = value;
  }
  return copy;
}
