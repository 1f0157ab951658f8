import { describe, expect, it } from 'vitest';
import { CallCancelled } from '../../../electron/core/ports/upstreams.js';
import { answerBytes, decide, evaluation, harness, refusalOf, toolFacts } from './harness.js';

type Change = (h: ReturnType<typeof harness>) => void;
const approved = { kind: 'approved', approvalId: 'a1', by: 'window', scope: 'once' } as const;
const stricter: [string, Change, string][] = [
  ['the gate was locked down', (h) => void (h.state.mode = 'lockdown'), 'LOCKED'],
  [
    'a rule was written that denies it',
    (h) => {
      h.state.revision = 2;
      h.state.evaluate = () => evaluation(decide('deny'));
    },
    'DENIED',
  ],
  [
    'a rule was written that asks',
    (h) => {
      h.state.revision = 2;
      h.state.evaluate = () => evaluation(decide('ask'));
    },
    'DENIED',
  ],
];

/** A call whose server wants to know something first; `meanwhile` happens before it has its answer. */
async function called(meanwhile: Change, prepare: Change = () => {}) {
  const h = harness();
  prepare(h);
  let calls = 0;
  const reply = await h.corridor.handle(h.intent(), (_params, _timeoutMs, _signal, _text, passage) => {
    calls += 1;
    meanwhile(h);
    if (passage?.mayGoOn() !== true) return Promise.reject(new CallCancelled());
    calls += 1;
    return Promise.resolve(answerBytes());
  });
  return { h, reply, calls };
}

describe('a call that its server wants made again with an answer', () => {
  it.each<[string, Change, Change]>([
    ['nothing happened', () => {}, () => {}],
    ['another rule was written', (h) => void (h.state.revision = 2), () => {}],
    [
      'another rule was written, and a person had allowed it',
      (h) => void (h.state.revision = 2),
      (h) => {
        h.state.evaluate = () => evaluation(decide('ask'));
        h.state.answer = () => Promise.resolve(approved);
      },
    ],
  ])('is made again where %s', async (_what, meanwhile, prepare) => {
    const { h, reply, calls } = await called(meanwhile, prepare);
    expect([reply.kind, calls, h.only().end?.outcome]).toEqual(['answer', 2, 'ok']);
  });

  it.each([...stricter, ['its definition changed', (h) => h.put(toolFacts({ pin: 'changed' })), 'CHANGED'] as (typeof stricter)[0]])(
    'is not made again where %s meanwhile',
    async (_what, meanwhile, code) => {
      const { h, reply, calls } = await called(meanwhile);
      expect([refusalOf(reply).data.code, calls]).toEqual([code, 1]);
      expect([h.only().end?.outcome, h.seen.opens, h.seen.closes]).toEqual(['refused', 1, 1]);
    },
  );
});

describe('what a person answers a server', () => {
  const asks = async (method: string, meanwhile: Change) => {
    const h = harness();
    const reply = await h.corridor.handle(h.intent({ method, tool: '', params: { message: 'Who?' } }), () => {
      meanwhile(h);
      return Promise.resolve(answerBytes());
    });
    return { h, reply };
  };

  it.each(['elicitation/create', 'sampling/createMessage'])('reaches it where nothing got stricter (%s)', async (method) => {
    const { h, reply } = await asks(method, (one) => void (one.state.revision = 2));
    expect([reply.kind, h.only().end?.outcome]).toEqual(['answer', 'ok']);
  });

  it.each(stricter)('does not reach it where %s meanwhile', async (_what, meanwhile, code) => {
    for (const method of ['elicitation/create', 'sampling/createMessage']) {
      const { h, reply } = await asks(method, meanwhile);
      expect(reply).toMatchObject({ kind: 'error', data: { code } });
      expect([h.only().end?.outcome, h.seen.opens, h.seen.closes]).toEqual(['refused', 1, 1]);
    }
  });

  it('is the only answer that is held back: what a tool has done, it has done', async () => {
    const h = harness();
    const reply = await h.corridor.handle(h.intent(), () => {
      h.state.mode = 'lockdown';
      return Promise.resolve(answerBytes());
    });
    expect(reply.kind).toBe('answer');
  });
});
