import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLoosening } from '../../../electron/core/loosening.js';
import { summary } from '../../../electron/core/policy/summary.js';
import type { RiskClass } from '../../../shared/model/risk.js';
import { loosens } from '../../../shared/policy/loosens.js';
import { becauseWords } from '../../../shared/policy/reasons.js';
import type { Governed } from '../../../shared/policy/types.js';
import { de } from '../../../shared/words/de.js';
import { coreWords } from '../../../shared/words/core/en.js';
import { en } from '../../../shared/words/en.js';
import { pseudo, type Texts } from '../../../shared/words/pseudo.js';
import { retold } from '../../../shared/words/retold.js';
import { inEnglish, sayFrom } from '../../../shared/words/say.js';
import { args, compile, document, facts } from './fixtures.js';
import { call, policy } from './random-policies.js';

const inPseudo = sayFrom(pseudo(en), 'en');
const inGerman = sayFrom(de, 'de');

/** What of a text is not inside `⟦…⟧`. */
function outside(text: string): string {
  let rest = text;
  while (/⟦[^⟦⟧]*⟧/.test(rest)) rest = rest.replace(/⟦[^⟦⟧]*⟧/g, '');
  return rest;
}

describe('a sentence of the core read back', () => {
  it('says every reason of random policies as the data beside it does', () => {
    fc.assert(
      fc.property(policy, call, (level, { arguments: given, class: tier, governed, used, ...subject }) => {
        const asked = facts({
          ...subject,
          class: tier as RiskClass,
          governed: governed as Governed,
          arguments: args(JSON.stringify(given)),
        });
        const { decision } = compile({ version: '1', ...level }).evaluate(asked, ({ counter, amount, max }) => {
          const count = used[counter] ?? 0;
          return { used: count, freeInMs: count + amount > max ? 61_000 : 0 };
        });
        for (const { pointer, text, says } of decision.because) {
          expect(says).toBeDefined();
          expect(becauseWords({ pointer, text }, inPseudo), text).toBe(becauseWords({ pointer, text, says }, inPseudo));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('leaves no English of what random changes do', () => {
    fc.assert(
      fc.property(policy, policy, (one, other) => {
        const [before, after] = [one, other].map((level) => document({ version: '1', ...level }));
        if (!before || !after) throw new Error('two documents');
        const looser = loosens(before, after);
        for (const sentence of [...looser, looser.join('; '), summary(before, after, looser)])
          expect(outside(retold('loosening', sentence, inPseudo)), sentence).toMatch(/^[;\s]*$/);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['reason', 'allowed by the rule for read tools on github', 'erlaubt durch die Regel für Werkzeuge der Klasse „lesen“ auf github'],
    ['reason', 'denied by the rule for a and b (never, or so)', 'verboten durch die Regel für a and b (never, or so)'],
    ['reason', 'hidden by the hide list for cursor (delete_*)', 'verborgen durch die Liste des Verborgenen für cursor (delete_*)'],
    [
      'refusal',
      'denied because args.path is under /a or /b and args.n is "x and y". asks in every case.',
      'verboten, denn args.path liegt unter /a oder /b und args.n ist "x and y". fragt in jedem Fall.',
    ],
    ['change', 'x on s is asked about for cursor', 'x auf s ist für cursor nur auf Frage erlaubt'],
  ] as const)('of the kind %s: %s', (kind, english, german) => {
    expect(retold(kind, english, inGerman)).toBe(german);
    expect(retold(kind, english, inEnglish)).toBe(english);
  });

  it.each(['', 'something of a later version', 'asks because args.a is ', 'x'.repeat(5000), `${'a and '.repeat(600)}b`, '; ; ;', '((('])(
    'stays as it came where it cannot be read: %j',
    (text) => {
      for (const kind of ['reason', 'refusal', 'change', 'loosening', 'evidence', 'seen'] as const)
        expect(retold(kind, text, inPseudo)).toBe(text);
    },
  );

  it('keeps names and values to the letter, even such as look like other sentences', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('denied', 'a; b', 'x on y', '{{subject}}', ' for ', 'all tools: allow')),
        (name) => {
          const sentence = inEnglish('change.isFor', { subject: name, state: coreWords.change.state.deny, client: 'c' });
          const words = retold('change', sentence, sayFrom({ change: { ...coreWords.change } } as unknown as Texts, 'xx'));
          expect(words).toBe(sentence);
        },
      ),
    );
  });

  it('has words for whatever loosens the gate', () => {
    const says = createLoosening({ mode: () => 'lockdown', policyChange: () => undefined });
    const given: [Parameters<typeof says>[0], unknown][] = [
      ['mode.set', { mode: 'observe' }],
      ['mode.set', { mode: 'enforce' }],
      ['mode.set', { mode: 'lockdown', forMs: 5000 }],
      ['server.add', { name: 's', command: 'npx', args: ['-y', 'x'], env: [{ name: 'KEY' }], headers: [], cwd: '/w' }],
      ['server.enable', { name: 's' }],
      ['server.update', { name: 's', trusted: true }],
      ['server.hold', { name: 's', version: '1.0.0' }],
      ['server.setSecret', { name: 's', key: 'KEY' }],
      ['server.signIn', { name: 's' }],
      ['server.import', { client: 'cursor', home: '/h' }],
      ['server.import', {}],
      ['server.import', { text: '{}' }],
      ['server.import', { text: '{}', file: 'f' }],
      ['tool.label', { server: 's', tool: 't', labels: [] }],
      ['tool.label', { server: 's', tool: 't', class: 'read' }],
      ['tool.label', { server: 's', tool: 't', reset: true }],
      ['client.add', { name: 'c' }],
      ['client.add', { name: 'c', token: 'x' }],
      ['client.unblock', { name: 'c' }],
      ['client.connect', { id: 'cursor' }],
      ['client.connect', { id: 'cursor', home: '/h', project: '/p' }],
      ['client.disconnect', { id: 'cursor' }],
      ['client.restore', { id: 'cursor' }],
      ['client.restore', { id: 'cursor', backup: 'b' }],
      ['client.openLink', { id: 'cursor' }],
      ['approval.allow', { id: 'a', scope: 'once', all: true }],
      ['approval.allow', { id: 'a', scope: 'session', all: false, conditions: [] }],
      ['limit.extend', { by: 10 }],
      ['limit.raise', { max: 10 }],
      ['pin.accept', { server: 's', tool: 't', hash: 'abcdefabcdefabcdef' }],
      ['finding.release', { server: 's', tool: 't', hash: 'abcdefabcdefabcdef' }],
      ['change.confirm', { id: 'c' }],
      ['notice.act', { id: 'n', action: 'raise' }],
      ['settings.set', { port: 7000, retentionDays: 3 }],
    ];
    for (const [name, input] of given) {
      const sentence = says(name, input) ?? '';
      expect(sentence).not.toBe('');
      expect(outside(retold('loosening', sentence, inPseudo)), sentence).toBe('');
    }
  });
});
