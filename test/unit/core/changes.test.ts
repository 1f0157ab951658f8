import { describe, expect, it } from 'vitest';
import { createChanges } from '../../../electron/core/changes.js';
import { ok, type Result } from '../../../shared/result.js';
import { fakeClock } from '../../support/fake-clock.js';

const done = { run: () => Promise.resolve(ok({})), asked: '' };

function start() {
  const clock = fakeClock();
  let ids = 0;
  const changes = createChanges(clock, { next: (prefix) => `${prefix}_${++ids}`, token: () => '' }, () => {});
  const command = (sentence: string) => ({ command: 'server.add', sentence, from: 'the command line' });
  return { clock, changes, command };
}

describe('a change that waits for a person', () => {
  it('is waited for while it is carried out too', async () => {
    const { clock, changes, command } = start();
    let finish = (_done: Result<unknown>): void => {};
    const { id } = changes.add(command('adds s'), { run: () => new Promise((resolve) => (finish = resolve)), asked: '' });
    const confirmed = changes.confirm(id);
    const first = changes.wait(id, 1000);
    clock.advance(1000);
    expect(await first).toEqual(ok({ state: 'waiting' }));
    const second = changes.wait(id, 1000);
    finish(ok({ name: 's' }));
    expect(await confirmed).toEqual(ok({ name: 's' }));
    expect(await second).toEqual(ok({ state: 'confirmed', result: { name: 's' } }));
  });

  it('is confirmed once', async () => {
    const { changes, command } = start();
    const { id } = changes.add(command('adds s'), done);
    expect((await Promise.all([changes.confirm(id), changes.confirm(id)])).map(({ ok }) => ok)).toEqual([true, false]);
  });

  it('makes room for newer ones, but for an edited file, which has nobody who would ask again', () => {
    const { changes, command } = start();
    const edit = changes.add({ command: 'policy.json', sentence: 'allows', from: 'a file' }, { ...done, refused: () => {} });
    const commands = Array.from({ length: 60 }, (_, n) => changes.add(command(`adds s${n}`), done).id);
    expect(changes.list().map(({ id }) => id)).toEqual([edit.id, ...commands.slice(-49)]);
  });
});
