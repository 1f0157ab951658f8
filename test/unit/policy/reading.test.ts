import { describe, expect, it } from 'vitest';
import { ExactNumber } from '../../../shared/json/json.js';
import { compilePolicy } from '../../../shared/policy/compile.js';
import { parsePolicy, readPolicy } from '../../../shared/policy/parse.js';
import { policyJsonSchema } from '../../../shared/policy/schema.js';
import { policySchema } from '../../../shared/policy/schema.js';
import { keysAt } from '../../../shared/policy/parse.js';
import type { PolicyDocument } from '../../../shared/policy/types.js';
import { facts, noLimits } from './fixtures.js';

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
      'RE2 knows no look-around and no back-references',
    ],
    [
      rule('{ "require": [{ "path": "args.a", "op": "regex", "value": "(\\\\w{500}){500}" }] }'),
      '/tools/t/require/0/value',
      '"(\\\\w',
      'no RE2 expression',
    ],
    [rule('{ "require": [{ "path": "arg.a", "op": "exists" }] }'), '/tools/t/require/0/path', '"arg.a"', 'is no path'],
    [rule('{ "require": [{ "path": "body.a", "op": "exists" }] }'), '/tools/t/require/0/path', '"body.a"', 'is no path'],
    [rule('{ "require": [{ "path": "args.a", "op": "lt", "value": "5" }] }'), '/tools/t/require/0/value', '"5"', 'needs a number'],
    [rule('{ "require": [{ "path": "args.a", "op": "eqq", "value": 5 }] }'), '/tools/t/require/0/op', '"eqq"', '"op" cannot be "eqq"'],
    [
      rule('{ "require": [{ "path": "args.a", "op": "under", "value": "proj" }] }'),
      '/tools/t/require/0/value',
      '"proj"',
      'no absolute folder',
    ],
    [
      rule('{ "require": [{ "path": "args.a", "op": "host_in", "value": ["127.1"] }] }'),
      '/tools/t/require/0/value',
      '["127.1"',
      '"127.1" is no host',
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
    [rule('[]'), '/tools/t', '[] } }', '"t" must be an object, not a list'],
    ['[1]', '', '[1]', 'the document must be an object, not a list'],
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

  it.each([
    ['{"version":"1","clients":{"c":{"defualt":"ask"}}}', '/clients/c/defualt', 'default'],
    ['{"version":"1","clients":{"c":{"servers":{"s":{"hid":[]}}}}}', '/clients/c/servers/s/hid', 'hide'],
    ['{"version":"1","servers":{"s":{"toools":{}}}}', '/servers/s/toools', 'tools'],
    [rule('{ "limits": [{ "window": "minute", "max": 1, "scop": "grant" }] }'), '/tools/t/limits/0/scop', 'scope'],
    [rule('{ "rate_limit": { "max": 1, "window": "minute", "mx": 2 } }'), '/tools/t/rate_limit/mx', 'max'],
    [rule('{ "approval": { "timeout_second": 5 } }'), '/tools/t/approval/timeout_second', 'timeout_seconds'],
    [
      rule('{ "allow_if": [{ "conditions": [{ "path": "args.a", "op": "exists" }], "condition": [] }] }'),
      '/tools/t/allow_if/0/condition',
      'conditions',
    ],
    [rule('{ "require": [{ "path": "args.a", "op": "exists", "mising": "skip" }] }'), '/tools/t/require/0/mising', 'missing'],
    [rule('{ "require": [{ "not": { "path": "args.a", "op": "exists" }, "nto": 1 }] }'), '/tools/t/require/0/nto', 'not'],
    [rule('{ "require": [{ "any": [{ "path": "args.a", "op": "exists" }], "vale": 1 }] }'), '/tools/t/require/0/vale', 'value'],
  ])('refuses the key that is none in %s, and names the nearest', (text, pointer, near) => {
    const key = pointer.slice(pointer.lastIndexOf('/') + 1);
    expect(readPolicy(text).problems).toMatchObject([
      { pointer, message: `"${key}" is not a key here; did you mean "${near}"?`, fix: `Write "${near}" instead of "${key}".` },
    ]);
  });

  it('lists the keys that may stand there for one that is like none of them', () => {
    expect(readPolicy(rule('{ "approval": { "xylophone": 1 } }')).problems).toMatchObject([
      { message: '"xylophone" is not a key here', fix: 'Known here: timeout_seconds, remember.' },
    ]);
  });

  it('refuses patterns that would take long: too long to read, or too large once they are', () => {
    const regex = (value: string) => one(rule(`{ "require": [{ "path": "args.a", "op": "regex", "value": "${value}" }] }`));
    expect(regex('a'.repeat(2000))).toBeUndefined();
    expect(regex('a'.repeat(2001))).toMatchObject({
      pointer: '/tools/t/require/0/value',
      message: 'the pattern is longer than 2000 characters',
    });
    expect(regex('(?:abcdefghij){290}')).toBeUndefined();
    expect(regex('(?:abcdefghij){310}')?.message).toMatch(/^the pattern is too large \(3\d\d\d steps, at most 3000\)$/);
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
    for (const [window, ms] of [
      ['"second"', 1000],
      ['"minute"', 60_000],
      ['"hour"', 3_600_000],
      ['"day"', 86_400_000],
      ['"week"', 604_800_000],
      ['60', 60_000],
      ['0.5', 500],
      ['0.0001', 1],
      ['"30s"', 30_000],
      ['"15m"', 900_000],
      ['"2h"', 7_200_000],
      ['"7d"', 604_800_000],
      ['"2w"', 1_209_600_000],
    ] as const) {
      // prettier-ignore
      const { document, problems } = readPolicy(`{ "version": "1", "all_tools": { "limits": [{ "window": ${window}, "max": 1 }] } }`);
      expect([window, problems]).toEqual([window, []]);
      expect([window, compilePolicy(document as PolicyDocument).evaluate(facts(), noLimits).charges[0]?.windowMs]).toEqual([window, ms]);
    }
  });
});
