import { afterEach, expect, test } from 'vitest';
import type { Bridge } from '../../../renderer/bridge/bridge.js';
import { applySignal, followBoard, loadBoard, useBoard } from '../../../renderer/state/board.js';
import { moveSwitches, restoreSwitches, shownPosition, toolKey, useWishes } from '../../../renderer/state/switches.js';
import type { Run } from '../../../renderer/state/commands.js';
import type { Signal } from '../../../shared/model/views.js';
import { fail, ok } from '../../../shared/result.js';
import { emptySnapshot, fullSnapshot, tool } from '../../renderer/support/data.js';

afterEach(() => {
  useBoard.setState({ snapshot: undefined, failure: undefined });
  useWishes.setState({ wishes: new Map() });
});

test('news of one server replaces the tools of that server only', () => {
  const before = fullSnapshot();
  const after = applySignal(before, { topic: 'tools', key: 'filesystem', revision: 9, value: [] });
  expect(after.tools['filesystem']).toEqual([]);
  expect(after.tools['github']).toBe(before.tools['github']);
  expect(after.revision).toBe(9);
});

test('news that came before the snapshot is kept when it is newer and dropped when it is older', async () => {
  let tell: (signal: Signal) => void = () => undefined;
  const bridge: Bridge = {
    onSignal: (listener) => {
      tell = listener;
      return () => undefined;
    },
    invoke: (async () => {
      tell({ topic: 'servers', revision: 4, value: fullSnapshot().servers });
      tell({ topic: 'clients', revision: 6, value: [] });
      return ok({ ...fullSnapshot(), servers: [], revision: 5 });
    }) as Bridge['invoke'],
  };
  await followBoard(bridge);
  expect(useBoard.getState().snapshot).toMatchObject({ servers: [], clients: [], revision: 6 });
});

test('a snapshot that cannot be had is a failure with words', async () => {
  await followBoard({
    onSignal: () => () => undefined,
    invoke: (async () => fail('unreachable', 'The gate does not answer.')) as Bridge['invoke'],
  });
  expect(useBoard.getState()).toMatchObject({ snapshot: undefined, failure: { message: 'The gate does not answer.' } });
});

test('a bridge that breaks is a failure with words', async () => {
  await followBoard({
    onSignal: () => () => undefined,
    invoke: (() => Promise.reject(new Error('Toolgate takes commands from its own windows only'))) as Bridge['invoke'],
  });
  expect(useBoard.getState().failure).toMatchObject({ message: 'Toolgate takes commands from its own windows only' });
});

test('news that comes while a snapshot is asked for once more is not lost', async () => {
  let tell: (signal: Signal) => void = () => undefined;
  let reachable = false;
  const bridge: Bridge = {
    onSignal: (listener) => {
      tell = listener;
      return () => undefined;
    },
    invoke: (async () => {
      if (!reachable) return fail('unreachable', 'The gate does not answer.');
      tell({ topic: 'clients', revision: 6, value: [] });
      return ok({ ...fullSnapshot(), revision: 5 });
    }) as Bridge['invoke'],
  };
  await followBoard(bridge);
  reachable = true;
  await loadBoard(bridge);
  expect(useBoard.getState()).toMatchObject({ failure: undefined, snapshot: { clients: [], revision: 6 } });
});

test('a wish shows at once and goes when the command fails', async () => {
  const view = tool('github', 'create_issue', ['x', 'write', 'medium']);
  let shown: unknown;
  const run = (async () => {
    shown = shownPosition(view, useWishes.getState().wishes.get(toolKey('github', 'create_issue')));
    return fail('POLICY', 'no');
  }) as Run;
  expect(await moveSwitches(run, [view], 'deny')).toBeUndefined();
  expect(shown).toEqual({ verdict: 'deny', own: true });
  expect(useWishes.getState().wishes.size).toBe(0);
});

test('a wish lasts until the board has news of its server', async () => {
  const snapshot = fullSnapshot();
  useBoard.setState({ snapshot });
  const [view] = snapshot.tools['github'] ?? [];
  if (!view) throw new Error('no tool in the test data');
  await moveSwitches((async () => ok({ revision: 2, sentence: 's' })) as Run, [view], 'hide');
  expect(useWishes.getState().wishes.size).toBe(1);
  useBoard.setState({
    snapshot: applySignal(snapshot, { topic: 'tools', key: 'github', revision: 2, value: [{ ...view, switch: 'hide', own: true }] }),
  });
  expect(useWishes.getState().wishes.size).toBe(0);
});

test('a failed older wish does not take a newer one away', async () => {
  const view = tool('github', 'create_issue', ['x', 'write', 'medium']);
  let refuse: (value: ReturnType<typeof fail>) => void = () => undefined;
  const slow = moveSwitches((() => new Promise((resolve) => (refuse = resolve))) as Run, [view], 'deny');
  void moveSwitches((() => new Promise(() => undefined)) as Run, [view], 'hide');
  refuse(fail('POLICY', 'no'));
  await slow;
  expect(useWishes.getState().wishes.get(toolKey('github', 'create_issue'))?.action).toBe('hide');
});

test('undo gives each position back, the strict ones first', async () => {
  useBoard.setState({ snapshot: emptySnapshot() });
  const actions: unknown[] = [];
  const run = (async (_name: string, input: { action?: string }) => {
    actions.push(input.action);
    return ok({ revision: 1, sentence: '' });
  }) as unknown as Run;
  await restoreSwitches(run, [
    { server: 's', tool: 'a', action: 'allow' },
    { server: 's', tool: 'b', action: 'deny' },
    { server: 's', tool: 'c', action: 'inherit' },
  ]);
  expect(actions).toEqual(['inherit', 'deny', 'allow']);
});
