import { describe, expect, it } from 'vitest';
import type { CallRecord } from '../../../shared/model/views.js';
import { evalCalls } from '../../../shared/policy/eval-calls.js';
import { REDACTED_PREFIX } from '../../../shared/policy/redacted.js';
import { replay } from '../../../shared/policy/replay.js';
import { compile, paths } from './fixtures.js';

const SEED =
  '{ "version": "1", "default": "deny", "tools": { "create_access_key": { "limits": [ { "counter": "create_access_key_rate", "window": "minute", "max": 30, "scope": "grant" } ] } } }';
const line = (over: object = {}) => JSON.stringify({ server: 'aws', tool: 'create_access_key', arguments: {}, ...over });
const run = (policy: string, lines: string[]) => {
  const result = evalCalls(policy, lines.join('\n'), { home: '/home/u' });
  if (!result.ok) throw new Error(result.error.message);
  return [...result.value].map((one) => (one.ok ? one.value : one.error));
};

describe('evaluation without a gateway', () => {
  it('refuses call 31 within a minute with the time it takes, and lets the first one through after it', () => {
    const calls = Array.from({ length: 31 }, (_, i) => line({ atMs: i * 1000 }));
    const decisions = run(SEED, [...calls, line({ atMs: 60_000 }), line({ atMs: 60_001 }), line({ atMs: 60_002 })]);
    expect(decisions.slice(0, 30).every((decision) => 'verdict' in decision && decision.verdict === 'allow')).toBe(true);
    expect(decisions[30]).toMatchObject({
      verdict: 'deny',
      code: 'LIMITED',
      retryAfterMs: 30_001,
      limits: [{ counter: 'create_access_key_rate', used: 30, max: 30, windowMs: 60_000 }],
    });
    expect(decisions[0]).toEqual({
      verdict: 'allow',
      code: 'ALLOWED',
      because: [{ pointer: '/tools/create_access_key', text: 'allowed by the rule for create_access_key' }],
      limits: [{ counter: 'create_access_key_rate', used: 0, max: 30, windowMs: 60_000 }],
    });
    expect(decisions[31]).toMatchObject({ code: 'LIMITED', retryAfterMs: 1 });
    expect(decisions[32]).toMatchObject({ verdict: 'allow' });
    expect(decisions[33]).toMatchObject({ code: 'LIMITED' });
  });

  it('counts each client by itself, and only calls that are allowed', () => {
    const policy =
      '{ "version": "1", "default": "allow", "all_tools": { "rate_limit": "1/minute", "deny_if": [ { "conditions": [ { "path": "args.bad", "op": "exists" } ] } ] } }';
    expect(
      run(policy, [line({ arguments: { bad: 1 } }), line(), line({ client: 'b' }), line()]).map(
        (decision) => 'code' in decision && decision.code,
      ),
    ).toEqual(['DENIED', 'ALLOWED', 'ALLOWED', 'LIMITED']);
    const asking = '{ "version": "1", "default": "ask", "all_tools": { "rate_limit": "1/minute" } }';
    expect(run(asking, [line(), line()]).map((decision) => 'code' in decision && decision.code)).toEqual(['ASK', 'ASK']);
  });

  it('keeps calls out of the data folder that it is told of', () => {
    const call = line({ arguments: { path: '/home/u/.config/toolgate/policy.json' } });
    const verdict = (dataDir?: string) => {
      const result = evalCalls('{ "version": "1", "default": "allow" }', call, { home: '/home/u', ...(dataDir && { dataDir }) });
      return result.ok && [...result.value].map((one) => one.ok && one.value.verdict);
    };
    expect([verdict('/home/u/.config/toolgate'), verdict()]).toEqual([['deny'], ['allow']]);
  });

  it('takes the time of the line before, and class unclassified, where nothing is said', () => {
    const policy = '{ "version": "1", "default": "allow", "classes": { "unclassified": { "rate_limit": "1/minute" } } }';
    expect(
      run(policy, [line({ atMs: 70_000 }), line(), '', line({ class: 'read' })]).map((decision) => 'code' in decision && decision.code),
    ).toEqual(['ALLOWED', 'LIMITED', 'ALLOWED']);
  });

  it('names the line that is no call, and goes on', () => {
    expect(run(SEED, ['{', line({ argumnts: {} }), line({ class: 'reed' }), line({ arguments: [] }), line(), line({ atMs: -1 }), line({ session: 7 }), '7']).map((one) => ('message' in one ? one.message : one.verdict))).toEqual([
      expect.stringContaining('line 1: this is not JSON'), expect.stringContaining('line 2: "argumnts" is not a key here; did you mean "arguments"?'), expect.stringContaining('line 3: "class" must be one of'), expect.stringContaining('line 4: '), 'allow',
      'line 6: "atMs" must be a number of milliseconds from 0', 'line 7: "client" and "session" must be texts', 'line 8: this is not an object',
    ]); // prettier-ignore
  });

  it('fails as a whole when the policy is invalid', () => {
    expect(evalCalls('{ "version": "1", "defualt": "deny" }', line(), { home: '/' })).toMatchObject({
      ok: false,
      error: { code: 'POLICY_INVALID' },
    });
  });
});

const record = (seq: number, over: Partial<CallRecord> = {}): CallRecord => ({
  id: `call_${seq}`, seq, atMs: seq * 1000, client: 'cursor', session: 's', server: 'files', method: 'tools/call', tool: 'write_file', class: 'write', verdict: 'allow', enforced: 'forwarded', code: 'ALLOWED', because: [], rule: '', mode: 'enforce',
  policyRevision: 1, argumentsText: '{"path":"/proj/a"}', argumentsBytes: 1, argumentsHash: '', outcome: 'ok', ...over,
}); // prettier-ignore

describe('replay', () => {
  const secret = `${REDACTED_PREFIX}hmac:abc⟧`;
  const play = (policy: unknown, records: CallRecord[]) => replay(compile(policy), records, paths());

  it('shows which recorded calls would change', () => {
    const result = play(
      {
        version: '1',
        default: 'allow',
        tools: { write_file: { deny_if: [{ conditions: [{ path: 'args.path', op: 'under', value: '/proj' }] }] } },
      },
      [record(1), record(2, { argumentsText: '{"path":"/x"}' }), record(3, { method: 'tools/list' })],
    );
    expect(result).toMatchObject({
      calls: 2,
      same: 1,
      cannotTell: 0,
      changed: [{ was: 'allow', would: 'deny', because: 'denied because args.path is under /proj' }],
    });
  });

  it('leaves out what was refused before a rule was asked, and such a call uses up no limit', () => {
    const stopped = ['LOCKED', 'CHANGED', 'QUARANTINED', 'UNKNOWN', 'INVALID'];
    const records = stopped.map((code, seq) => record(seq, { verdict: 'deny', code }));
    const limits = [{ counter: 'writes', window: 'day', max: 1 }];
    const result = play({ version: '1', default: 'allow', tools: { write_file: { limits } } }, [
      ...records,
      record(10),
      record(11, { verdict: 'deny', code: 'DENIED' }),
      record(12, { verdict: 'ask', code: 'CHANGED' }),
    ]);
    expect(result).toMatchObject({ calls: 3, same: 2, cannotTell: 0, changed: [{ was: 'ask', would: 'deny' }] });
  });

  it('cannot tell where the verdict hangs on a redacted value, in every place a condition can stand', () => {
    const leaf = { path: 'args.token', op: 'starts_with', value: 'x' };
    const redacted = record(1, { argumentsText: JSON.stringify({ token: secret }) });
    for (const rule of [
      { deny_if: [{ conditions: [leaf] }] },
      { require: [leaf] },
      { ask_if: [{ conditions: [{ not: leaf }] }] },
      { require: [{ not: leaf }] },
      { action: 'ask', allow_if: [{ conditions: [leaf] }] },
      { limits: [{ window: 'minute', max: 5, increment_from: 'args.token' }] },
      { deny_if: [{ conditions: [leaf, { not: leaf }] }] },
    ]) {
      expect([JSON.stringify(rule), play({ version: '1', default: 'allow', tools: { write_file: rule } }, [redacted]).cannotTell]).toEqual([
        JSON.stringify(rule),
        1,
      ]);
    }
  });

  it.each([
    ['an object', { token: { deep: [1, secret] } }],
    ['a list', { token: ['x', { inner: secret }] }],
  ])('cannot tell where a redacted value stands inside %s', (_, args) => {
    const rule = { deny_if: [{ conditions: [{ path: 'args.token', op: 'length_gte', value: 9 }] }] };
    const hidden = record(1, { argumentsText: JSON.stringify(args) });
    expect(play({ version: '1', default: 'allow', tools: { write_file: rule } }, [hidden]).cannotTell).toBe(1);
  });

  it('can tell where it does not', () => {
    const redacted = record(1, { argumentsText: JSON.stringify({ token: secret }) });
    const rule = { deny_if: [{ conditions: [{ path: 'args.token', op: 'exists' }] }] };
    expect(play({ version: '1', default: 'allow', tools: { write_file: rule } }, [redacted])).toMatchObject({
      cannotTell: 0,
      changed: [{ would: 'deny' }],
    });
    expect(play({ version: '1', default: 'allow' }, [redacted])).toMatchObject({ same: 1 });
  });

  it('counts limits at the times of the record', () => {
    const result = play({ version: '1', default: 'allow', all_tools: { rate_limit: '2/minute' } }, [
      record(3),
      record(1),
      record(2),
      record(90),
    ]);
    expect(result.changed.map(({ record: { seq } }) => seq)).toEqual([3]);
  });
});
