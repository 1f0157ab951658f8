import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
  LoggingMessageNotificationSchema,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { afterEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../shared/json/json.js';
import type { SessionOwner } from '../../../electron/core/ports/upstreams.js';
import { until } from '../../support/until.js';
import { events } from './event-stream.js';
import { echoServer, full, handshake, message, startRig, tokenOf, type Rig } from './fakes.js';
import { sdkClient } from './sdk-client.js';

let rig: Rig;
afterEach(() => rig.close());

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

describe('what a client answers', () => {
  it.each([
    ['an error that is no object', '{"jsonrpc":"2.0","id":1,"error":"no"}'],
    ['a result and an error', '{"jsonrpc":"2.0","id":1,"result":{},"error":{"code":1,"message":"x"}}'],
    ['neither', '{"jsonrpc":"2.0","id":1}'],
    ['another version of JSON-RPC', '{"jsonrpc":"1.0","id":1,"result":{}}'],
    ['half a character', '{"jsonrpc":"2.0","id":1,"result":{"text":"\\ud83d"}}'],
    ['a member twice', '{"jsonrpc":"2.0","id":1,"result":{"a":1,"a":2}}'],
  ])('and cannot be read ends the question of the server at once: %s', async (_what, text) => {
    let owner: SessionOwner | undefined;
    rig = await startRig({ servers: { one: full('one', { answer: (request) => ((owner = request.owner), { content: [] }) }) } });
    const client = await handshake(rig, { capabilities: { roots: {} } });
    await client.call('tools/call', { name: 'echo' });
    const asked = owner?.asked('one', { id: 5, method: 'roots/list', params: {} }, undefined, idle);
    const { status, json } = await client.post(text);
    expect(await asked).toEqual({ kind: 'error', code: -32603, message: 'The answer of the client cannot be read.', data: undefined });
    expect([status, Object.keys(json as object)]).toEqual([400, ['jsonrpc', 'id', 'error']]);
  });

  it('as a task is told to the server that asked, and to no other', async () => {
    const owners = new Map<string, SessionOwner>();
    const answer = ({ server, owner }: { server: string; owner: SessionOwner }) => (owners.set(server, owner), { content: [] });
    rig = await startRig({ servers: { one: full('one', { answer }), two: full('two', { answer }) } });
    const client = await handshake(rig, { path: '/mcp', capabilities: { sampling: {}, tasks: { list: {}, cancel: {} } } });
    for (const server of ['one', 'two']) await client.call('tools/call', { name: `${server}__echo` });
    let id = 0;
    const ask = async (server: string, method: string, params: JsonObject, result: JsonObject) => {
      const asked = owners.get(server)?.asked(server, { id: 5, method, params }, undefined, idle);
      await client.post(JSON.stringify({ jsonrpc: '2.0', id: ++id, result }));
      return asked;
    };
    const sampling = { messages: [], maxTokens: 1, task: { ttl: 1000 } };
    await ask('one', 'sampling/createMessage', sampling, { task: { taskId: 'a', status: 'working' } });
    await ask('two', 'sampling/createMessage', sampling, { task: { taskId: 'b', status: 'working' } });
    const there = { kind: 'result', result: { taskId: 'a', status: 'completed' } };
    expect(await ask('one', 'tasks/get', { taskId: 'a' }, there.result)).toEqual(there);
    for (const method of ['tasks/get', 'tasks/result', 'tasks/cancel'])
      expect(await owners.get('two')?.asked('two', { id: 6, method, params: { taskId: 'a' } }, undefined, idle), method).toMatchObject({
        kind: 'error',
        code: -32602,
      });
    const all = { tasks: [{ taskId: 'a' }, { taskId: 'b' }, { taskId: 'of the client itself' }] };
    expect(await ask('two', 'tasks/list', {}, all)).toEqual({ kind: 'result', result: { tasks: [{ taskId: 'b' }] } });
    await client.post('{"jsonrpc":"2.0","method":"notifications/tasks/status","params":{"taskId":"b","status":"completed"}}');
    expect(rig.notified).toEqual([{ server: 'two', method: 'notifications/tasks/status', params: { taskId: 'b', status: 'completed' } }]);
  });
});

describe('what servers say by themselves', () => {
  it('reaches a session that has parted from the others over its new link, with what it is subscribed to', async () => {
    let owner: SessionOwner | undefined;
    rig = await startRig({ servers: { one: full('one', { answer: (request) => ((owner = request.owner), { content: [] }) }) } });
    const client = await handshake(rig);
    await client.call('tools/call', { name: 'echo' });
    owner?.parted('one');
    expect(rig.released).toEqual(['one']);
    await client.call('resources/subscribe', { uri: 'x:1' });
    owner?.parted('one');
    owner?.parted('two');
    await until('the subscription to be said again', () => rig.seen.filter(({ method }) => method === 'resources/subscribe').length === 2);
    expect(rig.released).toEqual(['one', 'one']);
    rig.told.add('x:1');
    owner?.parted('one');
    await client.call('tools/call', { name: 'echo' });
    expect(rig.seen.filter(({ method }) => method === 'resources/subscribe')).toHaveLength(2);
  });

  it('tells sessions that see a server that its list changed, and nobody else', async () => {
    rig = await startRig({ servers: { one: full('one'), two: full('two') } });
    const heard: string[] = [];
    const open = (path: string, name: string) =>
      sdkClient(rig, path, {
        prepare: (sdk) => sdk.setNotificationHandler(ToolListChangedNotificationSchema, () => void heard.push(name)),
      });
    const [a, b, c] = [await open('/mcp/one', 'one'), await open('/mcp/two', 'two'), await open('/mcp', 'all')];
    rig.gateway.listChanged('one', 'tools');
    await until('all to hear of it', () => heard.length === 2);
    expect(heard.sort()).toEqual(['all', 'one']);
    rig.gateway.visibilityChanged();
    await until('all to hear of it', () => heard.length === 5);
    for (const { close } of [a, b, c]) await close();
  });

  it('has no log level in front of a server that does not log, and may get such servers later in the aggregate', async () => {
    rig = await startRig({ servers: { one: echoServer('one') } });
    const level = async (path: string) => (await handshake(rig, { path })).call('logging/setLevel', { level: 'debug' });
    expect(await level('/mcp/one')).toMatchObject({ error: { code: -32601 } });
    expect(await level('/mcp')).toMatchObject({ result: {} });
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
    await until('all to hear of it', () => heard.length > 0);
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
