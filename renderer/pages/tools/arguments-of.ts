export interface Argument {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
}

const MOST = 200;
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const line = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 600) : '');

/** The arguments at the top of an input schema, required ones first, at most 200. Anything that is no schema has none. */
export function argumentsOf(schema: unknown): Argument[] {
  if (!isObject(schema) || !isObject(schema['properties'])) return [];
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(schema['properties'])
    .slice(0, MOST)
    .map(([name, value]) => ({
      name,
      type: isObject(value) ? typeOf(value) : '',
      required: required.includes(name),
      description: isObject(value) ? line(value['description']) : '',
    }))
    .sort((a, b) => Number(b.required) - Number(a.required));
}

function typeOf(value: Record<string, unknown>): string {
  if (Array.isArray(value['enum']))
    return value['enum']
      .slice(0, 12)
      .map((one) => JSON.stringify(one))
      .join(' | ')
      .slice(0, 300);
  const { type, items } = value;
  if (type === 'array' && isObject(items)) return `${line(items['type']) || 'any'}[]`;
  return Array.isArray(type) ? type.map(line).join(' | ') : line(type);
}
