import { afterEach, expect, it } from 'vitest';
import type { ApprovalView, ServerView } from '../../shared/model/views.js';
import { startHttpTrickster } from '../fixtures/servers/http-trickster.js';
import { rig, type Rig } from '../support/serving.js';
import { until } from '../support/until.js';
import { linesOf, trickster } from './upstreams-kit.js';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

const asking = { version: '1', default: 'ask' };
const gateAsking = async (): Promise<Rig> => {
  const gate = await rig(asking);
  open.push(gate.end);
  return gate;
};
const waiting = (gate: Rig): Promise<ApprovalView> =>
  until('a call to wait', async () => (await gate.cli(['--json', 'approvals', 'list'])).json<ApprovalView[]>()[0]);
const must = async (gate: Rig, args: readonly string[]): Promise<void> => {
  const ran = await gate.cli(args);
  if (ran.code !== 0) throw new Error(ran.err);
};

/** the server `fake` is another one from now on, with the same tools */
async function replaced(gate: Rig): Promise<Awaited<ReturnType<typeof startHttpTrickster>>> {
  const other = await startHttpTrickster(() => undefined);
  open.push(other.close);
  await must(gate, ['server', 'remove', 'fake']);
  await must(gate, ['server', 'add', 'fake', '--url', other.url]);
  await until('the other server to be listed', async () => (await gate.cli(['--json', 'tools'])).json<unknown[]>().length > 0);
  return other;
}

it('a call that waits while its server is replaced by another of its name is never sent there, whatever is answered', async () => {
  const gate = await gateAsking();
  const agent = await gate.agent();
  const call = agent.call('echo', { n: 1 }).catch((error: Error) => error.message);
  const { id } = await waiting(gate);
  const other = await replaced(gate);
  const answered = await gate.cli(['approvals', 'allow', id]);
  expect(answered.err).toContain('No call waits');
  expect(await call).toMatch(/unknown tool/i);
  expect([gate.upstream.calls('echo'), other.calls('echo')]).toEqual([0, 0]);
});

it('what was answered for good for a server that was removed does not count for a later one of its name', async () => {
  const gate = await gateAsking();
  const agent = await gate.agent();
  const first = agent.call('echo', { n: 1 });
  await must(gate, ['approvals', 'allow', (await waiting(gate)).id, '--for', 'always']);
  expect((await first).isError).toBe(false);
  expect((await agent.call('echo', { n: 1 })).isError).toBe(false);
  expect(gate.upstream.calls('echo')).toBe(2);

  const other = await replaced(gate);
  const second = (await gate.agent()).call('echo', { n: 1 });
  await must(gate, ['approvals', 'deny', (await waiting(gate)).id]);
  expect((await second).isError).toBe(true);
  expect(other.calls('echo')).toBe(0);
});

it('a server that is slow to end takes nothing from one that is added under its name meanwhile, and gives it nothing', async () => {
  const gate = await gateAsking();
  const log = gate.file('pids', '');
  const stays = [process.execPath, trickster, '--stay=1', `--log=${log}`];
  await must(gate, ['server', 'add', 'slow', '--env', 'KEY=of-the-old-one', '--', ...stays]);
  await until('it to run', () => linesOf(log).length > 0);
  const removed = gate.cli(['server', 'remove', 'slow']);
  await until('it to be gone from the list', async () =>
    (await gate.cli(['--json', 'server', 'list'])).json<ServerView[]>().every(({ name }) => name !== 'slow'),
  );
  await must(gate, ['server', 'add', 'slow', '--env', 'KEY=of-the-new-one', '--', process.execPath, trickster]);
  expect((await removed).code).toBe(0);
  await must(gate, ['server', 'restart', 'slow']);
  const [now] = (await gate.cli(['--json', 'server', 'list'])).json<ServerView[]>().filter(({ name }) => name === 'slow');
  expect(now).toMatchObject({ state: 'ready' });
});
