import { describe, expect, it } from 'vitest';
import { createLimits } from '../../../electron/core/limits/limits.js';
import { createNoticeActions } from '../../../electron/core/notice-actions.js';
import type { Notice } from '../../../shared/model/views.js';
import type { LimitCharge } from '../../../shared/policy/types.js';
import { ok } from '../../../shared/result.js';
import { noticeIn } from '../../../shared/words/notice.js';
import { inEnglish } from '../../../shared/words/say.js';
import { memoryStore } from '../limits/fixtures.js';
import { fakeClock } from '../../support/fake-clock.js';

const charge = (max: number, amount = 1): LimitCharge => ({
  pointer: '/limits/0', counter: 'pay', key: JSON.stringify(['grant', 'cursor', '', 'shop', 'tool', 'pay', 60_000]), windowMs: 60_000, max, amount, onExceed: 'deny',
}); // prettier-ignore

/** One call that went before, then one that a limit refused: the notice of it, and the room it lacked. */
function hit(refused: LimitCharge, before: LimitCharge | undefined) {
  const limits = createLimits({ store: memoryStore(), clock: fakeClock(), changed: () => undefined });
  if (before !== undefined) expect(limits.reserve('earlier', [before]).kind).toBe('reserved');
  expect(limits.reserve('refused', [refused]).kind).toBe('exceeded');
  const raised: [string, number][] = [];
  const blocked: string[] = [];
  const actions = createNoticeActions(() => ({
    limits,
    policy: { raiseLimit: (pointer: string, max: number) => (raised.push([pointer, max]), ok({ revision: 2, sentence: '' })) } as never,
    clients: { block: (client: string) => (blocked.push(client), ok(undefined)) } as never,
    endClient: () => undefined,
  }));
  const notice = actions.refused({
    callId: 'c', caller: { client: 'cursor' } as never, server: 'shop', method: 'tools/call', tool: 'pay', code: 'LIMITED',
    reason: 'limit', retryAfterMs: 1, decision: undefined, limits: [refused],
  }); // prettier-ignore
  const shown = notice && noticeIn(inEnglish, notice as unknown as Notice).actions.map(({ label }) => label);
  return { limits, actions, raised, blocked, subject: notice?.subject ?? '', offers: notice?.actions?.map(({ label }) => label), shown };
}

describe('what the notice of a limit offers', () => {
  it.each([
    { of: 'a limit of calls', refused: charge(1), before: charge(1), offers: ['Allow 10 more', 'Raise the limit', 'Stop cursor'], raisedTo: 2 },
    { of: 'a limit of a sum, by what the call lacked', refused: charge(100, 350.5), before: charge(100, 60), offers: ['Allow 311 more', 'Raise the limit', 'Stop cursor'], raisedTo: 411 },
  ])('is, of $of, room for the call: for one window or in the rule', async ({ refused, before, offers, raisedTo }) => {
    const found = hit(refused, before);
    // as it came, and as a view words it from its data
    expect([found.offers, found.shown]).toEqual([offers, offers]);
    expect(found.actions.act(found.subject, 'extend')).toEqual(ok({}));
    expect(found.limits.reserve('again', [refused]).kind).toBe('reserved');
    found.actions.act(found.subject, 'raise');
    expect(found.raised).toEqual([['/limits/0', raisedTo]]);
  }); // prettier-ignore

  it('is to stop the client alone where the limit is 0, and nothing is added to that', async () => {
    const { limits, actions, subject, offers, raised, blocked } = hit(charge(0), undefined);
    expect(offers).toEqual(['Stop cursor']);
    expect(actions.act(subject, 'extend')).toMatchObject({ ok: false, error: { code: 'NO_SUCH_LIMIT' } });
    expect(limits.extend(charge(0).key, 10)).toBe(false);
    expect(actions.act(subject, 'raise')).toMatchObject({ ok: false });
    expect(raised).toEqual([]);
    actions.act(subject, 'block');
    expect(blocked).toEqual(['cursor']);
  });
});
