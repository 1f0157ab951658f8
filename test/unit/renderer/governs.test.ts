import { expect, test } from 'vitest';
import { governs } from '../../../renderer/pages/tools/governs.js';
import type { MeterView } from '../../../shared/model/views.js';

const view = { server: 'notes', tool: 'get/note', class: 'read' } as const;
const meter = (over: Partial<MeterView>): MeterView => ({
  key: 'k',
  pointer: '/tools/*/limits/0',
  counter: 'c',
  server: 'notes',
  used: 1,
  max: 2,
  windowMs: 60_000,
  freeInMs: 0,
  ...over,
});

test('a count is shown at the tools whose calls it counts, a shared one at those its limit stands for', () => {
  const shown = (over: Partial<MeterView>) => governs(meter(over), view);
  expect(
    [{ tool: 'get/note' }, {}, { pointer: '/servers/notes/tools/get~1note/limits/0' }, { pointer: '/classes/read/limits/0' }].map(shown),
  ).toEqual([true, true, true, true]);
  expect(
    [
      { tool: 'put_note' },
      { server: 'other' },
      { pointer: '/servers/notes/tools/put_note/limits/0' },
      { pointer: '/servers/notes/classes/write/limits/0' },
    ].map(shown),
  ).toEqual([false, false, false, false]);
});
