import fc from 'fast-check';
import { expect, it } from 'vitest';
import { agreement, call, noHiddenLoosening, policy, sameAnswer } from './random-policies.js';
import { referenceVerdict } from './reference-evaluator.js';

it('answers random conditions as a second, slow reading of the language does', () => {
  fc.assert(sameAnswer, { numRuns: 4000, seed: 2 });
});

it('judges random calls under random policies as a second, slow reading of the language does', () => {
  fc.assert(agreement, { numRuns: 800, seed: 3 });
});

it('never weakens a verdict by a change that is said to loosen nothing', () => {
  fc.assert(noHiddenLoosening, { numRuns: 300, seed: 4 });
});

it('the random policies reach every verdict often', () => {
  const seen: Record<string, number> = {};
  for (const [level, one] of fc.sample(fc.tuple(policy, call), { numRuns: 1000, seed: 5 })) {
    const verdict = referenceVerdict(level, one);
    seen[verdict] = (seen[verdict] ?? 0) + 1;
  }
  for (const verdict of ['allow', 'ask', 'limited', 'deny', 'hide']) expect([verdict, (seen[verdict] ?? 0) >= 10]).toEqual([verdict, true]);
});
