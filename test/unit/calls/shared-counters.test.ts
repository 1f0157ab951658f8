import { describe, expect, it } from 'vitest';
import type { SharedCounters, SharedReservation } from '../../../electron/core/ports/rooms.js';
import { NeverSent } from '../../../electron/core/ports/upstreams.js';
import { charge, decide, evaluation, harness, refusalOf } from './harness.js';

function shared(answer: SharedReservation | (() => Promise<SharedReservation>), active = true) {
  const seen = { asked: [] as string[], released: [] as string[] };
  const room: SharedCounters = {
    active: () => active,
    reserve(callId) {
      seen.asked.push(callId);
      return typeof answer === 'function' ? answer() : Promise.resolve(answer);
    },
    release: (callId) => void seen.released.push(callId),
  };
  const h = harness({ shared: room });
  h.state.evaluate = () => evaluation(decide('allow'), [charge()]);
  return { ...h, shared: seen };
}

describe('a call under limits that several gates share', () => {
  it('goes when both counts have room, and is not counted elsewhere when that is off or nothing is limited', async () => {
    const h = shared({ kind: 'reserved' });
    expect((await h.handle()).kind).toBe('answer');
    expect(h.shared).toEqual({ asked: ['call_1'], released: [] });
    const off = shared({ kind: 'unreachable', allowed: false }, false);
    expect((await off.handle()).kind).toBe('answer');
    const free = shared({ kind: 'unreachable', allowed: false });
    free.state.evaluate = () => evaluation(decide('allow'));
    expect((await free.handle()).kind).toBe('answer');
    expect([off.shared.asked, free.shared.asked]).toEqual([[], []]);
  });

  it('is refused when the shared count is full, and its own place is given back', async () => {
    const h = shared({ kind: 'exceeded', charge: charge(), used: 30, retryAfterMs: 4200 });
    const { data } = refusalOf(await h.handle());
    expect(data).toMatchObject({ code: 'LIMITED', retryable: true, retryAfterMs: 4200, rule: '/tools/x/limits/0' });
    expect(h.seen.released).toEqual(['call_1']);
    expect(h.seen.forwarded).toEqual([]);
    expect(h.only()).toMatchObject({ enforced: 'refused', code: 'LIMITED' });
  });

  it('is refused while the counters cannot be reached, unless the person chose to count alone', async () => {
    const h = shared({ kind: 'unreachable', allowed: false });
    expect(refusalOf(await h.handle()).data).toMatchObject({ code: 'UNAVAILABLE', retryable: true });
    expect([h.seen.released, h.seen.forwarded]).toEqual([['call_1'], []]);
    const local = shared({ kind: 'unreachable', allowed: true });
    expect((await local.handle()).kind).toBe('answer');
  });

  it('asks a person when the shared count is full and the limit asks', async () => {
    const h = shared({ kind: 'exceeded', charge: charge({ onExceed: 'ask' }), used: 30, retryAfterMs: 1 });
    h.state.evaluate = () => evaluation(decide('allow'), [charge({ onExceed: 'ask' })]);
    expect(refusalOf(await h.handle()).data.code).toBe('DENIED');
    expect(h.seen.questions[0]?.beside).toContain('/tools/x/limits/0');
  });

  it('is not asked about a second time: what a person has allowed and the shared count has no room for is refused', async () => {
    const h = shared({ kind: 'exceeded', charge: charge({ onExceed: 'ask' }), used: 30, retryAfterMs: 1 });
    h.state.evaluate = () => evaluation(decide('ask'), [charge({ onExceed: 'ask' })]);
    h.state.answer = () => Promise.resolve({ kind: 'approved', approvalId: 'a1', by: 'window', scope: 'once' });
    expect(refusalOf(await h.handle()).data.code).toBe('LIMITED');
    expect([h.seen.questions.length, h.seen.forwarded, h.seen.finished]).toEqual([1, [], ['a1']]);
  });

  it('counts once when a person lets it past the shared limit: its first place is given back before it takes another', async () => {
    const answers: SharedReservation[] = [
      { kind: 'exceeded', charge: charge({ onExceed: 'ask' }), used: 30, retryAfterMs: 1 },
      { kind: 'reserved' },
    ];
    const h = shared(() => Promise.resolve(answers.shift() as SharedReservation));
    h.state.evaluate = () => evaluation(decide('allow'), [charge({ onExceed: 'ask' })]);
    h.state.answer = () => Promise.resolve({ kind: 'approved', approvalId: 'a1', by: 'window', scope: 'once' });
    expect((await h.handle()).kind).toBe('answer');
    expect([h.seen.reserved, h.seen.released, h.shared.asked]).toEqual([['call_1', 'call_1'], ['call_1'], ['call_1', 'call_1']]);
  });

  it('is not sent when the rules, the mode or the client changed while the counters were asked, and both places are given back', async () => {
    for (const change of [
      (h: ReturnType<typeof shared>) => void (h.state.mode = 'lockdown'),
      (h: ReturnType<typeof shared>) => void (h.state.revision = 2),
      (h: ReturnType<typeof shared>) => h.remove('files', 'write_file'),
    ]) {
      const h: ReturnType<typeof shared> = shared(() => {
        change(h);
        return Promise.resolve({ kind: 'reserved' });
      });
      expect(refusalOf(await h.handle()).data.code).toMatch(/LOCKED|DENIED/);
      expect([h.seen.forwarded, h.seen.released, h.shared.released]).toEqual([[], ['call_1'], ['call_1']]);
    }
  });

  it('gives both places back when it provably never left, and is refused when the counters break their word', async () => {
    const h = shared({ kind: 'reserved' });
    h.forwardWith(() => Promise.reject(new NeverSent('down')));
    await h.handle();
    expect([h.seen.released, h.shared.released]).toEqual([['call_1'], ['call_1']]);
    const broken = shared(() => Promise.reject(new Error('broken')));
    expect(refusalOf(await broken.handle()).data.code).toBe('UNAVAILABLE');
    expect(broken.seen.forwarded).toEqual([]);
  });
});
