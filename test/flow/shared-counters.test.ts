import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../../electron/core/ports/logger.js';
import { createSharedCounters } from '../../electron/core/store/shared-counters.js';
import type { GateView } from '../../shared/model/views.js';
import type { LimitCharge } from '../../shared/policy/types.js';
import { counterServer } from '../support/counter-server.js';
import { rig, type Rig } from '../support/serving.js';
import { until } from '../support/until.js';

let server: Awaited<ReturnType<typeof counterServer>>;
beforeAll(async () => {
  server = await counterServer();
}, 120_000);
afterAll(() => server.end());

let keys = 0;
const charge = (over: Partial<LimitCharge> = {}): LimitCharge => ({
  pointer: '/x',
  counter: 'x',
  key: `["grant","c","","s","tool","t${String(keys)}",60000]`,
  windowMs: 60_000,
  max: 30,
  amount: 1,
  onExceed: 'deny',
  ...over,
});
const opened: ReturnType<typeof createSharedCounters>[] = [];
function counters(unreachable: 'deny' | 'local' = 'deny') {
  const problems: (string | undefined)[] = [];
  const room = createSharedCounters({
    config: () => ({ url: server.url, unreachable }),
    logger: silentLogger,
    problem: (line) => void problems.push(line),
  });
  opened.push(room);
  return { room, problem: () => problems.at(-1) };
}
let calls = 0;
const reserve = (room: ReturnType<typeof createSharedCounters>, ...charges: LimitCharge[]) =>
  room.reserve(`call_${String(++calls)}`, charges);
afterEach(() => {
  keys += 1;
  for (const room of opened.splice(0)) room.close();
});

describe('counters that two gates share', () => {
  it('let exactly 30 of 1,000 calls through that come to both at once', async () => {
    const [one, two] = [counters().room, counters().room];
    const answers = await Promise.all(Array.from({ length: 1000 }, (_, i) => reserve(i % 2 === 0 ? one : two, charge())));
    expect(answers.filter(({ kind }) => kind === 'reserved')).toHaveLength(30);
    const refused = answers.find((one) => one.kind === 'exceeded');
    expect(refused).toMatchObject({ used: 30 });
    expect(refused?.kind === 'exceeded' && refused.retryAfterMs > 0 && refused.retryAfterMs <= 60_001).toBe(true);
  });

  it('reserve all or none, count a shared key once, refuse all at 0 and never what is lifted', async () => {
    const { room } = counters();
    const other = charge({ key: `other ${String(keys)}`, max: 1 });
    expect((await reserve(room, charge(), other)).kind).toBe('reserved');
    expect(await reserve(room, charge(), other)).toMatchObject({ kind: 'exceeded', charge: other, used: 1 });
    expect((await reserve(room, charge({ max: 2 }), charge({ max: 5 }))).kind).toBe('reserved');
    expect(await reserve(room, charge({ max: 2 }))).toMatchObject({ kind: 'exceeded', used: 2 });
    expect(await reserve(room, charge({ max: 0, key: `zero ${String(keys)}` }))).toMatchObject({
      kind: 'exceeded',
      retryAfterMs: Infinity,
    });
    expect((await reserve(room, { ...other, max: Infinity })).kind).toBe('reserved');
  });

  it('open again when the window has passed, not before, and give back what never left', async () => {
    const { room } = counters();
    const short = charge({ windowMs: 3000, max: 2 });
    const startedMs = performance.now();
    await room.reserve('call_a', [short]);
    await room.reserve('call_b', [short]);
    expect((await reserve(room, short)).kind).toBe('exceeded');
    room.release('call_b');
    await until('the released place', async () => (await reserve(room, short)).kind === 'reserved');
    expect(performance.now() - startedMs).toBeLessThan(2900);
    await until('the window to pass', async () => (await reserve(room, short)).kind === 'reserved');
    expect(performance.now() - startedMs).toBeGreaterThan(2990);
  });

  it('add amounts without dust, and round large maxima towards refusal', async () => {
    const { room } = counters();
    const tenth = (amount: number) => charge({ key: `sum ${String(keys)}`, max: 0.3, amount });
    expect((await reserve(room, tenth(0.1))).kind).toBe('reserved');
    expect((await reserve(room, tenth(0.2))).kind).toBe('reserved');
    expect((await reserve(room, tenth(0.0001))).kind).toBe('exceeded');
    const large = charge({ key: `large ${String(keys)}`, max: 5000 });
    let through = 0;
    for (let i = 0; i < 12; i++)
      through += (await Promise.all(Array.from({ length: 500 }, () => reserve(room, large)))).filter(
        ({ kind }) => kind === 'reserved',
      ).length;
    expect(through).toBe(5000);
  });

  it('that cannot be reached refuse or count alone, as configured, say so, and are found again', async () => {
    const [deny, local] = [counters('deny'), counters('local')];
    expect((await reserve(deny.room, charge())).kind).toBe('reserved');
    expect((await reserve(local.room, charge())).kind).toBe('reserved');
    await server.stop();
    expect(await reserve(deny.room, charge())).toEqual({ kind: 'unreachable', allowed: false });
    expect(await reserve(local.room, charge())).toEqual({ kind: 'unreachable', allowed: true });
    expect(deny.problem()).toContain('limited calls are refused meanwhile');
    expect(local.problem()).toContain('limits are counted here alone meanwhile');
    await server.start();
    await until('the server to be found again', async () => (await reserve(deny.room, charge({ max: 100 }))).kind === 'reserved');
    expect(deny.problem()).toBeUndefined();
    expect(await reserve(deny.room, charge({ max: 3 }))).toMatchObject({ kind: 'exceeded', used: 3 });
  });
});

describe('two running gates with one counter server', () => {
  const gates: Rig[] = [];
  afterEach(async () => {
    for (const gate of gates.splice(0)) await gate.end();
  });

  it('forward 30 calls in all; without the server limited calls are refused and the status says why', async () => {
    const policy = {
      version: '1',
      default: 'allow',
      tools: { echo: { action: 'allow', limits: [{ counter: `flow_${String(Date.now())}`, window: 'hour', max: 30 }] } },
    };
    for (let i = 0; i < 2; i++) {
      const gate = await rig(policy);
      gates.push(gate);
      expect((await gate.cli(['counters', 'use', server.url], { unlock: false })).code).toBe(1);
      expect((await gate.cli(['--json', 'counters', 'use', server.url])).json()).toEqual({ url: server.url, unreachable: 'deny' });
    }
    const agents = await Promise.all(gates.map((gate) => gate.agent()));
    const outcomes = await Promise.all(Array.from({ length: 200 }, (_, i) => agents[i % 2]!.call('echo', { i })));
    expect(outcomes.filter((one) => !one.isError)).toHaveLength(30);
    expect(gates.reduce((sum, gate) => sum + gate.upstream.calls('echo'), 0)).toBe(30);
    expect(outcomes.find((one) => one.isError)?.text).toMatch(/^\[TOOLGATE LIMITED\] .* Trying again can help after \d+ seconds\.$/);

    await server.stop();
    const [gate] = gates as [Rig, Rig];
    const text = (await agents[0]!.call('echo', {})).text;
    expect(text).toMatch(/^\[TOOLGATE (?:UNAVAILABLE|LIMITED)\]/);
    const problem = await until('the status to say so', async () =>
      (await gate.cli(['--json', 'status'])).json<GateView>().problems.find((line) => line.includes(server.url)),
    );
    expect(problem).toContain('limited calls are refused meanwhile');
    expect((await gate.cli(['counters', 'off'])).out).toBe('limits are counted here alone\n');
    expect((await gate.cli(['--json', 'status'])).json<GateView>().problems).toEqual([]);
    await server.start();
  });

  it('takes no address with a password in it, and none that is no counter server', async () => {
    const gate = await rig({ version: '1' });
    gates.push(gate);
    for (const url of ['redis://user:secret@host:1', 'http://127.0.0.1:1', 'redis://', 'redis://h:1?x=y'])
      expect((await gate.cli(['counters', 'use', url])).code, url).toBe(2);
    expect((await gate.cli(['counters', 'use', server.url, '--unreachable', 'never'])).code).toBe(2);
    expect((await gate.cli(['--json', 'counters', 'show'])).json()).toEqual({ shared: null });
  });
});
