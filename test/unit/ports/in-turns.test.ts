import { setImmediate as nextTurn } from 'node:timers/promises';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { inTurns } from '../../../electron/core/ports/in-turns.js';

/** a stream whose every chunk takes `tookMs`, and what was taken of it */
function streamOf(tookMs: number): { stream: PassThrough; taken: string[] } {
  const stream = new PassThrough();
  const taken: string[] = [];
  let atMs = 0;
  stream.on(
    'data',
    inTurns(
      stream,
      (chunk) => {
        atMs += tookMs;
        taken.push(chunk.toString());
      },
      () => atMs,
    ),
  );
  return { stream, taken };
}

test('after a chunk that took long everybody else has a turn, and then the next one is taken', async () => {
  const { stream, taken } = streamOf(5);
  const turns: number[] = [];
  for (const chunk of ['a', 'b', 'c']) stream.write(chunk);
  while (taken.length < 3) {
    turns.push(taken.length);
    await nextTurn();
  }
  expect(taken).toEqual(['a', 'b', 'c']);
  expect(turns).toEqual(expect.arrayContaining([1, 2]));
});

test('chunks that take no time are taken as they come', () => {
  const { stream, taken } = streamOf(0.1);
  stream.write('a');
  expect(stream.isPaused()).toBe(false);
  expect(taken).toEqual(['a']);
});

test('a stream that somebody else has stopped meanwhile is not started again', async () => {
  const stream = new PassThrough();
  let atMs = 0;
  stream.on(
    'data',
    inTurns(
      stream,
      () => {
        atMs += 5;
        stream.pause();
      },
      () => atMs,
    ),
  );
  stream.write('a');
  await nextTurn();
  await nextTurn();
  expect(stream.isPaused()).toBe(true);
});
