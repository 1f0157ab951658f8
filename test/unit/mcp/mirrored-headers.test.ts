import { describe, expect, it } from 'vitest';
import { ExactNumber, type JsonValue } from '../../../shared/json/json.js';
import { fromHeader, mirroredArguments, mirroredValue, nameOf, saysTheSame, toHeader } from '../../../shared/mcp/mirrored-headers.js';

describe('a value in a header', () => {
  it.each([
    ['us-west1', 'us-west1'],
    ['a b', 'a b'],
    ['', ''],
    ['Hello, 世界', '=?base64?SGVsbG8sIOS4lueVjA==?='],
    [' padded ', '=?base64?IHBhZGRlZCA=?='],
    ['line1\nline2', '=?base64?bGluZTEKbGluZTI=?='],
    ['=?base64?literal?=', '=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?='],
  ])('says %j as %j and is read back', (text, header) => {
    expect(toHeader(text)).toBe(header);
    expect(fromHeader(header)).toBe(text);
  });

  it('that no decoder reads, or that stands twice, says nothing', () => {
    for (const value of ['=?base64?/w==?=', '=?base64?A?=', ['a', 'b'], undefined])
      expect(fromHeader(value), String(value)).toBeUndefined();
    expect(fromHeader('=?BASE64?YQ==?=')).toBe('=?BASE64?YQ==?=');
  });
});

describe('arguments marked for headers', () => {
  const mark = (name: JsonValue, type: JsonValue = 'string') => ({ type, 'x-mcp-header': name });

  it('are found where only properties lead to them', () => {
    const schema = {
      properties: {
        region: mark('Region'),
        deep: { properties: { n: mark('N', 'integer'), properties: mark('P', 'boolean') } },
        'x-mcp-header': { type: 'string' },
        plain: { type: 'string', default: { 'x-mcp-header': 'no' }, enum: [{ 'x-mcp-header': 'no' }] },
      },
    };
    expect(mirroredArguments(schema)).toEqual([
      { header: 'mcp-param-region', path: ['region'] },
      { header: 'mcp-param-n', path: ['deep', 'n'] },
      { header: 'mcp-param-p', path: ['deep', 'properties'] },
    ]);
    for (const none of [undefined, true, {}, { properties: [] }]) expect(mirroredArguments(none)).toEqual([]);
  });

  it.each([
    ['an empty name', { properties: { a: mark('') } }],
    ['a name with a line end', { properties: { a: mark('A\r\nB') } }],
    ['a name with a space', { properties: { a: mark('A B') } }],
    ['a name that is no text', { properties: { a: mark(7) } }],
    ['the same name twice, in other letters', { properties: { a: mark('A'), b: mark('a') } }],
    ['an object', { properties: { a: mark('A', 'object') } }],
    ['several types', { properties: { a: mark('A', ['string', 'null']) } }],
    ['the root', mark('A')],
    ['an item of a list', { properties: { a: { type: 'array', items: mark('A') } } }],
    ['a member of a list of schemas', { anyOf: [{ properties: { a: mark('A') } }] }],
    ['a definition', { $defs: { a: mark('A') } }],
    ['below a condition', { if: { properties: { a: mark('A') } } }],
  ] as [string, JsonValue][])('are not valid at %s', (_what, schema) => {
    expect(mirroredArguments(schema)).toBeTypeOf('string');
  });

  it('have a value where it can stand in a header', () => {
    const args = { a: { b: 'x', c: null, d: [1], e: false, f: new ExactNumber('9007199254740993') } };
    expect(['b', 'c', 'd', 'e', 'f', 'g'].map((key) => mirroredValue(args, ['a', key]))).toEqual([
      'x',
      undefined,
      undefined,
      false,
      args.a.f,
      undefined,
    ]);
    for (const path of [['constructor'], ['__proto__', 'x'], ['a', 'b', 'length']]) expect(mirroredValue(args, path)).toBeUndefined();
  });

  it('say the same as their header by text, numbers by value', () => {
    expect([
      saysTheSame('42.0', 42),
      saysTheSame('4.2e1', 42),
      saysTheSame('true', true),
      saysTheSame('9007199254740993', new ExactNumber('9007199254740993')),
    ]).toEqual([true, true, true, true]);
    expect([
      saysTheSame('42.0', '42'),
      saysTheSame('', 0),
      saysTheSame('0x2a', 42),
      saysTheSame('True', true),
      saysTheSame('9007199254740992', new ExactNumber('9007199254740993')),
    ]).toEqual([false, false, false, false, false]);
  });
});

it('a request is about the name, the address or the task that its method says', () => {
  const params = { name: 'n', uri: 'u', taskId: 't' };
  expect(
    ['tools/call', 'prompts/get', 'resources/read', 'tasks/update', 'tools/list', 'completion/complete'].map((method) =>
      nameOf(method, params),
    ),
  ).toEqual(['n', 'n', 'u', 't', undefined, undefined]);
});
