import { expect, it } from 'vitest';
import { reduce, type Card } from '../../../electron/core/approvals/card.js';

const pending: Card = {
  id: 'approval_1',
  state: 'pending',
  waiters: [
    { callId: 'a', parked: false },
    { callId: 'b', parked: false },
  ],
  createdAtMs: 0,
  expiresAtMs: 1000,
};

it('a card that two calls wait on cannot be allowed as it is: one permission is for one call, and gone when that call is', () => {
  expect(reduce(pending, { kind: 'allow', by: 'window', scope: 'once', validUntilMs: 9 })).toEqual({ card: pending, answers: [] });
  const one = { ...pending, waiters: pending.waiters.slice(0, 1) };
  const allowed = reduce(one, { kind: 'allow', by: 'window', scope: 'once', validUntilMs: 9 }).card;
  const left = reduce(allowed, { kind: 'leave', callId: 'a' }).card;
  expect([allowed.state, left.state, reduce(left, { kind: 'consume', callId: 'a' }).card.state]).toEqual([
    'approved',
    'cancelled',
    'cancelled',
  ]);
  expect(reduce(one, { kind: 'allow', by: 'window', scope: 'once', validUntilMs: 9 }).answers.map(({ callId }) => callId)).toEqual(['a']);
});
