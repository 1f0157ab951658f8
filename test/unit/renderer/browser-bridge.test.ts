import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { browserBridge } from '../../../renderer/bridge/browser-bridge.js';
import type { Signal } from '../../../shared/model/views.js';
import { ok } from '../../../shared/result.js';
import { emptySnapshot } from '../../renderer/support/data.js';

/** The gate behind the page: one board, whose news goes to the streams that stand when it happens. It answers from `answers` on. */
function stubGate(answers: Promise<void> = Promise.resolve()) {
  const asked: string[] = [];
  const streams = new Set<ReadableStreamDefaultController<Uint8Array>>();
  let revision = 1;
  const news = (): void => {
    revision++;
    const line = `data: ${JSON.stringify({ topic: 'grants', revision, value: [] })}\n\n`;
    for (const stream of streams) stream.enqueue(new TextEncoder().encode(line));
  };
  const signal = (): Response => {
    let mine: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({
      start: (stream) => void streams.add((mine = stream)),
      cancel: () => void streams.delete(mine),
    });
    return new Response(body);
  };
  vi.stubGlobal('fetch', (path: string) => {
    asked.push(path);
    const response = path === './signal' ? signal() : Response.json(ok({ ...emptySnapshot(), revision }));
    // something happens right after each answer
    if (path === './command') news();
    return answers.then(() => response);
  });
  return {
    asked,
    breakStreams() {
      for (const stream of streams) stream.close();
      streams.clear();
    },
    revision: () => revision,
  };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  vi.stubGlobal('window', { location: { hash: '' }, localStorage: { getItem: () => 'key' } });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('asks for nothing before its stream of news stands', async () => {
  let answer = (): void => undefined;
  const { asked } = stubGate(new Promise((resolve) => (answer = resolve)));
  const bridge = browserBridge();
  const stop = bridge.onSignal(() => undefined);
  const snapshot = bridge.invoke('gate.snapshot', {});
  await new Promise((resolve) => setImmediate(resolve));
  expect(asked).toEqual(['./signal']);
  answer();
  expect((await snapshot).ok).toBe(true);
  expect(asked).toEqual(['./signal', './command']);
  stop();
});

it('misses nothing that happens while it comes back to a gate, and tells nothing older than it has told', async () => {
  const gate = stubGate();
  const bridge = browserBridge();
  const told: Signal[] = [];
  const stop = bridge.onSignal((signal) => void told.push(signal));
  await bridge.invoke('gate.snapshot', {});
  told.length = 0;
  gate.breakStreams();
  // the clock of the page goes on while this waits
  await vi.waitFor(() => expect(gate.asked).toEqual(['./signal', './command', './signal', './command']), { timeout: 10_000 });
  await vi.waitFor(() => expect(told.at(-1)?.revision).toBe(gate.revision()));
  const revisions = told.map(({ revision }) => revision);
  expect(revisions).toEqual([...revisions].sort((a, b) => a - b));
  stop();
});
