import { describe, expect, it } from 'vitest';
import { room, settle } from './harness.js';

describe('a client that gave a progress token', () => {
  it('is told at once and every ten seconds, strictly increasing, and never answered "pending"', async () => {
    const r = room();
    const told: number[] = [];
    const call = r.ask(r.question(undefined, { tellWaiting: (step) => void told.push(step) }));
    expect(told).toEqual([1]);
    r.clock.advance(120_000);
    await settle();
    expect(told).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
    expect(call.answer).toBeUndefined();
    r.approvals.allow(r.only().id, {}, 'window');
    r.clock.advance(60_000);
    expect(told).toHaveLength(13);
  });

  it('that goes away while it is told is gone', async () => {
    const r = room();
    const abort = new AbortController();
    const call = r.ask(r.question(undefined, { signal: abort.signal, tellWaiting: () => abort.abort() }));
    expect(await call.done).toMatchObject({ kind: 'cancelled' });
    expect(r.approvals.list(false)).toEqual([]);
  });
});

describe('a client that has said its last word', () => {
  it('is not waited for by a person: its card goes, and a later yes finds nothing to run', async () => {
    const r = room();
    const parting = new AbortController();
    const call = r.ask(r.question(undefined, { parting: parting.signal }));
    const { id } = r.only();
    parting.abort();
    expect(await call.done).toEqual({ kind: 'cancelled', approvalId: id });
    expect(r.approvals.list(false)).toEqual([]);
    expect(r.approvals.allow(id, {}, 'window')).toMatchObject({ ok: false, error: { code: 'NOT_WAITING' } });
  });

  it('has nobody asked for it, but still gets the answer that was given to the same call before', async () => {
    const r = room();
    const parting = new AbortController();
    parting.abort();
    const late = r.question(undefined, { parting: parting.signal });
    expect(await r.ask(late).done).toEqual({ kind: 'unanswerable', why: 'the application has ended the conversation' });
    expect(r.approvals.list(false)).toEqual([]);
    const first = r.ask();
    r.clock.advance(50_000);
    expect(await first.done).toMatchObject({ kind: 'pending' });
    r.approvals.allow(r.only().id, {}, 'window');
    expect(await r.ask(r.question(undefined, { parting: parting.signal })).done).toMatchObject({ kind: 'approved' });
  });

  it('is heard no longer once it was answered', async () => {
    const r = room();
    const parting = new AbortController();
    const call = r.ask(r.question(undefined, { parting: parting.signal }));
    r.approvals.allow(r.only().id, {}, 'window');
    const answer = await call.done;
    parting.abort();
    expect(r.approvals.consume((answer as { approvalId: string }).approvalId, call.question)).toBe(true);
  });
});

describe('a client without a progress token', () => {
  const parked = async () => {
    const r = room();
    const abort = new AbortController();
    const first = r.ask(r.question(undefined, { signal: abort.signal }));
    r.clock.advance(49_999);
    await settle();
    expect(first.answer).toBeUndefined();
    r.clock.advance(1);
    await settle();
    expect(first.answer).toEqual({ kind: 'pending', approvalId: r.only().id });
    return { r, abort, id: r.only().id };
  };

  it('is answered "pending" at 50 s, and the card stays, also when the request ends', async () => {
    const { r, abort } = await parked();
    abort.abort();
    expect(r.only()).toMatchObject({ state: 'pending', waiting: 1 });
  });

  it('attaches to the card with an identical repeat, which adds nothing to the count', async () => {
    const { r, id } = await parked();
    const again = r.ask();
    expect(r.only()).toMatchObject({ id, waiting: 1 });
    r.approvals.allow(id, {}, 'window');
    expect(await again.done).toMatchObject({ kind: 'approved', approvalId: id });
  });

  it('consumes with one identical repeat the approval given meanwhile, and the next repeat asks anew', async () => {
    const { r, id } = await parked();
    r.approvals.allow(id, {}, 'window');
    expect(r.approvals.list(false)).toEqual([]);
    r.clock.advance(599_000);
    const again = r.ask();
    expect(await again.done).toMatchObject({ kind: 'approved', approvalId: id });
    expect(r.approvals.consume(id, again.question)).toBe(true);
    const third = r.ask();
    await settle();
    expect(third.answer).toBeUndefined();
    expect(r.only().id).not.toBe(id);
  });

  it('gets the answer given meanwhile also when nobody can be asked any more', async () => {
    const { r, id } = await parked();
    r.approvals.allow(id, {}, 'window');
    r.options.canAsk = false;
    expect(await r.ask().done).toMatchObject({ kind: 'approved', approvalId: id });
  });

  it('learns of a denial given meanwhile once, and is then asked about anew', async () => {
    const { r, id } = await parked();
    r.approvals.deny(id, { reason: 'no' }, 'window');
    expect(await r.ask().done).toMatchObject({ kind: 'denied', reason: 'no' });
    const third = r.ask();
    await settle();
    expect(third.answer).toBeUndefined();
  });

  it('learns of a denial of several calls with as many repeats', async () => {
    const r = room();
    const calls = [r.ask(), r.ask()];
    r.clock.advance(50_000);
    await settle();
    expect(calls.map(({ answer }) => answer?.kind)).toEqual(['pending', 'pending']);
    r.approvals.deny(r.only().id, { all: true }, 'window');
    const repeats: (string | undefined)[] = [];
    for (let repeat = 0; repeat < 3; repeat++) {
      const again = r.ask();
      await settle();
      repeats.push(again.answer?.kind);
    }
    expect(repeats).toEqual(['denied', 'denied', undefined]);
  });

  it('finds the approval gone after ten minutes', async () => {
    const { r, id } = await parked();
    r.approvals.allow(id, {}, 'window');
    r.clock.advance(600_000);
    const again = r.ask();
    await settle();
    expect(again.answer).toBeUndefined();
    expect(r.only().id).not.toBe(id);
  });

  it('gets nothing from the approval with other arguments, another client, definition, revision or other things sent', async () => {
    for (const change of [
      { arguments: { path: '/home/a/proj/y.txt' } },
      { caller: { client: 'cursor', session: 's1' } },
      { definitionHash: 'hash-2' },
      { policyRevision: 2 },
      { alsoSent: { inputResponses: { a: 1 } } },
    ]) {
      const { r, id } = await parked();
      r.approvals.allow(id, {}, 'window');
      const other = r.ask({ ...r.question(), ...change });
      await settle();
      expect(other.answer, JSON.stringify(change)).toBeUndefined();
      expect(r.only().id).not.toBe(id);
    }
  });

  it('has its parked card replaced when the same call comes under other rules', async () => {
    const { r, id } = await parked();
    r.ask(r.question(undefined, { policyRevision: 2 }));
    expect(r.approvals.list(false).map((one) => one.id)).not.toContain(id);
    expect(r.approvals.list(true).find((one) => one.id === id)?.state).toBe('superseded');
  });

  it('lets the answer go to a call that still waits rather than to a parked one', async () => {
    const r = room();
    const first = r.ask();
    r.clock.advance(20_000);
    const second = r.ask();
    r.clock.advance(30_000);
    await settle();
    expect([first.answer?.kind, second.answer?.kind]).toEqual(['pending', undefined]);
    r.approvals.allow(r.only().id, {}, 'window');
    await settle();
    expect(second.answer?.kind).toBe('approved');
    expect(r.only()).toMatchObject({ waiting: 1 });
  });

  it('expires with its card', async () => {
    const { r, id } = await parked();
    r.clock.advance(250_000);
    expect(r.approvals.list(true)[0]).toMatchObject({ id, state: 'expired' });
  });
});
