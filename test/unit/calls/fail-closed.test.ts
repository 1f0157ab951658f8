import { describe, expect, it } from 'vitest';
import type { CorridorDeps } from '../../../electron/core/calls/create-corridor.js';
import type { ApprovalAnswer } from '../../../electron/core/ports/rooms.js';
import { charge, decide, evaluation, harness, refusalOf, toolFacts } from './harness.js';

type Harness = ReturnType<typeof harness>;

/** Every function that the corridor calls of its neighbours, found by walking the dependencies, each wrapped to fail at its n-th call. */
const sites = [
  'policy.current',
  'mode.current',
  'tools.get',
  'limits.read',
  'limits.reserve',
  'limits.release',
  'approvals.ask',
  'approvals.consume',
  'approvals.grantFor',
  'approvals.finished',
  'audit.open',
  'audit.close',
  'paths.resolve',
  'clock.nowMs',
  'clock.monotonicMs',
  'ids.next',
  'logger.error',
  'options',
  'scanResult',
  'onRefused',
] as const;
/** Called only when the call has already been answered for: a fault there comes too late to stop it, and must not. */
const afterwards = new Set<string>(['audit.close', 'approvals.finished', 'scanResult', 'onRefused', 'limits.release', 'logger.error']);

const scenarios: Record<string, (h: Harness) => void> = {
  'an allowed write under a limit': (h) => {
    h.state.evaluate = (facts, read) => {
      read(charge());
      facts.paths.resolve('/proj');
      return evaluation(decide('allow'), [charge()]);
    };
  },
  'an approved call': (h) => {
    h.state.evaluate = (facts, read) => {
      read(charge());
      facts.paths.resolve('/proj');
      return evaluation(decide('ask'), [charge()]);
    };
    h.state.answer = () => Promise.resolve<ApprovalAnswer>({ kind: 'approved', approvalId: 'a1', by: 'window', scope: 'once' });
  },
};

function breakAt(site: string, nth: number, how: 'throws' | 'rejects'): { h: Harness; calls: () => number } {
  let calls = 0;
  const plain = harness();
  const wrap =
    (fn: (...args: never[]) => unknown) =>
    (...args: never[]) => {
      calls += 1;
      if (calls === nth) {
        if (how === 'rejects') return Promise.reject(new Error(`planted in ${site}`));
        throw new Error(`planted in ${site}`);
      }
      return fn(...args);
    };
  const [room, method] = site.split('.') as [keyof CorridorDeps, string | undefined];
  const base = { ...plain.deps, scanResult: () => {}, onRefused: () => {} };
  const overrides =
    method === undefined
      ? { [room]: wrap(base[room] as never) }
      : { [room]: { ...(base[room] as object), [method]: wrap((base[room] as unknown as Record<string, never>)[method] as never) } };
  const h = harness({ ...plain.deps, scanResult: () => {}, ...overrides } as Partial<CorridorDeps>);
  // Both harnesses share the state of the first one: its fakes are the neighbours.
  return { h: { ...plain, corridor: h.corridor, handle: handleWith(plain, h) } as Harness, calls: () => calls };
}
const handleWith =
  (plain: Harness, h: Harness) =>
  (more = {}) =>
    h.corridor.handle(plain.intent(more), (params) => {
      plain.seen.forwarded.push(JSON.stringify(params));
      return Promise.resolve({ bytes: Buffer.from('{}'), idStart: 0, idEnd: 0, kind: 'result' as const });
    });

describe('a fault in any neighbour', () => {
  for (const [name, prepare] of Object.entries(scenarios))
    for (const site of sites)
      it(`of ${name}: ${site} forwards nothing, or comes too late to matter`, async () => {
        let reached = 0;
        for (let nth = 1; nth <= 12; nth++)
          for (const how of ['throws', 'rejects'] as const) {
            if (how === 'rejects' && !['approvals.ask', 'audit.open'].includes(site)) continue;
            const { h, calls } = breakAt(site, nth, how);
            prepare(h);
            const reply = await h.handle();
            if (calls() < nth) continue;
            reached += 1;
            expect(h.seen.opens, `${site} #${String(nth)}`).toBeLessThanOrEqual(1);
            if (
              afterwards.has(site) ||
              (site === 'clock.monotonicMs' && h.seen.forwarded.length === 1) ||
              (site === 'clock.nowMs' && h.seen.forwarded.length === 1) ||
              (site === 'ids.next' && h.seen.forwarded.length === 1)
            ) {
              expect(reply.kind).toBe('answer');
              expect(h.seen.forwarded).toHaveLength(1);
              continue;
            }
            expect(h.seen.forwarded, `${site} #${String(nth)} ${how}`).toEqual([]);
            expect(refusalOf(reply).data.code).toBe('UNAVAILABLE');
            expect([...h.seen.records.values()].every((one) => one.end !== undefined)).toBe(true);
            if (site !== 'audit.open') expect(h.seen.opens).toBe(1);
            expect(h.seen.released).toEqual(h.seen.reserved);
          }
        const unreachable = new Set([
          'limits.release',
          'logger.error',
          'onRefused',
          ...(prepare === scenarios['an approved call']
            ? []
            : ['approvals.ask', 'approvals.consume', 'approvals.grantFor', 'approvals.finished']),
        ]);
        if (!unreachable.has(site)) expect(reached).toBeGreaterThan(0);
      });

  it('in judging itself is refused, recorded and told', async () => {
    const errors: unknown[] = [];
    const h = harness({ logger: { info() {}, warn() {}, error: (event, fields) => void errors.push([event, fields]) } });
    h.state.evaluate = () => {
      throw new Error('evaluator broke');
    };
    expect(refusalOf(await h.handle()).text).toContain('[TOOLGATE UNAVAILABLE]');
    expect(h.only()).toMatchObject({ enforced: 'refused', code: 'UNAVAILABLE', end: { outcome: 'refused' } });
    expect(JSON.stringify(errors)).toContain('evaluator broke');
    expect(h.seen.forwarded).toEqual([]);
  });

  it('in a logger and a notice at once still refuses', async () => {
    const boom = () => {
      throw new Error('boom');
    };
    const h = harness({ logger: { info: boom, warn: boom, error: boom }, onRefused: boom });
    h.state.evaluate = boom;
    expect(refusalOf(await h.handle()).data.code).toBe('UNAVAILABLE');
  });

  it('such as a verdict, an answer, a pin state or a reservation nobody knows is no permission', async () => {
    const pin = harness();
    pin.put(toolFacts({ pin: 'fresh' as never }));
    expect(refusalOf(await pin.handle()).data.code).toBe('UNAVAILABLE');
    const { limits } = pin.deps;
    const reservation = harness({ limits: { ...limits, reserve: () => ({ kind: 'postponed' }) as never } });
    reservation.state.evaluate = () => evaluation(decide('allow'), [charge()]);
    expect(refusalOf(await reservation.handle()).data.code).toBe('UNAVAILABLE');
    expect([...pin.seen.forwarded, ...reservation.seen.forwarded]).toEqual([]);

    const strange = harness();
    strange.state.evaluate = () => evaluation({ ...decide('allow'), verdict: 'maybe' as never });
    expect(refusalOf(await strange.handle()).data.code).toBe('UNAVAILABLE');
    const answer = harness();
    answer.state.evaluate = () => evaluation(decide('ask'));
    answer.state.answer = () => Promise.resolve({ kind: 'perhaps' } as never);
    expect(refusalOf(await answer.handle()).data.code).toBe('UNAVAILABLE');
    expect([...strange.seen.forwarded, ...answer.seen.forwarded]).toEqual([]);
  });

  it.each(['database or disk is full', 'ENOSPC: no space left on device, write', 'attempt to write a readonly database'])(
    'that is the disk’s is refused with what can be done: %s',
    async (said) => {
      const plain = harness();
      const reserve = (): never => {
        throw new Error(said);
      };
      const h = harness({ limits: { ...plain.deps.limits, reserve } });
      h.state.evaluate = () => evaluation(decide('allow'), [charge()]);
      expect(refusalOf(await h.handle()).text).toMatch(/^\[TOOLGATE UNAVAILABLE\] Toolgate cannot write to its disk .*freed some space/);
      expect(h.seen.forwarded).toEqual([]);
    },
  );

  it('of the durable write refuses with the log as the reason and gives limits back', async () => {
    const h = harness();
    h.state.evaluate = () => evaluation(decide('allow'), [charge()]);
    h.state.openDurable = () => Promise.reject(new Error('disk full'));
    expect(refusalOf(await h.handle()).text).toContain('log');
    expect(h.seen.forwarded).toEqual([]);
    expect(h.seen.released).toEqual(h.seen.reserved);
  });
});
