import { describe, expect, it } from 'vitest';
import { createChanges } from '../../../electron/core/changes.js';
import { createHealth } from '../../../electron/core/health.js';
import { createNotices } from '../../../electron/core/notices.js';
import { createPolicyRoom, type PolicyRoom } from '../../../electron/core/policy/policy-room.js';
import type { Waiting } from '../../../electron/core/policy/running.js';
import { createPolicyWatch } from '../../../electron/core/policy-watch.js';
import { fakeClock } from '../../support/fake-clock.js';

const rules = (count: number, action: string): string =>
  JSON.stringify({
    version: '1',
    default: 'deny',
    tools: Object.fromEntries(Array.from({ length: count }, (_, n) => [`t${n}`, { action }])),
  });

/** A watched file over a real policy room. Every look at the clock of the slices takes 4 ms; `inBetween` runs at each pause. */
function watched(inBetween: () => void = () => {}) {
  const clock = fakeClock();
  const disk = { text: rules(1, 'ask'), broken: false };
  let turn = 0;
  let nowMs = 0;
  const policy = createPolicyRoom({
    file: { read: () => disk.text, write: (text) => void (disk.text = text), keepCopy: () => {} },
    revisions: {
      list: () => [],
      after: () => [],
      get: () => undefined,
      add() {
        if (disk.broken) throw new Error('the disk is full');
        return ++turn;
      },
    },
    clock,
    changed: () => {},
  });
  const health = createHealth(() => {});
  const ids = { next: (kind: string) => `${kind}_${++turn}`, token: () => '' };
  const changes = createChanges(clock, ids, () => {});
  const watch = createPolicyWatch({
    policy,
    file: { read: () => disk.text },
    changes,
    notices: createNotices(clock, ids, () => {}),
    health,
    slicing: { nowMs: () => (nowMs += 4), pause: () => Promise.resolve(inBetween()) },
  });
  const edit = (text: string): Promise<void> => {
    disk.text = text;
    return watch.edited(text);
  };
  return { disk, policy, health, edit, changes };
}

describe('an edit of policy.json', () => {
  it('that is large is looked through with turns for everything else in between, and live at the end', async () => {
    let turns = 0;
    const { policy, edit } = watched(() => (turns += 1));
    const text = rules(300, 'deny');
    await edit(text);
    expect(turns).toBeGreaterThanOrEqual(90);
    expect(policy.show().text).toBe(text);
  });

  it('that was written over while it was looked through is not taken; what took its place is', async () => {
    const seen: string[] = [];
    const { disk, policy, edit } = watched(() => seen.push(policy.show().text));
    const first = edit(rules(300, 'deny'));
    const newer = rules(200, 'deny');
    await Promise.all([first, edit(newer)]);
    expect(policy.show().text).toBe(newer);
    expect(new Set(seen)).toEqual(new Set([rules(1, 'ask')]));
    expect(disk.text).toBe(newer);
  });

  it('that was overtaken by a change in the window leaves that change alone', async () => {
    const set = { done: false };
    const { policy, edit } = watched(() => {
      if (!set.done) policy.set(rules(1, 'hide'), 'window');
      set.done = true;
    });
    await edit(rules(300, 'deny'));
    expect(policy.show().text).toBe(rules(1, 'hide'));
  });

  it('that loosens waits, and neither a yes nor a no to it touches another one that took its place unseen', async () => {
    const { policy, edit, changes } = watched();
    const asked = async (text: string) => {
      await edit(text);
      return changes.list()[0]?.id ?? '';
    };
    const first = await asked(rules(1, 'allow'));
    const second = rules(2, 'allow');
    policy.fileChanged(second);
    expect(await changes.confirm(first)).toMatchObject({ ok: false, error: { code: 'OVERTAKEN' } });
    expect([policy.show().text, policy.waiting()?.text]).toEqual([rules(1, 'ask'), second]);
    const third = await asked(rules(3, 'allow'));
    policy.fileChanged(second);
    changes.reject(third);
    expect(policy.waiting()?.text).toBe(second);
  });

  it('that a person confirms while the disk is full still waits, and can be confirmed again', async () => {
    const { disk, policy, edit, changes } = watched();
    const looser = rules(1, 'allow');
    await edit(looser);
    const id = changes.list()[0]?.id ?? '';
    disk.broken = true;
    await expect(changes.confirm(id)).rejects.toThrow('the disk is full');
    expect([changes.list().map((change) => change.id), policy.show().text]).toEqual([[id], rules(1, 'ask')]);
    disk.broken = false;
    expect(await changes.confirm(id)).toMatchObject({ ok: true });
    expect([changes.list(), policy.show().text]).toEqual([[], looser]);
  });

  it('that cannot be taken is said, changes nothing, and does not keep the next one out', async () => {
    const { disk, policy, health, edit } = watched();
    disk.broken = true;
    await edit(rules(2, 'deny'));
    expect(policy.show().text).toBe(rules(1, 'ask'));
    expect(health.lines()).toEqual([
      'policy.json was edited and could not be looked at (the disk is full); the running policy stays. Mend the cause, then edit the file again.',
    ]);
    disk.broken = false;
    await edit(rules(3, 'deny'));
    expect([policy.show().text, health.lines()]).toEqual([rules(3, 'deny'), []]);
  });
});

/** The watch over a room that says what a test has it say. */
function told(says: Partial<Pick<PolicyRoom, 'waiting' | 'loosenedMeanwhile'>>) {
  const clock = fakeClock();
  let turn = 0;
  const ids = { next: (kind: string) => `${kind}_${++turn}`, token: () => '' };
  const [changes, notices] = [createChanges(clock, ids, () => {}), createNotices(clock, ids, () => {})];
  const policy = { waiting: () => undefined, loosenedMeanwhile: [], ...says } as unknown as PolicyRoom;
  const health = createHealth(() => {});
  const slicing = { nowMs: () => 0, pause: () => Promise.resolve() };
  return { changes, notices, watch: createPolicyWatch({ policy, file: { read: () => undefined }, changes, notices, health, slicing }) };
}

it('tells at the start what was loosened while nothing ran', () => {
  const { notices, watch } = told({ loosenedMeanwhile: ['delete_file is allowed'] });
  watch.started();
  expect(notices.list()).toMatchObject([{ kind: 'change', severity: 'caution' }]);
  expect(JSON.stringify(notices.list())).toContain('delete_file is allowed');
});

it('asks anew when the same edit means another difference by now', () => {
  let diff = 'a';
  const { changes, watch } = told({ waiting: () => ({ text: 't', sentences: ['looser'], diff }) as unknown as Waiting });
  watch.look();
  diff = 'b';
  watch.look();
  expect(changes.list().map((one) => one.diff)).toEqual(['b']);
});
