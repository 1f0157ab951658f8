import { describe, expect, it } from 'vitest';
import type { Passage } from '../../../electron/core/ports/corridor.js';
import { CallCancelled } from '../../../electron/core/ports/upstreams.js';
import { answerBytes, charge, decide, evaluation, harness, refusalOf, toolFacts } from './harness.js';

type Harness = ReturnType<typeof harness>;

/** A call that asks to leave some time after it was let through; `sent` counts how often its bytes would have left. */
async function leaves(h: Harness, { meanwhile, times = 1, signal }: { meanwhile?: () => void; times?: number; signal?: AbortSignal } = {}) {
  let sent = 0;
  const forward = async (passage: Passage | undefined) => {
    await Promise.resolve();
    meanwhile?.();
    for (let n = 0; n < times; n++) {
      passage?.leave();
      sent += 1;
    }
    return answerBytes();
  };
  const intent = h.intent({ asksToLeave: true, ...(signal && { signal }) });
  const reply = await h.corridor.handle(intent, (_params, _timeoutMs, _signal, _text, passage) => forward(passage));
  return { reply, sent };
}
const limited = (): Harness => {
  const h = harness();
  h.state.evaluate = () => evaluation(decide('allow'), [charge()]);
  return h;
};

describe('a call that asks to leave', () => {
  it('is written down right then, and before it is sent', async () => {
    const h = harness();
    const happened: string[] = [];
    h.state.secure = () => void happened.push(`secured after ${h.seen.opens}`);
    const { reply, sent } = await leaves(h, { meanwhile: () => void happened.push('meanwhile') });
    expect([reply.kind, sent, happened]).toEqual(['answer', 1, ['meanwhile', 'secured after 1']]);
    expect(h.only()).toMatchObject({ enforced: 'forwarded', end: { outcome: 'ok' } });
    expect([h.seen.opens, h.seen.closes]).toEqual([1, 1]);
  });

  it('stays where the log cannot take it, and gives back its limits', async () => {
    const h = limited();
    h.state.secure = () => {
      throw new Error('disk full');
    };
    const { reply, sent } = await leaves(h);
    expect([refusalOf(reply).data.code, sent]).toEqual(['UNAVAILABLE', 0]);
    expect(h.seen.released).toEqual(h.seen.reserved);
    expect(h.seen.spent).toEqual([]);
    expect(h.seen.refused.map(({ code }) => code)).toEqual(['UNAVAILABLE']);
    expect(h.only().end?.outcome).toBe('refused');
  });

  it.each<[what: string, code: string, change: (h: Harness) => void]>([
    ['lockdown', 'LOCKED', (h) => void (h.state.mode = 'lockdown')],
    ['another mode', 'DENIED', (h) => void (h.state.mode = 'observe')],
    ['other rules', 'DENIED', (h) => void (h.state.revision = 2)],
    ['another definition of the tool', 'DENIED', (h) => h.put(toolFacts({ definitionHash: 'another' }))],
    ['the tool, which is gone', 'DENIED', (h) => void h.remove('files', 'write_file')],
  ])('stays where there is news meanwhile: %s', async (_what, code, change) => {
    const h = limited();
    let secured = 0;
    h.state.secure = () => void (secured += 1);
    const { reply, sent } = await leaves(h, { meanwhile: () => change(h) });
    expect([refusalOf(reply).data.code, sent, secured]).toEqual([code, 0, 0]);
    expect(h.seen.released).toEqual(h.seen.reserved);
    expect(h.only().end?.outcome).toBe('refused');
  });

  it('stays where its caller has cancelled it', async () => {
    const h = limited();
    const abort = new AbortController();
    const { sent } = await leaves(h, { meanwhile: () => abort.abort(), signal: abort.signal });
    expect([sent, h.only().end?.outcome]).toEqual([0, 'cancelled']);
    expect(h.seen.released).toEqual(h.seen.reserved);
  });

  it('and is sent again with an answer is the same call: rules that let it go on do not stop it then', async () => {
    const h = limited();
    let secured = 0;
    h.state.secure = () => void (secured += 1);
    const intent = h.intent({ asksToLeave: true });
    const reply = await h.corridor.handle(intent, (_params, _timeoutMs, _signal, _text, passage) => {
      passage?.leave();
      h.state.revision = 2;
      if (passage?.mayGoOn() !== true) return Promise.reject(new CallCancelled());
      passage.leave();
      return Promise.resolve(answerBytes());
    });
    expect([reply.kind, secured, h.only().end?.outcome]).toEqual(['answer', 1, 'ok']);
  });

  it('uses up an approval that was given once, though it stayed', async () => {
    const h = harness();
    h.state.evaluate = () => evaluation(decide('ask'));
    h.state.answer = () => Promise.resolve({ kind: 'approved', approvalId: 'a1', by: 'window', scope: 'once' });
    h.state.secure = () => {
      throw new Error('disk full');
    };
    const { reply, sent } = await leaves(h);
    expect([refusalOf(reply).data.code, sent]).toEqual(['UNAVAILABLE', 0]);
    expect([h.seen.consumed, [...new Set(h.seen.finished)]]).toEqual([['a1'], ['a1']]);
  });
});

it('a call that does not ask is written down before it is handed on', async () => {
  const h = harness();
  h.state.secure = () => {
    throw new Error('nobody asks');
  };
  expect((await h.handle()).kind).toBe('answer');
  expect(h.only().durable).toBe(true);
});
