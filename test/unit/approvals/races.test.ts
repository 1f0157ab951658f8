import { describe, expect, it } from 'vitest';
import { reduce, takeOne, type Card, type CardEvent } from '../../../electron/core/approvals/card.js';
import fc from 'fast-check';
import { raceMany, runRace } from './races.js';

describe('races of approving, cancelling, expiring, redefining and denying', () => {
  it('never run a call twice, unapproved, cancelled, or with other bytes than shown (1,000 histories)', async () => {
    expect(await raceMany(1000, 20261122)).toBeGreaterThan(500);
  }, 120_000);

  it('let the plain history through, so that the checks above do check something', async () => {
    const ran = await runRace([
      { do: 'call', args: 0, client: 0, token: true },
      { do: 'allow', which: 0, all: false },
      { do: 'yield', ticks: 4 },
    ]);
    expect(ran).toBe(1);
  });
});

describe('the state of one card', () => {
  const event: fc.Arbitrary<CardEvent> = fc.oneof(
    fc.record({
      kind: fc.constantFrom('join' as const, 'park' as const, 'leave' as const, 'consume' as const),
      callId: fc.constantFrom('a', 'b', 'c', 'd'),
    }),
    fc.constantFrom<CardEvent>(
      { kind: 'allow', by: 'window', scope: 'once', validUntilMs: 2 },
      { kind: 'deny', by: 'window', reason: undefined, validUntilMs: 2 },
      { kind: 'expire' },
      { kind: 'supersede' },
      { kind: 'finish' },
    ),
  );
  const fresh: Card = { id: 'x', state: 'pending', waiters: [{ callId: 'a', parked: false }], createdAtMs: 0, expiresAtMs: 1 };

  it('is consumed at most once, only after "allow", and only by a call that was told "approved"', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        let card = fresh;
        let allowed = 0;
        let consumed = 0;
        const told = new Set<string>();
        for (const one of events) {
          const before = card;
          const { card: after, answers } = reduce(one.kind === 'allow' ? takeOne(card, () => 'rest').one : card, one);
          if (one.kind === 'allow' && after.state === 'approved' && before.state === 'pending') allowed += 1;
          for (const answer of answers) if (answer.answer.kind === 'approved') told.add(answer.callId);
          if (one.kind === 'consume' && after.state === 'executing' && before.state === 'approved') {
            consumed += 1;
            if (!told.has(one.callId)) return false;
          }
          card = after;
        }
        return consumed <= Math.min(1, allowed);
      }),
      { numRuns: 3000, seed: 7 },
    );
  });

  it('answers every waiting call at most once', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        let card = fresh;
        const live = new Set(['a']);
        for (const one of events) {
          if (one.kind === 'join' && live.has(one.callId)) continue;
          const reduced = reduce(card, one);
          if (one.kind === 'join' && reduced.card !== card) live.add(one.callId);
          for (const answer of reduced.answers) if (!live.delete(answer.callId)) return false;
          card = reduced.card;
        }
        return true;
      }),
      { numRuns: 3000, seed: 8 },
    );
    expect(reduce(fresh, { kind: 'consume', callId: 'a' }).card).toBe(fresh);
  });
});
