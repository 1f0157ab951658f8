import { describe, expect, it } from 'vitest';
import { exportPolicy } from '../../../shared/policy/export.js';
import { importPolicy } from '../../../shared/policy/import.js';
import { de } from '../../../shared/words/de.js';
import { retold } from '../../../shared/words/retold.js';
import { sayFrom } from '../../../shared/words/say.js';
import { compile, document, facts, noLimits } from './fixtures.js';

const BASE = '{\n  // mine\n  "version": "1",\n  "default": "ask"\n}\n';
const take = (text: string, base = BASE) => {
  const result = importPolicy(text, 'auto', 'files', base);
  if (!result.ok) throw new Error(result.error.message);
  return {
    ...result.value,
    decide: (tool: string, args: object = {}, used = 0) =>
      compile(result.ok ? result.value.text : '').evaluate(facts({ tool, arguments: args as never }), (charge) => ({
        used: charge.counter ? used : 0,
        freeInMs: used >= charge.max ? 5 : 0,
      })).decision,
  };
};

const YAML = `version: "1"
description: shop
default: deny
hide:
  - transfer_all
tools:
  read_file:
    rules: []
  create_charge:
    rules:
      - name: max single charge
        conditions:
          - { path: args.amount, op: lte, value: 50000 }
          - { path: args.currency, op: in, value: [usd, eur] }
        on_deny: Single charge cannot exceed $500.00
      - name: daily spend
        conditions:
          - { path: state.create_charge.daily_spend, op: lte, value: 1000 }
        state: { counter: daily_spend, window: day, increment_from: args.amount }
  delete_customer:
    rules:
      - name: never
        action: deny
        on_deny: not by agents
  send_mail:
    rules:
      - name: a person looks
        action: require_approval
        approval_timeout: 10m
      - name: pace
        rate_limit: 5/hour
        idempotency_window: 5m
  "*":
    rules:
      - name: all
        rate_limit: 60/minute
`;

const inGerman = sayFrom(de, 'de');
const told = (lines: readonly string[]): string[] => lines.map((line) => retold('imported', line, inGerman));

describe('import of Intercept YAML', () => {
  it('says of each line in another language what became of it', () => {
    const { converted, notConverted } = take(YAML.replace('rules: []', 'rules: [1]').replace('rate_limit: 5/hour', 'rate_limit: 5/year'));
    expect(told(converted)).toEqual([
      'Zeile 3: default: deny',
      'Zeile 5: hide: transfer_all',
      'Zeile 11: create_charge: max single charge',
      'Zeile 16: create_charge: create_charge.daily_spend: höchstens 1000 von args.amount binnen 1 Tag (gleitend; vorher an den Kalender gebunden)',
      'Zeile 22: delete_customer: verboten (not by agents)',
      'Zeile 27: send_mail: fragt eine Person',
      'Zeile 35: alle Werkzeuge: höchstens 60 binnen 1 Minute (gleitend; vorher an den Kalender gebunden)',
    ]);
    expect(told(notConverted)).toEqual([
      'Zeile 8: read_file: das ist keine Regel',
      'Zeile 30: send_mail: für "idempotency_window" gibt es hier nichts Entsprechendes',
      'Zeile 30: send_mail: dieses rate_limit ist nicht lesbar; das Werkzeug bleibt verboten, bis das berichtigt ist',
    ]);
  });

  it('means what it meant there', () => {
    const { decide, text } = take(YAML);
    expect(text).toContain('// mine');
    expect(decide('read_file').verdict).toBe('allow');
    expect(decide('unlisted').verdict).toBe('deny');
    expect(decide('transfer_all').verdict).toBe('hide');
    expect(decide('create_charge', { amount: 5, currency: 'usd' }).verdict).toBe('allow');
    expect(decide('create_charge', { amount: 50001, currency: 'usd' }).because[0]?.text).toContain('Single charge cannot exceed');
    expect(decide('create_charge', { amount: 5, currency: 'chf' }).verdict).toBe('deny');
    expect(decide('create_charge', { currency: 'usd' }).verdict).toBe('deny');
    expect(decide('create_charge', { amount: 5, currency: 'usd' }, 996)).toMatchObject({ code: 'LIMITED' });
    expect(decide('delete_customer').because[0]?.text).toContain('not by agents');
    expect(decide('send_mail').verdict).toBe('ask');
    expect(decide('send_mail', {}, 5).code).toBe('LIMITED');
  });

  it('lets through what no rule names where nothing else was said, and counts the rule for all tools once for all of them', () => {
    const { decide, text } = take(
      'version: "1"\ntools:\n  "*":\n    rules:\n      - { name: all, rate_limit: 60/minute }\n  t:\n    rules: []\n',
    );
    expect(decide('anything').verdict).toBe('allow');
    expect(decide('anything', {}, 60)).toMatchObject({ code: 'LIMITED', because: [{ pointer: '/servers/files/all_tools/limits/0' }] });
    const keys = ['t', 'u'].map((tool) => compile(text).evaluate(facts({ tool }), noLimits).charges[0]?.key);
    expect([keys[0] !== undefined, new Set(keys).size]).toEqual([true, 1]);
  });

  it('reads a counter below a number as at most one less, and below or at it as it stands', () => {
    const rules = (op: string) =>
      take(
        `version: "1"\ntools:\n  t:\n    rules:\n      - name: r\n        conditions: [{path: state.t.n, op: ${op}, value: 10}]\n        state: {counter: n, window: hour}\n`,
      ).decide;
    expect([8, 9].map((used) => rules('lt')('t', {}, used).code)).toEqual(['ALLOWED', 'LIMITED']);
    expect([9, 10].map((used) => rules('lte')('t', {}, used).code)).toEqual(['ALLOWED', 'LIMITED']);
  });

  it('says line by line what was converted and what was not', () => {
    const { converted, notConverted } = take(YAML);
    expect(converted).toContain('line 3: default: deny');
    expect(converted.some((note) => note.startsWith('line 30: send_mail: at most 5 in any hour'))).toBe(true);
    expect(notConverted).toEqual(['line 30: send_mail: "idempotency_window" has no counterpart']);
  });

  it('writes out that texts and numbers were equal there, and null absent', () => {
    const rules = (condition: string) =>
      take(`version: "1"\ntools:\n  t:\n    rules:\n      - name: r\n        conditions: [${condition}]\n`).decide;
    expect(['1', 1].map((v) => rules('{path: args.v, op: eq, value: 1}')('t', { v }).verdict)).toEqual(['allow', 'allow']);
    expect(['1', 1, 2].map((v) => rules('{path: args.v, op: neq, value: "1"}')('t', { v }).verdict)).toEqual(['deny', 'deny', 'allow']);
    expect([{ v: null }, {}, { v: 0 }].map((given) => rules('{path: args.v, op: exists, value: true}')('t', given).verdict)).toEqual([
      'deny',
      'deny',
      'allow',
    ]);
    expect([{ v: null }, {}, { v: 0 }].map((given) => rules('{path: args.v, op: exists, value: false}')('t', given).verdict)).toEqual([
      'allow',
      'allow',
      'deny',
    ]);
  });

  it('reports misspelt keys instead of ignoring them', () => {
    expect(take('version: "1"\ndefualt: deny\ntools: {}\n').notConverted).toEqual([
      'line 2: "defualt" is not a key here; did you mean "default"?',
    ]);
  });

  it('denies what it does not understand', () => {
    const { decide, notConverted } = take(
      'version: "1"\ntools:\n  t:\n    rules:\n      - { name: r, conditions: [{ path: args.v, op: approximately, value: 1 }] }\n  u:\n    rules:\n      - { name: r, action: maybe }\n',
    );
    expect([decide('t', { v: 1 }).verdict, decide('u').verdict]).toEqual(['deny', 'deny']);
    expect(notConverted.length).toBe(2);
  });

  it('accepts the short form of older pages', () => {
    const { decide } = take(
      'version: "1"\ntools:\n  t:\n    action: allow\n    rate_limit: { max: 10, window: 60 }\n  u:\n    action: deny\n    reason: never\n',
    );
    expect([decide('t').verdict, decide('t', {}, 10).code, decide('u').because[0]?.text]).toEqual([
      'allow',
      'LIMITED',
      'denied in every case (never)',
    ]);
  });

  it.each([
    ['a circular alias', 'version: "1"\ntools: &a\n  t: *a\n', 'line 3: an alias'],
    ['an alias bomb', 'version: "1"\na: &a [x]\nb: &b [*a, *a]\ntools: {}\n', 'an alias'],
    ['no YAML', 'version: "1"\n  x: [', 'this is not YAML'],
    ['another version', 'version: "2"\ntools: {}', 'line 1: "version" must be "1"'],
    ['a wrong default', 'version: "1"\ndefault: maybe\n', 'line 2: "default"'],
    ['a list', '- a', 'no map'],
  ])('refuses %s', (_, text, message) => {
    const result = importPolicy(text, 'intercept', 'files', BASE);
    expect(result.ok ? '' : result.error.message).toContain(message);
  });
});

const JSON_POLICY = JSON.stringify({
  version: '1',
  default: 'deny',
  hide: ['drop'],
  all_tools: { limits: [{ counter: 'all', window: 'hour', max: 100, scope: 'grant' }] },
  tools: {
    ok: {},
    pay: {
      require: [{ path: 'args.to', op: 'exists', value: true }],
      deny_if: [{ conditions: [{ path: 'args.amount', op: 'gt', value: 10 }], on_deny: 'too much' }],
    },
  },
});

describe('import of PolicyLayer JSON', () => {
  it('means what it meant there: a missing argument fires no deny_if', () => {
    const { decide } = take(JSON_POLICY);
    expect([decide('ok').verdict, decide('other').verdict, decide('drop').verdict]).toEqual(['allow', 'deny', 'hide']);
    expect(decide('pay', { to: 'x' }).verdict).toBe('allow');
    expect(decide('pay', { to: null, amount: 1 }).verdict).toBe('deny');
    expect(decide('pay', { to: 'x', amount: 11 }).because[0]?.text).toContain('too much');
    expect(decide('ok', {}, 100).code).toBe('LIMITED');
  });

  it('lists what that format does not know', () => {
    const { notConverted } = take(
      JSON.stringify({ version: '1', default: 'deny', servers: { s: {} }, clients: {}, classes: { read: {} }, methods: {} }),
    );
    expect(notConverted).toEqual(['servers', 'clients', 'classes', 'methods'].map((key) => `/${key}: not a part of this format`));
  });

  it('denies what it does not name where it has no default, and keeps what was hidden before', () => {
    const { decide } = take(
      `\uFEFF\n ${JSON.stringify({ version: '1', hide: ['drop'], tools: { ok: {} } })}`,
      '{"version":"1","default":"allow","servers":{"files":{"hide":["mine"]}}}',
    );
    expect(['ok', 'other', 'drop', 'mine'].map((tool) => decide(tool).verdict)).toEqual(['allow', 'deny', 'hide', 'hide']);
  });

  it('is taken for JSON whatever blanks stand before it', () => {
    expect(take(`\n  ${JSON_POLICY}`).converted).toEqual(take(JSON_POLICY).converted);
  });

  it('is accepted as it stands, too', () => {
    expect(compile(JSON_POLICY).evaluate(facts({ tool: 'pay', arguments: { to: 'x' } }), noLimits).decision.verdict).toBe('deny');
  });

  it('concerns the named server only, and says what it replaced', () => {
    const { text, converted } = take(
      JSON_POLICY,
      '{"version":"1","servers":{"files":{"tools":{"ok":{"action":"deny"},"mine":{"action":"deny"}}}}}',
    );
    expect(compile(text).evaluate(facts({ server: 'other', tool: 'ok' }), noLimits).decision.verdict).toBe('ask');
    expect(compile(text).evaluate(facts({ tool: 'mine' }), noLimits).decision.verdict).toBe('deny');
    expect(converted).toContain('the rule for ok on files was replaced');
  });
});

describe('export to PolicyLayer JSON', () => {
  it('gives back what was imported', () => {
    const { text, notExported } = exportPolicy(document(JSON_POLICY), 'files');
    expect(notExported).toEqual([]);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON_POLICY));
  });

  it('lists what does not fit, and denies instead of loosening', () => {
    const { text, notExported } = exportPolicy(
      document({
        version: '1',
        default: 'ask',
        tools: {
          a: { action: 'ask' },
          b: { require: [{ path: 'args.p', op: 'under', value: '/x' }] },
          'c*': { action: 'deny' },
          d: { limits: [{ window: '15m', max: 1 }] },
        },
        clients: { x: {} },
      }),
      'files',
    );
    const out = JSON.parse(text) as { default: string; tools: Record<string, { deny_if: { conditions: unknown[] }[] }> };
    expect(out.default).toBe('deny');
    for (const tool of ['a', 'b', 'd']) expect(out.tools[tool]?.deny_if[0]?.conditions).toEqual([]);
    expect(notExported.length).toBeGreaterThanOrEqual(5);
  });
});
