import { expect, it, vi } from 'vitest';
import { confirmed } from '../../../electron/headless/cli/context.js';
import { fail, ok } from '../../../shared/result.js';

const failed = { code: 'NOT_WRITTEN', message: 'the file cannot be written', fix: 'make room' };

it.each([
  ['carried out', { state: 'confirmed', result: { changed: true } }, ok({ changed: true })],
  ['refused', { state: 'rejected' }, { ok: false, error: expect.objectContaining({ code: 'REJECTED' }) as unknown }],
  ['agreed to and then failed', { state: 'rejected', result: failed }, { ok: false, error: failed }],
])('a loosening that was %s in the window says so', async (_, end, expected) => {
  const say = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const send = (name: string) =>
    Promise.resolve(
      name === 'change.wait' ? ok(end) : fail('NEEDS_CONFIRMATION', 'this loosens the gate', 'confirm it', { changeId: 'c' }),
    );
  expect(await confirmed(send, 'client.connect', {}, undefined)).toEqual(expected);
  say.mockRestore();
});
