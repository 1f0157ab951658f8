import { expect, it } from 'vitest';
import type { House } from '../../../electron/core/house.js';
import { createQuiet } from '../../../electron/core/ports/quiet.js';
import { watchApplications } from '../../../electron/core/watch-applications.js';
import { until } from '../../support/until.js';
import { fakeClock } from '../../support/fake-clock.js';

it('begins again a minute later where what reads the applications could not be loaded, and not after its end', async () => {
  const clock = fakeClock();
  const logged: string[] = [];
  let loads = 0;
  const end = watchApplications({
    house: { applicationFiles: () => Promise.reject(new Error(`no file left to open, ${String(++loads)}`)) } as unknown as House,
    core: { clock, logger: { info: () => {}, warn: () => {}, error: (event) => void logged.push(event) } },
    quiet: createQuiet(clock),
    meta: { get: () => undefined, set: () => {} },
  });
  clock.advance(3000);
  await until('the first failure', () => logged.length === 1);
  clock.advance(59_999);
  expect(loads).toBe(1);
  clock.advance(1);
  await until('the second failure', () => logged.length === 2);
  end();
  clock.advance(600_000);
  expect([loads, logged]).toEqual([2, ['clients.watch', 'clients.watch']]);
});
