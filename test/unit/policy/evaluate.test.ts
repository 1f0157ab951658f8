import { describe, expect, it } from 'vitest';
import { ExactNumber } from '../../../shared/json/json.js';
import { compilePolicy } from '../../../shared/policy/compile.js';
import { strictestOf } from '../../../shared/policy/strictest-of.js';
import type { LimitCharge, PolicyDocument } from '../../../shared/policy/types.js';
import { compile, facts, noLimits, paths } from './fixtures.js';

const chargesOf = (policy: unknown, over = {}): readonly LimitCharge[] => compile(policy).evaluate(facts(over), noLimits).charges;
const keyOf = (limit: object, over = {}): string =>
  chargesOf({ version: '1', default: 'allow', all_tools: { limits: [{ window: 'minute', max: 5, ...limit }] } }, over)[0]?.key ?? '';

describe('a decision', () => {
  it('is deny, and says so, when a rule throws', () => {
    const policy = compile({
      version: '1',
      tools: { write_file: { action: 'allow', ask_if: [{ conditions: [{ path: 'args.path', op: 'under', value: '/x' }] }] } },
    });
    const broken = facts({ arguments: { path: '/x/y' }, paths: paths({ dataDir: undefined, resolve: () => { throw new Error('the disk is gone'); } }) }); // prettier-ignore
    expect(policy.evaluate(broken, noLimits).decision).toMatchObject({
      verdict: 'deny',
      code: 'DENIED',
      because: [{ pointer: '/tools/write_file/ask_if/0', text: 'denied because this rule could not be evaluated: the disk is gone' }],
    });
  });

  it('is deny, and says so, when what would allow it throws, and when it cannot be told where the arguments lead', () => {
    const gone = (dataDir?: string) => paths({ dataDir, resolve: () => { throw new Error('the disk is gone'); } }); // prettier-ignore
    const allows = compile({
      version: '1',
      tools: { write_file: { action: 'ask', allow_if: [{ conditions: [{ path: 'args.path', op: 'under', value: '/x' }] }] } },
    });
    expect(allows.evaluate(facts({ arguments: { path: '/x/y' }, paths: gone() }), noLimits).decision).toMatchObject({
      verdict: 'deny',
      because: [{ pointer: '/tools/write_file/allow_if/0', text: 'denied because this rule could not be evaluated: the disk is gone' }],
    });
    const open = compile({ version: '1', default: 'allow' });
    expect(open.evaluate(facts({ arguments: { path: '/x/y' }, paths: gone('/home/u/.config/toolgate') }), noLimits).decision).toMatchObject(
      {
        verdict: 'deny',
        because: [{ pointer: '', text: 'denied because this rule could not be evaluated: the disk is gone' }],
      },
    );
  });

  it('is deny, and says so, for a document that nobody checked', () => {
    const unchecked = { version: '1', tools: { write_file: { action: 'allow', require: [{ path: 'nowhere', op: 'eq', value: 1 }] } } };
    expect(compilePolicy(unchecked as unknown as PolicyDocument).evaluate(facts(), noLimits)).toMatchObject({
      decision: { verdict: 'deny', because: [{ text: expect.stringContaining('"nowhere" is no path') as string }] },
      charges: [],
    });
  });

  it('looks at own properties only, also of objects and documents that inherit', () => {
    const required = { version: '1', default: 'allow', all_tools: { require: [{ path: 'args.toString', op: 'exists' }] } };
    expect(compile(required).evaluate(facts({ arguments: {} }), noLimits).decision.verdict).toBe('deny');
    const inherits = { version: '1', default: 'allow', tools: {}, classes: {}, servers: {}, clients: {} } as unknown as PolicyDocument;
    for (const name of ['constructor', 'toString', '__proto__']) {
      const call = facts({ tool: name, server: name, client: name });
      const [because, ...others] = compilePolicy(inherits).evaluate(call, noLimits).decision.because;
      expect([name, because?.pointer, because?.text, others]).toEqual([name, '/default', 'allowed by the default', []]);
    }
  });

  it('is deny when a limit cannot be read', () => {
    const policy = compile({ version: '1', default: 'allow', all_tools: { rate_limit: '5/minute' } });
    const decision = policy.evaluate(facts(), () => { throw new Error('no store'); }).decision; // prettier-ignore
    expect(decision).toMatchObject({ verdict: 'deny', because: [{ pointer: '/all_tools/rate_limit' }] });
  });

  it('names every reason for a denial', () => {
    const policy = compile({
      version: '1',
      default: 'allow',
      tools: { write_file: { require: [{ path: 'args.a', op: 'exists' }], deny_if: [{ conditions: [] }] } },
    });
    expect(policy.evaluate(facts(), noLimits).decision.because.map(({ pointer }) => pointer)).toEqual([
      '/tools/write_file/deny_if/0',
      '/tools/write_file/require/0',
    ]);
  });

  it('asks an evil pattern and a long text about nothing for long', () => {
    const policy = compile({
      version: '1',
      default: 'allow',
      tools: { write_file: { deny_if: [{ conditions: [{ path: 'args.v', op: 'regex', value: '(a+)+$' }] }] } },
    });
    const glob = compile({
      version: '1',
      default: 'allow',
      tools: { write_file: { deny_if: [{ conditions: [{ path: 'args.v', op: 'glob', value: '*a*a*a*a*a*a*b' }] }] } },
    });
    for (const one of [policy, glob]) {
      const call = facts({ arguments: { v: `${'a'.repeat(100_000)}!` } });
      expect(one.evaluate(call, noLimits).decision.verdict).toBe('allow');
    }
    // beyond what can be searched quickly it is doubt, and doubt denies: the larger the pattern, the sooner
    expect(glob.evaluate(facts({ arguments: { v: 'b'.repeat(290_000) } }), noLimits).decision.verdict).toBe('deny');
    const large = compile({
      version: '1',
      default: 'allow',
      tools: { write_file: { deny_if: [{ conditions: [{ path: 'args.v', op: 'regex', value: '(?:abcdefghij){200}' }] }] } },
    });
    expect(large.evaluate(facts({ arguments: { v: 'x'.repeat(1000) } }), noLimits).decision.verdict).toBe('allow');
    expect(large.evaluate(facts({ arguments: { v: 'x'.repeat(5000) } }), noLimits).decision.verdict).toBe('deny');
    expect(policy.evaluate(facts({ arguments: { v: 'b'.repeat(3_000_000) } }), noLimits).decision.verdict).toBe('deny');
  });
});

describe('the key of a count', () => {
  it('has the client in scope grant, which is the default', () => {
    expect(keyOf({})).toBe(keyOf({ scope: 'grant' }));
    expect(keyOf({})).not.toBe(keyOf({}, { client: 'claude' }));
    expect(keyOf({})).toBe(keyOf({}, { session: 'other' }));
  });

  it('has the session in scope session, the server in scope server, nothing in scope global', () => {
    expect(keyOf({ scope: 'session' })).not.toBe(keyOf({ scope: 'session' }, { session: 'other' }));
    expect(keyOf({ scope: 'session' })).not.toBe(keyOf({ scope: 'session' }, { client: 'claude' }));
    expect(keyOf({ scope: 'server' })).toBe(keyOf({ scope: 'server' }, { client: 'claude', session: 'other' }));
    expect(keyOf({ scope: 'server' })).not.toBe(keyOf({ scope: 'server' }, { server: 'other' }));
    expect(keyOf({ scope: 'global', counter: 'x' })).toBe(
      keyOf({ scope: 'global', counter: 'x' }, { client: 'claude', server: 'other', tool: 'y' }),
    );
  });

  it('is one per tool without a counter, one for all tools of a server with one', () => {
    expect(keyOf({})).not.toBe(keyOf({}, { tool: 'y' }));
    expect(keyOf({ counter: 'x' })).toBe(keyOf({ counter: 'x' }, { tool: 'y' }));
    expect(keyOf({ counter: 'x' })).not.toBe(keyOf({ counter: 'x' }, { server: 'other' }));
    expect(keyOf({ counter: 'write_file' })).not.toBe(keyOf({}));
  });

  it('cannot be forged by a name', () => {
    expect(keyOf({}, { client: 'a","b' })).not.toBe(keyOf({}, { client: 'a', server: 'b' }));
  });

  it('counts a shared counter in every window that some rule looks at', () => {
    const policy = {
      version: '1',
      default: 'allow',
      tools: { a: { limits: [{ counter: 'c', window: 'minute', max: 5 }] }, b: { limits: [{ counter: 'c', window: 'hour', max: 9 }] } },
    };
    const forA = chargesOf(policy, { tool: 'a' });
    const forB = chargesOf(policy, { tool: 'b' });
    expect(forA.map(({ windowMs, max }) => [windowMs, max])).toEqual([
      [60_000, 5],
      [3_600_000, Infinity],
    ]);
    expect(forA[1]?.key).toBe(forB[0]?.key);
  });
});

describe('charges', () => {
  it('carry the amount, rounded up where a double cannot hold it', () => {
    const policy = { version: '1', default: 'allow', all_tools: { limits: [{ window: 'day', max: 1e30, increment_from: 'args.n' }] } };
    expect(chargesOf(policy, { arguments: { n: 12.5 } })[0]?.amount).toBe(12.5);
    expect(chargesOf(policy, { arguments: { n: new ExactNumber('9007199254740993') } })[0]?.amount).toBeGreaterThanOrEqual(
      9007199254740994,
    );
  });

  it('of an exceeded limit that asks are counted without a maximum, for a person decides', () => {
    const policy = compile({ version: '1', default: 'allow', all_tools: { limits: [{ window: 'minute', max: 5, on_exceed: 'ask' }] } });
    expect(policy.evaluate(facts(), () => ({ used: 5, freeInMs: 1 })).charges[0]?.max).toBe(Infinity);
    expect(policy.evaluate(facts(), () => ({ used: 4, freeInMs: 0 })).charges[0]?.max).toBe(5);
  });
});

describe('an approval', () => {
  it('waits and remembers as the closest rule says', () => {
    const policy = compile({
      version: '1',
      classes: { write: { action: 'ask', approval: { timeout_seconds: 60, remember: 'always' } } },
      servers: { files: { tools: { write_file: { action: 'ask', approval: { remember: 'never' } } } } },
    });
    expect(policy.evaluate(facts(), noLimits).approval).toEqual({ timeoutMs: 60_000, remember: 'never' });
    const closer = compile({
      version: '1',
      all_tools: { approval: { timeout_seconds: 60, remember: 'always' } },
      tools: { write_file: { action: 'ask', approval: { timeout_seconds: 5, remember: 'session' } } },
    });
    expect(closer.evaluate(facts(), noLimits).approval).toEqual({ timeoutMs: 5000, remember: 'session' });
  });
});

describe('a position', () => {
  const policy = compile({
    version: '1',
    default: 'ask',
    hide: ['h*'],
    tools: { a: { action: 'allow' }, b: { action: 'allow', deny_if: [{ conditions: [] }] } },
  });
  const at = (tool: string) => policy.position({ client: 'c', server: 's', tool, class: 'read', governed: 'tools' });
  it('is the verdict without arguments, and whether a rule by name states it', () => {
    expect([at('a'), at('b'), at('x'), at('hh')].map(({ verdict, own }) => [verdict, own])).toEqual([
      ['allow', true],
      ['deny', true],
      ['ask', false],
      ['hide', false],
    ]);
    expect(at('b').because[0]?.pointer).toBe('/tools/b/deny_if/0');
  });
});

describe('two policies at once', () => {
  it('give the stricter answer and charge for both', () => {
    const a = compile({ version: '1', default: 'allow', all_tools: { rate_limit: '5/minute' } });
    const b = compile({ version: '1', default: 'deny', tools: { free: {} }, all_tools: { rate_limit: '3/minute' } });
    const both = strictestOf(a, b);
    expect(both.evaluate(facts(), noLimits).decision.verdict).toBe('deny');
    expect(both.evaluate(facts({ tool: 'free' }), noLimits)).toMatchObject({
      decision: { verdict: 'allow' },
      charges: [{ max: 5 }, { max: 3 }],
    });
    expect(both.position({ client: 'c', server: 's', tool: 'x', class: 'read', governed: 'tools' }).verdict).toBe('deny');
  });

  it('ask for the reasons of both, and count the larger amount on a count of both', () => {
    const counted = (limit: object) => ({ limits: [{ counter: 'n', window: 'day', on_exceed: 'ask', ...limit }] });
    const a = compile({ version: '1', all_tools: { action: 'ask', ...counted({ max: 10 }) } });
    const b = compile({ version: '1', all_tools: { action: 'ask', ...counted({ max: 100, increment_from: 'args.n' }) } });
    const both = strictestOf(a, b).evaluate(facts({ arguments: { n: 500 } }), noLimits);
    expect(both.decision.because.map(({ pointer }) => pointer)).toEqual(['/all_tools', '/all_tools/limits/0']);
    expect(both.charges.map(({ amount }) => amount)).toEqual([1, 500]);
  });

  it('hide what one of them hides and the other denies', () => {
    const denies = compile({ version: '1', default: 'deny' });
    const hides = compile({ version: '1', hide: ['*'] });
    for (const both of [strictestOf(denies, hides), strictestOf(hides, denies)]) {
      expect(both.evaluate(facts(), noLimits).decision.verdict).toBe('hide');
      expect(both.position({ client: 'c', server: 's', tool: 'x', class: 'read', governed: 'tools' }).verdict).toBe('hide');
    }
  });
});
