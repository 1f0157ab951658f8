import { afterEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../../electron/core/ports/messages.js';
import { ExactNumber } from '../../../shared/json/json.js';
import { until } from '../../support/until.js';
import { echoServer, handshake, RawResult, RpcError, startRig, tokenOf, wire, type Rig } from './fakes.js';
import { sdkClient } from './sdk-client.js';

let rig: Rig;
afterEach(() => rig.close());

describe('calls over HTTP', () => {
  it('lets the official client list and call a server under its own names (mirror)', async () => {
    rig = await startRig();
    const { client, close } = await sdkClient(rig, '/mcp/one');
    expect(client.getServerVersion()).toEqual({ name: 'one', version: '1' });
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['echo']);
    expect(await client.callTool({ name: 'echo', arguments: { a: 1 } })).toEqual({ content: [{ type: 'text', text: '{"a":1}' }] });
    expect(rig.intents).toMatchObject([{ caller: { client: 'anna' }, server: 'one', method: 'tools/call', tool: 'echo' }]);
    await close();
  });

  it('lets the official client list and call all servers under prefixed names (aggregate), one of them down', async () => {
    rig = await startRig({
      servers: { one: echoServer('one'), two: echoServer('two'), three: { ...echoServer('three'), down: 'three is broken' } },
    });
    const { client, close } = await sdkClient(rig, '/mcp');
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['one__echo', 'two__echo']);
    await client.callTool({ name: 'two__echo', arguments: {} });
    expect(rig.seen).toMatchObject([{ server: 'two', method: 'tools/call', params: { name: 'echo' } }]);
    await close();
  });

  it('passes an answer on byte for byte, with only the id replaced', async () => {
    const odd = '{ "content":[{"type":"hologram","x":1.0}] ,"structuredContent":[1,2],"big":12345678901234567890,"id":7}';
    rig = await startRig({ servers: { one: echoServer('one', { answer: () => new RawResult(odd) }) } });
    const client = await handshake(rig);
    for (const id of ['1', 'é"\\', 1, 0, -5]) {
      const { text } = await client.post(JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'echo' } }));
      expect(text).toBe(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${odd}}`);
    }
    const { text } = await client.post('{"jsonrpc":"2.0","id":90071992547409931234,"method":"tools/call","params":{"name":"echo"}}');
    expect(text).toContain('"id":90071992547409931234,');
  });

  it("puts each caller's id into a list too large to be copied for it", async () => {
    const tools = Array.from({ length: 300 }, (_, i) => ({ name: `t${i}`, description: `é${'x'.repeat(1000)}` }));
    rig = await startRig({ servers: { one: echoServer('one', { tools }) } });
    const client = await handshake(rig);
    for (const id of [1, '"é"', 12_345_678, 2]) {
      const { text } = await client.post(JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/list' }));
      expect(text).toBe(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"tools":${JSON.stringify(tools)}}}`);
    }
    // the connection is where it should be: the next answer is whole too
    expect(await client.call('ping')).toMatchObject({ result: {} });
  });

  it('gives the memory of a large answer back once it is with the system, and not before the client has it', async () => {
    const answers: Answer[] = [];
    const text = 'é'.repeat(3 * 1024 * 1024);
    rig = await startRig({ servers: { one: echoServer('one', { answer: () => text }) }, answered: (answer) => void answers.push(answer) });
    const client = await handshake(rig);
    for (const id of [1, 'a', 3])
      expect((await client.post(JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'echo' } }))).text).toBe(
        `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${JSON.stringify(text)}}`,
      );
    expect(answers.map(({ bytes }) => bytes.length)).toEqual([0, 0, 0]);
  });

  it('hands on the very object that was judged, numbers digit for digit', async () => {
    rig = await startRig();
    const client = await handshake(rig);
    await client.post(
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"n":9007199254740993,"__proto__":{"x":1}},"_meta":{"trace":"t"}}}',
    );
    expect(rig.seen[0]?.params).toBe(rig.intents[0]?.params);
    const args = rig.seen[0]?.params?.['arguments'] as Record<string, unknown>;
    expect(args['n']).toEqual(new ExactNumber('9007199254740993'));
    expect(Object.keys(args)).toEqual(['n', '__proto__']);
  });

  it('takes null for a member that was left out, and sends what was judged: without it', async () => {
    rig = await startRig();
    const client = await handshake(rig);
    const post = async (rest: string) =>
      JSON.parse((await client.post(`{"jsonrpc":"2.0","id":1,${rest}}`)).text) as { result?: object; error?: { message: string } };
    expect(await post('"method":"ping","params":null')).toMatchObject({ result: {} });
    expect(await post('"method":"tools/list","params":null')).toMatchObject({ result: { tools: [{ name: 'echo' }] } });
    expect(await post('"method":"tools/list","params":{"cursor":null,"_meta":null}')).toMatchObject({
      result: { tools: [{ name: 'echo' }] },
    });
    expect(await post('"method":"tools/call","params":{"name":"echo","arguments":null,"x":1}')).toHaveProperty('result');
    expect(rig.seen[0]?.params).toBe(rig.intents[0]?.params);
    expect(JSON.stringify(rig.seen[0]?.params)).toBe('{"name":"echo","x":1}');
    for (const wrong of ['[]', '"x"', '0', 'false'])
      expect((await post(`"method":"tools/call","params":{"name":"echo","arguments":${wrong}}`)).error?.message).toContain('"arguments"');
  });

  it('keeps unknown fields of tools, and passes errors of servers on', async () => {
    rig = await startRig({
      servers: { one: echoServer('one', { answer: () => new RpcError({ code: -32050, message: 'no', data: { why: 'x' } }) }) },
    });
    const client = await handshake(rig);
    expect(await client.call('tools/list')).toMatchObject({ result: { tools: [{ name: 'echo', 'x-unknown': [1, { deep: true }] }] } });
    expect(await client.call('tools/call', { name: 'echo' })).toMatchObject({
      id: 1,
      error: { code: -32050, message: 'no', data: { why: 'x' } },
    });
  });

  it('answers for hidden and for unknown tools in the same words, in both modes, under the name that was called', async () => {
    rig = await startRig({ servers: { one: echoServer('one', { tools: [{ name: 'echo' }, { name: 'secret' }] }) } });
    rig.hidden.add('one/secret');
    const mirror = await handshake(rig);
    const aggregate = await handshake(rig, { path: '/mcp' });
    expect(await mirror.call('tools/list')).toMatchObject({ result: { tools: [{ name: 'echo' }] } });
    expect(await aggregate.call('tools/list')).toMatchObject({ result: { tools: [{ name: 'one__echo' }] } });
    for (const name of ['secret', 'nothing'])
      expect((await mirror.call('tools/call', { name }))['error']).toEqual({ code: -32602, message: `Unknown tool: ${name}` });
    for (const name of ['one__secret', 'one__nothing', 'echo'])
      expect((await aggregate.call('tools/call', { name }))['error']).toEqual({ code: -32602, message: `Unknown tool: ${name}` });
    expect(rig.seen).toEqual([]);
  });

  it('calls by an aggregate name before any list was asked for', async () => {
    rig = await startRig();
    const client = await handshake(rig, { path: '/mcp' });
    expect(await client.call('tools/call', { name: 'one__echo', arguments: { a: 2 } })).toMatchObject({
      result: { content: [{ text: '{"a":2}' }] },
    });
  });

  it('says why the one server of a mirror cannot be reached', async () => {
    rig = await startRig({ servers: { one: { ...echoServer('one'), down: 'the command npx was not found' } } });
    const client = await handshake(rig);
    expect(client.greeting['error']).toMatchObject({ message: 'the command npx was not found. Look at its output in Toolgate' });
    expect(client.session).toBeUndefined();
  });

  it('answers with the version asked for where it speaks it, else with its newest', async () => {
    rig = await startRig();
    for (const version of ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05', '2024-10-07']) {
      expect((await handshake(rig, { version })).greeting).toMatchObject({ result: { protocolVersion: version } });
    }
    expect((await handshake(rig, { version: '2099-01-01' })).greeting).toMatchObject({ result: { protocolVersion: '2025-11-25' } });
  });

  it('serves a list from ready bytes until a list or a rule changes', async () => {
    rig = await startRig();
    const client = await handshake(rig);
    const names = async () => ((await client.call('tools/list'))['result'] as { tools: { name: string }[] }).tools.map(({ name }) => name);
    expect(await names()).toEqual(['echo']);
    rig.hidden.add('one/echo');
    expect(await names()).toEqual(['echo']);
    rig.gateway.visibilityChanged();
    expect(await names()).toEqual([]);
  });

  it('goes on in pages of a thousand with a cursor of its own', async () => {
    const tools = Array.from({ length: 2500 }, (_, i) => ({ name: `t${i}` }));
    rig = await startRig({ servers: { one: echoServer('one', { tools }) } });
    const raw = await handshake(rig);
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const { tools: page, nextCursor } = (await raw.call('tools/list', { cursor }))['result'] as {
        tools: { name: string }[];
        nextCursor?: string;
      };
      names.push(...page.map(({ name }) => name));
      cursor = nextCursor;
    } while (cursor !== undefined);
    expect(names).toEqual(tools.map(({ name }) => name));
    for (const bad of ['x', '', 7, Buffer.from('prompts:5').toString('base64url')])
      expect((await raw.call('tools/list', { cursor: bad }))['error']).toMatchObject({ code: -32602 });
  });

  it('ends a session by DELETE, and knows it no more', async () => {
    rig = await startRig();
    const client = await handshake(rig);
    await client.call('tools/call', { name: 'echo' });
    expect(rig.gateway.sessions()).toMatchObject([{ client: 'anna', server: 'one', transport: 'http', says: 'wire 1' }]);
    const ended = await fetch(`http://127.0.0.1:${rig.port}/mcp/one`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${tokenOf('anna')}`, 'mcp-session-id': client.session ?? '' },
    });
    expect(ended.status).toBe(200);
    expect((await client.post('{"jsonrpc":"2.0","id":1,"method":"ping"}')).status).toBe(404);
    expect(rig.gateway.sessions()).toEqual([]);
    expect(rig.released).toEqual(['one']);
  });

  it('keeps the sessions of clients and routes apart', async () => {
    rig = await startRig({ servers: { one: echoServer('one'), two: echoServer('two') } });
    const anna = await handshake(rig);
    const bert = wire(rig, { client: 'bert' });
    bert.session = anna.session;
    expect((await bert.post('{"jsonrpc":"2.0","id":1,"method":"ping"}')).status).toBe(404);
    const elsewhere = wire(rig, { path: '/mcp/two' });
    elsewhere.session = anna.session;
    expect((await elsewhere.post('{"jsonrpc":"2.0","id":1,"method":"ping"}')).status).toBe(404);
    expect((await wire(rig).post('{"jsonrpc":"2.0","id":1,"method":"ping"}')).status).toBe(400);
  });

  it('says in one way, whatever the method, that a session does not exist', async () => {
    rig = await startRig();
    const headers = { authorization: `Bearer ${tokenOf('anna')}`, 'content-type': 'application/json', accept: 'text/event-stream' };
    for (const [id, status, code] of [
      ['none', 404, -32001],
      [undefined, 400, -32000],
    ] as const)
      for (const method of ['POST', 'GET', 'DELETE']) {
        const body = method === 'POST' ? { body: '{"jsonrpc":"2.0","id":1,"method":"ping"}' } : {};
        const more: Record<string, string> = id === undefined ? {} : { 'mcp-session-id': id };
        const answer = await fetch(`${rig.url}/one`, { method, ...body, headers: { ...headers, ...more } });
        expect([method, answer.status, ((await answer.json()) as { error: { code: number } }).error.code]).toEqual([method, status, code]);
      }
  });

  it('ends the sessions of a client at once when it is blocked', async () => {
    rig = await startRig();
    const anna = await handshake(rig);
    const bert = await handshake(rig, { client: 'bert' });
    rig.gateway.endClient('anna');
    expect((await anna.post('{"jsonrpc":"2.0","id":1,"method":"ping"}')).status).toBe(404);
    expect((await bert.post('{"jsonrpc":"2.0","id":1,"method":"ping"}')).status).toBe(200);
  });

  it('answers what a blocked client waits for, alone and in a batch', async () => {
    rig = await startRig({ servers: { one: echoServer('one', { answer: () => new Promise(() => {}) }) } });
    const calls = ['"a"', '7'].map((id) => `{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{"name":"echo"}}`);
    const error = { code: -32000, message: 'This application was disconnected or blocked in Toolgate.' };
    for (const accept of ['application/json', 'application/json, text/event-stream']) {
      const client = await handshake(rig, { version: '2025-03-26' });
      const before = rig.seen.length;
      const waiting = [client.post(calls[0] ?? '', { accept }), client.post(`[${calls.join(',').replace('"a"', '"b"')}]`, { accept })];
      await until('three calls', () => rig.seen.length === before + 3);
      rig.gateway.endClient('anna');
      const [one, batch] = await Promise.all(waiting);
      expect([one?.status, one?.json]).toEqual([200, { jsonrpc: '2.0', id: 'a', error }]);
      expect(batch?.json).toEqual(['b', 7].map((id) => ({ jsonrpc: '2.0', id, error })));
    }
  });
});
