import { describe, expect, it } from 'vitest';
import { argumentsOf, comparedWith } from '../../../renderer/pages/rules/argument-offers.js';

const schema = {
  type: 'object',
  properties: {
    path: { type: 'string' },
    'odd name': { type: 'string', const: 'x' },
    state: { enum: ['open', 'closed'], default: 'open' },
    force: { type: 'boolean' },
    count: { anyOf: [{ type: 'integer', minimum: 1, maximum: 100 }, { type: 'null' }] },
    labels: { type: 'array', items: { type: 'string', enum: ['bug', 'docs'] }, maxItems: 5 },
    title: { type: 'string', minLength: 3, maxLength: 80, examples: ['A title', null, {}] },
    edits: { type: 'array', items: { $ref: '#/$defs/edit' } },
    filter: { oneOf: [{ $ref: '#/$defs/edit' }, { properties: { deep: { properties: { er: { properties: { still: {} } } } } } }] },
  },
  $defs: { edit: { type: 'object', properties: { line: { type: 'integer' }, more: { $ref: '#/$defs/edit' } } } },
};
const args = argumentsOf(schema);

describe('the arguments of a tool', () => {
  it('are named as conditions name them, deeper ones and elements of lists too', () => {
    expect(args.map(({ path }) => path)).toEqual([
      'args.path', 'args["odd name"]', 'args.state', 'args.force', 'args.count', 'args.labels', 'args.labels[*]', 'args.title',
      'args.edits', 'args.edits[*]', 'args.edits[*].line', 'args.edits[*].more', 'args.edits[*].more.line', 'args.edits[*].more.more',
      'args.filter', 'args.filter.line', 'args.filter.more', 'args.filter.more.line', 'args.filter.more.more', 'args.filter.more.more.line',
      'args.filter.more.more.more', 'args.filter.deep', 'args.filter.deep.er', 'args.filter.deep.er.still',
    ]); // prettier-ignore
    expect(args.find(({ path }) => path === 'args.count')?.types).toEqual(['integer', 'null']);
  });

  it.each<[path: string, op: string, values: unknown[]]>([
    ['args.state', 'eq', ['open', 'closed']],
    ['args.state', 'in', ['open', 'closed']],
    ['args.state', 'starts_with', []],
    ['args["odd name"]', 'neq', ['x']],
    ['args.force', 'eq', [true, false]],
    ['args.force', 'exists', []],
    ['args.force', 'is_type', ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null']],
    ['args.count', 'lte', [1, 100]],
    ['args.count', 'eq', []],
    ['args.labels', 'contains', ['bug', 'docs']],
    ['args.labels', 'length_lte', [5]],
    ['args.labels[*]', 'not_in', ['bug', 'docs']],
    ['args.labels[0]', 'eq', ['bug', 'docs']],
    ['args.title', 'length_gte', [3]],
    ['args.title', 'length_lte', [80]],
    ['args.title', 'eq', ['A title']],
    ['args.title', '__proto__', []],
    ['args.nothing', 'eq', []],
  ])('%s is compared by %s with what the schema says', (path, op, values) => {
    expect(comparedWith(args, path, op)).toEqual(values);
  });

  it.each<[schema: unknown]>([
    [undefined],
    [null],
    ['x'],
    [[]],
    [{ properties: null }],
    [{ properties: ['a'] }],
    [{ properties: { a: null, b: true, c: 7 } }],
    [{ $ref: '#' }],
    [{ $ref: '#/properties/a~2' }],
    [{ $ref: 'https://example.com/schema.json', anyOf: 'x', oneOf: [null], allOf: [{ $ref: '#/allOf/0' }] }],
    [{ properties: { a: { enum: 'open', type: [{}], examples: 1, items: null } } }],
    [JSON.parse('{"properties":{"__proto__":{"properties":{"__proto__":{"type":"string"}}}}}')],
  ])('of a schema that is none, or points at itself, are what can be read: %j', (odd) => {
    for (const { path } of argumentsOf(odd)) expect(comparedWith(argumentsOf(odd), path, 'eq').length).toBeLessThan(3);
  });

  it('are bounded for a schema that names thousands', () => {
    const wide = (depth: number): object => ({
      properties: Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, depth === 0 ? {} : { $ref: '#/$defs/x' }])),
    });
    expect(argumentsOf({ ...wide(1), $defs: { x: wide(1) } }).length).toBeLessThanOrEqual(200);
    const chooses = { anyOf: Array.from({ length: 500 }, (_, i) => ({ properties: { [`k${i}`]: {} } })) };
    expect(argumentsOf(chooses).length).toBeLessThanOrEqual(200);
  });
});
