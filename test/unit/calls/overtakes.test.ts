import { expect, it } from 'vitest';
import { overtakes, type Judgement } from '../../../electron/core/calls/judge.js';
import { toolFacts } from './harness.js';

const judged = (more: Partial<Judgement> = {}): Judgement => ({
  subject: { class: 'write', tool: toolFacts() } as never,
  decision: { verdict: 'ask', code: 'ASK', because: [{ pointer: '/classes/write', text: 'asks by the rule for write tools' }], limits: [] },
  mode: 'enforce',
  revision: 1,
  next: 'ask',
  charges: [],
  approval: { timeoutMs: undefined, remember: undefined },
  flow: [],
  beside: [],
  ...more,
});
const because = (pointer: string, text: string): Partial<Judgement> => ({
  decision: { verdict: 'ask', code: 'ASK', because: [{ pointer, text }], limits: [] },
});

it.each<[what: string, before: Judgement, now: Judgement, stops: boolean]>([
  ['nothing else', judged(), judged(), false],
  ['nothing at all any more', judged(), judged({ next: 'go', ...because('', 'allowed') }), false],
  ['another rule', judged(), judged(because('/tools/x', 'asks by the rule for x')), true],
  [
    'the same rule with other words, under other rules',
    judged(),
    judged({ revision: 2, ...because('/classes/write', 'asks otherwise') }),
    true,
  ],
  ['the same rule with the same words, under other rules', judged(), judged({ revision: 2 }), false],
  ['the folder of Toolgate', judged(because('', 'x')), judged({ ...because('', 'x'), beside: ['own-folder'] }), true],
  [
    'a flow, after the folder',
    judged({ ...because('', 'x'), beside: ['own-folder'] }),
    judged({ ...because('', 'y'), beside: ['flow'] }),
    true,
  ],
  ['less beside the rules', judged({ beside: ['flow'] }), judged(), false],
])('an approval is overtaken where, of what asks now, %s was not on the card: %#', (_, before, now, stops) => {
  expect(overtakes(before, now) !== undefined).toBe(stops);
});

it('an approval is overtaken by another class and another definition, whatever asks', () => {
  const other = (facts: Parameters<typeof toolFacts>[0], kind = 'write') =>
    judged({ next: 'go', subject: { class: kind, tool: toolFacts(facts) } as never });
  expect(overtakes(judged(), other({}, 'destructive'))).toContain('class');
  expect(overtakes(judged(), other({ definitionHash: 'another' }))).toContain('definition');
  expect(overtakes(judged(), other({}))).toBeUndefined();
});
