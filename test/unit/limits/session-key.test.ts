import { describe, expect, it } from 'vitest';
import { createSessionKeys } from '../../../shared/limits/session-key.js';
import { fakeClock } from '../../support/fake-clock.js';

const start = () => {
  const clock = fakeClock();
  let n = 0;
  return { clock, keys: createSessionKeys(clock, () => `s${++n}`) };
};

describe('the session that limits count by', () => {
  it('is one per MCP session or bridge connection', () => {
    const { keys } = start();
    expect(keys.of('c', 'a')).toBe(keys.of('c', 'a'));
    expect(keys.of('c', 'a')).not.toBe(keys.of('c', 'b'));
    expect(keys.of('c', 'a')).not.toBe(keys.of('d', 'a'));
  });

  it('shares the last one when a client opens more than 10 in an hour', () => {
    const { keys, clock } = start();
    const opened = Array.from({ length: 12 }, (_, i) => keys.of('c', `${i}`));
    expect(new Set(opened.slice(0, 10)).size).toBe(10);
    expect(opened[10]).toBe(opened[9]);
    expect(opened[11]).toBe(opened[9]);
    clock.advance(3_600_000);
    expect(keys.of('c', 'within the hour')).toBe(opened[9]);
    clock.advance(1);
    expect(keys.of('c', 'later')).not.toBe(opened[9]);
  });

  it('is, without sessions, activity until 30 minutes idle', () => {
    const { keys, clock } = start();
    const first = keys.stateless('c');
    clock.advance(29 * 60_000);
    expect(keys.stateless('c')).toBe(first);
    clock.advance(30 * 60_000);
    expect(keys.stateless('c')).toBe(first);
    clock.advance(30 * 60_000 + 1);
    expect(keys.stateless('c')).not.toBe(first);
  });
});
