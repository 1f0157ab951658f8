import { ExactNumber, isJsonObject, type JsonArray, type JsonObject, type JsonValue } from '../json/json.js';
import { looksLikePath } from './folders.js';
import { own, type Operator } from './language.js';
import { argumentPath, keyStep } from './path.js';

/** One argument that a condition can be about. `value` is null where the log did not keep it, or where the call did not give it. */
export interface DraftField {
  readonly path: string;
  /** `string`, `number`, `integer`, `boolean`, `array`, `object`, `null` */
  readonly type: string;
  readonly value: JsonValue;
  /** the log keeps this value as a hash or shortened: what it was must be typed in */
  readonly redacted: boolean;
  /** the likeliest first */
  readonly operators: readonly Operator[];
}

const MAX_FIELDS = 100;
const MAX_DEPTH = 4;

/** The arguments of a call, one field each, deeper ones under their paths; then those that only the tool's schema knows. */
export function draftFields(args: JsonObject, inputSchema: JsonValue | undefined): DraftField[] {
  const fields: DraftField[] = [];
  const seen = new Set<string>();
  const add = (field: DraftField): void => {
    if (fields.length >= MAX_FIELDS || seen.has(field.path)) return;
    seen.add(field.path);
    fields.push(field);
  };
  const properties = propertiesOf(inputSchema);
  for (const [key, value] of Object.entries(args))
    if (value !== undefined && !key.includes('⟦')) visit(argumentPath(key), value, own(properties, key), 0, add);
  for (const [key, schema] of Object.entries(properties ?? {})) {
    const type = typeIn(schema);
    if (type !== undefined)
      add({ path: argumentPath(key), type, value: null, redacted: false, operators: operatorsFor(type, null, schema) });
  }
  return fields;
}

function visit(path: string, value: JsonValue, schema: JsonValue | undefined, depth: number, add: (field: DraftField) => void): void {
  const cut = isCut(value);
  const type = cut ? (typeIn(schema) ?? 'string') : typeOf(value);
  if (!isJsonObject(value) || Object.keys(value).length === 0)
    add({ path, type, value: cut ? null : shown(value), redacted: cut, operators: operatorsFor(type, value, schema) });
  if (depth >= MAX_DEPTH) return;
  if (isJsonObject(value))
    for (const [key, inner] of Object.entries(value))
      if (inner !== undefined && !key.includes('⟦')) visit(path + keyStep(key), inner, own(propertiesOf(schema), key), depth + 1, add);
  const first = Array.isArray(value) ? (value as JsonArray)[0] : undefined;
  if (first !== undefined && !isCut(first)) visit(`${path}[*]`, first, isJsonObject(schema) ? schema['items'] : undefined, depth + 1, add);
}

/** A list is shown without what would not survive a form: it is compared by its length or its elements. */
const shown = (value: JsonValue): JsonValue =>
  value instanceof ExactNumber ? value.digits : Array.isArray(value) && holdsMore(value) ? [] : value;

/** Whether the log put something else in the place of this text, or cut it. */
const isCut = (value: JsonValue): boolean => typeof value === 'string' && value.includes('⟦');

/** Whether anything in it was redacted or cut, names too. */
export function holdsMore(value: JsonValue | undefined): boolean {
  if (typeof value === 'string') return value.includes('⟦');
  if (Array.isArray(value)) return (value as JsonArray).some(holdsMore);
  return isJsonObject(value) && Object.entries(value).some(([key, inner]) => key.includes('⟦') || holdsMore(inner));
}

function typeOf(value: JsonValue): string {
  if (value === null) return 'null';
  if (value instanceof ExactNumber) return /^-?\d+$/.test(value.digits) ? 'integer' : 'number';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'object' ? 'object' : typeof value;
}

function operatorsFor(type: string, value: JsonValue, schema: JsonValue | undefined): readonly Operator[] {
  switch (type) {
    case 'string': {
      const rest: readonly Operator[] = ['eq', 'in', 'starts_with', 'ends_with', 'contains', 'regex', 'glob', 'length_lte', 'exists'];
      if (isJsonObject(schema) && Array.isArray(schema['enum'])) return ['eq', 'in', 'not_in', 'exists'];
      if (looksLikePath(value)) return ['under', ...rest];
      return typeof value === 'string' && /^https?:\/\//i.test(value) ? [...rest.slice(0, 3), 'host_in', ...rest.slice(3)] : rest;
    }
    case 'number':
    case 'integer':
      // a rule cannot be typed in with more digits than a number holds: such a value is compared by order only
      return value instanceof ExactNumber ? ['lte', 'gte', 'lt', 'gt', 'exists'] : ['lte', 'gte', 'eq', 'in', 'lt', 'gt', 'exists'];
    case 'array':
      return ['length_lte', 'length_gte', 'contains', 'exists'];
    case 'object':
      return ['exists', 'is_type'];
    case 'null':
      return ['exists', 'is_type', 'eq'];
    default:
      return ['eq', 'neq', 'exists'];
  }
}

const propertiesOf = (schema: JsonValue | undefined): Readonly<Record<string, JsonValue>> | undefined => {
  const properties = isJsonObject(schema) ? own(schema, 'properties') : undefined;
  return isJsonObject(properties) ? (properties as Readonly<Record<string, JsonValue>>) : undefined;
};

const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object']);

function typeIn(schema: JsonValue | undefined): string | undefined {
  if (!isJsonObject(schema)) return undefined;
  const type = own(schema, 'type');
  const known = (Array.isArray(type) ? (type as JsonArray) : [type]).find(
    (one): one is string => typeof one === 'string' && TYPES.has(one),
  );
  return known ?? (Array.isArray(schema['enum']) ? 'string' : undefined);
}
