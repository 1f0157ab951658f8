import { spawn, type ChildProcess } from 'node:child_process';
import { afterEach, expect, it } from 'vitest';
import { plainNode } from '../support/runtime.js';
import { rig, type Rig } from '../support/serving.js';
import { until } from '../support/until.js';

let gate: Rig | undefined;
let watching: ChildProcess | undefined;
afterEach(async () => {
  watching?.kill();
  await gate?.end();
  gate = undefined;
});

/** `toolgate approvals watch` with what it says, and a hand at its keyboard. */
function watch({ dataDir, serving }: Rig) {
  let said = '';
  const child = spawn(plainNode.command, [...plainNode.args, '--data-dir', dataDir, 'approvals', 'watch'], {
    env: { ...process.env, TOOLGATE_UNLOCK: serving.unlock },
  });
  watching = child;
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return {
    says: (text: string) => until(`the terminal to say ${text}`, () => Promise.resolve(said.includes(text) ? true : undefined)),
    type: (line: string) => {
      said = '';
      child.stdin.write(`${line}\n`);
    },
    said: () => said,
  };
}

it('a waiting call is shown whole in the terminal and answered there: once, refused with a reason, or left for later', async () => {
  gate = await rig({ version: '1', default: 'ask' });
  const agent = await gate.agent();
  const terminal = watch(gate);
  await terminal.says('nothing waits');

  const first = agent.call('echo', { text: 'a\u200bb', amount: 7 });
  await terminal.says('[n]ext: ');
  for (const part of [
    'tester wants fake › echo',
    'asks because: “everything else: ask”',
    '"text": "a⟨U+200B⟩b"',
    '"amount": 7',
    'denies in ',
  ])
    expect(terminal.said()).toContain(part);
  expect(terminal.said()).not.toContain('besides');
  terminal.type('a');
  expect((await first).isError).toBe(false);
  await terminal.says('nothing waits');

  const second = agent.call('echo', { text: 'no' });
  await terminal.says('[n]ext: ');
  terminal.type('what');
  await terminal.says('[n]ext: ');
  terminal.type('d not today');
  expect(await second).toMatchObject({
    isError: true,
    text: expect.stringContaining('A person refused this call (cli): not today.') as string,
  });

  const body = { jsonrpc: '2.0', id: 'x', method: 'tools/call', params: { name: 'echo', arguments: {}, requestState: 'smuggled' } };
  const third = agent.post(JSON.stringify(body));
  await terminal.says('[n]ext: ');
  expect(terminal.said()).toContain('sent besides the arguments:\n{\n  "requestState": "smuggled"\n}');
  terminal.type('n');
  await terminal.says('nothing waits');
  const waiting = (await gate.cli(['--json', 'approvals', 'list'])).json<{ id: string; state: string }[]>();
  expect(waiting.map(({ state }) => state)).toEqual(['pending']);
  expect((await gate.cli(['approvals', 'deny', waiting[0]?.id ?? ''], { unlock: false })).code).toBe(0);
  expect((await third).text).toContain('TOOLGATE DENIED');
});
