import { describe, expect, it } from 'vitest';
import { ExactNumber } from '../../../shared/json/json.js';
import { stringify } from '../../../shared/json/stringify.js';
import type { CallIntent } from '../../../electron/core/ports/corridor.js';
import { answerBytes, charge, decide, evaluation, harness, refusalOf, toolFacts } from '../calls/harness.js';
import { room, settle } from './harness.js';

/** A corridor with a real approvals room. */
function gate() {
  const r = room();
  const h = harness({ approvals: r.approvals, clock: r.clock });
  h.state.evaluate = () => evaluation(decide('ask'));
  const sent: string[] = [];
  const start = (more: Partial<CallIntent> = {}) =>
    h.corridor.handle(h.intent(more), (params) => {
      sent.push(stringify(params));
      return Promise.resolve(answerBytes());
    });
  return { r, h, sent, start };
}
const withArguments = (args: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  params: { name: 'write_file', arguments: args as never, ...more } as never,
});

describe('a whole call that a person allows', () => {
  it('sends exactly the bytes that were shown, digit for digit', async () => {
    const { r, sent, start } = gate();
    const reply = start(withArguments({ amount: new ExactNumber('9007199254740993'), note: 'né\u202e' }));
    await settle();
    const shown = r.only().argumentsText;
    r.approvals.allow(r.only().id, {}, 'window');
    expect((await reply).kind).toBe('answer');
    expect(sent).toEqual([`{"name":"write_file","arguments":${shown}}`]);
    expect(shown).toContain('9007199254740993');
    expect(r.approvals.list(true)[0]?.state).toBe('done');
  });

  it('runs once however often it is allowed', async () => {
    const { r, sent, start } = gate();
    const reply = start();
    await settle();
    const { id } = r.only();
    expect([1, 2, 3].map(() => r.approvals.allow(id, {}, 'window').ok)).toEqual([true, false, false]);
    await reply;
    expect(r.approvals.allow(id, {}, 'window').ok).toBe(false);
    expect(sent).toHaveLength(1);
  });

  it('runs what was shown or nothing when arguments, definition, rules or mode change while it waits', async () => {
    const mutations: [string, (g: ReturnType<typeof gate>, params: { arguments: { path: string } }) => void, number][] = [
      ['arguments', (_g, params) => void (params.arguments.path = '/etc/passwd'), 1],
      ['definition', ({ h }) => h.put(toolFacts({ definitionHash: 'hash-2' })), 0],
      [
        'definition, and the room is told',
        ({ h, r }) => (
          h.put(toolFacts({ pin: 'changed', definitionHash: 'hash-2' })),
          r.approvals.definitionChanged('files', 'write_file')
        ),
        0,
      ],
      ['rules deny', ({ h }) => ((h.state.revision = 2), (h.state.evaluate = () => evaluation(decide('deny')))), 0],
      ['rules elsewhere', ({ h }) => void (h.state.revision = 2), 1],
      ['lockdown', ({ h }) => void (h.state.mode = 'lockdown'), 0],
      ['limit used up', ({ h }) => (h.state.used.set('k', 30), (h.state.evaluate = () => evaluation(decide('ask'), [charge()]))), 0],
      ['tool gone', ({ h }) => h.remove('files', 'write_file'), 0],
      ['time', ({ r }) => r.clock.jump(400_000), 0],
    ];
    for (const [name, mutate, runs] of mutations) {
      const g = gate();
      const params = { name: 'write_file', arguments: { path: '/home/a/proj/x' } };
      const reply = g.start({ params });
      await settle();
      const view = g.r.only();
      try {
        mutate(g, params);
      } catch {
        // frozen: that is the point
      }
      g.r.approvals.allow(view.id, {}, 'window');
      await reply;
      expect(g.sent, name).toEqual(Array.from({ length: runs }, () => `{"name":"write_file","arguments":${view.argumentsText}}`));
      expect(g.h.seen.records.size, name).toBe(1);
      expect(g.h.only().end, name).toBeDefined();
    }
  });

  it('does not run when it is cancelled in the moment of the answer, in either order', async () => {
    for (const order of ['cancel first', 'allow first'] as const) {
      const { r, sent, start } = gate();
      const abort = new AbortController();
      const reply = start({ signal: abort.signal });
      await settle();
      const { id } = r.only();
      if (order === 'cancel first') abort.abort();
      r.approvals.allow(id, {}, 'window');
      abort.abort();
      await reply;
      expect(sent).toEqual([]);
      expect(r.approvals.list(false)).toEqual([]);
    }
  });

  it('counts against a limit only when it goes', async () => {
    const { r, h, start } = gate();
    h.state.evaluate = () => evaluation(decide('ask'), [charge()]);
    const first = start();
    await settle();
    expect(h.state.used.get('k')).toBeUndefined();
    r.approvals.deny(r.only().id, {}, 'window');
    await first;
    expect(h.state.used.get('k')).toBeUndefined();
    const second = start();
    await settle();
    r.approvals.allow(r.only().id, {}, 'window');
    await second;
    expect(h.state.used.get('k')).toBe(1);
  });
});

describe('a call that is repeated', () => {
  it('after "pending" runs once on the approval given meanwhile, and asks again after that', async () => {
    const { r, h, sent, start } = gate();
    const first = start();
    r.clock.advance(50_000);
    const { text, data } = refusalOf(await first);
    expect(text).toContain(r.only().id);
    expect(data).toMatchObject({ code: 'PENDING', retryable: true });
    r.approvals.allow(r.only().id, {}, 'window');
    expect(sent).toEqual([]);
    expect((await start()).kind).toBe('answer');
    expect(sent).toHaveLength(1);
    void start();
    await settle();
    expect(r.approvals.list(false)).toHaveLength(1);
    expect([...h.seen.records.values()].map((one) => [one.code, one.enforced])).toEqual([
      ['PENDING', 'refused'],
      ['ASK', 'forwarded'],
    ]);
  });

  it('with answers to a question of the server is judged, shown and asked anew', async () => {
    const { r, sent, start } = gate();
    const args = { path: '/home/a/proj/x' };
    const first = start(withArguments(args));
    await settle();
    r.approvals.allow(r.only().id, {}, 'window');
    await first;
    const retry = start(withArguments(args, { inputResponses: { confirm: { action: 'accept' } }, requestState: 'opaque' }));
    await settle();
    expect(r.only().alsoSentText).toBe('{"inputResponses":{"confirm":{"action":"accept"}},"requestState":"opaque"}');
    const forged = start(withArguments(args, { inputResponses: { confirm: { action: 'accept' } }, requestState: 'forged' }));
    const changed = start(
      withArguments({ path: '/etc/passwd' }, { inputResponses: { confirm: { action: 'accept' } }, requestState: 'opaque' }),
    );
    const stranger = start({
      ...withArguments(args, { inputResponses: { confirm: { action: 'accept' } }, requestState: 'opaque' }),
      caller: { client: 'cursor', session: 's1' },
    });
    await settle();
    expect(r.approvals.list(false)).toHaveLength(4);
    r.approvals.allow(r.only().id, { all: true }, 'window');
    await retry;
    r.approvals.denyAll(undefined, 'window');
    await Promise.all([forged, changed, stranger]);
    expect(sent).toHaveLength(2);
  });

  it('under a grant goes without a question, also calls that waited already; a new session asks again', async () => {
    const { r, h, sent, start } = gate();
    const first = start(withArguments({ path: '/home/a/proj/x' }));
    const waiting = start(withArguments({ path: '/home/a/proj/y' }));
    await settle();
    r.approvals.allow(r.only().id, { scope: 'session' }, 'window');
    await Promise.all([first, waiting]);
    expect((await start(withArguments({ path: '/home/a/proj/z' }))).kind).toBe('answer');
    expect(sent).toHaveLength(3);
    expect([...h.seen.records.values()].map((one) => [one.approvalId !== undefined, one.grantId !== undefined])).toEqual([
      [true, false],
      [false, true],
      [false, true],
    ]);
    void start({ ...withArguments({ path: '/home/a/proj/z' }), caller: { client: 'claude', session: 's2' } });
    await settle();
    expect(r.approvals.list(false)).toHaveLength(1);
  });

  it('under a grant is still refused where a rule denies', async () => {
    const { r, h, sent, start } = gate();
    const first = start();
    await settle();
    r.approvals.allow(r.only().id, { scope: 'always' }, 'window');
    await first;
    h.state.evaluate = () => evaluation(decide('deny'));
    expect(refusalOf(await start()).data.code).toBe('DENIED');
    expect(sent).toHaveLength(1);
  });
});
