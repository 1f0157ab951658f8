import { afterEach, describe, expect, it } from 'vitest';
import { connectControl } from '../../electron/core/control/control-client.js';
import { socketPaths } from '../../electron/core/control/socket-paths.js';
import type { CallRecord, Snapshot } from '../../shared/model/views.js';
import { rig, type Rig } from '../support/serving.js';

let gate: Rig | undefined;
afterEach(async () => {
  await gate?.end();
  gate = undefined;
});

const thirty = {
  version: '1',
  default: 'deny',
  tools: { echo: { action: 'allow', limits: [{ counter: 'echo_rate', window: 'hour', max: 30 }] } },
};
const codeOf = (meta: Record<string, unknown> | undefined) => (meta?.['toolgate/decision'] as { code: string } | undefined)?.code;

describe('a limit of 30 on the running gate', () => {
  it('lets exactly 30 of 1,000 calls through that come at once, and each of the others is told why', async () => {
    gate = await rig(thirty);
    const agent = await gate.agent();
    const outcomes = await Promise.all(Array.from({ length: 1000 }, (_, i) => agent.call('echo', { i })));
    expect(gate.upstream.calls('echo')).toBe(30);
    expect(outcomes.filter((one) => !one.isError)).toHaveLength(30);
    const refused = outcomes.filter((one) => one.isError);
    expect(refused.every((one) => one.text.startsWith('[TOOLGATE LIMITED] ') && codeOf(one.meta) === 'LIMITED')).toBe(true);
    const records = (await gate.cli(['--json', 'audit', 'list', '--limit', '10000'])).json<CallRecord[]>();
    expect(records.length).toBe(1000);
    expect(records.filter((one) => one.enforced === 'forwarded')).toHaveLength(30);
  });

  it('has one call left after kill -9 when 29 were forwarded', async () => {
    gate = await rig(thirty);
    const before = await gate.agent();
    await Promise.all(Array.from({ length: 29 }, (_, i) => before.call('echo', { i })));
    expect(gate.upstream.calls('echo')).toBe(29);
    await gate.restart('kill');
    const after = await gate.agent();
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_, i) => after.call('echo', { after: i })));
    expect(gate.upstream.calls('echo')).toBe(30);
    expect(outcomes.filter((one) => !one.isError)).toHaveLength(1);
  });

  it('keeps "allow 10 more" over kill -9: never more than 40 in that hour', async () => {
    gate = await rig(thirty);
    const before = await gate.agent();
    await Promise.all(Array.from({ length: 31 }, (_, i) => before.call('echo', { i })));
    const connected = await connectControl(socketPaths(gate.dataDir).control);
    const control = connected.ok ? connected.value : undefined;
    const snapshot = (await control?.command('gate.snapshot', {})) as { ok: true; value: Snapshot };
    const extended = await control?.command('limit.extend', { key: snapshot.value.meters[0]?.key, by: 10 }, gate.serving.unlock);
    control?.close();
    expect(extended).toMatchObject({ ok: true });
    await Promise.all(Array.from({ length: 4 }, (_, i) => before.call('echo', { more: i })));
    expect(gate.upstream.calls('echo')).toBe(34);
    await gate.restart('kill');
    const after = await gate.agent();
    await Promise.all(Array.from({ length: 20 }, (_, i) => after.call('echo', { after: i })));
    expect(gate.upstream.calls('echo')).toBe(40);
  });
});

describe('a flood from one client', () => {
  it('fills its own queue only: 20 cards, the rest refused with the reason, another client still asks and is answered', async () => {
    gate = await rig({ version: '1', default: 'allow', tools: { echo: { action: 'ask' } } });
    const [flooder, other] = [await gate.agent(), await gate.agent(await gate.token('other'))];
    const flood = Array.from({ length: 1000 }, (_, i) => flooder.call('echo', { i }));
    let refused = 0;
    await new Promise<void>((resolve) => {
      for (const call of flood)
        void call.then(
          ({ isError, text }) => {
            if (isError && text.startsWith('[TOOLGATE UNAVAILABLE] ') && text.includes('20 calls of this application wait')) refused += 1;
            if (refused === 980) resolve();
          },
          () => undefined,
        );
    });
    const asking = other.call('echo', { from: 'other' });
    const cards = await (async () => {
      for (;;) {
        const all = (await gate.cli(['--json', 'approvals', 'list'])).json<{ id: string; client: string }[]>();
        if (all.some((one) => one.client === 'other')) return all;
      }
    })();
    expect(cards.filter((one) => one.client === 'tester')).toHaveLength(20);
    const startedMs = performance.now();
    expect((await gate.cli(['approvals', 'allow', cards.find((one) => one.client === 'other')?.id ?? ''])).code).toBe(0);
    expect((await asking).isError).toBe(false);
    expect(performance.now() - startedMs).toBeLessThan(5000);
    expect(gate.upstream.calls('echo')).toBe(1);
    await gate.restart('stop');
    await Promise.allSettled(flood);
    expect(gate.upstream.calls('echo')).toBe(1);
  });
});
