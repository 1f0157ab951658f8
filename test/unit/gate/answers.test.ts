import { describe, expect, it } from 'vitest';
import type { CallReply } from '../../../electron/core/ports/corridor.js';
import { refusalOf } from '../calls/harness.js';
import { settle, wholeGate } from './whole-gate.js';

const P = (rest: object): string => JSON.stringify({ version: '1', ...rest });
const asking = P({ default: 'ask' });
const write = { tool: 'write_file', class: 'write' } as const;

type Gate = ReturnType<typeof wholeGate>;
const ways: Record<string, { policy: string; retryable: boolean; says: RegExp; rule?: string; run: (gate: Gate) => Promise<CallReply> }> = {
  DENIED: { policy: P({ tools: { write_file: { action: 'deny', reason: 'not on this machine' } } }), retryable: false, says: /not on this machine.*Trying again will not help/, rule: '/tools/write_file', run: (gate) => gate.call('write_file') },
  LIMITED: {
    policy: P({ default: 'allow', tools: { write_file: { action: 'allow', rate_limit: '1/minute' } } }), retryable: true, says: /1 of 1 are used.*Trying again can help after \d+ seconds/, rule: '/tools/write_file/rate_limit',
    async run(gate) {
      await gate.call('write_file');
      return gate.call('write_file');
    },
  },
  PENDING: {
    policy: asking, retryable: true, says: /waits for the approval of a person.*Repeat exactly the same call/, rule: '/default',
    async run(gate) {
      const reply = gate.call('write_file');
      await settle();
      gate.clock.advance(50_000);
      return reply;
    },
  },
  EXPIRED: {
    policy: asking, retryable: true, says: /nobody answered in time.*Trying again asks once more/, rule: '/default',
    async run(gate) {
      const reply = gate.call('write_file', {}, { tellWaiting: () => undefined });
      await settle();
      gate.clock.advance(300_000);
      return reply;
    },
  },
  CHANGED: {
    policy: P({ default: 'allow' }), retryable: false, says: /definition of write_file.*accepted/,
    run(gate) {
      gate.put({ ...write, pin: 'changed' });
      return gate.call('write_file');
    },
  },
  QUARANTINED: {
    policy: P({ default: 'allow' }), retryable: false, says: /mislead.*released/,
    run(gate) {
      gate.put({ ...write, pin: 'quarantined' });
      return gate.call('write_file');
    },
  },
  LOCKED: {
    policy: P({ default: 'allow' }), retryable: false, says: /locked down.*ended the lockdown/,
    run(gate) {
      gate.state.mode = 'lockdown';
      return gate.call('write_file');
    },
  },
  UNAVAILABLE: {
    policy: asking, retryable: true, says: /nobody can be asked.*Trying again can help/, rule: '/default',
    run(gate) {
      gate.state.canAsk = false;
      return gate.call('write_file');
    },
  },
}; // prettier-ignore

describe('a refused tool call', () => {
  it.each(Object.entries(ways))(
    'answers %s as a result that can be told from the tool’s own failure',
    async (code, { policy, retryable, says, rule, run }) => {
      const gate = wholeGate(policy, [write]);
      const reply = await run(gate);
      expect(reply).toMatchObject({ kind: 'result', result: { isError: true, content: [{ type: 'text' }] } });
      const { text, data } = refusalOf(reply);
      expect(text.startsWith(`[TOOLGATE ${code}] `)).toBe(true);
      expect(text).toMatch(says);
      const { retryAfterMs, ...rest } = data;
      expect(rest).toEqual({ code, retryable, ...(rule === undefined ? {} : { rule }) });
      if (code === 'LIMITED') expect(retryAfterMs).toBe(60_001);
      else expect(retryAfterMs).toBeUndefined();
      expect(gate.records.at(-1)).toMatchObject({ enforced: 'refused', code, end: { outcome: 'refused' } });
    },
  );
});

describe('lists', () => {
  const caller = { client: 'cursor', session: 's1' };
  it('leave hidden tools out, which answer word for word like unknown ones', async () => {
    const gate = wholeGate(P({ default: 'allow', hide: ['write_*'] }), [write, { tool: 'look', class: 'read' }]);
    expect(['write_file', 'look', 'nothing'].map((tool) => gate.corridor.shows(caller, 'files', 'tool', tool))).toEqual([
      false,
      true,
      false,
    ]);
    const [hidden, unknown] = [await gate.call('write_file'), await gate.call('nothing')];
    expect(JSON.stringify(hidden).replaceAll('write_file', 'x')).toBe(JSON.stringify(unknown).replaceAll('nothing', 'x'));
  });

  it('leave changed and quarantined tools out, but calling them says why', async () => {
    const gate = wholeGate(P({ default: 'allow' }), [
      { tool: 'a', pin: 'changed' },
      { tool: 'b', pin: 'quarantined' },
    ]);
    expect(['a', 'b'].map((tool) => gate.corridor.shows(caller, 'files', 'tool', tool))).toEqual([false, false]);
    expect([refusalOf(await gate.call('a')).data.code, refusalOf(await gate.call('b')).data.code]).toEqual(['CHANGED', 'QUARANTINED']);
  });
});

describe('what is no tool call', () => {
  const methods = [
    ['resources/list', '', {}],
    ['resources/read', 'file:///a', { uri: 'file:///a' }],
    ['resources/subscribe', 'file:///a', { uri: 'file:///a' }],
    ['prompts/get', 'p', { name: 'p' }],
    ['completion/complete', '', { ref: { type: 'ref/prompt', name: 'p' } }],
    ['sampling/createMessage', '', { messages: [] }],
    ['elicitation/create', '', { message: 'x' }],
  ] as const;

  it.each(methods)('%s is judged, logged, and refused in lockdown', async (method, tool, params) => {
    const gate = wholeGate(P({ default: 'allow', methods: { sampling: { action: 'allow' }, elicitation: { action: 'allow' } } }));
    expect((await gate.handle({ method, tool, params })).kind).toBe('answer');
    gate.state.mode = 'lockdown';
    expect(refusalOf(await gate.handle({ method, tool, params })).data.code).toBe('LOCKED');
    expect(gate.records.map((one) => [one.method, one.enforced, one.code, one.end?.outcome])).toEqual([
      [method, 'forwarded', 'ALLOWED', 'ok'],
      [method, 'refused', 'LOCKED', 'refused'],
    ]);
    expect(gate.forwarded).toHaveLength(1);
  });

  it('is governed by the part of the rules that is named after it, and by no other', async () => {
    const parts = ['resources', 'prompts', 'completion', 'sampling', 'elicitation'];
    for (const [method, tool, params] of methods) {
      const refusing: string[] = [];
      for (const part of parts) {
        const gate = wholeGate(
          P({ methods: Object.fromEntries(parts.map((one) => [one, { action: one === part ? 'deny' : 'allow' }])), default: 'allow' }),
        );
        if ((await gate.handle({ method, tool, params })).kind !== 'answer') refusing.push(part);
      }
      expect([method, refusing]).toEqual([method, [/^[a-z]+/.exec(method)?.[0]]]);
    }
  });

  it('follows the default of its server, except that what a server asks of the client asks a person', async () => {
    for (const [method, tool, params] of methods) {
      const gate = wholeGate(P({ default: 'allow', servers: { files: { default: 'deny' } } }));
      gate.state.canAsk = false;
      const code = /^(?:sampling|elicitation)/.test(method) ? 'UNAVAILABLE' : 'DENIED';
      expect([method, refusalOf(await gate.handle({ method, tool, params })).data.code]).toEqual([method, code]);
    }
  });
});

describe('limits on whole calls', () => {
  it('count attempts that were forwarded, not those that were refused, asked in vain, or hidden', async () => {
    const gate = wholeGate(
      P({
        default: 'allow',
        tools: {
          write_file: {
            action: 'allow',
            limits: [{ window: 'minute', max: 2, counter: 'n' }],
            deny_if: [{ conditions: [{ path: 'args.bad', op: 'exists' }] }],
          },
        },
      }),
      [write],
    );
    for (let i = 0; i < 5; i++) expect(refusalOf(await gate.call('write_file', { bad: 1 })).data.code).toBe('DENIED');
    expect(gate.limits.meters()).toEqual([]);
    expect((await gate.call('write_file')).kind).toBe('answer');
    expect((await gate.call('write_file')).kind).toBe('answer');
    expect(refusalOf(await gate.call('write_file')).data).toMatchObject({ code: 'LIMITED', retryAfterMs: 60_001 });
    gate.clock.advance(60_000);
    expect(refusalOf(await gate.call('write_file')).data.retryAfterMs).toBe(1);
    gate.clock.advance(1);
    expect((await gate.call('write_file')).kind).toBe('answer');
  });

  it('let 30 of 60 calls through when 30 come at 59.9 s and 30 at 60.1 s', async () => {
    const gate = wholeGate(P({ default: 'allow', tools: { write_file: { action: 'allow', limits: [{ window: 'minute', max: 30 }] } } }), [
      write,
    ]);
    gate.clock.advance(59_900);
    const first = await Promise.all(Array.from({ length: 30 }, () => gate.call('write_file')));
    gate.clock.advance(200);
    const second = await Promise.all(Array.from({ length: 30 }, () => gate.call('write_file')));
    expect([first, second].map((replies) => replies.filter(({ kind }) => kind === 'answer').length)).toEqual([30, 0]);
    expect(gate.forwarded).toHaveLength(30);
  });

  it('that are lowered while they run apply to what was used before, at once', async () => {
    const limited = (max: number): string =>
      P({ default: 'allow', tools: { write_file: { action: 'allow', limits: [{ window: 'minute', max }] } } });
    const gate = wholeGate(limited(5), [write]);
    for (let i = 0; i < 3; i++) await gate.call('write_file');
    gate.edit(limited(3));
    expect(refusalOf(await gate.call('write_file')).data.code).toBe('LIMITED');
  });

  it('count each client by itself in scope grant, and both together in scope server', async () => {
    for (const [scope, through] of [
      ['grant', 2],
      ['session', 2],
      ['server', 1],
      ['global', 1],
    ] as const) {
      const gate = wholeGate(
        P({ default: 'allow', tools: { write_file: { action: 'allow', limits: [{ window: 'minute', max: 1, scope }] } } }),
        [write],
      );
      const replies = [await gate.call('write_file'), await gate.call('write_file', {}, { caller: { client: 'claude', session: 's2' } })];
      expect([scope, replies.filter(({ kind }) => kind === 'answer').length]).toEqual([scope, through]);
    }
  });
});

describe('a path that leads through a link', () => {
  it('is judged by where it leads, and the record keeps where that was', async () => {
    let target = '/home/u/proj/real';
    const policy = P({
      default: 'deny',
      tools: { write_file: { action: 'allow', require: [{ path: 'args.path', op: 'under', value: '/home/u/proj' }] } },
    });
    const gate = wholeGate(policy, [write], {
      paths: {
        home: '/home/u',
        dataDir: '/home/u/.config/toolgate',
        caseInsensitive: false,
        resolve: (path) => path.replace('/home/u/proj/link', target),
      },
    });
    expect((await gate.call('write_file', { path: '/home/u/proj/link/a' })).kind).toBe('answer');
    target = '/etc';
    expect(refusalOf(await gate.call('write_file', { path: '/home/u/proj/link/a' })).data.code).toBe('DENIED');
    expect((await gate.call('write_file', { path: '/home/u/proj/b' })).kind).toBe('answer');
    expect(gate.records.map((one) => one.because.slice(1))).toEqual([
      [{ pointer: '', text: '/home/u/proj/link/a led to /home/u/proj/real/a' }],
      [{ pointer: '', text: '/home/u/proj/link/a led to /etc/a' }],
      [],
    ]);
    expect(gate.records[1]?.rule).toBe('/tools/write_file/require/0');
  });
});

describe('an edit of the policy', () => {
  it('governs the very next call: what tightens at once, what loosens not before a person agreed', async () => {
    const gate = wholeGate(P({ default: 'allow' }), [write]);
    expect((await gate.call('write_file')).kind).toBe('answer');
    gate.edit(P({ default: 'deny' }));
    expect(refusalOf(await gate.call('write_file')).data.code).toBe('DENIED');
    gate.edit(P({ default: 'allow' }));
    expect(refusalOf(await gate.call('write_file')).data.code).toBe('DENIED');
    expect(gate.policy.confirmWaiting('window').ok).toBe(true);
    expect((await gate.call('write_file')).kind).toBe('answer');
  });
});

describe('a remembered answer', () => {
  it('turns ask into allow for what it names, never deny into anything, and ends with the definition', async () => {
    const policy = {
      default: 'ask',
      tools: {
        write_file: { action: 'ask', deny_if: [{ conditions: [{ path: 'args.path', op: 'under', value: '/home/u/proj/secret' }] }] },
      },
    };
    const gate = wholeGate(P(policy), [write]);
    const first = gate.call('write_file', { path: '/home/u/proj/a.txt' });
    await settle();
    const card = gate.approvals.list(false)[0];
    expect(gate.approvals.allow(card?.id ?? '', { scope: 'always' }, 'window').ok).toBe(true);
    expect((await first).kind).toBe('answer');
    expect((await gate.call('write_file', { path: '/home/u/proj/b.txt' })).kind).toBe('answer');
    expect(gate.records.at(-1)).toMatchObject({ verdict: 'ask', enforced: 'forwarded', grantId: expect.any(String) as string });
    expect(refusalOf(await gate.call('write_file', { path: '/home/u/proj/secret/x' })).data.code).toBe('DENIED');
    gate.put({ ...write, definitionHash: 'hash-2' });
    gate.state.canAsk = false;
    expect(refusalOf(await gate.call('write_file', { path: '/home/u/proj/c.txt' })).data.code).toBe('UNAVAILABLE');
  });
});
