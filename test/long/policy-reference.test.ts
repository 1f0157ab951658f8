import fc from 'fast-check';
import { it } from 'vitest';
import { agreement, noHiddenLoosening, sameAnswer } from '../unit/policy/random-policies.js';

it('200,000 random conditions are answered as the second reading of the language answers them', () => {
  fc.assert(sameAnswer, { numRuns: 200_000, seed: 31 });
});

it.each([11, 12, 13, 14])('20,000 random policies are judged as the second reading of the language judges them, seed %i', (seed) => {
  fc.assert(agreement, { numRuns: 20_000, seed });
});

it('20,000 random changes that are said to loosen nothing weaken no verdict', () => {
  fc.assert(noHiddenLoosening, { numRuns: 20_000, seed: 21 });
});
