import type { JsonValue } from '../../../shared/json/json.js';
import { getPointer } from '../../../shared/json/pointer.js';
import { typeNames } from '../../../shared/policy/compare.js';
import type { Operator } from '../../../shared/policy/language.js';
import { keyStep } from '../../../shared/policy/path.js';

type Shape = Readonly<Record<string, unknown>>;

/** One argument of a tool as its input schema describes it. */
export interface Argument {
  /** as conditions write it: `args.items[*].id` */
  readonly path: string;
  readonly types: readonly string[];
  /** every schema it may follow, references and unions opened */
  readonly shapes: readonly Shape[];
}

const MAX_ARGUMENTS = 200;
const MAX_DEPTH = 4;
const MAX_SHAPES = 200;

/** The arguments that a tool's input schema names, deeper ones under their paths. The schema is a server's: whatever it holds, nothing throws. */
export function argumentsOf(inputSchema: unknown): readonly Argument[] {
  const found: Argument[] = [];
  const visit = (path: string, schemas: readonly unknown[], depth: number): void => {
    const shapes = opened(inputSchema, schemas);
    if (depth > 0) found.push({ path, types: typesOf(shapes), shapes });
    if (depth === MAX_DEPTH) return;
    const below = new Map<string, unknown[]>();
    const note = (step: string, schema: unknown): void => void below.set(step, [...(below.get(step) ?? []), schema]);
    for (const { items, properties } of shapes) {
      if (items !== undefined && depth > 0) note('[*]', items);
      for (const [key, schema] of Object.entries(isShape(properties) ? properties : {})) note(keyStep(key), schema);
    }
    for (const [step, inner] of below) if (found.length < MAX_ARGUMENTS) visit(path + step, inner, depth + 1);
  };
  visit('args', [inputSchema], 0);
  return found;
}

const BOUNDS = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'];
const VALUES = ['enum', 'const', 'default', 'examples'];
/** The keywords of a schema that say what an argument may be compared with; the other operators take what no schema knows. */
const KEYWORDS: Readonly<Partial<Record<Operator, readonly string[]>>> = {
  eq: VALUES,
  neq: VALUES,
  in: VALUES,
  not_in: VALUES,
  contains: VALUES,
  lt: BOUNDS,
  lte: BOUNDS,
  gt: BOUNDS,
  gte: BOUNDS,
  length_lte: ['maxLength', 'maxItems'],
  length_gte: ['minLength', 'minItems'],
};

/** What the argument at `path` may be compared with, as far as its schema or the operator alone tells. Texts, numbers and truth values only. */
export function comparedWith(args: readonly Argument[], path: string, op: string): readonly (string | number | boolean)[] {
  if (op === 'is_type') return typeNames;
  const keywords = Object.hasOwn(KEYWORDS, op) ? (KEYWORDS[op as Operator] ?? []) : [];
  const general = path.replaceAll(/\[\d+\]/g, '[*]');
  const at = (wanted: string): readonly Argument[] => args.filter((one) => one.path === wanted);
  // a list contains one of its elements
  const elements = op === 'contains' ? at(`${general}[*]`) : [];
  const values = (elements.length > 0 ? elements : at(general)).flatMap(({ shapes, types }) => [
    ...shapes.flatMap((shape) => keywords.flatMap((keyword) => shape[keyword])),
    ...(types.includes('boolean') && keywords === VALUES ? [true, false] : []),
  ]);
  return [...new Set(values.filter(isPlain))];
}

const isPlain = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
const isShape = (value: unknown): value is Shape => typeof value === 'object' && value !== null && !Array.isArray(value);

/** These schemas and all that they refer to or choose from; bounded, for a schema may refer to itself. */
function opened(root: unknown, schemas: readonly unknown[]): readonly Shape[] {
  const shapes = new Set<Shape>();
  const open = (schema: unknown): void => {
    if (!isShape(schema) || shapes.has(schema) || shapes.size >= MAX_SHAPES) return;
    shapes.add(schema);
    const { $ref } = schema;
    if (typeof $ref === 'string' && $ref.startsWith('#')) open(getPointer(root as JsonValue, $ref.slice(1)));
    for (const branches of [schema['anyOf'], schema['oneOf'], schema['allOf']]) if (Array.isArray(branches)) branches.forEach(open);
  };
  schemas.forEach(open);
  return [...shapes];
}

const typesOf = (shapes: readonly Shape[]): readonly string[] => [
  ...new Set(shapes.flatMap(({ type }) => type).filter((type): type is string => typeof type === 'string')),
];
