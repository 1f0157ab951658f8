import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
  LoggingMessageNotificationSchema,
  ResourceUpdatedNotificationSchema,
  TaskStatusNotificationSchema,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { afterEach, describe, expect, it } from 'vitest';
import { createTaskOwners } from '../../../electron/core/gateway/task-owners.js';
import { silentLogger } from '../../../electron/core/ports/logger.js';
import type { StoredTask, TaskStore } from '../../../electron/core/ports/stores.js';
import type { JsonObject } from '../../../shared/json/json.js';
import type { Offering, SessionOwner } from '../../../electron/core/ports/upstreams.js';
import { capable, echoServer, handshake, message, startRig, tokenOf, type FakeRequest, type FakeServer, type Rig } from './fakes.js';
import { sdkClient } from './sdk-client.js';

let rig: Rig;
afterEach(() => rig.close());

const full = (name: string, extra: Parameters<typeof echoServer>[1] = {}) =>
  echoServer(name, {
    initializeResult: { protocolVersion: '2025-11-25', capabilities: capable, serverInfo: { name, version: '1' } },
    ...extra,
  });
const idle = new AbortController().signal;

describe('what servers say during a call', () => {
  it('delivers progress before the answer, under the token of the client', async () => {
    rig = await startRig({
      servers: {
        one: full('one', {
          answer: ({ options }) => {
            options.onProgress?.({ progress: 1, total: 3, message: 'half way', progressToken: 'upstream' });
            return { content: [] };
          },
        }),
      },
    });
    const { client, close } = await sdkClient(rig, '/mcp/one');
    const progress: unknown[] = [];
    await client.callTool({ name: 'echo' }, undefined, { onprogress: (step) => progress.push(step) });
    expect(progress).toEqual([{ progress: 1, total: 3, message: 'half way' }]);
    const raw = await handshake(rig);
    const { text, headers } = await raw.post(
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","_meta":{"progressToken":12345678901234567890}}}',
    );
    expect(headers.get('content-type')).toBe('text/event-stream');
    expect(text).toContain('"progressToken":12345678901234567890');
    expect(rig.seen.at(-1)?.options.onProgress).toBeDefined();
    await raw.call('tools/call', { name: 'echo' });
    expect(rig.seen.at(-1)?.options.onProgress).toBeUndefined();
    await close();
  });

  it('tells a client that gave a progress token that its call waits for a person', async () => {
    rig = await startRig();
    rig.judge.handle = (intent) => {
      intent.tellWaiting?.(1, 'waits for approval');
      return undefined;
    };
    const { client, close } = await sdkClient(rig, '/mcp/one');
    const progress: unknown[] = [];
    await client.callTool({ name: 'echo' }, undefined, { onprogress: (step) => progress.push(step) });
    expect(progress).toEqual([{ progress: 1, message: 'waits for approval' }]);
    await close();
  });

  it('carries sampling and elicitation to the client that owns the session, after the rules, and its answer back', async () => {
    const replies: unknown[] = [];
    rig = await startRig({
      servers: {
        one: full('one', {
          answer: async ({ owner, options }) => {
            replies.push(
              await owner.asked(
                'one',
                { id: 1, method: 'sampling/createMessage', params: { messages: [], maxTokens: 5 } },
                options.requestKey,
                idle,
              ),
            );
            replies.push(
              await owner.asked(
                'one',
                { id: 'x', method: 'elicitation/create', params: { message: 'who?', requestedSchema: { type: 'object', properties: {} } } },
                options.requestKey,
                idle,
              ),
            );
            replies.push(await owner.asked('one', { id: 2, method: 'roots/list', params: undefined }, undefined, idle));
            return { content: [] };
          },
        }),
      },
    });
    const { client, close } = await sdkClient(rig, '/mcp/one', {
      capabilities: { sampling: {}, elicitation: {}, roots: {} },
      prepare: (sdk) => {
        sdk.setRequestHandler(CreateMessageRequestSchema, () => ({ role: 'assistant', content: { type: 'text', text: 'hi' }, model: 'm' }));
        sdk.setRequestHandler(ElicitRequestSchema, () => ({ action: 'accept', content: {} }));
        sdk.setRequestHandler(ListRootsRequestSchema, () => ({ roots: [{ uri: 'file:///r' }] }));
      },
    });
    await client.callTool({ name: 'echo' });
    expect(replies).toMatchObject([
      { kind: 'result', result: { model: 'm' } },
      { kind: 'result', result: { action: 'accept' } },
      { kind: 'result', result: { roots: [{ uri: 'file:///r' }] } },
    ]);
    expect(rig.intents.map(({ method }) => method)).toEqual(['tools/call', 'sampling/createMessage', 'elicitation/create']);
    await close();
  });

  it('declines what the client cannot do, what does not exist, and what the rules refuse', async () => {
    let owner: SessionOwner | undefined;
    rig = await startRig({ servers: { one: full('one', { answer: (request) => ((owner = request.owner), { content: [] }) }) } });
    const client = await handshake(rig, { capabilities: { elicitation: {} } });
    await client.call('tools/call', { name: 'echo' });
    const ask = (method: string, params = {}) => owner?.asked('one', { id: 1, method, params }, undefined, idle);
    for (const method of ['sampling/createMessage', 'roots/list', 'tasks/get', 'tasks/list', 'tools/call', 'x/y'])
      expect(await ask(method), method).toMatchObject({ kind: 'error', code: -32601 });
    expect(await ask('elicitation/create', { mode: 'url', url: 'https://x' })).toMatchObject({ kind: 'error', code: -32602 });
    rig.judge.handle = () => ({ kind: 'error', code: -1, message: 'no phishing' });
    expect(await ask('elicitation/create')).toEqual({ kind: 'error', code: -1, message: 'no phishing' });
  });

  it('asks with fresh ids over the newest open request when the client has no standalone stream, and drops answers nobody waits for', async () => {
    rig = await startRig({
      servers: {
        one: full('one', {
          answer: async ({ owner }) => ({
            got: await owner.asked('one', { id: 7, method: 'roots/list', params: { _meta: { progressToken: 7 } } }, undefined, idle),
          }),
        }),
      },
    });
    const client = await handshake(rig, { capabilities: { roots: {} } });
    const response = await fetch(`${rig.url}/one`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${tokenOf('anna')}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-session-id': client.session ?? '',
      },
      body: '{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"echo"}}',
    });
    const reader = events(response);
    const asked = await reader.next();
    expect(asked).toMatchObject({ method: 'roots/list', id: 1, params: { _meta: { progressToken: 1 } } });
    await client.post('{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":5}}');
    expect(rig.notified).toEqual([{ server: 'one', method: 'notifications/progress', params: { progressToken: 7, progress: 5 } }]);
    for (const id of ['1', 99]) await client.post(JSON.stringify({ jsonrpc: '2.0', id, result: { roots: ['false'] } }));
    await client.post('{"jsonrpc":"2.0","id":1,"result":{"roots":[]}}');
    await client.post('{"jsonrpc":"2.0","id":1,"result":{"roots":["late"]}}');
    expect(await reader.next()).toEqual({ jsonrpc: '2.0', id: 7, result: { got: { kind: 'result', result: { roots: [] } } } });
    expect(await reader.next()).toBeUndefined();
  });
});

describe('cancelling', () => {
  it('reaches the server, answers nothing more, and frees the id', async () => {
    const aborted: string[] = [];
    rig = await startRig({
      servers: {
        one: full('one', {
          answer: ({ options, params }) =>
            params?.['arguments']
              ? { content: [] }
              : new Promise((_, reject) =>
                  options.signal.addEventListener('abort', () => (aborted.push(options.requestKey), reject(new Error('aborted')))),
                ),
        }),
      },
    });
    const client = await handshake(rig);
    const hanging = client.post('{"jsonrpc":"2.0","id":"1","method":"tools/call","params":{"name":"echo"}}');
    await until(() => rig.seen.length === 1);
    await client.post('{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}');
    expect(aborted).toEqual([]);
    await client.post('{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"1","reason":"enough"}}');
    expect((await hanging).text).toBe('');
    expect(aborted).toHaveLength(1);
    expect(await client.call('tools/call', { name: 'echo', arguments: {} }, '1')).toMatchObject({ id: '1', result: {} });
  });

  it('is not what a lost connection means', async () => {
    let finish: (() => void) | undefined;
    rig = await startRig({
      servers: { one: full('one', { answer: () => new Promise((resolve) => (finish = () => resolve({ content: [] }))) }) },
    });
    const client = await handshake(rig);
    const leave = new AbortController();
    const lost = fetch(`${rig.url}/one`, {
      method: 'POST',
      signal: leave.signal,
      headers: {
        authorization: `Bearer ${tokenOf('anna')}`,
        'content-type': 'application/json',
        accept: '*/*',
        'mcp-session-id': client.session ?? '',
      },
      body: '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo"}}',
    });
    await until(() => rig.seen.length === 1);
    leave.abort();
    await expect(lost).rejects.toThrow();
    expect((await client.post('{"jsonrpc":"2.0","id":2,"method":"ping"}')).status).toBe(200);
    expect(rig.seen[0]?.options.signal.aborted).toBe(false);
    finish?.();
  });

  it('refuses a second request under an id that is still running, and never mixes answers', async () => {
    const finish = new Map<string, () => void>();
    rig = await startRig({
      servers: {
        one: full('one', {
          answer: ({ params }) =>
            new Promise((resolve) =>
              finish.set(String((params?.['arguments'] as { n: string }).n), () =>
                resolve({ n: (params?.['arguments'] as { n: string }).n }),
              ),
            ),
        }),
      },
    });
    const [anna, bert] = [await handshake(rig), await handshake(rig, { client: 'bert' })];
    const call = (client: typeof anna, id: unknown, n: string) => client.call('tools/call', { name: 'echo', arguments: { n } }, id);
    const running = [call(anna, 1, 'a1'), call(anna, '1', 'aS'), call(bert, 1, 'b1'), call(bert, 2, 'b2')];
    await until(() => finish.size === 4);
    expect(await call(anna, 1, 'again')).toMatchObject({ id: 1, error: { code: -32600 } });
    for (const n of ['b2', 'b1', 'aS', 'a1']) finish.get(n)?.();
    expect(await Promise.all(running)).toEqual([
      { jsonrpc: '2.0', id: 1, result: { n: 'a1' } },
      { jsonrpc: '2.0', id: '1', result: { n: 'aS' } },
      { jsonrpc: '2.0', id: 1, result: { n: 'b1' } },
      { jsonrpc: '2.0', id: 2, result: { n: 'b2' } },
    ]);
  });
});

describe('what servers say by themselves', () => {
  it('tells sessions that see a server that its list changed, and nobody else', async () => {
    rig = await startRig({ servers: { one: full('one'), two: full('two') } });
    const heard: string[] = [];
    const open = (path: string, name: string) =>
      sdkClient(rig, path, {
        prepare: (sdk) => sdk.setNotificationHandler(ToolListChangedNotificationSchema, () => void heard.push(name)),
      });
    const [a, b, c] = [await open('/mcp/one', 'one'), await open('/mcp/two', 'two'), await open('/mcp', 'all')];
    rig.gateway.listChanged('one', 'tools');
    await until(() => heard.length === 2);
    expect(heard.sort()).toEqual(['all', 'one']);
    rig.gateway.visibilityChanged();
    await until(() => heard.length === 5);
    for (const { close } of [a, b, c]) await close();
  });

  it('passes log messages from the level asked for, marked with the server in the aggregate', async () => {
    let owner: SessionOwner | undefined;
    rig = await startRig({ servers: { one: full('one', { answer: (request) => ((owner = request.owner), { content: [] }) }) } });
    const heard: unknown[] = [];
    const { client, close } = await sdkClient(rig, '/mcp', {
      prepare: (sdk) => sdk.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => void heard.push(params)),
    });
    await client.setLoggingLevel('warning');
    await client.callTool({ name: 'one__echo' });
    expect(rig.seen.map(({ method }) => method)).toContain('logging/setLevel');
    for (const level of ['debug', 'error'])
      owner?.notified('one', message('notifications/message', { level, logger: 'db', data: 'x' }), undefined);
    await until(() => heard.length > 0);
    expect(heard).toEqual([{ level: 'error', logger: 'one/db', data: 'x' }]);
    await client.setLoggingLevel('debug');
    expect(rig.seen.filter(({ method }) => method === 'logging/setLevel').map(({ params }) => params?.['level'])).toEqual([
      'warning',
      'debug',
    ]);
    await expect(client.setLoggingLevel('loud' as never)).rejects.toThrow();
    await close();
  });

  it('tells roots changes to the servers a session uses', async () => {
    rig = await startRig({ servers: { one: full('one') } });
    const client = await handshake(rig);
    await client.call('tools/call', { name: 'echo' });
    await client.post('{"jsonrpc":"2.0","method":"notifications/roots/list_changed"}');
    await client.post('{"jsonrpc":"2.0","method":"notifications/initialized"}');
    expect(rig.notified).toMatchObject([{ server: 'one', method: 'notifications/roots/list_changed' }]);
  });
});

describe('the standalone stream', () => {
  it('is kept alive by a comment every 15 s, and says nothing of lists that the server never had', async () => {
    const timers: { ms: number; fn: () => void }[] = [];
    rig = await startRig({ clock: { nowMs: () => 0, monotonicMs: () => 0, after: (ms, fn) => (timers.push({ ms, fn }), () => {}) } });
    const client = await handshake(rig);
    const response = await fetch(`${rig.url}/one`, {
      headers: { authorization: `Bearer ${tokenOf('anna')}`, accept: 'text/event-stream', 'mcp-session-id': client.session ?? '' },
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reader = response.body?.getReader();
    const read = async () => Buffer.from((await reader?.read())?.value ?? []).toString();
    expect(await read()).toBe('retry: 2000\n\n');
    timers.find(({ ms }) => ms === 15_000)?.fn();
    expect(await read()).toBe(': still here\n\n');
    rig.gateway.visibilityChanged();
    expect(await read()).toBe('event: message\nid: g-1\ndata: {"jsonrpc":"2.0","method":"notifications/tools/list_changed"}\n\n');
    timers
      .filter(({ ms }) => ms === 15_000)
      .at(-1)
      ?.fn();
    expect(await read()).toBe(': still here\n\n');
    const elsewhere = await fetch(`${rig.url}/one`, {
      headers: { authorization: `Bearer ${tokenOf('anna')}`, accept: 'application/json', 'mcp-session-id': client.session ?? '' },
    });
    expect(elsewhere.status).toBe(406);
  });
});

describe('resources and prompts', () => {
  const withResources = () => ({
    one: full('one', {
      resources: [
        { uri: 'file:///a', name: 'a' },
        { uri: 'file:///both', name: 'first' },
      ],
      resourceTemplates: [{ uriTemplate: 'db://{table}/rows{?limit}', name: 't' }],
      prompts: [{ name: 'greet' }],
      answer: ({ server, method }: FakeRequest) => ({ from: server, method }),
    }),
    two: full('two', {
      resources: [
        { uri: 'file:///both', name: 'second' },
        { uri: 'file:///b', name: 'b' },
      ],
      prompts: [{ name: 'greet' }],
      answer: ({ server, method }: FakeRequest) => ({ from: server, method }),
    }),
  });

  it('lists them together, each URI once and untouched, prompts under prefixed names', async () => {
    rig = await startRig({ servers: withResources() });
    rig.hidden.add('two/file:///b');
    const client = await handshake(rig, { path: '/mcp' });
    expect(await client.call('resources/list')).toMatchObject({
      result: { resources: [{ name: 'a' }, { uri: 'file:///both', name: 'first' }] },
    });
    expect(await client.call('resources/templates/list')).toMatchObject({
      result: { resourceTemplates: [{ uriTemplate: 'db://{table}/rows{?limit}' }] },
    });
    expect(await client.call('prompts/list')).toMatchObject({ result: { prompts: [{ name: 'one__greet' }, { name: 'two__greet' }] } });
    expect(rig.intents.map(({ server, method }) => `${server} ${method}`)).toEqual([
      'one resources/list',
      'two resources/list',
      'one resources/templates/list',
      'two resources/templates/list',
      'one prompts/list',
      'two prompts/list',
    ]);
  });

  it('leaves out of the aggregate what the rules refuse, and passes the refusal on in a mirror', async () => {
    rig = await startRig({ servers: withResources() });
    rig.judge.handle = ({ server }) => (server === 'one' ? { kind: 'error', code: -32000, message: 'denied' } : undefined);
    const all = await handshake(rig, { path: '/mcp' });
    expect(await all.call('prompts/list')).toEqual({ jsonrpc: '2.0', id: 1, result: { prompts: [{ name: 'two__greet' }] } });
    expect(await (await handshake(rig)).call('prompts/list')).toMatchObject({ error: { message: 'denied' } });
  });

  it('routes by URI, by template and by name, also for completion', async () => {
    rig = await startRig({ servers: withResources() });
    const client = await handshake(rig, { path: '/mcp' });
    const from = async (method: string, params: object) =>
      ((await client.call(method, params))['result'] as { from?: string } | undefined)?.from;
    expect(await from('resources/read', { uri: 'file:///both' })).toBe('one');
    expect(await from('resources/read', { uri: 'file:///b' })).toBe('two');
    expect(await from('resources/read', { uri: 'db://users/rows?limit=5' })).toBe('one');
    expect(await client.call('resources/read', { uri: 'http://nowhere' })).toMatchObject({
      error: { code: -32002, data: { uri: 'http://nowhere' } },
    });
    expect(await from('prompts/get', { name: 'two__greet' })).toBe('two');
    expect(await client.call('prompts/get', { name: 'greet' })).toMatchObject({ error: { code: -32602 } });
    expect(await from('completion/complete', { ref: { type: 'ref/prompt', name: 'two__greet' }, argument: { name: 'x', value: '' } })).toBe(
      'two',
    );
    expect(rig.seen.at(-1)?.params).toMatchObject({ ref: { type: 'ref/prompt', name: 'greet' } });
    expect(
      await from('completion/complete', {
        ref: { type: 'ref/resource', uri: 'db://{table}/rows{?limit}' },
        argument: { name: 'x', value: '' },
      }),
    ).toBe('one');
  });

  it('keeps subscriptions per session: updates reach subscribers only, and the last one out tells the server', async () => {
    const owners = new Map<string, SessionOwner>();
    const servers = withResources();
    servers.one.answer = ({ owner }: FakeRequest) => (owners.set(owner.client, owner), {} as never);
    rig = await startRig({ servers });
    const heard: string[] = [];
    const open = (client: string) =>
      sdkClient(rig, '/mcp', {
        client,
        prepare: (sdk) =>
          sdk.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => void heard.push(`${client} ${params.uri}`)),
      });
    const [anna, bert] = [await open('anna'), await open('bert')];
    await anna.client.subscribeResource({ uri: 'file:///a' });
    await bert.client.subscribeResource({ uri: 'file:///a' });
    const update = () =>
      owners.forEach((owner) => owner.notified('one', message('notifications/resources/updated', { uri: 'file:///a' }), undefined));
    update();
    await until(() => heard.length === 2);
    await anna.client.unsubscribeResource({ uri: 'file:///a' });
    expect(rig.seen.map(({ method }) => method)).not.toContain('resources/unsubscribe');
    update();
    await until(() => heard.length === 3);
    expect(heard.sort()).toEqual(['anna file:///a', 'bert file:///a', 'bert file:///a']);
    await bert.client.unsubscribeResource({ uri: 'file:///a' });
    expect(rig.seen.at(-1)?.method).toBe('resources/unsubscribe');
    for (const { close } of [anna, bert]) await close();
  });

  it('does not pretend to methods that the one server of a mirror lacks', async () => {
    rig = await startRig();
    const client = await handshake(rig);
    for (const method of ['prompts/list', 'resources/list'])
      expect(await client.call(method), method).toMatchObject({ error: { code: -32601 } });
  });
});

describe('a prompt that is in no list', () => {
  it('is not got or completed by its name: it may have been left out for what it says', async () => {
    rig = await startRig({ servers: { one: full('one', { prompts: [{ name: 'fine' }] }) } });
    for (const path of ['/mcp/one', '/mcp']) {
      const anna = await handshake(rig, { path });
      const name = path === '/mcp' ? 'one__' : '';
      const before = rig.seen.length;
      expect(await anna.call('prompts/get', { name: `${name}poisoned` })).toMatchObject({ error: { code: -32602 } });
      expect(
        await anna.call('completion/complete', {
          ref: { type: 'ref/prompt', name: `${name}poisoned` },
          argument: { name: 'a', value: '' },
        }),
      ).toMatchObject({ error: { code: -32602 } });
      expect(rig.seen).toHaveLength(before);
      expect(await anna.call('prompts/get', { name: `${name}fine` })).toHaveProperty('result');
    }
  });

  it('is not completed where a rule hides it, no more than a resource', async () => {
    rig = await startRig({ servers: { one: full('one', { prompts: [{ name: 'fine' }], resources: [{ uri: 'x:1', name: 'x' }] }) } });
    for (const path of ['/mcp/one', '/mcp']) {
      const anna = await handshake(rig, { path });
      const complete = (ref: object) => anna.call('completion/complete', { ref, argument: { name: 'a', value: '' } });
      const refs = [
        { type: 'ref/prompt', name: path === '/mcp' ? 'one__fine' : 'fine' },
        { type: 'ref/resource', uri: 'x:1' },
      ];
      for (const ref of refs) expect(await complete(ref)).toHaveProperty('result');
      const before = rig.seen.length;
      for (const name of ['one/fine', 'one/x:1']) rig.hidden.add(name);
      for (const ref of refs) expect(await complete(ref)).toMatchObject({ error: { code: -32602 } });
      expect(rig.seen).toHaveLength(before);
      rig.hidden.clear();
    }
  });
});

describe('what a server offers to some clients only', () => {
  it('is listed for those, alone and among others, and is asked of the server whoever calls it', async () => {
    const known: Offering = { has: (list, name) => list !== 'tools' || name !== 'guess' };
    let offering: FakeServer['offering'] = () => undefined;
    const tools = ['echo', 'guess'].map((name) => ({ name, inputSchema: { type: 'object' } }));
    rig = await startRig({
      servers: { one: full('one', { tools, offering: (capabilities) => offering?.(capabilities) }), two: full('two') },
    });
    const open = async (path: string, capabilities: JsonObject) => {
      const client = await handshake(rig, { path, capabilities });
      return async () =>
        ((await client.call('tools/list')) as { result: { tools: { name: string }[] } }).result.tools.map(({ name }) => name);
    };
    const [alone, among, asked] = [await open('/mcp/one', {}), await open('/mcp', {}), await open('/mcp/one', { sampling: {} })];
    expect([await alone(), await asked()]).toEqual([
      ['echo', 'guess'],
      ['echo', 'guess'],
    ]);
    offering = (capabilities) => (capabilities['sampling'] === undefined ? known : undefined);
    for (let turn = 0; turn < 2; turn++)
      expect([await alone(), await among(), await asked()]).toEqual([['echo'], ['one__echo', 'two__echo'], ['echo', 'guess']]);
    expect(await (await handshake(rig)).call('tools/call', { name: 'guess' })).toHaveProperty('result');
    expect(rig.seen.at(-1)?.params).toMatchObject({ name: 'guess' });
  });
});

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
    await until(() => heard.length === 2);
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

describe('batches', () => {
  it('are answered item by item where 2025-03-26 was agreed on', async () => {
    rig = await startRig();
    const client = await handshake(rig, { version: '2025-03-26' });
    const { json } = await client.post(
      '[{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"rm"}},{"jsonrpc":"2.0","method":"notifications/initialized"},{"jsonrpc":"2.0","id":3,"Method":"x"},7]',
    );
    expect((json as { id: unknown }[]).map(({ id }) => id).sort()).toEqual([1, 2, 3, null].sort());
    expect(json).toContainEqual({ jsonrpc: '2.0', id: 2, error: { code: -32602, message: 'Unknown tool: rm' } });
    expect(rig.intents.map(({ tool }) => tool)).toEqual(['rm']);
    expect((await client.post('[{"jsonrpc":"2.0","method":"notifications/initialized"}]')).status).toBe(202);
    for (const bad of ['[]', JSON.stringify(Array.from({ length: 101 }, (_, id) => ({ jsonrpc: '2.0', id, method: 'ping' })))])
      expect((await client.post(bad)).status).toBe(400);
  });
});

describe('resuming', () => {
  it('delivers the rest of a broken stream behind Last-Event-ID, and of the standalone stream', async () => {
    let owner: SessionOwner | undefined;
    let finish: (() => void) | undefined;
    rig = await startRig({
      servers: {
        one: full('one', {
          answer: (request) => {
            owner = request.owner;
            request.options.onProgress?.({ progress: 1 });
            return new Promise((resolve) => (finish = () => (request.options.onProgress?.({ progress: 2 }), resolve({ done: true }))));
          },
        }),
      },
    });
    const client = await handshake(rig);
    const headers = {
      authorization: `Bearer ${tokenOf('anna')}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-session-id': client.session ?? '',
    };
    const leave = new AbortController();
    const first = await fetch(`${rig.url}/one`, {
      method: 'POST',
      headers,
      signal: leave.signal,
      body: '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","_meta":{"progressToken":"p"}}}',
    });
    const before = events(first);
    expect(await before.next()).toMatchObject({ params: { progress: 1 } });
    leave.abort();
    finish?.();
    await until(() => rig.gateway.sessions()[0]?.inFlight === 0);
    const second = events(await fetch(`${rig.url}/one`, { headers: { ...headers, 'last-event-id': before.lastId() } }));
    expect(await second.next()).toMatchObject({ params: { progress: 2 } });
    expect(await second.next()).toMatchObject({ id: 1, result: { done: true } });
    expect(await second.next()).toBeUndefined();

    owner?.notified('one', message('notifications/elicitation/complete', { elicitationId: 'e1' }), undefined);
    const stop = new AbortController();
    const standing = events(await fetch(`${rig.url}/one`, { headers, signal: stop.signal }));
    expect(await standing.next()).toMatchObject({ params: { elicitationId: 'e1' } });
    stop.abort();
    for (const id of ['e2', 'e3']) owner?.notified('one', message('notifications/elicitation/complete', { elicitationId: id }), undefined);
    const again = events(await fetch(`${rig.url}/one`, { headers: { ...headers, 'last-event-id': standing.lastId() } }));
    expect(await again.next()).toMatchObject({ params: { elicitationId: 'e2' } });
    expect(await again.next()).toMatchObject({ params: { elicitationId: 'e3' } });
    expect((await fetch(`${rig.url}/one`, { headers: { ...headers, 'last-event-id': 'nonsense!' } })).status).toBe(400);
  });
});

describe('names of the aggregate', () => {
  it('fit the budget, keep their meaning over restarts and never collide', async () => {
    const long = 'a_very_long_tool_name_that_goes_on_and_on_for_ever';
    const servers = {
      'A B': echoServer('A B', {
        tools: [{ name: 'x' }, { name: long }, { name: `${long}_2` }, { name: 'dots.and/slashes' }, { name: 'dots_and_slashes' }],
      }),
    };
    rig = await startRig({ servers });
    const client = await handshake(rig, { path: '/mcp' });
    const names = async (of: typeof client) =>
      ((await of.call('tools/list'))['result'] as { tools: { name: string }[] }).tools.map(({ name }) => name);
    const first = await names(client);
    expect(new Set(first).size).toBe(5);
    for (const name of first) expect(name).toMatch(/^[A-Za-z0-9_-]{1,45}$/);
    expect(first[3]).toBe('a_b__dots_and_slashes');
    for (const [i, name] of first.entries()) {
      await client.call('tools/call', { name });
      expect(rig.seen.at(-1)?.params?.['name']).toBe(servers['A B'].tools[i]?.['name']);
    }
    const aliases = rig.aliases;
    await rig.close();
    servers['A B'].tools.reverse();
    rig = await startRig({ servers, aliases });
    expect(await names(await handshake(rig, { path: '/mcp' }))).toEqual([...first].reverse());
  });
});

/** the JSON messages of an event stream, one by one */
function events(response: Response): { next(): Promise<unknown>; lastId(): string } {
  const reader = response.body?.getReader();
  let text = '';
  let last = '';
  return {
    lastId: () => last,
    async next() {
      for (;;) {
        const end = text.indexOf('\n\n');
        if (end !== -1) {
          const lines = text.slice(0, end).split('\n');
          text = text.slice(end + 2);
          const id = lines.find((line) => line.startsWith('id: '));
          if (id) last = id.slice(4);
          const data = lines
            .filter((line) => line.startsWith('data: '))
            .map((line) => line.slice(6))
            .join('\n');
          if (data !== '') return JSON.parse(data) as unknown;
          continue;
        }
        const chunk = await reader?.read();
        if (!chunk || chunk.done) return undefined;
        text += Buffer.from(chunk.value).toString();
      }
    },
  };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
