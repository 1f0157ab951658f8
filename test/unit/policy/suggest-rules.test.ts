import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addedRules } from '../../../electron/core/policy/add-rule.js';
import { editDocument } from '../../../electron/core/policy/edit-document.js';
import { editText } from '../../../electron/core/policy/edit-text.js';
import { suggestRules, type SeenCall, type Suggestion } from '../../../electron/core/policy/suggest-rules.js';
import { riskClass, type RiskClass } from '../../../shared/model/risk.js';
import { compilePolicy } from '../../../shared/policy/compile.js';
import { asPolicy } from '../../../shared/policy/language.js';
import { REDACTED_PREFIX } from '../../../shared/policy/redacted.js';
import { args, document, facts, noLimits, paths } from './fixtures.js';

const ASK = { version: '1', default: 'ask' };
const seen = (tool: string, kind: RiskClass, argumentsText: string, client = 'cursor'): SeenCall => ({
  client, session: 's', server: 'files', tool, class: kind, arguments: args(argumentsText),
}); // prettier-ignore
const suggest = (policy: unknown, calls: readonly SeenCall[]) =>
  suggestRules({ document: document(policy), calls, tool: () => undefined, paths: paths() });
const said = ({ options, proposed }: Suggestion): string[] =>
  options.map(({ sentence }, i) => (i === proposed ? `* ${sentence}` : sentence));

const written = (policy: unknown, chosen: readonly { suggestion: Suggestion; option: number }[]) => {
  const given = chosen.flatMap(({ suggestion: { clients, server, tool, options }, option }) =>
    clients.map((client) => ({ client, server, tool, rule: { ...options[option]?.rule } })),
  );
  return addedRules(asPolicy(document(policy)), given, () => 'ask');
};

const TABLE: readonly { title: string; policy?: object; calls: readonly SeenCall[]; options: readonly string[][]; left?: string[] }[] = [
  { title: 'nothing of nothing', calls: [], options: [] },
  { title: 'nothing of what the rules allow by now', policy: { ...ASK, default: 'allow' }, calls: [seen('write_file', 'write', '{}')], options: [] },
  {
    title: 'the folder that all calls of a tool lie in',
    calls: [seen('write_file', 'write', '{"path":"/home/u/proj/a/x","text":"1"}'), seen('write_file', 'write', '{"path":"/home/u/proj/b/y","text":"2"}', 'zed')],
    options: [['* ask; allow when args.path is under /home/u/proj', 'allow', 'ask', 'deny']],
  },
  {
    title: 'folders one by one where all that they share is the home folder',
    calls: [seen('read_file', 'read', '{"path":"/home/u/a/x"}'), seen('read_file', 'read', '{"path":"/home/u/b/y"}')],
    options: [['* ask; allow when (args.path is under /home/u/a or args.path is under /home/u/b)', 'allow', 'ask', 'deny']],
  },
  {
    title: 'the hosts that were called, and no others',
    calls: [seen('fetch', 'read', '{"url":"https://a.example.com/1"}'), seen('fetch', 'read', '{"url":"https://b.example.com/"}')],
    options: [['* ask; allow when args.url leads to a.example.com or b.example.com', 'allow', 'ask', 'deny']],
  },
  {
    title: 'no condition where only some calls gave the argument',
    calls: [seen('read_file', 'read', '{"path":"/home/u/proj/x"}'), seen('read_file', 'read', '{}')],
    options: [['* allow', 'ask', 'deny']],
  },
  {
    title: 'no condition from a value that the log keeps as a hash or shortened',
    calls: [seen('send', 'write', `{"to":"${REDACTED_PREFIX}abc⟧"}`), seen('send', 'write', '{"to":"x⟦90 characters more⟧"}')],
    options: [['* allow', 'ask', 'deny']],
  },
  ...riskClass.options.filter((kind) => kind !== 'read' && kind !== 'write').map((kind) => ({
    title: `to go on asking for ${kind} tools, or to allow the very arguments that were seen`,
    calls: [seen('run', kind, '{"path":"/home/u/proj/x"}'), seen('run', kind, '{"path":"/home/u/proj/y"}')],
    options: [['ask; allow when args is one of { path: "/home/u/proj/x" } or { path: "/home/u/proj/y" }', '* ask', 'deny']],
  })),
  {
    title: 'no allowance of a dangerous tool whose arguments were not kept',
    calls: [seen('run', 'execute', `{"command":"${REDACTED_PREFIX}abc⟧"}`)],
    options: [['* ask', 'deny']],
  },
  {
    title: 'to require what was seen where the rest is denied',
    policy: { ...ASK, default: 'deny' },
    calls: [seen('write_file', 'write', '{"path":"/home/u/proj/x"}')],
    options: [['* allow; only when args.path is under /home/u/proj', 'allow', 'ask', 'deny']],
  },
  {
    title: 'nothing for calls that a condition of another rule refuses',
    policy: { ...ASK, all_tools: { deny_if: [{ conditions: [{ path: 'args.path', op: 'under', value: '/etc' }], on_deny: 'system' }] } },
    calls: [seen('read_file', 'read', '{"path":"/etc/x/y"}'), seen('read_file', 'read', '{"path":"/home/u/proj/x"}')],
    options: [['* ask; allow when args.path is under /home/u/proj', 'allow', 'ask', 'deny']],
    left: ['1 read_file: denied because args.path is under /etc (system)'],
  },
  {
    title: 'nothing for a tool whose name would be read as a pattern',
    calls: [seen('read_*', 'read', '{}')],
    options: [],
    left: ['1 read_*: its name would be read as a pattern in a rule'],
  },
  {
    title: 'nothing where the rules hang on a value that was not kept',
    policy: { ...ASK, all_tools: { deny_if: [{ conditions: [{ path: 'args.key', op: 'eq', value: 'x' }] }] } },
    calls: [seen('read_file', 'read', `{"key":"${REDACTED_PREFIX}abc⟧"}`)],
    options: [],
    left: ['1 read_file: the rules hang on a value that the log keeps as a hash only'],
  },
]; // prettier-ignore

describe('rules from what was observed', () => {
  it.each(TABLE)('are $title', ({ policy = ASK, calls, options, left = [] }) => {
    const found = suggest(policy, calls);
    expect(found.suggestions.map(said)).toEqual(options);
    expect(found.left.map((one) => `${one.calls} ${one.tool}: ${one.why}`)).toEqual(left);
  });

  it('count calls and name the clients that made them, most calls first', () => {
    const calls = [seen('a', 'read', '{}'), seen('b', 'read', '{}'), seen('b', 'read', '{}', 'zed'), seen('b', 'read', '{}')];
    const found = suggest(ASK, calls).suggestions.map(({ tool, clients, calls: many }) => [tool, clients, many]);
    expect(found).toEqual([['b', ['cursor', 'zed'], 3], ['a', ['cursor'], 1]]); // prettier-ignore
  });

  it('ask for a tool that is dangerous by now, whatever it was taken for when it was called', () => {
    const tool = () => ({ class: 'destructive' as const, remote: false });
    const { suggestions } = suggestRules({ document: document(ASK), calls: [seen('a', 'read', '{}')], tool, paths: paths() });
    expect(suggestions.map(said)).toEqual([['ask; allow when args is {}', '* ask', 'deny']]);
  });

  it('do what they say to the calls they came from, and nothing to any other client, server or tool', () => {
    const call = fc.record({
      client: fc.constantFrom('cursor', 'zed'),
      session: fc.constant('s'),
      server: fc.constantFrom('files', 'web', '__proto__'),
      tool: fc.constantFrom('a', 'b', 'a/b', '__proto__', 'x*'),
      class: fc.constantFrom(...riskClass.options),
      arguments: fc.constantFrom(
        '{}', '{"path":"/home/u/proj/x"}', '{"path":"/home/u/proj/deep/y"}', '{"path":"/etc/a/b"}', '{"path":"/home/u/proj/../x"}',
        '{"url":"https://example.com/x"}', '{"url":"https://example.org/"}', '{"sql":"select 1"}', '{"repo":"r","n":9007199254740993}',
        `{"path":"${REDACTED_PREFIX}abc⟧"}`, '{"paths":["/home/u/a/b","/home/u/a/c"]}', '{"path":7}',
      ).map(args), // prettier-ignore
    });
    const rule = fc.constantFrom<object>(
      { action: 'ask' }, { action: 'deny' }, { action: 'allow' }, { action: 'deny', reason: 'no' },
      { action: 'ask', ask_if: [{ conditions: [{ path: 'args.path', op: 'under', value: '/etc' }] }] },
      { require: [{ path: 'args.path', op: 'exists' }] }, { allow_if: [{ conditions: [{ path: 'args.sql', op: 'exists' }] }] },
      { action: 'ask', limits: [{ window: 'minute', max: 0 }] },
    ); // prettier-ignore
    const policy = fc.record(
      {
        version: fc.constant('1'),
        default: fc.constantFrom('ask', 'deny'),
        all_tools: rule,
        tools: fc.dictionary(fc.constantFrom('a', 'x*', '__proto__x'), rule),
        servers: fc.dictionary(fc.constantFrom('files', 'web'), fc.record({ tools: fc.dictionary(fc.constantFrom('a', 'b'), rule) })),
        clients: fc.dictionary(fc.constantFrom('cursor'), fc.record({ all_tools: rule })),
      },
      { requiredKeys: ['version', 'default'] },
    );
    fc.assert(
      fc.property(policy, fc.array(call, { minLength: 1, maxLength: 12 }), fc.nat(), (given, calls, pick) => {
        const { suggestions, left, settled } = suggest(given, calls);
        const of = (many: readonly { calls: number }[]): number => many.reduce((sum, one) => sum + one.calls, 0);
        expect(of(suggestions) + of(left) + settled).toBe(calls.length);
        const before = compilePolicy(document(given));
        for (const suggestion of suggestions) {
          const option = suggestion.options[pick % suggestion.options.length];
          const { edits } = written(given, [{ suggestion, option: pick % suggestion.options.length }]);
          // the text that is saved says what was judged
          const text = editText(JSON.stringify(document(given)), edits);
          expect(JSON.parse(text)).toEqual(editDocument(document(given), edits));
          const after = compilePolicy(document(text));
          const mine = calls.filter(({ server, tool }) => server === suggestion.server && tool === suggestion.tool);
          const turned = mine.filter((one) => after.evaluate(facts(one), noLimits).decision.verdict === option?.action);
          expect(turned.length).toBeGreaterThanOrEqual(suggestion.calls);
          for (const other of [
            ...calls.filter((one) => !mine.includes(one)),
            ...mine.flatMap((one) => [
              { ...one, client: 'other' },
              { ...one, tool: `${one.tool}2` },
              { ...one, server: 'other' },
            ]),
          ]) {
            const at = facts(other);
            expect(after.evaluate(at, noLimits).decision).toEqual(before.evaluate(at, noLimits).decision);
          }
        }
        for (const { class: kind, options, proposed } of suggestions)
          if (kind !== 'read' && kind !== 'write') expect(options[proposed]?.action).toBe('ask');
      }),
      { numRuns: 300 },
    );
  });
});
