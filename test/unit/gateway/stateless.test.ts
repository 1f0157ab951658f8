import { afterEach, describe, expect, it } from 'vitest';
import { isJsonObject, type JsonObject } from '../../../shared/json/json.js';
import { until } from '../../support/until.js';
import { capable, echoServer, RpcError, startRig, tokenOf, type FakeRequest, type Rig } from './fakes.js';

let rig: Rig;
afterEach(() => rig.close());

const version = '2026-07-28';
const meta = (more: JsonObject = {}): JsonObject => ({
  'io.modelcontextprotocol/protocolVersion': version,
  'io.modelcontextprotocol/clientInfo': { name: 'm', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
  ...more,
});

interface Sent {
  readonly status: number;
  readonly json: JsonObject;
}

function open(
  method: string,
  params: JsonObject,
  {
    path = '/mcp/one',
    client = 'anna',
    headers = {},
    id = 1,
    signal,
  }: { path?: string; client?: string; headers?: Record<string, string>; id?: unknown; signal?: AbortSignal } = {},
): Promise<Response> {
  const name = params['name'] ?? params['uri'];
  return fetch(`http://127.0.0.1:${rig.port}${path}`, {
    method: 'POST',
    body: JSON.stringify({ jsonrpc: '2.0', id, method, params }),
    headers: {
      authorization: `Bearer ${tokenOf(client)}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': version,
      'mcp-method': method,
      ...(typeof name === 'string' ? { 'mcp-name': name } : {}),
      ...headers,
    },
    ...(signal === undefined ? {} : { signal }),
  });
}

async function send(...args: Parameters<typeof open>): Promise<Sent> {
  const response = await open(...args);
  return { status: response.status, json: (await response.json()) as JsonObject };
}
const codeOf = ({ json }: Sent) => (isJsonObject(json['error']) ? json['error']['code'] : undefined);
const resultOf = ({ json }: Sent) => json['result'] as JsonObject;

describe('requests without a handshake (2026-07-28)', () => {
  it('are answered with the type of the result, and lists with how long and for whom they may be kept', async () => {
    rig = await startRig();
    const listed = await send('tools/list', { _meta: meta() });
    expect(listed.status).toBe(200);
    expect(resultOf(listed)).toMatchObject({ resultType: 'complete', ttlMs: 0, cacheScope: 'private', tools: [{ name: 'echo' }] });
    const called = await send('tools/call', { name: 'echo', arguments: { a: 1 }, _meta: meta() }, { id: 'é' });
    expect(called.json['id']).toBe('é');
    expect(resultOf(called)).toMatchObject({ resultType: 'complete', content: [{ text: '{"a":1}' }] });
    expect(rig.intents.at(-1)).toMatchObject({ method: 'tools/call', tool: 'echo', caller: { client: 'anna' } });
  });

  it('learn what a server offers from server/discover', async () => {
    rig = await startRig({
      servers: {
        one: echoServer('one', {
          initializeResult: {
            protocolVersion: '2025-11-25',
            capabilities: capable,
            serverInfo: { name: 'one', version: '1' },
            instructions: 'Read me',
          },
        }),
      },
    });
    const { supportedVersions, capabilities, instructions, _meta } = resultOf(await send('server/discover', { _meta: meta() }));
    expect(supportedVersions).toEqual(expect.arrayContaining([version, '2025-11-25']));
    expect(capabilities).toMatchObject({ tools: { listChanged: true }, resources: { listChanged: true } });
    expect(capabilities).not.toHaveProperty('tasks');
    expect(instructions).toBe('Read me');
    expect(_meta).toMatchObject({ 'io.modelcontextprotocol/serverInfo': { name: 'one' } });
  });

  it('whose headers say something else than the body are refused and reach nobody', async () => {
    rig = await startRig();
    const call = { name: 'echo', arguments: {}, _meta: meta() };
    const wrong: Record<string, string>[] = [
      { 'mcp-method': 'tools/list' },
      { 'mcp-name': 'other' },
      { 'mcp-name': '=?base64?b3RoZXI=?=' },
      { 'mcp-protocol-version': '2025-11-25' },
    ];
    for (const headers of wrong) {
      const refused = await send('tools/call', call, { headers });
      expect([refused.status, codeOf(refused)], JSON.stringify(headers)).toEqual([400, -32020]);
    }
    const missing = await fetch(`http://127.0.0.1:${rig.port}/mcp/one`, {
      method: 'POST',
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: call }),
      headers: { authorization: `Bearer ${tokenOf('anna')}`, 'content-type': 'application/json', 'mcp-protocol-version': version },
    });
    expect(missing.status).toBe(400);
    expect(rig.intents).toEqual([]);
    const coded = await send('tools/call', call, { headers: { 'mcp-name': `=?base64?${Buffer.from('echo').toString('base64')}?=` } });
    expect(coded.status).toBe(200);
  });

  it('whose headers for marked arguments are missing, wrong or too many are refused and reach nobody', async () => {
    const properties = {
      region: { type: 'string', 'x-mcp-header': 'Region' },
      deep: { type: 'object', properties: { count: { type: 'integer', 'x-mcp-header': 'Count' } } },
    };
    rig = await startRig({
      servers: { one: echoServer('one', { tools: [{ name: 'echo', inputSchema: { type: 'object', properties } }] }) },
    });
    const ask = (path: string, name: string, args: JsonObject, headers: Record<string, string>) =>
      send('tools/call', { name, arguments: args, _meta: meta() }, { path, headers });
    for (const [path, name] of [
      ['/mcp/one', 'echo'],
      ['/mcp', 'one__echo'],
    ] as const) {
      for (const [args, headers] of [
        [{ region: 'eu' }, {}],
        [{ region: 'eu' }, { 'mcp-param-region': 'us' }],
        [{ region: 'eu' }, { 'mcp-param-region': '=?base64?!?=' }],
        [{}, { 'mcp-param-region': '' }],
        [{ region: null }, { 'mcp-param-region': 'eu' }],
        [{ region: { a: 1 } }, { 'mcp-param-region': 'eu' }],
        [{ deep: { count: 42 } }, { 'mcp-param-count': '43' }],
        [{ region: '42' }, { 'mcp-param-region': '42.0' }],
      ] as [JsonObject, Record<string, string>][]) {
        const refused = await ask(path, name, args, headers);
        expect([refused.status, codeOf(refused)], JSON.stringify([args, headers])).toEqual([400, -32020]);
      }
      expect(rig.intents).toEqual([]);
      const right = await ask(
        path,
        name,
        { region: ' é', deep: { count: 42 } },
        { 'mcp-param-region': `=?base64?${Buffer.from(' é').toString('base64')}?=`, 'Mcp-Param-Count': '42.0', 'mcp-param-other': 'x' },
      );
      expect(right.status).toBe(200);
      expect((await ask(path, name, { region: null }, {})).status).toBe(200);
      rig.intents.length = 0;
    }
  });

  it('follow a task that a server made of a call, for the client that called and that knows of tasks', async () => {
    const answer = ({ method, params }: FakeRequest) =>
      method === 'tools/call' ? { resultType: 'task', taskId: 't1', status: 'working' } : { resultType: 'complete', method, params };
    rig = await startRig({ servers: { one: echoServer('one'), two: echoServer('two', { answer }) } });
    const able = { 'io.modelcontextprotocol/clientCapabilities': { extensions: { 'io.modelcontextprotocol/tasks': {} } } };
    const ask = (method: string, params: JsonObject, client = 'anna', more: JsonObject = able) =>
      send(
        method,
        { ...params, _meta: meta(more) },
        { path: '/mcp', client, headers: method.startsWith('tasks/') ? { 'mcp-name': String(params['taskId']) } : {} },
      );
    expect(codeOf(await ask('tasks/get', { taskId: 't1' }))).toBe(-32602);
    expect(resultOf(await ask('tools/call', { name: 'two__echo', arguments: {} }))).toMatchObject({ resultType: 'task', taskId: 't1' });
    for (const method of ['tasks/get', 'tasks/update', 'tasks/cancel']) {
      const params = { taskId: 't1', ...(method === 'tasks/update' ? { inputResponses: { name: { action: 'accept' } } } : {}) };
      expect(resultOf(await ask(method, params))).toMatchObject({ resultType: 'complete', method, params });
      expect(codeOf(await ask(method, params, 'bert'))).toBe(-32602);
      const unable = await ask(method, params, 'anna', {});
      expect([unable.status, codeOf(unable)]).toEqual([400, -32021]);
      const misnamed = await send(method, { ...params, _meta: meta(able) }, { path: '/mcp', headers: { 'mcp-name': 't2' } });
      expect([misnamed.status, codeOf(misnamed)]).toEqual([400, -32020]);
    }
    expect(rig.followed).toMatchObject(
      ['tasks/get', 'tasks/update', 'tasks/cancel'].map((method) => ({ method, server: 'two', tool: 'echo', caller: { client: 'anna' } })),
    );
    expect(codeOf(await ask('tasks/list', {}))).toBe(-32601);
  });

  it('that lack what they must say of themselves, or ask for what is not there, are refused in the words of this era', async () => {
    rig = await startRig();
    const without = await send('tools/list', { _meta: {} });
    expect([without.status, codeOf(without)]).toEqual([400, -32602]);
    const unknown = await send(
      'tools/list',
      { _meta: meta({ 'io.modelcontextprotocol/protocolVersion': '2099-01-01' }) },
      { headers: { 'mcp-protocol-version': '2099-01-01' } },
    );
    expect([unknown.status, codeOf(unknown)]).toEqual([400, -32022]);
    for (const method of ['initialize', 'ping', 'logging/setLevel', 'resources/subscribe', 'tasks/list', 'no/such/method']) {
      const gone = await send(method, { _meta: meta() }, { id: 7 });
      expect([gone.status, codeOf(gone), gone.json['id']], method).toEqual([404, -32601, 7]);
    }
  });

  it('leave the other era alone: a handshake with the headers of this one is still a handshake', async () => {
    rig = await startRig();
    const initialize = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'm', version: '1' } };
    const greeted = await open('initialize', initialize, { headers: { 'mcp-protocol-version': '2025-11-25' } });
    expect(greeted.status).toBe(200);
    expect(greeted.headers.get('mcp-session-id')).not.toBeNull();
  });

  it('need a token like all others', async () => {
    rig = await startRig();
    expect((await open('tools/list', { _meta: meta() }, { headers: { authorization: 'Bearer wrong-wrong-wrong' } })).status).toBe(401);
    expect((await open('tools/list', { _meta: meta() }, { headers: { origin: 'https://evil.example' } })).status).toBe(403);
  });

  it('may repeat an id while the first still runs: each gets its own answer', async () => {
    const waiting: ((value: unknown) => void)[] = [];
    rig = await startRig({
      servers: {
        one: echoServer('one', {
          answer: ({ params }: FakeRequest) => new Promise((resolve) => waiting.push(() => resolve({ said: params?.['arguments'] }))),
        }),
      },
    });
    const both = [1, 2].map((n) => send('tools/call', { name: 'echo', arguments: { n }, _meta: meta() }, { id: 5 }));
    await until('both calls', () => waiting.length === 2);
    for (const answer of waiting.reverse()) answer(undefined);
    expect((await Promise.all(both)).map((sent) => resultOf(sent)['said'])).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('are cancelled by closing the stream', async () => {
    rig = await startRig({ servers: { one: echoServer('one', { answer: () => new Promise(() => {}) }) } });
    const controller = new AbortController();
    const call = open('tools/call', { name: 'echo', arguments: {}, _meta: meta() }, { signal: controller.signal }).catch(() => undefined);
    await until('the call', () => rig.seen.length === 1);
    expect(rig.seen[0]?.options.signal.aborted).toBe(false);
    controller.abort();
    await call;
    await until('the cancellation', () => rig.seen[0]?.options.signal.aborted);
    await until('the end of the call', () => rig.gateway.sessions().every(({ inFlight }) => inFlight === 0));
  });

  it('of one client are one session, of two clients two', async () => {
    rig = await startRig();
    for (const client of ['anna', 'anna', 'bert']) await send('tools/call', { name: 'echo', arguments: {}, _meta: meta() }, { client });
    const [first, second, third] = rig.intents.map(({ caller }) => caller.session);
    expect(first).toBe(second);
    expect(third).not.toBe(first);
  });

  it('hear on their standing stream of what they asked for, marked with its id, and of nothing else', async () => {
    rig = await startRig();
    const controller = new AbortController();
    const response = await open(
      'subscriptions/listen',
      { notifications: { toolsListChanged: true }, _meta: meta() },
      { id: 'sub', signal: controller.signal },
    );
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    let heard = '';
    const events = async (count: number) => {
      while (heard.split('\n\n').length <= count) heard += Buffer.from((await reader.read()).value ?? new Uint8Array()).toString();
      return heard
        .split('\n\n')
        .slice(0, count)
        .map((event) => JSON.parse(event.slice(event.indexOf('data: ') + 6)) as { method: string; params: { _meta: JsonObject } });
    };
    expect((await events(1))[0]).toMatchObject({
      method: 'notifications/subscriptions/acknowledged',
      params: { notifications: { toolsListChanged: true } },
    });
    rig.gateway.listChanged('one', 'prompts');
    rig.gateway.listChanged('one', 'tools');
    const [, second] = await events(2);
    expect(second).toMatchObject({
      method: 'notifications/tools/list_changed',
      params: { _meta: { 'io.modelcontextprotocol/subscriptionId': 'sub' } },
    });
    controller.abort();
  });

  it('hear on their standing stream of the resources they name, of those alone that the server and the rules agree to', async () => {
    const resources = ['x://a', 'x://b', 'x://no'].map((uri) => ({ uri, name: uri }));
    const initializeResult = { protocolVersion: '2025-11-25', capabilities: capable, serverInfo: { name: 'one', version: '1' } };
    const answer = ({ params }: FakeRequest) => (params?.['uri'] === 'x://no' ? new RpcError({ code: -32002, message: 'no' }) : {});
    rig = await startRig({ servers: { one: echoServer('one', { resources, initializeResult, answer }) } });
    rig.judge.handle = (intent) => (intent.tool === 'x://b' ? { kind: 'error', code: -32090, message: 'denied' } : undefined);
    const controller = new AbortController();
    const response = await open(
      'subscriptions/listen',
      { notifications: { resourceSubscriptions: ['x://a', 'x://b', 'x://no', 7, 'x://a'] }, _meta: meta() },
      { path: '/mcp', id: 'sub', signal: controller.signal },
    );
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const next = async () => Buffer.from((await reader.read()).value ?? new Uint8Array()).toString();
    expect(await next()).toContain('"notifications":{"resourceSubscriptions":["x://a"]}');
    expect(rig.intents.map(({ method, tool }) => `${method} ${tool}`).sort()).toEqual(
      ['x://a', 'x://b', 'x://no'].map((uri) => `resources/subscribe ${uri}`),
    );
    const { owner } = rig.seen.find(({ method }) => method === 'resources/subscribe') as FakeRequest;
    for (const uri of ['x://b', 'x://a/part'])
      owner.notified('one', { method: 'notifications/resources/updated', params: { uri } }, undefined);
    const heard = await next();
    expect(heard).toContain('"method":"notifications/resources/updated"');
    expect(heard).toContain('"uri":"x://a/part"');
    expect(heard).toContain('"io.modelcontextprotocol/subscriptionId":"sub"');
    expect(heard).not.toContain('x://b');
    controller.abort();
    await until('the subscription to end', () =>
      rig.followed.some(({ method, tool }) => method === 'resources/unsubscribe' && tool === 'x://a'),
    );
  });

  it('get -32602 where the other era had a code of its own for a resource that is not there', async () => {
    const one = echoServer('one', {
      initializeResult: { protocolVersion: '2025-11-25', capabilities: capable, serverInfo: { name: 'one', version: '1' } },
      answer: () => new RpcError({ code: -32002, message: 'Resource not found', data: { uri: 'x://y' } }),
    });
    rig = await startRig({ servers: { one } });
    const missing = await send('resources/read', { uri: 'x://y', _meta: meta() });
    expect(missing.json['error']).toMatchObject({ code: -32602, data: { uri: 'x://y' } });
  });
});

describe('a server with a handshake that asks a client without one', () => {
  const asking = (): Rig['servers'] extends Map<string, infer S> ? S : never =>
    echoServer('one', {
      answer: async ({ owner, options }: FakeRequest) => {
        const reply = await owner.asked(
          'one',
          { id: 1, method: 'elicitation/create', params: { message: 'Who?', requestedSchema: { type: 'object' } } },
          options.requestKey,
          new AbortController().signal,
        );
        return { said: reply };
      },
    });
  const able = meta({ 'io.modelcontextprotocol/clientCapabilities': { elicitation: {} } });
  const call = (more: JsonObject = {}): JsonObject => ({ name: 'echo', arguments: { a: 1 }, _meta: able, ...more });

  it('parks the call, and the retry brings the answer; both are judged', async () => {
    rig = await startRig({ servers: { one: asking() } });
    const asked = resultOf(await send('tools/call', call()));
    expect(asked['resultType']).toBe('input_required');
    const [[key, question] = []] = Object.entries(asked['inputRequests'] as JsonObject);
    expect(question).toMatchObject({ method: 'elicitation/create', params: { message: 'Who?' } });
    const done = resultOf(
      await send(
        'tools/call',
        call({
          inputResponses: { [key as string]: { action: 'accept', content: { name: 'A' } } },
          requestState: asked['requestState'] as string,
        }),
        { id: 2 },
      ),
    );
    expect(done).toMatchObject({ resultType: 'complete', said: { kind: 'result', result: { action: 'accept', content: { name: 'A' } } } });
    expect(rig.intents.map(({ method }) => method)).toEqual(['tools/call', 'elicitation/create', 'tools/call']);
    expect(rig.seen).toHaveLength(1);
  });

  it('tells its progress to the retry that took the call up again, under the token of that one', async () => {
    rig = await startRig({
      servers: {
        one: echoServer('one', {
          answer: async ({ owner, options }: FakeRequest) => {
            options.onProgress?.({ progressToken: 1, progress: 1 });
            await owner.asked(
              'one',
              { id: 1, method: 'elicitation/create', params: { message: 'Who?' } },
              options.requestKey,
              new AbortController().signal,
            );
            options.onProgress?.({ progressToken: 1, progress: 2 });
            return { said: 'done' };
          },
        }),
      },
    });
    const withToken = (progressToken: string) => ({ ...able, progressToken });
    const first = await (await open('tools/call', { ...call(), _meta: withToken('first') })).text();
    expect(first).toContain('"progressToken":"first","progress":1');
    const asked = JSON.parse(first.trim().split('\n').at(-1)?.slice(6) ?? '') as {
      result: { requestState: string; inputRequests: JsonObject };
    };
    const { requestState, inputRequests } = asked.result;
    const [key = ''] = Object.keys(inputRequests);
    const retry = { inputResponses: { [key]: { action: 'accept' } }, requestState, _meta: withToken('second') };
    const second = await (await open('tools/call', { ...call(), ...retry })).text();
    expect(second).toContain('"progressToken":"second","progress":2');
    expect(second).toContain('"said":"done"');
  });

  it('is not answered by a state that was altered, belongs to another call, another client, or is over', async () => {
    rig = await startRig({ servers: { one: asking() } });
    const asked = resultOf(await send('tools/call', call()));
    const state = asked['requestState'] as string;
    const [key] = Object.keys(asked['inputRequests'] as JsonObject);
    const retry = { inputResponses: { [key as string]: { action: 'accept' } }, requestState: state };
    const at = state.length - 5;
    const altered = state.slice(0, at) + (state[at] === 'A' ? 'B' : 'A') + state.slice(at + 1);
    expect(codeOf(await send('tools/call', call({ ...retry, requestState: altered })))).toBe(-32602);
    expect(codeOf(await send('tools/call', call({ ...retry, arguments: { a: 2 } })))).toBe(-32602);
    expect(codeOf(await send('tools/call', call(retry), { client: 'bert' }))).toBe(-32602);
    expect(resultOf(await send('tools/call', call({ requestState: state })))['resultType']).toBe('input_required');
    expect(resultOf(await send('tools/call', call(retry)))['resultType']).toBe('complete');
    expect(codeOf(await send('tools/call', call(retry)))).toBe(-32602);
    expect(rig.seen).toHaveLength(1);
  });

  it('is told no where the client did not say it can answer', async () => {
    rig = await startRig({ servers: { one: asking() } });
    const answered = resultOf(await send('tools/call', { ...call(), _meta: meta() }));
    expect(answered).toMatchObject({ resultType: 'complete', said: { kind: 'error', code: -32601 } });
  });
});
