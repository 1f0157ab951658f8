import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../support/cli.js';
import { rig } from '../support/serving.js';

let dir: string;
const dataDir = () => join(dir, 'data');
const file = (name: string, content: unknown): string => {
  writeFileSync(join(dir, name), typeof content === 'string' ? content : JSON.stringify(content));
  return join(dir, name);
};
const cli = (...args: string[]) => run(dataDir(), args);
const running = () => readFileSync(join(dataDir(), 'policy.json'), 'utf8');

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'toolgate-policy-cli-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const SEED =
  '{ "version": "1", "default": "deny", "tools": { "create_access_key": { "limits": [ { "counter": "create_access_key_rate", "window": "minute", "max": 2, "scope": "grant" } ] } } }';
const CALL = '{"server":"aws","tool":"create_access_key","arguments":{}}';

describe('policy eval', () => {
  it('prints one decision a line, as it would be made on a simulated clock', async () => {
    const calls = file(
      'calls.jsonl',
      [
        CALL,
        CALL,
        CALL,
        '{"server":"aws","tool":"list_users","class":"read","arguments":{}}',
        '{"server":"aws","tool":"create_access_key","arguments":{},"atMs":60001}',
        '',
      ].join('\n'),
    );
    const ran = await cli('policy', 'eval', '--policy', file('seed.json', SEED), '--calls', calls);
    expect(ran.err).toBe('');
    expect(ran.code).toBe(0);
    expect(ran.out.trimEnd().split('\n')).toEqual([
      '{"verdict":"allow","code":"ALLOWED","because":[{"pointer":"/tools/create_access_key","text":"allowed by the rule for create_access_key"}],"limits":[{"counter":"create_access_key_rate","used":0,"max":2,"windowMs":60000}]}',
      '{"verdict":"allow","code":"ALLOWED","because":[{"pointer":"/tools/create_access_key","text":"allowed by the rule for create_access_key"}],"limits":[{"counter":"create_access_key_rate","used":1,"max":2,"windowMs":60000}]}',
      '{"verdict":"deny","code":"LIMITED","because":[{"pointer":"/tools/create_access_key/limits/0","text":"denied because create_access_key_rate allows at most 2 calls in any minute for this application, and 2 of 2 are used in the last minute; room again in 61 seconds"}],"limits":[{"counter":"create_access_key_rate","used":2,"max":2,"windowMs":60000}],"retryAfterMs":60001}',
      '{"verdict":"deny","code":"DENIED","because":[{"pointer":"/default","text":"denied by the default"}],"limits":[]}',
      '{"verdict":"allow","code":"ALLOWED","because":[{"pointer":"/tools/create_access_key","text":"allowed by the rule for create_access_key"}],"limits":[{"counter":"create_access_key_rate","used":0,"max":2,"windowMs":60000}]}',
    ]);
  });

  it('names the line that is no call and the key that is none, and tells wrong usage by its code', async () => {
    const calls = file('calls.jsonl', `${CALL}\n{"server":"aws","tol":"x","arguments":{}}\n`);
    const bad = await cli('policy', 'eval', '--policy', file('seed.json', SEED), '--calls', calls);
    expect([bad.code, bad.out.split('\n').length]).toEqual([1, 2]);
    expect(bad.err).toContain('line 2: "tol" is not a key here; did you mean "tool"?');
    const invalid = await cli('policy', 'eval', '--policy', file('bad.json', '{ "version": "1", "defualt": "deny" }'), '--calls', calls);
    expect([invalid.code, invalid.out]).toEqual([1, '']);
    expect(invalid.err).toBe(
      'toolgate: the policy cannot be used: line 1, column 19: "defualt" is not a key here; did you mean "default"? (Write "default" instead of "defualt".)\n',
    );
    expect((await cli('policy', 'eval', '--policy', join(dir, 'seed.json'))).code).toBe(2);
    expect((await cli('policy', 'nonsense')).code).toBe(2);
    expect((await cli('policy', 'validate')).code).toBe(2);
    expect((await cli('policy', 'validate', join(dir, 'not-there.json'))).code).toBe(2);
  });
});

describe('bad policies', () => {
  it.each([
    [
      'a misspelt key',
      '{ "version": "1", "defualt": "deny" }',
      '1:19 /defualt "defualt" is not a key here; did you mean "default"? (Write "default" instead of "defualt".)',
    ],
    ['a wrong type', '{ "version": "1", "default": 3 }', '1:30 /default "default" cannot be 3; it is one of allow, ask, deny'],
    [
      'an impossible pattern',
      '{ "version": "1", "tools": { "a": { "require": [\n  { "path": "args.x", "op": "regex", "value": "(a" } ] } } }',
      '2:47 /tools/a/require/0/value it is no RE2 expression: missing closing ): `(a`',
    ],
    [
      'a limit of -1',
      '{ "version": "1", "tools": { "a": { "limits": [ { "window": "minute", "max": -1 } ] } } }',
      '1:78 /tools/a/limits/0/max a limit cannot be below 0; 0 refuses all',
    ],
    [
      'a window of 0',
      '{ "version": "1", "tools": { "a": { "limits": [ { "window": 0, "max": 1 } ] } } }',
      '1:61 /tools/a/limits/0/window 0 is no window for a limit (Write second, minute, hour, day, week, a number of seconds, or a duration such as "15m"; at most 31 days.)',
    ],
    ['YAML that refers to itself', 'version: "1"\ntools: &t\n  a: *t\n', '1:1  this is not JSON: invalid symbol (and 1 more)'],
  ])('%s is refused with its place and the fix, and the running policy stays', async (_, text, line) => {
    await cli('policy', 'preset', 'strict');
    const before = running();
    const path = file('bad.json', text);
    const checked = await cli('policy', 'validate', path);
    expect(checked.code).toBe(1);
    expect(checked.out.split('\n')[0]).toBe(`${path}:${line}`);
    const json = (await cli('--json', 'policy', 'validate', path)).json<{
      valid: boolean;
      problems: { pointer: string; line: number; column: number; message: string; fix?: string }[];
    }>();
    expect(json.valid).toBe(false);
    expect(Object.keys(json.problems[0] ?? {}).sort()).toEqual(expect.arrayContaining(['column', 'line', 'message', 'pointer']));
    const set = await cli('policy', 'set', path);
    expect([set.code, set.out]).toEqual([1, '']);
    expect(set.err).toMatch(/^toolgate: the policy cannot be used: line \d+, column \d+: .* \(.*\)\n$/);
    expect(running()).toBe(before);
  });

  it('an import that refers to itself is refused with its line', async () => {
    const ran = await cli('policy', 'import', file('circle.yaml', 'version: "1"\ntools: &t\n  a: *t\n'), '--server', 's');
    expect([ran.code, ran.out]).toEqual([1, '']);
    expect(ran.err).toBe('toolgate: line 3: an alias (*name) cannot be imported; it could refer to itself (Write the rules out.)\n');
  });

  it('10,000 rules are refused with the place and what to do, and the running policy stays', async () => {
    const before = (await cli('policy', 'show')).out;
    const tools = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`tool_${String(i)}`, { action: 'deny' }]));
    const many = file('many.json', { version: '1', default: 'deny', tools });
    for (const command of ['validate', 'set']) {
      const ran = await cli('policy', command, many);
      expect(ran.code).toBe(1);
      expect(ran.out + ran.err).toContain('a policy has at most 5000 rules');
    }
    expect((await cli('policy', 'show')).out).toBe(before);
  });
});

describe('policy import', () => {
  it('converts the seed as it stands, for one server', async () => {
    const ran = await cli('--json', 'policy', 'import', file('seed.json', SEED), '--server', 'aws');
    expect(ran.code).toBe(0);
    const { converted, notConverted, text } = ran.json<{ converted: string[]; notConverted: string[]; text: string }>();
    expect({ converted, notConverted, policy: JSON.parse(text) as unknown }).toEqual({
      converted: ['/tools/create_access_key: limits', '/default: deny'],
      notConverted: [],
      policy: {
        version: '1',
        servers: {
          aws: {
            default: 'deny',
            tools: {
              create_access_key: {
                action: 'allow',
                limits: [{ counter: 'create_access_key_rate', window: 'minute', max: 2, scope: 'grant' }],
              },
            },
          },
        },
      },
    });
    const words = (await cli('policy', 'import', join(dir, 'seed.json'), '--server', 'aws')).out;
    expect(words.startsWith('converted: /tools/create_access_key: limits\nconverted: /default: deny\n{\n  "version": "1",')).toBe(true);
    expect((await cli('policy', 'import', join(dir, 'seed.json'))).code).toBe(2);
  });
});

describe('presets, history and going back', () => {
  it('keep every revision', async () => {
    expect((await cli('policy', 'preset', 'strict')).out).toBe(
      'preset strict: everything asks; destroying, paying and the unknown are denied\n',
    );
    expect((await cli('--json', 'policy', 'preset', 'relaxed')).json()).toEqual({
      revision: 3,
      sentence: expect.stringMatching(/^preset relaxed: /) as string,
    });
    const history = (await cli('--json', 'policy', 'history')).json<{ revision: number; atMs: number; by: string; sentence: string }[]>();
    expect(history.map(({ revision, by }) => [revision, by])).toEqual([
      [3, 'cli'],
      [2, 'cli'],
      [1, 'start'],
    ]);
    expect((await cli('policy', 'history')).out).toMatch(/^3 {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}cli {4}preset relaxed: [^\n]+\n2 /);
    const strict = await cli('--json', 'policy', 'rollback', '2');
    expect(strict.json()).toEqual({ revision: 4, sentence: 'back to revision 2' });
    expect((await cli('--json', 'policy', 'show')).json<{ text: string }>().text).toBe(running());
    expect((JSON.parse(running()) as { classes: { destructive: { action: string } } }).classes.destructive.action).toBe('deny');
    expect(await cli('policy', 'rollback', '99')).toMatchObject({
      code: 1,
      err: 'toolgate: there is no revision 99 (See the history of the policy.)\n',
    });
    expect((await cli('policy', 'rollback', 'x')).code).toBe(2);
    expect(await cli('policy', 'preset', 'lax')).toMatchObject({
      code: 2,
      out: '',
      err: 'toolgate: "lax" is no preset (write one of: relaxed, balanced, strict)\n',
    });
  });
});

describe('policy replay', () => {
  it('shows which recorded calls a draft would decide differently, and which cannot be told', async () => {
    const gate = await rig({ version: '1', default: 'allow' });
    try {
      const agent = await gate.agent();
      for (const args of [{ path: '/tmp/a' }, { path: '/etc/passwd' }, { token: 'ghp_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8' }])
        expect((await agent.call('echo', args)).isError).toBe(false);
      const draft = gate.file('draft.json', {
        version: '1',
        default: 'allow',
        tools: {
          echo: {
            deny_if: [
              { conditions: [{ path: 'args.path', op: 'under', value: '/etc', missing: 'skip' }] },
              { conditions: [{ path: 'args.token', op: 'starts_with', value: 'ghp_', missing: 'skip' }] },
            ],
          },
        },
      });
      const outcome = (await gate.cli(['--json', 'policy', 'replay', draft])).json<{
        calls: number;
        same: number;
        cannotTell: number;
        changed: { record: { tool: string; argumentsText: string }; was: string; would: string; because: string }[];
      }>();
      expect({ ...outcome, changed: outcome.changed.map(({ record, ...rest }) => ({ ...rest, args: JSON.parse(record.argumentsText) as unknown })) }).toEqual({
        calls: 3, same: 1, cannotTell: 1, changed: [{ was: 'allow', would: 'deny', because: 'denied because args.path is under /etc (where it is given)', args: { path: '/etc/passwd' } }],
      }); // prettier-ignore
      const words = await gate.cli(['policy', 'replay', draft]);
      expect(words.out).toMatch(
        /^3 calls: 1 the same, 1 different, 1 cannot tell\n.*tester {2}fake › echo {2}allow → deny {2}denied because args\.path is under \/etc \(where it is given\)\n$/,
      );
      expect((await gate.cli(['--json', 'policy', 'replay', draft, '--since', '1ms'])).json()).toMatchObject({ calls: 0 });
      expect((await gate.cli(['policy', 'replay', gate.file('bad.json', '{}')])).code).toBe(1);
    } finally {
      await gate.end();
    }
  });
});
