import { expect, it } from 'vitest';
import { json } from '../fixtures/servers/http-trickster.js';
import { rig } from '../support/serving.js';

it('a task belongs to the client that started it, through a restart of the gate, not to a later one of its name, and only as long as its tool is let through', async () => {
  const gate = await rig({ version: '1', default: 'allow' }, ({ message }, response) => {
    const { id, method, params } = message ?? {};
    if (method === 'tools/call') return json(response, { jsonrpc: '2.0', id, result: { task: { taskId: 'task-1', status: 'working' } } });
    if (method?.startsWith('tasks/') === true)
      return json(response, { jsonrpc: '2.0', id, result: { method, taskId: params?.['taskId'] } });
  });
  try {
    const others = await gate.token('other');
    const methods = ['tasks/get', 'tasks/result', 'tasks/cancel'];
    const ask = async (method: string, params: object, token?: string) =>
      (await (await gate.agent(token)).post(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }))).text;
    await ask('tools/call', { name: 'echo', arguments: {}, task: { ttl: 60_000 } });
    for (const how of ['stop', 'kill'] as const) {
      await gate.restart(how);
      for (const method of methods) {
        expect(await ask(method, { taskId: 'task-1' })).toBe(`{"jsonrpc":"2.0","id":1,"result":{"method":"${method}","taskId":"task-1"}}`);
        expect(await ask(method, { taskId: 'task-1' }, others)).toContain('there is no task');
      }
    }
    const guest = await gate.token('guest');
    await ask('tools/call', { name: 'echo', arguments: {}, task: { ttl: 60_000 } }, guest);
    expect(await ask('tasks/get', { taskId: 'task-1' }, guest)).toContain('"result"');
    await gate.cli(['client', 'remove', 'guest']);
    expect(await ask('tasks/get', { taskId: 'task-1' }, await gate.token('guest'))).toContain('there is no task');
    await gate.cli(['tool', 'set', 'fake', 'echo', 'deny']);
    await gate.restart('kill');
    expect(await ask('tasks/result', { taskId: 'task-1' })).toContain('[TOOLGATE DENIED]');
    expect(await ask('tasks/cancel', { taskId: 'task-1' })).toContain('"result"');
  } finally {
    await gate.end();
  }
});
