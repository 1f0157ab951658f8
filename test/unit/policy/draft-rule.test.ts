import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../shared/json/json.js';
import type { Verdict } from '../../../shared/model/decision.js';
import { draftRule } from '../../../shared/policy/draft-rule.js';
import { REDACTED_PREFIX } from '../../../shared/policy/redacted.js';
import { args, compile, facts, noLimits, paths } from './fixtures.js';

const draft = (argumentsText: string, { position = 'ask' as Verdict, inputSchema = undefined as JsonObject | undefined } = {}) =>
  draftRule({ arguments: args(argumentsText), inputSchema, position, remote: false, paths: paths() });
const sentences = (argumentsText: string, position?: Verdict) =>
  draft(argumentsText, position === undefined ? {} : { position }).suggestions.map((one) => `${one.action}: ${one.sentence}`);
const judged = (rule: unknown, call: JsonObject, position: Verdict = 'ask') =>
  compile({
    version: '1',
    default: 'allow',
    servers: { files: { tools: { write_file: rule } } },
    all_tools: { action: position },
  }).evaluate(facts({ arguments: call }), noLimits).decision.verdict;

describe('a rule drafted from a call', () => {
  it('offers the folder, exactly these arguments, denials and a limit, each as a sentence', () => {
    expect(sentences('{"path":"/home/u/proj/a/x.txt","content":"hi"}')).toEqual([
      'allow: ask; allow when args.path is under /home/u/proj/a',
      'allow: ask; allow when args is { path: "/home/u/proj/a/x.txt", content: "hi" }',
      'deny: ask; only when args.path is under /home/u/proj/a',
      'deny: ask; deny when args.path is under /home/u/proj/a',
      'deny: deny',
      'ask: ask; at most 30 calls in any minute for this application',
    ]);
  });

  it('keeps a denied tool denied for everything but what is named', () => {
    const rule = draft('{"path":"/home/u/proj/x.txt"}', { position: 'deny' }).suggestions[0]?.rule;
    expect(rule).toEqual({ action: 'allow', require: [{ path: 'args.path', op: 'under', value: '/home/u/proj' }] });
    expect(judged(rule, { path: '/home/u/proj/y' })).toBe('allow');
    expect(judged(rule, { path: '/etc/passwd' })).toBe('deny');
    expect(judged(rule, {})).toBe('deny');
  });

  it('offers "only SELECT" for a query, which no other statement passes', () => {
    const rule = draft('{"sql":"select * from users;"}', { position: 'allow' }).suggestions.find(
      (one) => one.rule.require !== undefined,
    )?.rule;
    for (const sql of ['SELECT 1', ' select\n* from t ;']) expect(judged(rule, { sql })).toBe('allow');
    for (const sql of [
      'DELETE FROM users',
      'select 1; drop table users',
      'selective',
      '',
      'with x as (delete from t) select 1',
      1,
      null,
      ['select 1'],
    ])
      expect([sql, judged(rule, { sql } as JsonObject)]).toEqual([sql, 'deny']);
  });

  it('offers the host of an address, and not of one that readers may take apart differently', () => {
    expect(sentences('{"url":"https://API.example.com:8443/v1?q=1"}')[0]).toBe('allow: ask; allow when args.url leads to api.example.com');
    for (const url of ['https://a@evil.com/', 'https:\\\\\\\\evil.com', 'http://127.0.0.1/', 'https://x.example.com\\\\@evil.com/'])
      expect(sentences(JSON.stringify({ url })).some((one) => one.includes('leads to'))).toBe(false);
  });

  it('offers a spend limit for an amount', () => {
    const limit = draft('{"amount":12.5}').suggestions.at(-1);
    expect(limit?.rule).toEqual({ action: 'ask', limits: [{ window: 'day', max: 125, increment_from: 'args.amount' }] });
    expect(limit?.sentence).toBe('ask; at most 125 of args.amount in any day for this application');
  });

  it('makes nothing of what the log keeps as a hash or shortened, and says which fields those are', () => {
    const made = draft(
      JSON.stringify({
        path: '/home/u/proj/x',
        token: `${REDACTED_PREFIX}abc⟧`,
        text: 'long⟦90000 characters more⟧',
        '⟦shortened⟧': '3 members more',
      }),
    );
    expect(made.suggestions.map((one) => one.sentence).join(' ')).not.toMatch(/⟦|args is/);
    expect(made.suggestions[0]?.sentence).toBe('ask; allow when args.path is under /home/u/proj');
    expect(made.fields.map(({ path, value, redacted }) => [path, value, redacted])).toEqual([
      ['args.path', '/home/u/proj/x', false],
      ['args.token', null, true],
      ['args.text', null, true],
    ]);
  });

  it('compares a number that no rule could hold by order only, and never writes it into a rule', () => {
    const made = draft('{"id":9007199254740993}');
    expect(made.fields[0]).toEqual({
      path: 'args.id',
      type: 'integer',
      value: '9007199254740993',
      redacted: false,
      operators: ['lte', 'gte', 'lt', 'gt', 'exists'],
    });
    expect(JSON.stringify(made.suggestions)).not.toContain('900719925474099');
  });

  it('has a field for every argument, deeper ones under their paths, and for those only the schema knows', () => {
    const inputSchema = {
      type: 'object',
      properties: {
        state: { enum: ['open', 'closed'] },
        dry: { type: ['null', 'boolean'] },
        'odd.name': { type: 'number' },
        mode: { type: 'string', enum: ['r'] },
      },
    };
    const { fields } = draft('{"mode":"r","deep":{"a b":[{"id":1}]},"n":null,"tags":["x"]}', { inputSchema });
    expect(fields.map(({ path, type, operators }) => `${path} ${type} ${operators[0] ?? ''}`)).toEqual([
      'args.mode string eq', 'args.deep["a b"] array length_lte', 'args.deep["a b"][*].id integer lte', 'args.n null exists', 'args.tags array length_lte', 'args.tags[*] string eq', 'args.state string eq', 'args.dry boolean eq', 'args["odd.name"] number lte',
    ]); // prettier-ignore
  });

  it('suggests an allowance only with conditions, and every one allows the call it was made from and none is invalid', () => {
    const value = fc.oneof(
      fc.constantFrom(
        '/home/u/a/b/c',
        '~/x/y',
        'C:\\a\\b\\c',
        '/home/u/.config/x/y',
        'https://example.com/x',
        'select 1',
        'DELETE',
        '',
        '..',
        '/a/../b',
        '/x%2e',
      ),
      fc.string(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      fc.array(fc.constantFrom('/home/u/a/b', '/home/u/a/c', 1)),
    );
    const key = fc.oneof(
      fc.constantFrom('path', 'sql', 'url', 'amount', 'repo', 'cwd', 'a.b', '__proto__x', 'x y'),
      fc.string({ minLength: 1, maxLength: 5 }).filter((name) => name !== '__proto__'),
    );
    fc.assert(
      fc.property(
        fc.dictionary(key, value, { maxKeys: 4 }),
        fc.constantFrom<Verdict>('allow', 'ask', 'deny', 'hide'),
        (given, position) => {
          const text = JSON.stringify(given);
          for (const { action, rule } of draft(text, { position }).suggestions) {
            if (action === 'allow' && (rule.allow_if !== undefined || rule.require !== undefined)) {
              expect((rule.allow_if?.[0]?.conditions ?? rule.require ?? []).length).toBeGreaterThan(0);
              expect([text, rule, judged(rule, args(text))]).toEqual([text, rule, 'allow']);
            }
            // a rule is only ever a valid one
            judged(rule, args(text), position === 'hide' ? 'deny' : position);
          }
        },
      ),
      { numRuns: 300, seed: 5 },
    );
  });
});
