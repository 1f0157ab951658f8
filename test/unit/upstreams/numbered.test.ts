import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createNumbered } from '../../../electron/core/upstreams/numbered.js';

it('holds what is under way by its number, whatever ends first and however long one lasts', () => {
  // how many begin, then which of those under way end, again and again
  const history = fc.array(fc.tuple(fc.nat(400), fc.array(fc.nat(10_000), { maxLength: 400 })), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(history, (steps) => {
      const table = createNumbered<{ readonly id: number }>();
      const model = new Map<number, { readonly id: number }>();
      let next = 1;
      for (const [begin, ends] of steps) {
        for (let i = 0; i < begin; i++) {
          const item = { id: next++ };
          table.add(item);
          model.set(item.id, item);
        }
        for (const end of ends) {
          const id = [...model.keys()][end % Math.max(1, model.size)] ?? end;
          expect(table.take(id)).toBe(model.get(id));
          model.delete(id);
          expect(table.take(id)).toBeUndefined();
        }
        expect(table.size).toBe(model.size);
        expect(table.all()).toEqual([...model.values()]);
        for (const [id, item] of model) expect(table.get(id)).toBe(item);
      }
    }),
    { numRuns: 15 },
  );
});
