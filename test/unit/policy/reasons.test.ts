import { describe, expect, it } from 'vitest';
import { ExactNumber } from '../../../shared/json/json.js';
import { compilePolicy } from '../../../shared/policy/compile.js';
import { grantIn, grantWords } from '../../../shared/policy/grant-words.js';
import type { Condition } from '../../../shared/policy/language.js';
import { presetDocument } from '../../../shared/policy/presets.js';
import { askWords, because, becauseWords, type Reason } from '../../../shared/policy/reasons.js';
import { ruleWords } from '../../../shared/policy/rule-words.js';
import { LANGUAGES, type Language } from '../../../shared/words/languages.js';
import { outsideWords } from '../../../shared/words/outside.js';

const sayIn = (words: Language | 'en-XA') => outsideWords({ words, locale: 'en' }).say;
const LIMIT = { window: '15m', max: 30 };
const under: Condition = { path: 'args.path', op: 'under', value: ['~/a', '~/b'] };

const REASONS: readonly (readonly [string, Reason])[] = [
  ['/clients/cursor/servers/github/tools/get_*', { kind: 'stated', action: 'allow', reason: 'they only look' }],
  ['/servers/github/hide/0', { kind: 'stated', action: 'hide', hidden: 'delete_*' }],
  ['/servers/github/default', { kind: 'stated', action: 'ask' }],
  ['', { kind: 'stated', action: 'ask' }],
  ['/classes/write/ask_if/0', { kind: 'entry', verdict: 'ask', holds: 'yes', conditions: [under, { not: under }] }],
  ['/classes/write/require/0', { kind: 'entry', verdict: 'deny', holds: 'unknown', conditions: [under], reason: 'stay inside' }],
  ['/tools/pay/limits/0', { kind: 'limit', verdict: 'deny', counter: 'pay', limit: LIMIT, used: 30, roomInMs: 90_000 }],
  ['/tools/pay/limits/0', { kind: 'limit', verdict: 'ask', counter: 'pay', limit: { ...LIMIT, increment_from: 'args.n' }, used: 30 }],
  ['/tools/pay/limits/0', { kind: 'amount', path: 'args.n' }],
  ['', { kind: 'own-folder', verdict: 'deny', path: 'args.path' }],
  ['', { kind: 'flow', calls: ['get_mail', 'read_page'] }],
  ['/tools/x/deny_if/0', { kind: 'broken', error: 'odd' }],
];

describe('a reason', () => {
  it('is a sentence in English', () => {
    expect(REASONS.map(([pointer, says]) => because(pointer, says).text)).toEqual([
      'allowed by the rule for tools like get_* for cursor on github (they only look)',
      'hidden by the hide list on github (delete_*)',
      'asks by the default on github',
      'asks because no rule speaks about it',
      'asks because args.path is under ~/a or ~/b and args.path is not under ~/a or ~/b',
      'denied because it cannot be told whether args.path is under ~/a or ~/b (stay inside)',
      'denied because pay allows at most 30 calls in any 15 minutes for this application, and 30 of 30 are used in the last 15 minutes; room again in 90 seconds',
      'asks because pay allows at most 30 of args.n in any 15 minutes for this application, and 30 of 30 are used in the last 15 minutes; there will be no room for this call',
      'denied because args.n is no amount that can be counted (a number from 0)',
      "denied because args.path leads into Toolgate's own data folder, which no rule can allow",
      'it can send data out, and this application has already seen get_mail, read_page',
      'denied because this rule could not be evaluated: odd',
    ]);
  });

  it.each(Object.keys(LANGUAGES) as Language[])('says in %s all that it is made of', (language) => {
    const said = REASONS.map(([pointer, says]) => becauseWords(because(pointer, says), sayIn(language)));
    expect(said.filter((sentence) => sentence.includes('{{') || sentence.includes('rule.'))).toEqual([]);
    expect(said[0]).toMatch(/get_\*.*cursor|cursor.*get_\*/);
    for (const part of ['get_*', 'cursor', 'github', 'they only look']) expect(said[0]).toContain(part);
    for (const part of ['args.path', '~/a', '~/b', 'stay inside']) expect(said[5]).toContain(part);
    for (const part of ['pay', '30', '15', '90']) expect(said[6]).toContain(part);
  });

  it('of a call that asks is the rule as a sentence, with the preset it is a part of', () => {
    const asks = (pointer: string, more: object = {}) =>
      askWords(because(pointer, { kind: 'stated', action: 'ask', ...more }), sayIn('en'));
    expect([
      asks('/classes/write', { remember: 'session', preset: 'balanced' }),
      asks('/classes/destructive', { remember: 'never', reason: 'look twice' }),
      asks('/servers/github/tools/get_*', { remember: 'always' }),
      asks('/default', { preset: 'balanced' }),
      asks(''),
      askWords({ pointer: '/default', text: 'from an older version', says: { kind: 'stated', action: 'ask' } }, sayIn('en')),
    ]).toEqual([
      '“write tools: ask once per session” (Balanced)',
      '“destructive tools: ask every time” (look twice)',
      '“tools like get_* on github: ask”',
      '“everything else: ask” (Balanced)',
      'Asks because no rule speaks about it',
      'from an older version',
    ]);
  });

  it('names a preset where the document says what it says, of what it speaks of', () => {
    const judge = (more: object, tool = 'write_file') =>
      compilePolicy({ ...presetDocument('balanced'), ...more } as never).position({
        client: 'cursor',
        server: 'files',
        governed: 'tools',
        class: 'write',
        tool,
      } as never).because[0]?.says;
    expect(judge({})).toEqual({ kind: 'stated', action: 'ask', remember: 'session', preset: 'balanced' });
    expect(judge({ default: 'deny' })).toEqual({ kind: 'stated', action: 'ask', remember: 'session' });
    expect(judge({ tools: { write_file: { action: 'ask' } } })).toEqual({ kind: 'stated', action: 'ask', remember: 'session' });
  });

  it('says every word of it from the words', () => {
    const invented = REASONS.map(([pointer, says]) => becauseWords(because(pointer, says), sayIn('en-XA')));
    expect(invented.filter((sentence) => !sentence.startsWith('⟦'))).toEqual([]);
  });

  it('is read from its sentence without its data, and where the data says something else; what cannot be read stays', () => {
    const says: Reason = { kind: 'stated', action: 'allow' };
    expect(becauseWords({ pointer: '/all_tools', text: 'asks by the rule for all tools' }, sayIn('en'))).toBe(
      'Asks by the rule for all tools',
    );
    expect(becauseWords({ pointer: '/all_tools', text: 'from an older version' }, sayIn('de'))).toBe('from an older version');
    expect(becauseWords({ pointer: '/all_tools', text: 'asks by the rule for all tools', says }, sayIn('de'))).toBe(
      'Fragt durch die Regel für alle Werkzeuge',
    );
    expect(becauseWords({ pointer: '', text: 'of a later version', says: { kind: 'later' } }, sayIn('de'))).toBe('of a later version');
  });

  it('keeps the digits of a number that its window could not', () => {
    const conditions = [{ path: 'args.id', op: 'eq', value: new ExactNumber('9007199254740993') }] as const;
    const call = { client: 'c', server: 's', tool: 't' };
    const sentence = grantWords(call, 'session', conditions);
    expect(sentence).toContain('9007199254740993');
    const sent = JSON.parse(JSON.stringify(conditions)) as unknown[];
    expect(grantIn(sayIn('de'), sentence, call, 'session', sent)).toBe(sentence);
    expect(grantIn(sayIn('de'), grantWords(call, 'session', []), call, 'session', [])).toMatch(/^t auf s für c erlauben/);
    expect(grantIn(sayIn('de'), grantWords(call, 'session', []), call, 'session', [], 'C & Co')).toMatch(/^t auf s für C & Co erlauben/);
  });
});

it('a rule and its opposite conditions are said in every language', () => {
  const conditions = (
    [
      ['eq', 1], ['neq', 1], ['in', [1, 2]], ['not_in', [1, 2, 3, 4, 5, 6]], ['lt', 1], ['lte', 1], ['gt', 1], ['gte', 1], ['contains', 'x'],
      ['exists', undefined], ['starts_with', 'x'], ['ends_with', 'x'], ['regex', 'x'], ['glob', 'x*'], ['under', '~/x'], ['host_in', 'x.org'],
      ['length_lte', 1], ['length_gte', 1], ['is_type', 'string'],
    ] as const
  ).map(([op, value]): Condition => ({ path: `args.${op}`, op, ...(value !== undefined && { value }) })); // prettier-ignore
  const rule = { action: 'ask', require: conditions.flatMap((one) => [one, { not: one }]) } as const;
  const texts = (Object.keys(LANGUAGES) as Language[]).map((language) => ruleWords(rule, sayIn(language)));
  for (const text of texts) {
    expect(text.split('; ')).toHaveLength(1 + 2 * conditions.length);
    expect(new Set(text.split('; ')).size).toBe(1 + 2 * conditions.length);
    expect(text).not.toMatch(/\{\{|rule\./);
  }
  expect(new Set(texts).size).toBe(texts.length);
});
