import { describe, expect, it } from 'vitest';
import { addToTaint, clean, flowInto } from '../../../electron/core/calls/flow.js';
import { createFlowMemory } from '../../../electron/core/calls/flow-memory.js';
import { decide, evaluation, harness, refusalOf, toolFacts } from './harness.js';

type Labels = ('private-data' | 'untrusted-content' | 'outward')[];
const legs = ['private-data', 'untrusted-content', 'outward'] as const;

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
    const memory = createFlowMemory(3);
    const caller = (session: string) => ({ client: 'c', session });
    memory.note(caller('s0'), ['private-data', 'untrusted-content'], 'old');
    for (let i = 1; i <= 5; i++) memory.note(caller(`s${String(i)}`), ['private-data'], 'new');
    expect(memory.into(caller('s0'), ['outward']).length).toBeGreaterThan(0);
    expect(memory.into({ client: 'other', session: 's0' }, ['outward'])).toEqual([]);
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
    expect((await call('comment', 's2')).kind).toBe('answer');
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
