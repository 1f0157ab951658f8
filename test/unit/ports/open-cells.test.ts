import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createOpenCells } from '../../../electron/core/ports/open-cells.js';

it('holds what is under way by its name, whatever ends first, also where many names fall together', () => {
  const name = fc.oneof(
    fc.nat(3000).map((n) => `call_mx0${n.toString(36).padStart(6, '0')}`),
    // the same ends: only the beginnings differ
    fc.nat(40).map((n) => `${n}_the-same-end`),
    fc.string({ maxLength: 3 }),
  );
  const steps = fc.array(fc.tuple(fc.constantFrom('set', 'set', 'take', 'get'), name), { minLength: 500, maxLength: 3000 });
  fc.assert(
    fc.property(steps, (history) => {
      const cells = createOpenCells<number>();
      const model = new Map<string, number>();
      for (const [at, [what, key]] of history.entries()) {
        if (what === 'set') {
          cells.set(key, at);
          model.set(key, at);
        } else {
          expect(what === 'take' ? cells.take(key) : cells.get(key)).toBe(model.get(key));
          if (what === 'take') model.delete(key);
        }
        expect(cells.size).toBe(model.size);
      }
      for (const [key, value] of model) expect(cells.get(key)).toBe(value);
    }),
    { numRuns: 15 },
  );
});
