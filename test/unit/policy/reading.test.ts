import { describe, expect, it } from 'vitest';
import { ExactNumber } from '../../../shared/json/json.js';
import { parsePolicy, readPolicy } from '../../../shared/policy/parse.js';
import { policyJsonSchema } from '../../../shared/policy/schema.js';
import { policySchema } from '../../../shared/policy/schema.js';
import { keysAt } from '../../../shared/policy/parse.js';

const one = (text: string) => readPolicy(text).problems[0];
const rule = (body: string) => `{ "version": "1",\n  "tools": { "t": ${body} } }`;

describe('reading a policy', () => {
  it.each([
    ['{"version":"1","defualt":"deny"}', '/defualt', '"defualt"', 'did you mean "default"?'],
    [rule('{ "acton": "deny" }'), '/tools/t/acton', '"acton"', 'did you mean "action"?'],
    [rule('{ "deny_iff": [] }'), '/tools/t/deny_iff', '"deny_iff"', 'did you mean "deny_if"?'],
    [rule('{ "deny_if": [{ "conditions": [], "on_dny": "x" }] }'), '/tools/t/deny_if/0/on_dny', '"on_dny"', 'did you mean "on_deny"?'],
    [rule('{ "ask_if": [{ "conditions": [], "becuse": "x" }] }'), '/tools/t/ask_if/0/becuse', '"becuse"', 'did you mean "because"?'],
    [rule('{ "reason": 7 }'), '/tools/t/reason', '7', 'a text'],
    [rule('{ "require": {} }'), '/tools/t/require', '{}', 'a list'],
    [rule('{ "limits": [{ "windw": "minute", "max": 1 }] }'), '/tools/t/limits/0', '{ "windw"', '"window" is missing'],
    [rule('{ "limits": [{ "window": "minute", "max": -1 }] }'), '/tools/t/limits/0/max', '-1', 'cannot be below 0'],
    [rule('{ "limits": [{ "window": 0, "max": 1 }] }'), '/tools/t/limits/0/window', '0, ', '0 is no window'],
    [rule('{ "limits": [{ "window": "fortnight", "max": 1 }] }'), '/tools/t/limits/0/window', '"fortnight"', 'is no window'],
    [rule('{ "limits": [{ "window": "400d", "max": 1 }] }'), '/tools/t/limits/0/window', '"400d"', 'is no window'],
    [rule('{ "rate_limit": "30 per minute" }'), '/tools/t/rate_limit', '"30 per', 'is no rate'],
    [rule('{ "action": "alow" }'), '/tools/t/action', '"alow"', 'one of allow, ask, deny, hide'],
    [rule('{ "require": [{ "path": "args.a", "op": "regex", "value": "(a" }] }'), '/tools/t/require/0/value', '"(a"', 'missing closing'],
    [
      rule('{ "require": [{ "path": "args.a", "op": "regex", "value": "(?=a)" }] }'),
      '/tools/t/require/0/value',
      '"(?=a)',
      'no RE2 expression',
    ],
    [
      rule('{ "require": [{ "path": "args.a", "op": "regex", "value": "(\\\\w{500}){500}" }] }'),
      '/tools/t/require/0/value',
      '"(\\\\w',
      'no RE2 expression',
    ],
    [rule('{ "require": [{ "path": "arg.a", "op": "exists" }] }'), '/tools/t/require/0/path', '"arg.a"', 'is no path'],
    [rule('{ "require": [{ "path": "args.a", "op": "lt", "value": "5" }] }'), '/tools/t/require/0/value', '"5"', 'needs a number'],
    [rule('{ "require": [{ "path": "args.a", "op": "eqq", "value": 5 }] }'), '/tools/t/require/0/op', '"eqq"', '"op" cannot be "eqq"'],
    [
      rule('{ "require": [{ "path": "args.a", "op": "under", "value": "proj" }] }'),
      '/tools/t/require/0/value',
      '"proj"',
      'no absolute folder',
    ],
    [
      rule('{ "require": [{ "path": "args.a", "op": "host_in", "value": ["https://a.b"] }] }'),
      '/tools/t/require/0/value',
      '["https',
      'is no host',
    ],
    [rule('{ "require": [{ "path": "args.a", "op": "exists", "value": "x" }] }'), '/tools/t/require/0/value', '"x"', 'takes no "value"'],
    [rule('{ "require": [{ "any": [] }] }'), '/tools/t/require/0/any', '[] }] }', 'at least one'],
    [rule('{ "allow_if": [{ "conditions": [] }] }'), '/tools/t/allow_if/0/conditions', '[] }] }', 'needs a condition'],
    [
      rule('{ "limits": [{ "window": "minute", "max": 1, "increment_from": "args.a[*]" }] }'),
      '/tools/t/limits/0/increment_from',
      '"args.a[*]"',
      'no single argument',
    ],
    [rule('[]'), '/tools/t', '[] } }', 'must be an object'],
    ['{"version":"2"}', '/version', '"2"', 'cannot be "2"'],
    ['{"default":"deny"}', '', '{', '"version" is missing'],
    ['{"version":"1","default":"hide"}', '/default', '"hide"', 'one of allow, ask, deny'],
    ['{"version":"1","classes":{"reed":{}}}', '/classes/reed', '"reed"', 'did you mean "read"?'],
    ['{"version":"1","servers":{"s":{"clients":{}}}}', '/servers/s/clients', '"clients":{}', 'is not a key here'],
    ['{"version":"1","tools":{"a":{},"a":{"action":"deny"}}}', '/tools/a', '"a":{"action"', 'stands here twice'],
    ['{"version":"1",}', '', '}', 'not JSON'],
    ['{"version":"1"', '', '', 'not JSON'],
    ['', '', '', 'not JSON'],
  ])('refuses %s', (text, pointer, begins, message) => {
    const problem = one(text);
    expect(problem?.pointer).toBe(pointer);
    const line = text.split('\n')[(problem?.line ?? 0) - 1] ?? '?';
    expect(line.slice((problem?.column ?? 0) - 1).startsWith(begins)).toBe(true);
    expect(one(text)?.message).toContain(message);
    expect(parsePolicy(text).ok).toBe(false);
  });

  it('names every fault of a document, not only the first', () => {
    expect(
      readPolicy(rule('{ "acton": 1, "limits": [{ "window": "minute", "max": -1 }, { "max": "x" }] }')).problems.length,
    ).toBeGreaterThanOrEqual(4);
  });

  it('accepts comments, a byte order mark, and 5,000 rules', () => {
    expect(readPolicy('\uFEFF// mine\n{ "version": "1" /* one */ }').problems).toEqual([]);
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`t${i}`, { action: 'deny' }]));
    expect(readPolicy(JSON.stringify({ version: '1', tools: many })).problems).toEqual([]);
  });

  it('refuses what is nested beyond measure without falling over', () => {
    expect(one('['.repeat(1_000_000))?.message).toContain('nested deeper');
    expect(one(`{"version":"1","tools":{"t":{"require":[${'{"not":'.repeat(80)}1${'}'.repeat(80)}]}}}`)?.message).toContain(
      'nested deeper',
    );
  });

  it('keeps digits no number can hold, and gives objects that inherit nothing', () => {
    const { document } = readPolicy(
      '{"version":"1","tools":{"__proto__":{"require":[{"path":"args.a","op":"eq","value":9007199254740993}]}}}',
    );
    const tools = document?.tools as Record<string, { require: { value: unknown }[] }>;
    expect(Object.getOwnPropertyNames(Object.prototype).filter((name) => name !== '__proto__' && name in tools)).toEqual([]);
    expect(Object.keys(tools)).toEqual(['__proto__']);
    expect(tools['__proto__']?.require[0]?.value).toEqual(new ExactNumber('9007199254740993'));
  });

  it('checks what stands under the name __proto__ like everything else', () => {
    expect(one('{"version":"1","tools":{"__proto__":{"action":"alow"}}}')).toMatchObject({ pointer: '/tools/__proto__/action' });
    expect(one('{"version":"1","__proto__":{"default":"allow"}}')?.message).toContain('"__proto__" is not a key here');
  });

  it('knows the same keys as the schema', () => {
    expect([...keysAt([])].sort()).toEqual(Object.keys(policySchema.shape).sort());
    const schema = policyJsonSchema() as { $defs: Record<string, { properties: object; additionalProperties: boolean }> };
    expect(Object.keys(schema.$defs.ToolRule?.properties ?? {}).sort()).toEqual([...keysAt(['tools', 'x'])].sort());
    expect(schema.$defs.ToolRule?.additionalProperties).toBe(false);
    expect([...keysAt(['clients', 'c'])].sort()).toEqual(Object.keys(schema.$defs.Client?.properties ?? {}).sort());
    expect([...keysAt(['clients', 'c', 'servers', 's'])].sort()).toEqual(Object.keys(schema.$defs.Server?.properties ?? {}).sort());
  });

  it('accepts every form of a window', () => {
    for (const window of ['"second"', '"minute"', '"hour"', '"day"', '"week"', '60', '0.5', '"15m"', '"2h"', '"7d"'])
      expect([window, readPolicy(rule(`{ "limits": [{ "window": ${window}, "max": 1 }] }`)).problems]).toEqual([window, []]);
  });
});
