import { afterEach, expect, it } from 'vitest';
import type { ApprovalView } from '../../shared/model/views.js';
import { rig, type Rig } from '../support/serving.js';
import { until } from '../support/until.js';

let gate: Rig;
afterEach(() => gate.end());

it('a call that waits for a person is judged by the rules of the moment of the yes: by a deny that came meanwhile it never runs', async () => {
  gate = await rig({ version: '1', default: 'ask' });
  const agent = await gate.agent();
  const meanwhile = async (...command: string[]) => {
    const call = agent.call('echo', { n: 1 });
    const { id } = await until('a call to wait', async () => (await gate.cli(['--json', 'approvals', 'list'])).json<ApprovalView[]>()[0]);
    expect((await gate.cli(command)).err).toBe('');
    const yes = await gate.cli(['approvals', 'allow', id]);
    return { yes: yes.code, call: await call };
  };
  const strict = await meanwhile('policy', 'preset', 'strict');
  expect([strict.yes, strict.call.text]).toEqual([0, expect.stringContaining('other rules ask')]);
  const denied = await meanwhile('tool', 'set', 'fake', 'echo', 'deny');
  expect([denied.yes, denied.call.text]).toEqual([0, expect.stringContaining('denied by the rule for echo on fake')]);
  expect(gate.upstream.calls('echo')).toBe(0);
}, 60_000);
