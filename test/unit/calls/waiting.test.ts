import { describe, expect, it } from 'vitest';
import type { ApprovalAnswer } from '../../../electron/core/ports/rooms.js';
import { decide, evaluation, harness, refusalOf, toolFacts } from './harness.js';

const approved: ApprovalAnswer = { kind: 'approved', approvalId: 'a1', by: 'window', scope: 'once' };

/** A call that asks; `meanwhile` happens between the question and the answer. */
async function asked(meanwhile: (h: ReturnType<typeof harness>) => void, answer: ApprovalAnswer = approved) {
  const h = harness();
  h.state.evaluate = () => evaluation(decide('ask'));
  h.state.answer = async () => {
    await Promise.resolve();
    meanwhile(h);
    return answer;
  };
  const reply = await h.handle();
  return { h, reply };
}

describe('a call that needs a person', () => {
  it('goes when it was approved, consuming the approval just before', async () => {
    const { h, reply } = await asked(({ clock }) => clock.advance(1500.25));
    expect(reply.kind).toBe('answer');
    expect(h.seen.consumed).toEqual(['a1']);
    expect(h.seen.finished).toEqual(['a1']);
    expect(h.only()).toMatchObject({ verdict: 'ask', enforced: 'forwarded', approvalId: 'a1', approvedBy: 'window', waitMs: 1501 });
    expect(h.seen.questions[0]?.arguments).toBe((h.seen.sentObjects[0] as { arguments: unknown }).arguments);
    expect(h.seen.questions[0]?.timeoutMs).toBe(300_000);
  });

  it('binds what has no definition to its method: a prompt, a resource and a tool of one name are three', async () => {
    const hashes = [];
    for (const [method, key] of [
      ['prompts/get', 'name'],
      ['resources/read', 'uri'],
    ] as const) {
      const h = harness();
      h.state.evaluate = () => evaluation(decide('ask'));
      await h.handle({ method, tool: 'x', params: { [key]: 'x' } });
      hashes.push(h.seen.questions[0]?.definitionHash);
    }
    expect(hashes).toEqual(['method:prompts/get', 'method:resources/read']);
  });

  it('goes on a remembered answer without asking', async () => {
    const h = harness();
    h.state.evaluate = () => evaluation(decide('ask'));
    h.state.grant = { id: 'g1' };
    expect((await h.handle()).kind).toBe('answer');
    expect(h.seen.questions).toEqual([]);
    expect(h.only()).toMatchObject({ grantId: 'g1', verdict: 'ask', enforced: 'forwarded' });
  });

  it.each([
    [
      { kind: 'denied', approvalId: 'a1', by: 'window', reason: 'use staging' },
      'DENIED',
      'A person refused this call (window): use staging.',
      false,
    ],
    [{ kind: 'expired', approvalId: 'a1' }, 'EXPIRED', 'nobody answered in time', true],
    [{ kind: 'pending', approvalId: 'a1' }, 'PENDING', 'Repeat exactly the same call', true],
    [{ kind: 'unanswerable', why: 'twenty calls wait already' }, 'UNAVAILABLE', 'twenty calls wait already', true],
  ] as const)('answered %j is refused with %s', async (answer, code, words, retryable) => {
    const { h, reply } = await asked(() => {}, answer);
    const { text, data } = refusalOf(reply);
    expect(text).toContain(`[TOOLGATE ${code}]`);
    expect(text).toContain(words);
    expect(data).toMatchObject({ code, retryable });
    expect(h.seen.forwarded).toEqual([]);
    expect(h.only()).toMatchObject({ verdict: 'ask', enforced: 'refused', code, end: { outcome: 'refused' } });
  });

  it('is judged again after the answer: anything stricter refuses, and nothing is forwarded', async () => {
    const changes: Record<string, [(h: ReturnType<typeof harness>) => void, string]> = {
      'rule denies now': [(h) => (h.state.evaluate = () => evaluation(decide('deny'))), 'DENIED'],
      'limit is used up now': [
        (h) => (h.state.evaluate = () => evaluation(decide('deny', { code: 'LIMITED', retryAfterMs: 5 }))),
        'LIMITED',
      ],
      'other rule asks now': [
        (h) => (h.state.evaluate = () => evaluation(decide('ask', { because: [{ pointer: '/all_tools', text: 'new' }] }))),
        'DENIED',
      ],
      'rule text changed with the revision': [
        (h) => {
          h.state.revision = 2;
          h.state.evaluate = () => evaluation(decide('ask', { because: [{ pointer: '/tools/x/ask', text: 'something else' }] }));
        },
        'DENIED',
      ],
      'definition changed and was accepted': [(h) => h.put(toolFacts({ definitionHash: 'hash-2' })), 'DENIED'],
      'class changed': [(h) => h.put(toolFacts({ class: 'destructive' })), 'DENIED'],
      'pin broke': [(h) => h.put(toolFacts({ pin: 'changed' })), 'CHANGED'],
      quarantined: [(h) => h.put(toolFacts({ pin: 'quarantined' })), 'QUARANTINED'],
      locked: [(h) => (h.state.mode = 'lockdown'), 'LOCKED'],
      'approval no longer valid': [(h) => (h.state.consume = false), 'DENIED'],
    };
    for (const [name, [change, code]] of Object.entries(changes)) {
      const { h, reply } = await asked(change);
      expect(refusalOf(reply).data.code, name).toBe(code);
      expect(h.seen.forwarded, name).toEqual([]);
      expect(h.seen.records.size, name).toBe(1);
      expect(h.only().enforced, name).toBe('refused');
      expect(h.seen.finished, name).toEqual(['a1']);
    }
  });

  it('that vanished, or was hidden, while it waited answers as unknown', async () => {
    const gone = await asked((h) => void h.remove('files', 'write_file'));
    expect(gone.reply).toMatchObject({ message: 'Unknown tool: write_file' });
    const hidden = await asked((h) => (h.state.evaluate = () => evaluation(decide('hide'))));
    expect(hidden.reply).toMatchObject({ message: 'Unknown tool: write_file' });
  });

  it('goes when the rules only got milder or changed elsewhere', async () => {
    const milder = await asked((h) => {
      h.state.revision = 2;
      h.state.evaluate = () => evaluation(decide('allow'));
    });
    expect(milder.reply.kind).toBe('answer');
    const elsewhere = await asked((h) => (h.state.revision = 2));
    expect(elsewhere.reply.kind).toBe('answer');
    expect(elsewhere.h.only().policyRevision).toBe(2);
  });

  it('is judged from the start when its question was overtaken', async () => {
    const h = harness();
    h.state.evaluate = () => evaluation(decide('ask'));
    const answers: ApprovalAnswer[] = [
      { kind: 'superseded', approvalId: 'a1' },
      { ...approved, approvalId: 'a2' },
    ];
    h.state.answer = () => {
      h.put(toolFacts({ definitionHash: 'hash-2' }));
      return Promise.resolve(answers.shift() as ApprovalAnswer);
    };
    expect((await h.handle()).kind).toBe('answer');
    expect(h.seen.questions.map((one) => one.definitionHash)).toEqual(['hash-1', 'hash-2']);
    expect(h.seen.consumed).toEqual(['a2']);

    const endless = harness();
    endless.state.evaluate = () => evaluation(decide('ask'));
    endless.state.answer = () => Promise.resolve({ kind: 'superseded', approvalId: 'a1' });
    expect(refusalOf(await endless.handle()).data).toMatchObject({ code: 'DENIED', retryable: true });
    expect(endless.seen.forwarded).toEqual([]);
  });

  it('never runs after the client cancelled, whatever the answer', async () => {
    for (const answer of [approved, { kind: 'cancelled', approvalId: 'a1' }, { kind: 'pending', approvalId: 'a1' }] as ApprovalAnswer[]) {
      const h = harness();
      const abort = new AbortController();
      h.state.evaluate = () => evaluation(decide('ask'));
      h.state.answer = () => {
        abort.abort();
        return Promise.resolve(answer);
      };
      await h.handle({ signal: abort.signal });
      expect(h.seen.forwarded).toEqual([]);
      expect(h.only().end?.outcome).toBe('cancelled');
    }
  });

  it('that reads is not sent either when the client cancelled in the moment of the answer', async () => {
    const h = harness();
    const abort = new AbortController();
    h.state.evaluate = () => evaluation(decide('ask'));
    h.state.answer = () => {
      abort.abort();
      return Promise.resolve(approved);
    };
    await h.handle({ tool: 'read_file', signal: abort.signal });
    expect([h.seen.forwarded, h.seen.finished]).toEqual([[], ['a1']]);
  });

  it.each<[what: string, change: (h: ReturnType<typeof harness>) => void]>([
    ['the rules', (h) => void (h.state.revision = 2)],
    ['the mode', (h) => void (h.state.mode = 'observe')],
    ['the class of the tool', (h) => h.put(toolFacts({ class: 'destructive' }))],
    ['the definition of the tool', (h) => h.put(toolFacts({ definitionHash: 'another' }))],
    ['the pin of the tool', (h) => h.put(toolFacts({ pin: 'changed' }))],
    ['the pin of the tool (quarantined)', (h) => h.put(toolFacts({ pin: 'quarantined' }))],
    ['the tool itself, which is gone', (h) => h.remove('files', 'write_file')],
  ])('does not run when, while its record is written, there is a change of %s', async (_, change) => {
    const h = harness();
    h.state.openDurable = () => Promise.resolve(change(h));
    expect(refusalOf(await h.handle()).data).toMatchObject({ code: 'DENIED', retryable: true });
    expect(h.seen.forwarded).toEqual([]);
    expect(h.only().end?.outcome).toBe('refused');
    // the same definition listed anew is no change
    const same = harness();
    same.state.openDurable = () => Promise.resolve(same.put(toolFacts()));
    expect((await same.handle()).kind).toBe('answer');
  });

  it('judged while observing does not run when enforcing is back before it is sent', async () => {
    const h = harness();
    h.state.mode = 'observe';
    h.state.evaluate = () => evaluation({ ...decide('deny'), because: [{ pointer: '/tools/write_file', text: 'denied' }] });
    h.state.openDurable = () => Promise.resolve(void (h.state.mode = 'enforce'));
    expect(refusalOf(await h.handle()).data.code).toBe('DENIED');
    expect(h.seen.forwarded).toEqual([]);
  });

  it('cancelled while its record is written does not run', async () => {
    const h = harness();
    const abort = new AbortController();
    h.state.openDurable = () => {
      abort.abort();
      return Promise.resolve();
    };
    await h.handle({ signal: abort.signal });
    expect(h.seen.forwarded).toEqual([]);
    expect(h.only().end?.outcome).toBe('cancelled');
  });

  it('shows what else is sent besides the arguments', async () => {
    const h = harness();
    h.state.evaluate = () => evaluation(decide('ask'));
    const params = {
      name: 'write_file',
      arguments: { path: 'a' },
      inputResponses: { q: { action: 'accept' } },
      requestState: 'opaque',
      _meta: { progressToken: 1 },
    };
    await h.handle({ params });
    expect(h.seen.questions[0]?.alsoSent).toEqual({ inputResponses: { q: { action: 'accept' } }, requestState: 'opaque' });
  });
});
