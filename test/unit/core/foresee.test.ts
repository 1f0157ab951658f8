import { expect, it } from 'vitest';
import type { Handlers } from '../../../electron/core/dispatch.js';
import { createForesee } from '../../../electron/core/foresee.js';
import type { House } from '../../../electron/core/house.js';
import { ok } from '../../../shared/result.js';

it('shows the commands that come from files and the change of files, asked for as a dry run', async () => {
  const asked: unknown[] = [];
  const files = (input: unknown) => {
    asked.push(input);
    return ok({ diff: '--- a\n+++ a\n@@ -1 +1 @@\n-x\n+y\n' });
  };
  const handlers = {
    'server.import': (input: unknown) => {
      asked.push(input);
      return ok([
        { name: 'mail', from: 'Cursor', launch: 'npx mail', state: 'new' },
        { name: 'files-2', from: 'Cursor', launch: 'npx files', state: 'renamed' },
        { name: 'here', from: 'Cursor', launch: 'npx here', state: 'same' },
        { name: 'odd', from: 'Cursor', launch: 'x', state: 'refused' },
      ]);
    },
    'client.connect': files,
    'client.disconnect': files,
  } as unknown as Handlers;
  const foresee = createForesee({} as House, handlers);
  expect(await foresee('server.import', { client: 'cursor' })).toEqual(ok('+mail: npx mail\n+files-2: npx files'));
  for (const name of ['client.connect', 'client.disconnect'] as const)
    expect(await foresee(name, { id: 'cursor' })).toEqual(ok(expect.stringContaining('-x\n+y')));
  expect(asked).toEqual([
    { client: 'cursor', dryRun: true },
    { id: 'cursor', dryRun: true },
    { id: 'cursor', dryRun: true },
  ]);
  expect(await foresee('client.restore', { id: 'cursor' })).toEqual(ok(undefined));
});
