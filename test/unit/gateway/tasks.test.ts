import { TaskStatusNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { afterEach, describe, expect, it } from 'vitest';
import { createTaskOwners } from '../../../electron/core/gateway/task-owners.js';
import { silentLogger } from '../../../electron/core/ports/logger.js';
import type { StoredTask, TaskStore } from '../../../electron/core/ports/stores.js';
import type { SessionOwner } from '../../../electron/core/ports/upstreams.js';
import { until } from '../../support/until.js';
import { full, handshake, message, startRig, type FakeRequest, type Rig } from './fakes.js';
import { sdkClient } from './sdk-client.js';

let rig: Rig;
afterEach(() => rig.close());

describe('tasks', () => {
  it('go to the server they run on, for the client that started them only', async () => {
    const answer = ({ method, params, server }: FakeRequest) => {
      if (method === 'tools/call') return { task: { taskId: 't1', status: 'working' } };
      if (method === 'tasks/list') return { tasks: [{ taskId: 't1' }, { taskId: 'of-somebody-else' }] };
      return { server, method, taskId: params?.['taskId'] };
    };
    rig = await startRig({ servers: { one: full('one'), two: full('two', { answer }) } });
    const anna = await handshake(rig, { path: '/mcp' });
    const bert = await handshake(rig, { path: '/mcp', client: 'bert' });
    expect(await anna.call('tools/call', { name: 'two__echo', task: { ttl: 1000 } })).toMatchObject({ result: { task: { taskId: 't1' } } });
    for (const method of ['tasks/get', 'tasks/result', 'tasks/cancel']) {
      expect(await anna.call(method, { taskId: 't1' })).toMatchObject({ result: { server: 'two', method, taskId: 't1' } });
      expect(await bert.call(method, { taskId: 't1' })).toMatchObject({ error: { code: -32602 } });
    }
    expect(await anna.call('tasks/list')).toMatchObject({ result: { tasks: [{ taskId: 't1' }] } });
    expect(await bert.call('tasks/list')).toMatchObject({ result: { tasks: [] } });
    expect(rig.followed.map(({ method, server, tool }) => [method, server, tool])).toEqual(
      expect.arrayContaining([
        ['tasks/result', 'two', 'echo'],
        ['tasks/cancel', 'two', 'echo'],
        ['tasks/list', 'two', ''],
      ]),
    );
  });

  it('of two servers that number theirs alike are told apart by the address, and not guessed where that is the same', async () => {
    const answer = ({ method, params, server }: FakeRequest) =>
      method === 'tools/call' ? { task: { taskId: '1', status: 'working' } } : { server, method, taskId: params?.['taskId'] };
    rig = await startRig({ servers: { one: full('one', { answer }), two: full('two', { answer }) } });
    const [one, two, all] = [
      await handshake(rig, { path: '/mcp/one' }),
      await handshake(rig, { path: '/mcp/two' }),
      await handshake(rig, { path: '/mcp' }),
    ];
    await one.call('tools/call', { name: 'echo', task: {} });
    expect(await all.call('tasks/get', { taskId: '1' })).toMatchObject({ result: { server: 'one' } });
    await two.call('tools/call', { name: 'echo', task: {} });
    expect(await one.call('tasks/get', { taskId: '1' })).toMatchObject({ result: { server: 'one' } });
    expect(await two.call('tasks/get', { taskId: '1' })).toMatchObject({ result: { server: 'two' } });
    const before = rig.seen.length;
    expect(await all.call('tasks/get', { taskId: '1' })).toMatchObject({
      error: { code: -32602, message: expect.stringContaining('one and two') as string },
    });
    expect(rig.seen).toHaveLength(before);
  });

  it('are whose they were after a restart of the gate, and no longer than they can be remembered', async () => {
    let stored: StoredTask[] = [];
    const tasks: TaskStore = {
      load: () => stored,
      put: (task) => void stored.push(task),
      remove: (gone) => void (stored = stored.filter((task) => task !== gone)),
    };
    let serial = 0;
    const answer = ({ method, params }: FakeRequest) =>
      method === 'tools/call' ? { task: { taskId: `t${++serial}` } } : { of: params?.['taskId'] };
    const servers = { one: full('one', { answer }) };
    rig = await startRig({ servers, tasks });
    await (await handshake(rig)).call('tools/call', { name: 'echo', task: {} });
    await rig.close();
    rig = await startRig({ servers, tasks });
    const [anna, bert] = [await handshake(rig), await handshake(rig, { client: 'bert' })];
    expect(await anna.call('tasks/get', { taskId: 't1' })).toMatchObject({ result: { of: 't1' } });
    for (const method of ['tasks/get', 'tasks/result', 'tasks/cancel'])
      expect(await bert.call(method, { taskId: 't1' })).toMatchObject({ error: { code: -32602 } });
    const owners = createTaskOwners(tasks, silentLogger, 2);
    for (const taskId of ['t2', 't3']) owners.add({ client: 'anna', server: 'one', taskId, tool: 'echo' });
    expect(stored.map(({ taskId }) => taskId)).toEqual(['t2', 't3']);
    expect(owners.find('anna', 'one', 't1')).toEqual([]);
  });

  it('are nobody’s once their client was removed, also after a restart and for another of its name', async () => {
    let stored: StoredTask[] = [];
    const tasks: TaskStore = {
      load: () => stored,
      put: (task) => void stored.push(task),
      remove: (gone) => void (stored = stored.filter((task) => task !== gone)),
    };
    const answer = ({ method, owner, params }: FakeRequest) =>
      method === 'tools/call' ? { task: { taskId: `of-${owner.client}` } } : { of: params?.['taskId'] };
    rig = await startRig({ servers: { one: full('one', { answer }) }, tasks });
    for (const client of ['anna', 'bert']) await (await handshake(rig, { client })).call('tools/call', { name: 'echo', task: {} });
    rig.gateway.forgetTasks('anna');
    const [anna, bert] = [await handshake(rig), await handshake(rig, { client: 'bert' })];
    expect(await anna.call('tasks/get', { taskId: 'of-anna' })).toMatchObject({ error: { code: -32602 } });
    expect(await bert.call('tasks/get', { taskId: 'of-bert' })).toMatchObject({ result: { of: 'of-bert' } });
    expect(stored.map(({ client }) => client)).toEqual(['bert']);
  });

  it('are told of to the client that started them, where a server tells all who share it', async () => {
    const owners = new Map<string, SessionOwner>();
    const answer = ({ owner }: FakeRequest) => (
      owners.set(owner.client, owner),
      { task: { taskId: `of-${owner.client}`, status: 'working' } }
    );
    rig = await startRig({ servers: { one: full('one', { answer }) } });
    const heard: string[] = [];
    const open = (client: string) =>
      sdkClient(rig, '/mcp/one', {
        client,
        prepare: (sdk) =>
          sdk.setNotificationHandler(TaskStatusNotificationSchema, ({ params }) => void heard.push(`${client} ${params.taskId}`)),
      });
    const both = [await open('anna'), await open('bert')];
    for (const client of ['anna', 'bert']) await (await handshake(rig, { client })).call('tools/call', { name: 'echo', task: {} });
    for (const { client } of both) await client.callTool({ name: 'echo' });
    const said = { status: 'working', ttl: null, createdAt: 'x', lastUpdatedAt: 'x' };
    for (const taskId of ['of-bert', 'of-anna', 'of-nobody', 7 as unknown as string])
      owners.forEach((owner) => owner.notified('one', message('notifications/tasks/status', { ...said, taskId }), undefined));
    owners.get('anna')?.notified('one', message('notifications/tasks/status', { ...said, taskId: 'of-bert' }), undefined);
    await until('both to hear of it', () => heard.length === 2);
    expect(heard.sort()).toEqual(['anna of-anna', 'bert of-bert']);
    for (const { close } of both) await close();
  });

  it('reach no server while the gate lets nothing pass', async () => {
    const answer = ({ method }: FakeRequest) =>
      method === 'tools/call' ? { task: { taskId: 't1', status: 'working' } } : { tasks: [{ taskId: 't1' }] };
    rig = await startRig({ servers: { one: full('one', { answer }) } });
    const anna = await handshake(rig);
    await anna.call('tools/call', { name: 'echo', task: { ttl: 1000 } });
    rig.judge.stopped = () => ({ kind: 'error', code: -32090, message: 'locked' });
    const before = rig.seen.length;
    for (const method of ['tasks/get', 'tasks/result', 'tasks/cancel'])
      expect(await anna.call(method, { taskId: 't1' })).toMatchObject({ error: { code: -32090 } });
    expect(await anna.call('resources/unsubscribe', { uri: 'x:1' })).toMatchObject({ error: { code: -32090 } });
    await anna.call('tasks/list');
    await anna.call('logging/setLevel', { level: 'debug' });
    expect(rig.seen).toHaveLength(before);
  });
});
