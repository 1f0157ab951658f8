import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../electron/core/ports/clock.js';
import { takeLists } from '../../../electron/core/upstreams/take-lists.js';

const tools = Array.from({ length: 4000 }, (_, at) => ({
  name: `tool_${at}`,
  description: 'x'.repeat(80),
  inputSchema: { type: 'object' },
}));
const initialized = { capabilities: { tools: {} } };
const asking = (body: string) => () => Promise.resolve({ kind: 'result' as const, bytes: Buffer.from(body), idStart: 0, idEnd: 0 });
/** a clock by which every look at it is later than a slice of work may last */
const slowClock = () => {
  let at = 0;
  return { nowMs: () => 0, monotonicMs: () => (at += 11), after: () => () => undefined };
};

/** What a promise comes to, and how many turns of the loop others had meanwhile. */
async function turnsOf<T>(work: Promise<T>): Promise<{ readonly value: T; readonly turns: number }> {
  let turns = 0;
  let isDone = false;
  const counting = (async () => {
    while (!isDone) {
      await nextTurn();
      turns += 1;
    }
  })();
  const value = await work;
  isDone = true;
  await counting;
  return { value, turns };
}

describe('the lists of a server', () => {
  it('are read with turns for everything else in between where they are long', async () => {
    const long = await turnsOf(takeLists(asking(JSON.stringify({ jsonrpc: '2.0', id: 1, result: { tools } })), initialized, slowClock()));
    expect(long.value).toMatchObject({ ok: true, value: { tools, partial: false, leftOut: [] } });
    expect(long.turns).toBeGreaterThan(10);
  });
  it('are refused whole, however long, where anything but an entry is at fault', async () => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, result: { tools } }).replace('"id":1', '"id":1,"id":1');
    const taken = await takeLists(asking(body), initialized, slowClock());
    expect(taken).toMatchObject({ ok: false, error: { code: 'server.answer', message: expect.stringMatching(/"id" stands twice/) } });
  });
  it('are given up where they go on for ever, before they fill the memory', async () => {
    const page = (number: number) =>
      JSON.stringify({ result: { tools: [tools[number], { name: 'x'.repeat(1e6) }], nextCursor: `c${number}` } });
    let pages = 0;
    const taken = await takeLists(() => asking(page(++pages))(), initialized, systemClock);
    expect(taken).toMatchObject({ ok: true, value: { partial: true } });
    // 32 MB
    expect(pages).toBe(34);
    expect(taken.ok && taken.value.tools).toHaveLength(66);
  });
});
