/** The part of JSON Schema (draft 2020-12) that the schema of the policy language uses. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly propertyNames?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  /** whose names a text may be: `servers`, `clients`, `tools`, `arguments`, `amounts`; or `values`: what the argument beside is compared with */
  readonly 'x-names'?: string;
}

/** Every schema that what stands at `path` may follow: references are resolved, unions are opened. Empty where nothing is known. */
export function schemasAt(root: JsonSchema, path: readonly (string | number)[]): JsonSchema[] {
  let here = opened(root, root);
  for (const step of path) here = here.flatMap((schema) => below(schema, step)).flatMap((schema) => opened(root, schema));
  return here;
}

function below({ items, properties, additionalProperties }: JsonSchema, step: string | number): JsonSchema[] {
  if (typeof step === 'number') return items === undefined ? [] : [items];
  if (properties !== undefined && Object.hasOwn(properties, step)) return [properties[step] ?? {}];
  return typeof additionalProperties === 'object' ? [additionalProperties] : [];
}

/** A schema without references and unions. What stands beside a reference or a union holds as well. */
export function opened(root: JsonSchema, schema: JsonSchema, depth = 0): JsonSchema[] {
  if (depth > 16) return [];
  const { $ref, anyOf, ...own } = schema;
  if ($ref !== undefined) {
    const target = root.$defs?.[$ref.replace(/^#\/\$defs\//, '')];
    return target === undefined ? [] : opened(root, { ...target, ...own }, depth + 1);
  }
  return anyOf === undefined ? [schema] : anyOf.flatMap((branch) => opened(root, { ...own, ...branch }, depth + 1));
}
