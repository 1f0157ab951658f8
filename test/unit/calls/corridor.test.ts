import { describe, expect, it } from 'vitest';
import { AnswerTooLarge, CallCancelled, CallTimedOut, FateUnknown, NeverSent, NoAnswer } from '../../../electron/core/ports/upstreams.js';
import { answerBytes, charge, decide, evaluation, harness, refusalOf, toolFacts } from './harness.js';

describe('a call that is allowed', () => {
  it('is forwarded once, with the very object of the intent, and leaves one closed record', async () => {
    const h = harness();
    const params = { name: 'write_file', arguments: { path: '/proj/a.txt', text: 'hé' } };
    const reply = await h.handle({ params });
    expect(reply).toEqual({ kind: 'answer', answer: answerBytes() });
    expect(h.seen.sentObjects[0]).toBe(params);
    const record = h.only();
    expect(record).toMatchObject({ verdict: 'allow', enforced: 'forwarded', code: 'ALLOWED', durable: true, end: { outcome: 'ok' } });
    expect([h.seen.opens, h.seen.closes]).toEqual([1, 1]);
  });

  it('waits for its record to be durable when it writes, and does not wait when it only reads', async () => {
    const h = harness();
    let written: () => void = () => {};
    h.state.openDurable = () => new Promise<void>((resolve) => (written = resolve));
    const write = h.handle();
    await Promise.resolve();
    expect(h.seen.forwarded).toHaveLength(0);
    const read = h.handle({ tool: 'read_file' });
    expect(h.seen.forwarded).toHaveLength(1);
    await read;
    written();
    await write;
    expect(h.seen.forwarded).toHaveLength(2);
    expect([...h.seen.records.values()].map((one) => one.durable)).toEqual([true, false]);
  });

  it('is recorded durably when it reads under a limit', async () => {
    const h = harness();
    h.state.evaluate = () => evaluation(decide('allow'), [charge()]);
    await h.handle({ tool: 'read_file' });
    expect(h.only().durable).toBe(true);
    expect(h.seen.reserved).toHaveLength(1);
  });

  it('cannot be changed between judging and sending', async () => {
    const h = harness();
    const params = { name: 'write_file', arguments: { path: '/proj/a.txt', deep: [{ n: 1 }] } };
    let attempts = 0;
    h.state.openDurable = () => {
      for (const change of [
        () => (params.arguments.path = '/etc/passwd'),
        () => params.arguments.deep.push({ n: 2 }),
        () => ((params as { name: string }).name = 'x'),
      ])
        try {
          change();
        } catch {
          attempts += 1;
        }
      return Promise.resolve();
    };
    await h.handle({ params });
    expect(attempts).toBe(3);
    expect(h.seen.forwarded).toEqual(['{"name":"write_file","arguments":{"path":"/proj/a.txt","deep":[{"n":1}]}}']);
  });

  it('files a tool error, an error and a big answer under their names', async () => {
    for (const [text, kind, outcome] of [
      ['{"jsonrpc":"2.0","id":1,"result":{"content":[],"isError": true}}', 'result', 'tool-error'],
      ['{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"\\"isError\\":true"}]}}', 'result', 'ok'],
      ['{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"no"}}', 'error', 'error'],
      [`{"jsonrpc":"2.0","id":1,"result":{"content":["${'x'.repeat(20_000)}"],"isError":true}}`, 'result', 'tool-error'],
    ] as const) {
      const h = harness();
      h.forwardWith(() => Promise.resolve(answerBytes(text, kind)));
      await h.handle();
      expect(h.only().end).toMatchObject({ outcome, answerBytes: Buffer.byteLength(text) });
    }
  });
});

describe('a name', () => {
  it('that is hidden answers word for word like one that does not exist, whatever else is the matter with it', async () => {
    const hidden = harness();
    hidden.state.evaluate = () => evaluation(decide('hide'));
    hidden.state.position = 'hide';
    const expected = { kind: 'error', code: -32602, message: 'Unknown tool: write_file' };
    expect(await hidden.handle()).toEqual(expected);
    hidden.state.mode = 'lockdown';
    expect(await hidden.handle()).toEqual(expected);
    hidden.state.mode = 'observe';
    hidden.put(toolFacts({ pin: 'changed' }));
    expect(await hidden.handle()).toEqual(expected);
    hidden.remove('files', 'write_file');
    expect(await hidden.handle()).toEqual(expected);
    expect([...hidden.seen.records.values()].map((one) => [one.code, one.verdict, one.enforced])).toEqual([
      ['HIDDEN', 'hide', 'refused'],
      ['HIDDEN', 'hide', 'refused'],
      ['HIDDEN', 'hide', 'refused'],
      ['UNKNOWN', 'deny', 'refused'],
    ]);
    expect(hidden.seen.forwarded).toEqual([]);
  });

  it('that does not agree with the params is refused', async () => {
    const h = harness();
    const reply = await h.handle({ tool: 'read_file', params: { name: 'write_file', arguments: {} } });
    expect(reply).toMatchObject({ kind: 'error', code: -32602 });
    expect(h.only()).toMatchObject({ code: 'INVALID', enforced: 'refused' });
  });

  it('with arguments that are no object is refused', async () => {
    for (const wrong of [[], 'text', 3, null]) {
      const h = harness();
      expect(await h.handle({ params: { name: 'write_file', arguments: wrong } })).toMatchObject({ kind: 'error', code: -32602 });
      expect(h.seen.forwarded).toEqual([]);
    }
  });

  it('that is gone is unknown', async () => {
    const h = harness();
    h.put(toolFacts({ pin: 'gone' }));
    expect(await h.handle()).toMatchObject({ message: 'Unknown tool: write_file' });
  });
});

describe('a tool whose pin does not hold', () => {
  it.each([
    ['changed', 'CHANGED'],
    ['quarantined', 'QUARANTINED'],
  ] as const)('%s is refused with %s, also while observing', async (pin, code) => {
    for (const mode of ['enforce', 'observe', 'lockdown'] as const) {
      const h = harness();
      h.state.mode = mode;
      h.put(toolFacts({ pin }));
      const { text, data } = refusalOf(await h.handle());
      expect(text.startsWith(`[TOOLGATE ${code}] `)).toBe(true);
      expect(data).toEqual({ code, retryable: false });
      expect(h.only()).toMatchObject({ code, enforced: 'refused', end: { outcome: 'refused' } });
      expect(h.seen.forwarded).toEqual([]);
    }
  });
});

describe('lockdown', () => {
  it('refuses every method, and writes it down', async () => {
    for (const method of [
      'tools/call',
      'resources/read',
      'prompts/get',
      'completion/complete',
      'sampling/createMessage',
      'elicitation/create',
    ]) {
      const h = harness();
      h.state.mode = 'lockdown';
      const { text, data } = refusalOf(await h.handle({ method, params: { name: 'write_file', uri: 'write_file' } }));
      expect(text).toContain('[TOOLGATE LOCKED]');
      expect(data.code).toBe('LOCKED');
      expect(h.only().mode).toBe('lockdown');
      expect(h.seen.forwarded).toEqual([]);
    }
  });

  it('that begins while the record is written stops the call', async () => {
    const h = harness();
    h.state.openDurable = () => {
      h.state.mode = 'lockdown';
      return Promise.resolve();
    };
    h.state.evaluate = () => evaluation(decide('allow'), [charge()]);
    expect(refusalOf(await h.handle()).data.code).toBe('LOCKED');
    expect(h.seen.forwarded).toEqual([]);
    expect(h.seen.released).toEqual(h.seen.reserved);
    expect(h.only().end).toMatchObject({ outcome: 'refused' });
  });
});

describe('observing', () => {
  it('lets rule verdicts through and records verdict and enforced apart', async () => {
    for (const verdict of ['deny', 'ask'] as const) {
      const h = harness();
      h.state.mode = 'observe';
      h.state.evaluate = () => evaluation(decide(verdict));
      expect((await h.handle()).kind).toBe('answer');
      expect(h.only()).toMatchObject({ verdict, enforced: 'forwarded', mode: 'observe', code: verdict === 'deny' ? 'DENIED' : 'ASK' });
      expect(h.seen.questions).toEqual([]);
    }
  });

  it('counts calls past a limit but lets them go', async () => {
    const h = harness();
    h.state.mode = 'observe';
    h.state.used.set('k', 30);
    h.state.evaluate = () => evaluation(decide('deny', { code: 'LIMITED', retryAfterMs: 10 }), [charge()]);
    await h.handle();
    expect(h.seen.forwarded).toHaveLength(1);
    expect(h.state.used.get('k')).toBe(31);
  });

  it('lifts neither a refusal nor a doubt about the folder of Toolgate, whatever the rules say', async () => {
    for (const verdict of ['deny', 'ask'] as const) {
      const h = harness();
      h.state.mode = 'observe';
      h.state.evaluate = () => evaluation(decide(verdict));
      await h.handle({ params: { name: 'write_file', arguments: { path: '/home/a/.toolgate/policy.json' } } });
      expect(h.seen.forwarded, verdict).toEqual([]);
      expect(h.seen.questions.map((one) => one.beside)).toEqual(verdict === 'ask' ? [['own-folder']] : []);
    }
  });

  it('lifts no refusal that no rule made', async () => {
    const h = harness();
    h.state.mode = 'observe';
    const own = { pointer: '', text: 'the path is inside the folder of Toolgate' };
    for (const because of [[own], [{ pointer: '/tools/x', text: 'a rule denies it' }, own]]) {
      h.state.evaluate = () => evaluation(decide('deny', { because }));
      expect(refusalOf(await h.handle()).data.code).toBe('DENIED');
    }
    expect(h.seen.forwarded).toEqual([]);
  });
});

describe('a refusal', () => {
  it('by a rule says the rule, its reason and that repeating does not help', async () => {
    const h = harness();
    h.state.evaluate = () => evaluation(decide('deny', { because: [{ pointer: '/tools/x', text: 'production is frozen' }] }));
    const { text, data } = refusalOf(await h.handle());
    expect(text).toBe('[TOOLGATE DENIED] production is frozen. Trying again will not help unless the person changes the rule.');
    expect(data).toEqual({ code: 'DENIED', retryable: false, rule: '/tools/x' });
    expect(h.seen.refused).toMatchObject([{ code: 'DENIED', tool: 'write_file' }]);
  });

  it('by a limit says when to try again, and tells which limit', async () => {
    const h = harness();
    h.state.used.set('k', 30);
    h.state.evaluate = () =>
      evaluation(
        decide('deny', {
          code: 'LIMITED',
          retryAfterMs: 4200.5,
          because: [{ pointer: '/tools/x/limits/0', text: '30 calls in a minute are used up' }],
        }),
        [charge()],
      );
    const { text, data } = refusalOf(await h.handle());
    expect(text).toBe('[TOOLGATE LIMITED] 30 calls in a minute are used up. Trying again can help after 5 seconds.');
    expect(data).toEqual({ code: 'LIMITED', retryable: true, retryAfterMs: 4201, rule: '/tools/x/limits/0' });
    expect(h.seen.refused[0]?.limits.map((one) => one.key)).toEqual(['k']);
    expect(h.seen.reserved).toEqual([]);
  });

  it('of anything but a tool is a JSON-RPC error with the same data', async () => {
    const h = harness();
    h.state.evaluate = () => evaluation(decide('deny'));
    const reply = await h.handle({ method: 'resources/read', tool: 'file:///a', params: { uri: 'file:///a' } });
    expect(reply).toMatchObject({ kind: 'error', code: -32090, data: { code: 'DENIED', retryable: false, rule: '/tools/x/deny' } });
  });

  it('of a method nobody knows is "Method not found"', async () => {
    const h = harness();
    expect(await h.handle({ method: 'tools/destroy' })).toMatchObject({ kind: 'error', code: -32601 });
    expect(h.seen.forwarded).toEqual([]);
    expect(h.seen.opens).toBe(1);
  });
});

describe('limits', () => {
  it('let exactly thirty of a thousand parallel calls through', async () => {
    const h = harness();
    h.state.evaluate = (_facts, read) => {
      const one = charge();
      return read(one).used + one.amount > one.max
        ? evaluation(decide('deny', { code: 'LIMITED', retryAfterMs: 1 }), [one])
        : evaluation(decide('allow'), [one]);
    };
    const replies = await Promise.all(Array.from({ length: 1000 }, () => h.handle()));
    expect(h.seen.forwarded).toHaveLength(30);
    expect(replies.filter((one) => one.kind === 'answer')).toHaveLength(30);
    expect(h.seen.records.size).toBe(1000);
    expect(h.seen.closes).toBe(1000);
  });

  it('are given back when the request never left, and only then', async () => {
    for (const [fault, released] of [
      [new NeverSent('no such command'), 1],
      [new FateUnknown(), 0],
      [new CallTimedOut(), 0],
      [new CallCancelled(), 0],
      [new AnswerTooLarge(), 0],
      [new Error('odd'), 0],
    ] as const) {
      const h = harness();
      h.state.evaluate = () => evaluation(decide('allow'), [charge()]);
      h.forwardWith(() => Promise.reject(fault));
      await h.handle();
      expect(h.seen.released).toHaveLength(released);
      expect(h.seen.spent).toHaveLength(1 - released);
    }
  });

  it('that ask when used up ask, and the answer lifts only them', async () => {
    const h = harness();
    h.state.used.set('k', 30);
    const asking = charge({ onExceed: 'ask' });
    h.state.evaluate = () => evaluation(decide('ask', { because: [{ pointer: asking.pointer, text: 'used up' }] }), [asking]);
    h.state.answer = () => Promise.resolve({ kind: 'approved', approvalId: 'a1', by: 'window', scope: 'once' });
    expect((await h.handle()).kind).toBe('answer');
    expect(h.seen.questions[0]?.beside).toEqual([asking.pointer]);
    // the policy itself lifts a limit that asks, and names it as the reason
    h.state.evaluate = () =>
      evaluation(decide('ask', { because: [{ pointer: asking.pointer, text: 'used up' }] }), [{ ...asking, max: Infinity }]);
    await h.handle();
    expect(h.seen.questions[1]?.beside).toEqual([asking.pointer]);
    h.state.used.set('k', 30);

    const hard = charge({ key: 'hard', pointer: '/limits/hard', max: 0 });
    h.state.evaluate = () => evaluation(decide('ask', { because: [{ pointer: asking.pointer, text: 'used up' }] }), [asking, hard]);
    expect(refusalOf(await h.handle()).data).toMatchObject({ code: 'LIMITED', rule: '/limits/hard' });
    expect(h.seen.forwarded).toHaveLength(2);
  });

  it('that are found used up only at the reservation refuse, or ask where they ask', async () => {
    const h = harness();
    h.state.used.set('k', 30);
    h.state.evaluate = () => evaluation(decide('allow'), [charge()]);
    expect(refusalOf(await h.handle()).data).toEqual({ code: 'LIMITED', retryable: true, retryAfterMs: 4200, rule: '/tools/x/limits/0' });
    h.state.evaluate = () => evaluation(decide('allow'), [charge({ onExceed: 'ask' })]);
    expect(refusalOf(await h.handle()).data.code).toBe('DENIED');
    expect(h.seen.questions).toHaveLength(1);
    h.state.answer = () => Promise.resolve({ kind: 'approved', approvalId: 'a1', by: 'window', scope: 'once' });
    expect((await h.handle()).kind).toBe('answer');
  });
});

describe('a server that fails', () => {
  it.each([
    ['NeverSent', new NeverSent('the command is missing'), true, 'error'],
    ['FateUnknown', new FateUnknown(), false, 'unknown'],
    ['NoAnswer', new NoAnswer('HTTP 429, too many requests'), false, 'unknown'],
    ['CallTimedOut', new CallTimedOut(), false, 'timeout'],
    ['AnswerTooLarge', new AnswerTooLarge('70 MB'), false, 'error'],
    ['an unknown fault', new Error('secret inside'), false, 'unknown'],
  ] as const)('%s gives a clear UNAVAILABLE', async (_name, cause, retryable, outcome) => {
    const h = harness();
    h.forwardWith(() => Promise.reject(cause));
    const { text, data } = refusalOf(await h.handle());
    expect(text).toMatch(/^\[TOOLGATE UNAVAILABLE\] .*files.*\. .+\.$/);
    expect(text).not.toContain('secret');
    expect(data).toEqual({ code: 'UNAVAILABLE', retryable });
    expect(h.only().end?.outcome).toBe(outcome);
  });

  it('that did say something is not said to have gone away', async () => {
    const h = harness();
    h.forwardWith(() => Promise.reject(new NoAnswer('one.test answered HTTP 429, too many requests; try again in 3 s')));
    expect(refusalOf(await h.handle()).text).toBe(
      '[TOOLGATE UNAVAILABLE] files gave no answer that can be passed on: one.test answered HTTP 429, too many requests; try again in 3 s. ' +
        'It may or may not have been carried out: find out before trying again.',
    );
  });

  it('during a read may be tried again', async () => {
    const h = harness();
    h.forwardWith(() => Promise.reject(new FateUnknown()));
    expect(refusalOf(await h.handle({ tool: 'read_file' })).data.retryable).toBe(true);
  });
});

describe('shows', () => {
  it('leaves out what is hidden, changed, quarantined, gone or unknown, and whatever cannot be judged', () => {
    const h = harness();
    const caller = { client: 'claude', session: 's1' };
    const shown = () => h.corridor.shows(caller, 'files', 'tool', 'write_file');
    expect(shown()).toBe(true);
    for (const pin of ['changed', 'quarantined', 'gone'] as const) {
      h.put(toolFacts({ pin }));
      expect(shown()).toBe(false);
    }
    h.put(toolFacts());
    h.state.position = 'hide';
    expect(shown()).toBe(false);
    expect(h.corridor.shows(caller, 'files', 'prompt', 'p')).toBe(false);
    h.state.position = 'deny';
    expect(shown()).toBe(true);
    expect(h.corridor.shows(caller, 'files', 'resource', 'file:///a')).toBe(true);
    expect(h.corridor.shows(caller, 'files', 'tool', 'other')).toBe(false);
    const broken = harness({
      policy: {
        current: () => {
          throw new Error('no policy');
        },
      },
    });
    expect(broken.corridor.shows(caller, 'files', 'tool', 'write_file')).toBe(false);
  });
});

describe('an answer on its way back', () => {
  it('is looked at, and a fault in the looking harms nothing', async () => {
    const looked: string[] = [];
    const h = harness({
      scanResult: (facts, answer) => {
        looked.push(`${facts.tool} ${String(answer.bytes.length)}`);
        throw new Error('scanner');
      },
    });
    expect((await h.handle()).kind).toBe('answer');
    expect(looked).toEqual([`write_file ${String(answerBytes().bytes.length)}`]);
  });
});
