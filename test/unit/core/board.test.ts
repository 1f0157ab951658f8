import { describe, expect, it } from 'vitest';
import { createBoard, type Sources } from '../../../electron/core/board.js';
import type { Signal, ToolView } from '../../../shared/model/views.js';

/** A board whose clock and turns are moved by hand: work gives way after every tool. */
function start(names: () => readonly string[]) {
  const due: (() => void)[] = [];
  const turns: (() => void)[] = [];
  const faults: unknown[] = [];
  let nowMs = 0;
  const sources = new Proxy({} as Sources, {
    get: (_target, topic) =>
      topic !== 'tools'
        ? () => []
        : function* (): Generator<void, ToolView[]> {
            const views: ToolView[] = [];
            for (const tool of names()) {
              if (tool === 'broken') throw new Error('broken');
              views.push({ tool } as ToolView);
              yield;
            }
            return views;
          },
  });
  const board = createBoard(
    sources,
    { nowMs: () => 0, monotonicMs: () => 0, after: (_ms, run) => (due.push(run), () => undefined) },
    { nowMs: () => (nowMs += 100), pause: () => new Promise((resolve) => void turns.push(resolve)) },
    (_topic, error) => faults.push(error),
  );
  const signals: Signal[] = [];
  board.subscribe((signal) => signals.push(signal));
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return {
    board,
    faults,
    told: () => signals.map((one) => (one.topic === 'tools' ? one.value.map(({ tool }) => tool).join(',') : one.topic)),
    revisions: () => signals.map(({ revision }) => revision),
    async passes() {
      for (const run of due.splice(0)) run();
      await settled();
    },
    async turn() {
      turns.shift()?.();
      await settled();
    },
    waits: () => turns.length > 0,
  };
}

describe('news of the tools of a server', () => {
  it('is put together tool by tool while other news goes out, and told once', async () => {
    const gate = start(() => ['a', 'b', 'c']);
    gate.board.toolsChanged('s');
    await gate.passes();
    expect([gate.told(), gate.waits()]).toEqual([[], true]);
    gate.board.changed('notices');
    await gate.passes();
    expect(gate.told()).toEqual(['notices']);
    while (gate.waits()) await gate.turn();
    expect(gate.told()).toEqual(['notices', 'a,b,c']);
    expect(gate.revisions()).toEqual([1, 2]);
  });

  it('is never told as it was before a change that came meanwhile', async () => {
    let now = ['a', 'b'];
    const gate = start(() => now);
    gate.board.toolsChanged('s');
    await gate.passes();
    await gate.turn();
    now = ['c', 'd'];
    gate.board.toolsChanged('s');
    await gate.passes();
    while (gate.waits()) await gate.turn();
    await gate.passes();
    expect(gate.told()).toEqual(['c,d']);
    gate.board.toolsChanged('s');
    await gate.passes();
    while (gate.waits()) await gate.turn();
    expect(gate.told()).toEqual(['c,d', 'c,d']);
  });

  it('that cannot be put together is a fault, and the next one is told', async () => {
    let now = ['a', 'broken'];
    const gate = start(() => now);
    gate.board.toolsChanged('s');
    await gate.passes();
    while (gate.waits()) await gate.turn();
    expect([gate.told(), gate.faults.length]).toEqual([[], 1]);
    now = ['a'];
    gate.board.toolsChanged('s');
    await gate.passes();
    while (gate.waits()) await gate.turn();
    expect(gate.told()).toEqual(['a']);
  });
});

describe('the gate alone', () => {
  it('is told without asking for anything else: the whole would count the calls of a day', () => {
    const asked: string[] = [];
    const sources = new Proxy({} as Sources, { get: (_target, topic) => () => (asked.push(String(topic)), { url: 'here' }) });
    const clock = { nowMs: () => 0, monotonicMs: () => 0, after: () => () => undefined };
    const board = createBoard(sources, clock, { nowMs: () => 0, pause: async () => undefined }, () => undefined);
    expect(board.gate()).toEqual({ url: 'here' });
    expect(asked).toEqual(['gate']);
  });
});
