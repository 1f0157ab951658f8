import fc from 'fast-check';
import { it } from 'vitest';
import { agreement, noHiddenLoosening } from '../unit/policy/random-policies.js';

it.each([11, 12, 13, 14])('20,000 random policies are judged as the second reading of the language judges them, seed %i', (seed) => {
  fc.assert(agreement, { numRuns: 20_000, seed });
});

it('20,000 random changes that are said to loosen nothing weaken no verdict', () => {
  fc.assert(noHiddenLoosening, { numRuns: 20_000, seed: 21 });
});
