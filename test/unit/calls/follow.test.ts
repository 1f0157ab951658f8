import { describe, expect, it } from 'vitest';
import { CallTimedOut } from '../../../electron/core/ports/upstreams.js';
import type { Answer } from '../../../electron/core/ports/messages.js';
import { harness, toolFacts } from './harness.js';

const answered: Answer = { kind: 'result', bytes: Buffer.from('{"jsonrpc":"2.0","id":1,"result":{}}'), idStart: 22, idEnd: 23 };

function follower(h: ReturnType<typeof harness>) {
  const sent: unknown[] = [];
  const follow = (method: string, tool = 'write_file', forward: () => Promise<Answer> = () => Promise.resolve(answered)) =>
    h.corridor.follow(h.intent({ method, tool, params: { taskId: 't1' } }), (params) => {
      sent.push(params);
      return forward();
    });
  return { follow, sent };
}
const continuing = ['tasks/get', 'tasks/result', 'tasks/update', 'tasks/list'];
const ending = ['tasks/cancel', 'resources/unsubscribe'];

describe('a request that follows a call', () => {
  it('is sent as it came and leaves one record, opened before and closed after', async () => {
    for (const method of [...continuing, ...ending, 'logging/setLevel']) {
      const h = harness();
      const { follow, sent } = follower(h);
      expect((await follow(method)).kind).toBe('answer');
      expect(sent).toEqual([{ taskId: 't1' }]);
      expect([h.seen.opens, h.seen.closes]).toEqual([1, 1]);
      expect(h.only()).toMatchObject({
        method,
        tool: 'write_file',
        enforced: 'forwarded',
        verdict: 'allow',
        arguments: { taskId: 't1' },
        end: { outcome: 'ok' },
      });
      expect(h.seen.questions).toEqual([]);
    }
  });

  it('stops in a lockdown, whatever it is, and says so in its record', async () => {
    for (const method of [...continuing, ...ending, 'logging/setLevel', 'roots/list']) {
      const h = harness();
      h.state.mode = 'lockdown';
      const { follow, sent } = follower(h);
      expect(await follow(method)).toMatchObject({ kind: 'error', data: { code: 'LOCKED' } });
      expect(sent).toEqual([]);
      expect(h.only()).toMatchObject({ enforced: 'refused', code: 'LOCKED', mode: 'lockdown' });
    }
  });

  it.each<[string, (h: ReturnType<typeof harness>) => void, string]>([
    ['denied', (h) => void (h.state.position = 'deny'), 'DENIED'],
    ['hidden', (h) => void (h.state.position = 'hide'), 'DENIED'],
    ['changed', (h) => h.put(toolFacts({ pin: 'changed' })), 'CHANGED'],
    ['in quarantine', (h) => h.put(toolFacts({ pin: 'quarantined' })), 'QUARANTINED'],
  ])('brings nothing back of a tool that is %s by now, but can still end it', async (_how, change, code) => {
    for (const method of continuing) {
      const h = harness();
      change(h);
      const { follow, sent } = follower(h);
      expect(await follow(method)).toMatchObject({ kind: 'error', data: { code } });
      expect(sent).toEqual([]);
      expect(h.only()).toMatchObject({ enforced: 'refused', code });
    }
    const h = harness();
    change(h);
    const { follow, sent } = follower(h);
    expect((await follow('tasks/cancel')).kind).toBe('answer');
    expect(sent).toHaveLength(1);
  });

  it('brings nothing back of a tool that a rule denies, though its server does not list it any more', async () => {
    const h = harness();
    h.state.position = 'deny';
    const { follow, sent } = follower(h);
    expect(await follow('tasks/result', 'no_longer_listed')).toMatchObject({ kind: 'error', data: { code: 'DENIED' } });
    expect(sent).toEqual([]);
    h.state.position = 'ask';
    expect((await follow('tasks/result', 'no_longer_listed')).kind).toBe('answer');
  });

  it('goes on while observing where only a rule is against it', async () => {
    const h = harness();
    h.state.mode = 'observe';
    h.state.position = 'deny';
    expect((await follower(h).follow('tasks/result')).kind).toBe('answer');
  });

  it('that fails is told and recorded as failed; one that cannot be recorded is not sent', async () => {
    const h = harness();
    const late = await follower(h).follow('tasks/result', 'write_file', () => Promise.reject(new CallTimedOut()));
    expect(late).toMatchObject({ kind: 'error', data: { code: 'UNAVAILABLE' } });
    expect(h.only().end).toMatchObject({ outcome: 'timeout' });

    const full = harness();
    full.deps.audit.open = () => {
      throw new Error('database or disk is full');
    };
    const { follow, sent } = follower(full);
    expect(await follow('tasks/get')).toMatchObject({ kind: 'error', message: expect.stringContaining('is it full?') as string });
    expect(sent).toEqual([]);
  });
});
