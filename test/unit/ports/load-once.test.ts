import { expect, it } from 'vitest';
import { loadOnce } from '../../../electron/core/ports/load-once.js';

it('loads once for all who ask, and once more after it failed for all who asked', async () => {
  const loads: string[] = [];
  const get = loadOnce(async () => {
    loads.push('load');
    await Promise.resolve();
    if (loads.length === 1) throw new Error('no file left to open');
    return loads.length;
  });
  const failures = await Promise.allSettled([get(), get()]);
  expect([failures.map((one) => one.status), loads.length]).toEqual([['rejected', 'rejected'], 1]);
  expect(await Promise.all([get(), get()])).toEqual([2, 2]);
  expect([await get(), loads.length]).toEqual([2, 2]);
});
