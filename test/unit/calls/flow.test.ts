import { describe, expect, it } from 'vitest';
import { addToTaint, clean, flowInto } from '../../../electron/core/calls/flow.js';
import { createFlowMemory, type FlowStore } from '../../../electron/core/calls/flow-memory.js';
import type { Caller } from '../../../electron/core/ports/messages.js';
import { decide, evaluation, harness, refusalOf, toolFacts } from './harness.js';

type Labels = ('private-data' | 'untrusted-content' | 'outward')[];
const legs = ['private-data', 'untrusted-content', 'outward'] as const;

const hourMs = 3_600_000;
const inMemory = (): FlowStore & { texts: Map<string, string> } => {
  const texts = new Map<string, string>();
  return { texts, load: (client) => texts.get(client), save: (client, text) => void texts.set(client, text) };
};

describe('what is pushed out of memory', () => {
  it('counts for all of its client, though the client itself had been idle for a night', () => {
    let nowMs = 0;
    const memory = createFlowMemory(() => nowMs, inMemory(), 1);
    const [open, other] = ['s1', 's2'].map((session) => ({ client: 'claude', session })) as [Caller, Caller];
    memory.note(open, ['private-data', 'untrusted-content'], 'mail › read');
    nowMs = 9 * hourMs;
    expect(memory.into(other, ['outward'])).toEqual([]);
    memory.note({ client: 'cursor', session: 's3' }, ['private-data'], 'files › read');
    expect(memory.into(other, ['outward'])).not.toEqual([]);
  });
});

it('what a client has seen is written when it is seen, and its use at most every ten minutes after that', () => {
  let [nowMs, saves] = [0, 0];
  const minutes = 60_000;
  const memory = createFlowMemory(() => nowMs, { load: () => undefined, save: () => void saves++ });
  const caller = { client: 'claude', session: 's1' };
  const at = (ms: number, act: () => void): number => {
    nowMs = ms;
    act();
    return saves;
  };
  const look = () => void memory.into(caller, ['outward']);
  expect(at(0, look)).toBe(0);
  expect(at(9 * minutes, () => memory.note(caller, ['private-data'], 'mail › read'))).toBe(1);
  expect(at(11 * minutes, look)).toBe(1);
  expect(at(20 * minutes, look)).toBe(2);
});

describe('the taint of a session', () => {
  it('asks before an outward call exactly when private data and untrusted content were both seen, for all sets of legs in all orders', () => {
    const orders = [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ];
    for (let set = 0; set < 8; set++)
      for (const order of orders) {
        let taint = clean;
        let asked = false;
        for (const index of order) {
          const leg = legs[index] as (typeof legs)[number];
          if ((set & (1 << index)) === 0) continue;
          if (flowInto(taint, [leg]).length > 0) asked = true;
          taint = addToTaint(taint, [leg], `call ${leg}`);
        }
        expect(asked, `${String(set)} ${order.join()}`).toBe(set === 7 && order[2] === 2);
      }
  });

  it('names the earlier calls, a bounded number of them, and does not count a call against itself', () => {
    let taint = clean;
    for (let i = 0; i < 100; i++) taint = addToTaint(taint, ['private-data', 'untrusted-content'], `call ${String(i)}`);
    expect(taint.private).toHaveLength(5);
    expect(flowInto(taint, ['outward'])[0]).toBe('call 0 (private data)');
    expect(flowInto(clean, ['private-data', 'untrusted-content', 'outward'])).toEqual([]);
  });

  it('is not shed by opening many sessions', () => {
    const memory = createFlowMemory(() => 0, inMemory(), 3);
    const caller = (session: string) => ({ client: 'c', session });
    memory.note(caller('s0'), ['private-data', 'untrusted-content'], 'old');
    for (let i = 1; i <= 5; i++) memory.note(caller(`s${String(i)}`), ['private-data'], 'new');
    expect(memory.into(caller('s0'), ['outward']).length).toBeGreaterThan(0);
    expect(memory.into({ client: 'other', session: 's0' }, ['outward'])).toEqual([]);
  });
});

describe('the taint of a client', () => {
  const both: Labels = ['private-data', 'untrusted-content'];
  const at = (session: string, client = 'claude') => ({ client, session });
  const rig = (store = inMemory()) => {
    const clock = { nowMs: 1_000_000 };
    return { clock, store, memory: createFlowMemory(() => clock.nowMs, store) };
  };
  const asks = (memory: ReturnType<typeof rig>['memory'], session: string, client?: string) =>
    memory.into(at(session, client), ['outward']).length > 0;

  it.each(['a second session beside it', 'an ended session', 'a restart of the gate'])('is not washed off by %s', (how) => {
    const { memory, store } = rig();
    memory.note(at('s1'), ['private-data'], 'files › read');
    memory.note(at('s1'), ['untrusted-content'], 'web › fetch');
    if (how.startsWith('an ended')) memory.endSession(at('s1'));
    const later = how.startsWith('a restart') ? rig(store).memory : memory;
    expect(later.into(at('s2'), ['outward'])).toEqual(['files › read (private data)', 'web › fetch (untrusted content)']);
    expect(asks(later, 's2', 'other')).toBe(false);
  });

  it('meets across sessions: private data in one and untrusted content in another', () => {
    const { memory } = rig();
    memory.note(at('s1'), ['private-data'], 'a');
    memory.note(at('s2'), ['untrusted-content'], 'b');
    expect(asks(memory, 's3')).toBe(true);
  });

  it('ends for new sessions after eight hours without a call, and stays as long as there are calls', () => {
    const { memory, clock, store } = rig();
    memory.note(at('s1'), both, 'a');
    for (let i = 0; i < 10; i++) {
      clock.nowMs += 7 * hourMs;
      expect(asks(memory, 's2')).toBe(true);
    }
    clock.nowMs += 7 * hourMs;
    expect(asks(rig(store).memory, 's2')).toBe(true);
    const restarted = rig(store);
    restarted.clock.nowMs = clock.nowMs + 9 * hourMs;
    expect(asks(restarted.memory, 's2')).toBe(false);
    clock.nowMs += 9 * hourMs;
    expect(asks(memory, 's1')).toBe(true);
    memory.endSession(at('s1'));
    clock.nowMs += 9 * hourMs;
    expect(asks(memory, 's1')).toBe(false);
  });

  it('counts as seen where what was stored cannot be read', () => {
    for (const text of ['', '{', '[]', '{"private":[1],"untrusted":[],"usedAtMs":1}', '{"private":[],"untrusted":[]}']) {
      const store = inMemory();
      store.texts.set('claude', text);
      expect(asks(rig(store).memory, 's1'), text).toBe(true);
    }
  });

  it('is stored only when it grows, however many calls there are', () => {
    const { memory, store } = rig();
    let saves = 0;
    const counting = createFlowMemory(() => 0, { load: () => undefined, save: () => void saves++ });
    for (let i = 0; i < 1000; i++) counting.note(at(`s${String(i % 3)}`), both, `tool ${String(i % 50)}`);
    expect(saves).toBeLessThanOrEqual(5);
    expect(memory.into(at('s1'), ['outward'])).toEqual([]);
    expect(store.texts.size).toBe(0);
  });
});

describe('an outward call after private data and untrusted content', () => {
  const setUp = () => {
    const h = harness();
    const labelled = (tool: string, labels: Labels) => h.put(toolFacts({ server: 'github', tool, class: 'read', labels }));
    labelled('get_issue', ['untrusted-content']);
    labelled('read_private_file', ['private-data']);
    labelled('comment', ['outward']);
    const call = (tool: string, session = 's1') => h.handle({ server: 'github', tool, caller: { client: 'claude', session } });
    return { h, call };
  };

  it('needs a person even where a rule allows it, and the question names what came before', async () => {
    const { h, call } = setUp();
    await call('get_issue');
    await call('comment');
    await call('read_private_file');
    expect(h.seen.questions).toEqual([]);
    const reply = await call('comment');
    expect(refusalOf(reply).data.code).toBe('DENIED');
    expect(h.seen.questions[0]).toMatchObject({
      flow: ['github › read_private_file (private data)', 'github › get_issue (untrusted content)'],
      beside: ['flow'],
      because: [{ pointer: '', text: expect.stringContaining('github › get_issue') as string }],
    });
    expect([...h.seen.records.values()].at(-1)).toMatchObject({ verdict: 'ask', enforced: 'refused' });
  });

  it('needs a person in a new session of the same client too, and not in one of another', async () => {
    const { h, call } = setUp();
    await call('get_issue');
    await call('read_private_file');
    expect(refusalOf(await call('comment', 's2')).data.code).toBe('DENIED');
    const other = await h.handle({ server: 'github', tool: 'comment', caller: { client: 'other', session: 's1' } });
    expect(other.kind).toBe('answer');
  });

  it('is refused when what it brings in cannot be remembered', async () => {
    const { h, call } = setUp();
    h.flows.set = () => {
      throw new Error('disk full');
    };
    expect((await call('read_private_file')).kind).not.toBe('answer');
    expect(h.seen.forwarded).toEqual([]);
  });

  it('is only recorded while observing', async () => {
    const { h, call } = setUp();
    h.state.mode = 'observe';
    await call('get_issue');
    await call('read_private_file');
    expect((await call('comment')).kind).toBe('answer');
    expect([...h.seen.records.values()].at(-1)).toMatchObject({ verdict: 'ask', enforced: 'forwarded' });
  });

  it('keeps the reason of a rule that asks anyway', async () => {
    const { h, call } = setUp();
    await call('get_issue');
    await call('read_private_file');
    h.state.evaluate = () => evaluation(decide('ask'));
    await call('comment');
    expect(h.seen.questions[0]?.because.map((one) => one.pointer)).toEqual(['/tools/x/ask', '']);
  });
});
