import { afterEach, expect, it, vi } from 'vitest';
import { openJudge } from '../../../electron/core/open-judge.js';
import type { JudgeDeps } from '../../../electron/core/judge.js';
import type { ServerLists } from '../../../electron/core/ports/upstreams.js';

const file = '../../../electron/core/judge.js';
afterEach(() => vi.doUnmock(file));

it('a list that comes while the judge cannot be loaded is not judged, and the next one loads it again', async () => {
  vi.doMock(file, () => {
    throw new Error('the file is gone');
  });
  const judging = openJudge({} as JudgeDeps);
  const lists = { server: 'notes' } as ServerLists;
  const both = await Promise.allSettled([judging.judge(lists), judging.judge(lists)]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  let opened = 0;
  vi.doMock(file, () => ({
    createJudge: () => (opened++, (judged: unknown) => Promise.resolve(judged)),
    readAhead: () => Promise.resolve(),
  }));
  expect(await Promise.all([judging.judge(lists), judging.judge(lists)])).toEqual([lists, lists]);
  expect(opened).toBe(1);
});
