import { describe, expect, it } from 'vitest';
import { ExactNumber } from '../../../shared/json/json.js';
import { room, settle } from './harness.js';

describe('a question', () => {
  it('becomes a card made from the object that will be sent', () => {
    const r = room();
    r.ask(
      r.question(
        { path: '/home/a/proj/x.txt', amount: new ExactNumber('9007199254740993'), text: '\u202e\u0007' },
        { alsoSent: { requestState: 'x' }, flow: ['github › get_issue (untrusted content)'] },
      ),
    );
    expect(r.only()).toMatchObject({
      state: 'pending',
      client: 'claude',
      server: 'files',
      tool: 'write_file',
      argumentsText: '{"path":"/home/a/proj/x.txt","amount":9007199254740993,"text":"\u202e\\u0007"}',
      alsoSentText: '{"requestState":"x"}',
      because: [{ pointer: '/classes/write', text: 'writing asks' }],
      waiting: 1,
      preselected: 'once',
      flow: ['github › get_issue (untrusted content)'],
    });
    expect(r.only().expiresAtMs - r.only().createdAtMs).toBe(300_000);
  });

  it('that is allowed once runs one call, and nothing is remembered', async () => {
    const r = room();
    const call = r.ask();
    const view = r.approvals.allow(r.only().id, {}, 'window');
    expect(view).toMatchObject({ ok: true, value: { state: 'approved', answeredBy: 'window' } });
    await settle();
    expect(call.answer).toMatchObject({ kind: 'approved', by: 'window', scope: 'once' });
    const id = (call.answer as { approvalId: string }).approvalId;
    expect(r.approvals.consume(id, call.question)).toBe(true);
    expect(r.approvals.consume(id, call.question)).toBe(false);
    r.approvals.finished(id);
    expect(r.approvals.list(true)).toMatchObject([{ id, state: 'done' }]);
    expect(r.approvals.grantFor(r.question())).toBeUndefined();
    expect(r.approvals.allow(id, {}, 'window')).toMatchObject({ ok: false, error: { code: 'NOT_WAITING' } });
  });

  it('that is denied says who and why, and "deny always" gives a rule without writing one', async () => {
    const r = room();
    const call = r.ask();
    const denied = r.approvals.deny(r.only().id, { reason: 'use staging', always: true }, 'window');
    expect(denied).toMatchObject({
      ok: true,
      value: {
        view: { state: 'denied', reason: 'use staging' },
        rule: {
          client: 'claude',
          server: 'files',
          tool: 'write_file',
          method: 'tools/call',
          rule: { action: 'deny', reason: 'use staging' },
        },
      },
    });
    await call.done;
    expect(call.answer).toMatchObject({ kind: 'denied', by: 'window', reason: 'use staging' });
    expect(r.approvals.list(false)).toEqual([]);
    const plain = r.ask();
    expect((r.approvals.deny(r.only().id, {}, 'window') as { value: object }).value).not.toHaveProperty('rule');
    await plain.done;
  });

  it('that nobody answers expires, and no rule and no grant comes of it', async () => {
    const r = room();
    const call = r.ask(r.question(undefined, { tellWaiting: () => {} }));
    r.clock.advance(299_999);
    await settle();
    expect(call.answer).toBeUndefined();
    r.clock.advance(1);
    await settle();
    expect(call.answer).toMatchObject({ kind: 'expired' });
    expect(r.approvals.list(true).map(({ state }) => state)).toEqual(['expired']);
    expect(r.approvals.grantsView()).toEqual([]);
  });

  it('waits as long as its rule says', async () => {
    const r = room();
    const call = r.ask(r.question(undefined, { timeoutMs: 5000 }));
    r.clock.advance(5000);
    await settle();
    expect(call.answer).toMatchObject({ kind: 'expired' });
  });

  it('cannot be allowed after its time, whichever clock says so', async () => {
    const r = room();
    const call = r.ask(r.question(undefined, { tellWaiting: () => {} }));
    const { id } = r.only();
    // The machine slept: the wall clock went on, timers and the other clock did not.
    r.clock.jump(301_000);
    expect(r.approvals.allow(id, {}, 'window')).toMatchObject({ ok: false, error: { code: 'NOT_WAITING' } });
    await call.done;
    expect(call.answer).toMatchObject({ kind: 'expired' });
    const back = r.ask(r.question(undefined, { tellWaiting: () => {} }));
    r.clock.jump(-86_400_000);
    r.clock.advance(300_000);
    await settle();
    expect(back.answer).toMatchObject({ kind: 'expired' });
  });

  it('is withdrawn at once when the client cancels, and can never be allowed', async () => {
    const r = room();
    const abort = new AbortController();
    const call = r.ask(r.question(undefined, { signal: abort.signal }));
    const { id } = r.only();
    abort.abort();
    await call.done;
    expect(call.answer).toEqual({ kind: 'cancelled', approvalId: id });
    expect(r.approvals.list(false)).toEqual([]);
    expect(r.approvals.allow(id, {}, 'window').ok).toBe(false);
  });

  it('is not asked when its client is gone already, nobody can be asked, or the room is closed', async () => {
    const r = room();
    const abort = new AbortController();
    abort.abort();
    expect(await r.approvals.ask(r.question(undefined, { signal: abort.signal }))).toMatchObject({ kind: 'cancelled' });
    r.options.canAsk = false;
    expect(await r.approvals.ask(r.question())).toMatchObject({ kind: 'unanswerable' });
    r.options.canAsk = true;
    const call = r.ask();
    r.approvals.close();
    expect(await call.done).toMatchObject({ kind: 'expired' });
    expect(await r.approvals.ask(r.question())).toMatchObject({ kind: 'unanswerable' });
  });

  it('survives a view that fails', async () => {
    const r = room({
      changed: () => {
        throw new Error('view');
      },
    });
    const call = r.ask();
    expect(r.approvals.allow(r.only().id, {}, 'window').ok).toBe(true);
    expect(await call.done).toMatchObject({ kind: 'approved' });
  });

  it('can be answered while views are being told of it', async () => {
    const r = room({ changed: () => answerAll() });
    const answerAll = () => r.approvals.list(false).forEach((one) => r.approvals.allow(one.id, {}, 'window'));
    expect(await r.approvals.ask(r.question())).toMatchObject({ kind: 'approved' });
  });

  it('marks the arguments that differ from the last answered call of this tool by this client', async () => {
    const r = room();
    r.ask(r.question({ path: '/home/a/proj/x.txt', mode: 1, old: true }));
    expect(r.only().changedSinceLast).toEqual([]);
    r.approvals.deny(r.only().id, {}, 'window');
    await settle();
    r.ask(r.question({ path: '/home/a/proj/x.txt', mode: 2, fresh: {} }));
    expect(r.only().changedSinceLast).toEqual(['fresh', 'mode', 'old']);
    r.ask(r.question({ path: 'z' }, { caller: { client: 'cursor', session: 's9' } }));
    expect(r.approvals.list(false)[1]?.changedSinceLast).toEqual([]);
  });
});

describe('a permission', () => {
  const given = async (more = {}) => {
    const r = room();
    const call = r.ask(r.question({ path: 'a', deep: [{ n: 1 }] }, more));
    r.approvals.allow(r.only().id, {}, 'window');
    const answer = (await call.done) as { approvalId: string };
    return { r, question: call.question, id: answer.approvalId };
  };

  it('is bound to client, server, tool, definition, arguments, revision, reasons and the call', async () => {
    const mutants = [
      { caller: { client: 'cursor', session: 's1' } },
      { server: 'other' },
      { tool: 'delete_file' },
      { method: 'prompts/get' },
      { definitionHash: 'hash-2' },
      { class: 'destructive' as const },
      { arguments: { path: 'b', deep: [{ n: 1 }] } },
      { arguments: { path: 'a', deep: [{ n: 2 }] } },
      { arguments: { path: 'a', deep: [{ n: 1 }], force: true } },
      { arguments: { path: 'a', deep: [{ n: 1 }], _meta: { to: 'elsewhere' } } },
      { alsoSent: { inputResponses: {} } },
      { policyRevision: 2 },
      { because: [{ pointer: '/other', text: 'writing asks' }] },
      { beside: ['flow'] },
      { callId: 'another call' },
    ];
    for (const mutant of mutants) {
      const { r, question, id } = await given();
      expect(r.approvals.consume(id, { ...question, ...mutant }), JSON.stringify(mutant)).toBe(false);
      expect(r.approvals.consume(id, question)).toBe(true);
    }
    const { r, question, id } = await given();
    expect(r.approvals.consume(id, { ...question, arguments: { deep: [{ n: 1 }], path: 'a' } })).toBe(true);
  });

  it('ends after ten minutes, on cancel, on deny, on a changed definition and when it was given up', async () => {
    const ends: [string, (one: Awaited<ReturnType<typeof given>>) => void][] = [
      ['time', ({ r }) => r.clock.advance(600_000)],
      ['sleep', ({ r }) => r.clock.jump(600_000)],
      ['deny', ({ r, id }) => r.approvals.deny(id, {}, 'window')],
      ['deny all', ({ r }) => r.approvals.denyAll(undefined, 'window')],
      ['definition', ({ r }) => r.approvals.definitionChanged('files', 'write_file')],
      ['server', ({ r }) => r.approvals.serverRemoved('files')],
      ['given up', ({ r, id }) => r.approvals.finished(id)],
      ['closing', ({ r }) => r.approvals.close()],
    ];
    for (const [name, end] of ends) {
      const one = await given();
      end(one);
      expect(one.r.approvals.consume(one.id, one.question), name).toBe(false);
    }
    const { r, id, question } = await given();
    expect(r.restart().approvals.consume(id, question)).toBe(false);
  });
});

describe('identical calls', () => {
  it('of one client share a card, and one answer runs one of them, the oldest first', async () => {
    const r = room();
    const calls = [r.ask(), r.ask(), r.ask()];
    expect(r.approvals.list(false)).toHaveLength(1);
    expect(r.only().waiting).toBe(3);
    const first = r.only().id;
    r.approvals.allow(first, {}, 'window');
    await settle();
    expect(calls.map((one) => one.answer?.kind)).toEqual(['approved', undefined, undefined]);
    expect(r.only()).toMatchObject({ waiting: 2, state: 'pending' });
    expect(r.only().id).not.toBe(first);
    r.approvals.deny(r.only().id, {}, 'window');
    await settle();
    expect(calls.map((one) => one.answer?.kind)).toEqual(['approved', 'denied', undefined]);
  });

  it('all run when the person says "all", each on a permission of its own', async () => {
    const r = room();
    const calls = [r.ask(), r.ask(), r.ask()];
    r.approvals.allow(r.only().id, { all: true }, 'window');
    const ids = await Promise.all(calls.map(async (one) => ((await one.done) as { approvalId: string }).approvalId));
    expect(new Set(ids).size).toBe(3);
    expect(calls.map((one, i) => r.approvals.consume(ids[i] as string, one.question))).toEqual([true, true, true]);
  });

  it('are all refused by "deny all"', async () => {
    const r = room();
    const calls = [r.ask(), r.ask()];
    r.approvals.deny(r.only().id, { all: true, reason: 'no' }, 'window');
    expect((await Promise.all(calls.map((one) => one.done))).map((one) => one.kind)).toEqual(['denied', 'denied']);
  });

  it('of two clients never share a card, an answer or a permission', async () => {
    const r = room();
    const mine = r.ask();
    const theirs = r.ask(r.question(undefined, { caller: { client: 'cursor', session: 's1' } }));
    expect(r.approvals.list(false)).toHaveLength(2);
    r.approvals.allow(r.only().id, { all: true }, 'window');
    const { approvalId } = (await mine.done) as { approvalId: string };
    await settle();
    expect(theirs.answer).toBeUndefined();
    expect(r.approvals.consume(approvalId, theirs.question)).toBe(false);
  });

  it('are not identical when the reasons to ask differ', () => {
    const r = room();
    r.ask();
    r.ask(r.question(undefined, { beside: ['flow'] }));
    expect(r.approvals.list(false)).toHaveLength(2);
  });

  it('past fifty on one card are refused', async () => {
    const r = room();
    for (let i = 0; i < 50; i++) r.ask();
    expect(await r.approvals.ask(r.question())).toMatchObject({ kind: 'unanswerable' });
  });

  it('lose one when its client cancels, and the others keep waiting', async () => {
    const r = room();
    const abort = new AbortController();
    const first = r.ask(r.question(undefined, { signal: abort.signal }));
    const second = r.ask();
    abort.abort();
    await settle();
    expect(first.answer?.kind).toBe('cancelled');
    expect(r.only().waiting).toBe(1);
    r.approvals.allow(r.only().id, {}, 'window');
    expect(await second.done).toMatchObject({ kind: 'approved' });
  });
});

describe('the queue', () => {
  it('takes twenty cards of one client, refuses the next, and starves nobody else', async () => {
    const r = room();
    for (let i = 0; i < 20; i++) r.ask(r.question({ n: i }));
    expect(await r.approvals.ask(r.question({ n: 20 }))).toMatchObject({
      kind: 'unanswerable',
      why: expect.stringContaining('20') as string,
    });
    r.ask(r.question({ n: 0 }));
    r.ask(r.question({ n: 0 }, { caller: { client: 'cursor', session: 's1' } }));
    expect(r.approvals.list(false)).toHaveLength(21);
    expect(r.approvals.denyAll('claude', 'window', 'stop')).toBe(21);
    expect(r.approvals.list(false).map((one) => one.client)).toEqual(['cursor']);
    expect(r.approvals.denyAll(undefined, 'window')).toBe(1);
  });

  it('keeps a bounded history', () => {
    const r = room();
    for (let i = 0; i < 300; i++) {
      r.ask(r.question({ n: i }));
      r.approvals.deny(r.only().id, {}, 'window');
    }
    expect(r.approvals.list(true)).toHaveLength(200);
    const text = 'x'.repeat(1_000_000);
    for (const large of [r.question({ text }), r.question({ n: 1 }, { alsoSent: { text } })]) {
      for (let i = 0; i < 10; i++) {
        r.ask({ ...large, callId: `large_${large.callId}_${i}` });
        r.approvals.deny(r.only().id, {}, 'window');
      }
      expect(r.approvals.list(true).length).toBeLessThan(5);
    }
  });
});

describe('a definition that changes', () => {
  it('has the waiting calls of that tool judged again, and ends its grants', async () => {
    const r = room();
    const call = r.ask();
    const other = r.ask(r.question({ n: 1 }, { tool: 'move_file' }));
    r.approvals.definitionChanged('files', 'write_file');
    expect(await call.done).toMatchObject({ kind: 'superseded' });
    await settle();
    expect(other.answer).toBeUndefined();
  });

  it('sends all calls of a removed server to be judged anew, and none of another', async () => {
    const r = room();
    const calls = [r.ask(), r.ask(r.question({ n: 1 }, { tool: 'move_file' }))];
    const other = r.ask(r.question({ n: 1 }, { server: 'memory' }));
    r.approvals.serverRemoved('files');
    for (const call of calls) expect(await call.done).toMatchObject({ kind: 'superseded' });
    await settle();
    expect(other.answer).toBeUndefined();
  });
});
