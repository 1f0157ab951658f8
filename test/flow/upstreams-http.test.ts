import { spawn, type ChildProcess } from 'node:child_process';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { AnswerTooLarge, CallCancelled, FateUnknown, NeverSent, NoAnswer } from '../../electron/core/ports/upstreams.js';
import { answer, json, plain, startHttpTrickster, stream, type Trick } from '../fixtures/servers/http-trickster.js';
import { until } from '../support/until.js';
import { ends, trick } from './http-kit.js';
import { bodyOf, call, must, npmServer, openUpstreams, opts, owner, server, textOf } from './upstreams-kit.js';

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(port));
    });
  });

async function everything(kind: 'streamableHttp' | 'sse'): Promise<number> {
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, [npmServer('server-everything'), kind], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  ends.push(() => void child.kill('SIGKILL'));
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await until('the server listens', () => /listening|running|port/i.test(said), 15_000);
  return port;
}

test('the everything server over streamable HTTP gives its lists, progress and sampling to the session that calls', async () => {
  const port = await everything('streamableHttp');
  const { upstreams } = openUpstreams([server('everything', { kind: 'http', url: `http://127.0.0.1:${port}/mcp`, headerNames: [] })]);
  ends.push(upstreams.close);
  const a = owner('a', { sampling: {} }, () => ({
    kind: 'result',
    result: { role: 'assistant', model: 'm', content: { type: 'text', text: 'sampled!' } },
  }));
  const link = must(await upstreams.acquire('everything', a.owner));
  expect(must(await upstreams.refresh('everything')).tools.length).toBeGreaterThan(5);
  const steps: unknown[] = [];
  await link.request(
    'tools/call',
    { name: 'trigger-long-running-operation', arguments: { duration: 0.3, steps: 3 }, _meta: { progressToken: 7 } },
    opts({ onProgress: (params) => steps.push(params.progressToken) }),
  );
  expect(steps).toEqual([7, 7, 7]);
  expect(textOf(await call(link, 'trigger-sampling-request', { prompt: 'hi', maxTokens: 10 }, { requestKey: 'the-call' }))).toContain(
    'sampled!',
  );
  const sampling = a.asked.find((each) => each.message.method === 'sampling/createMessage');
  expect(sampling).toBeDefined();
});

test('the everything server over the old SSE transport answers', async () => {
  const port = await everything('sse');
  const { upstreams } = openUpstreams([server('old', { kind: 'sse', url: `http://127.0.0.1:${port}/sse`, headerNames: [] })]);
  ends.push(upstreams.close);
  const link = must(await upstreams.acquire('old', owner('a').owner));
  expect(textOf(await call(link, 'echo', { message: 'old ways' }))).toContain('old ways');
  expect(must(await upstreams.refresh('old')).prompts.length).toBeGreaterThan(0);
});

test('session id and protocol version are sent, the configured headers go along and nothing else does', async () => {
  const { remote, upstreams } = await trick(() => false, {
    Authorization: 'Bearer upstream',
    'X-Team': 'blue',
    'Accept-Encoding': 'gzip',
    Host: 'evil.test',
    'Mcp-Session-Id': 'forged',
  });
  await call(must(await upstreams.acquire('remote', owner('a').owner)), 'echo');
  const sent = remote.seen.find((each) => each.message?.method === 'tools/call');
  expect(sent?.headers).toEqual({
    ...{
      authorization: 'Bearer upstream',
      'x-team': 'blue',
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'accept-encoding': 'identity',
      connection: 'keep-alive',
    },
    ...{
      host: new URL(remote.url).host,
      'mcp-session-id': 'session-1',
      'mcp-protocol-version': '2025-11-25',
      'content-length': expect.any(String) as string,
    },
  });
});

test('closing ends the session with DELETE', async () => {
  const { remote, upstreams } = await trick(() => false);
  must(await upstreams.acquire('remote', owner('a').owner));
  await upstreams.close();
  expect(remote.seen.filter((each) => each.method === 'DELETE').map((each) => each.headers['mcp-session-id'])).toEqual(['session-1']);
});

test('an answer with line ends in its JSON is handed on in one line', async () => {
  const { upstreams } = await trick(
    (seen, response) => seen.message?.method === 'tools/call' && json(response, JSON.stringify(answer(seen.message.id, 'a\nb'), null, 2)),
  );
  const got = await call(must(await upstreams.acquire('remote', owner('a').owner)), 'echo');
  expect(got.bytes.includes(10)).toBe(false);
  expect(textOf(got)).toBe('a\nb');
});

test.each([
  ['a byte order mark before it', (text: string) => `\ufeff${text}`],
  ['an array around it, as servers of 2025-03-26 may send it', (text: string) => `[${text}]`],
])('an answer with %s arrives', async (_with, written) => {
  const { upstreams } = await trick(
    (seen, response) =>
      seen.message?.id !== undefined &&
      seen.message.method === 'tools/call' &&
      json(response, written(JSON.stringify(answer(seen.message.id, 'here')))),
  );
  expect(textOf(await call(must(await upstreams.acquire('remote', owner('a').owner)), 'echo'))).toBe('here');
});

test.each([
  ['its JSON', 429, { 'content-type': 'application/json' }, '{"error":{"message":"slow down"}}', ': slow down'],
  ['its plain words', 429, { 'content-type': 'text/plain' }, ' slow\n down ', ': slow down'],
  ['nothing of an error page', 503, { 'content-type': 'text/html' }, '<h1>slow down', ''],
])('a refused call tells the HTTP status, when to try again and %s, and is not repeated', async (_what, status, headers, body, said) => {
  const { remote, upstreams } = await trick(
    (seen, response) => seen.message?.method === 'tools/call' && json(response, body, { ...headers, 'retry-after': '3' }, status),
  );
  const refused = await call(must(await upstreams.acquire('remote', owner('a').owner)), 'echo').catch((fault: unknown) => fault);
  expect(refused).toBeInstanceOf(NoAnswer);
  const meaning = status === 429 ? 'too many requests' : 'it failed';
  expect((refused as Error).message).toBe(`${new URL(remote.url).host} answered HTTP ${status}, ${meaning}; try again in 3 s${said}`);
  expect(remote.calls('echo')).toBe(1);
});

test('a session that the server ended costs the call that found out, and the next one gets a new session', async () => {
  const { remote, upstreams } = await trick(
    (seen, response) =>
      seen.message?.params?.name === 'echo' &&
      seen.headers['mcp-session-id'] === 'session-1' &&
      json(response, { jsonrpc: '2.0', error: { code: -32001, message: 'Session not found' }, id: null }, {}, 404),
  );
  const link = must(await upstreams.acquire('remote', owner('a').owner));
  await expect(call(link, 'echo')).rejects.toThrow(FateUnknown);
  expect(textOf(await call(link, 'echo'))).toBe('plain');
  expect(remote.calls('echo')).toBe(2);
  expect(upstreams.status('remote').state).toBe('ready');
});

test('a redirect to another origin is refused and nothing arrives there, one within the origin is followed while connecting', async () => {
  for (const status of [301, 302, 307, 308]) {
    const evil = await startHttpTrickster(() => false);
    ends.push(evil.close);
    const away = await trick((_seen, response) => plain(response, status, { location: evil.url }), { Authorization: 'Bearer secret' });
    const refused = await away.upstreams.acquire('remote', owner('a').owner);
    expect(refused).toMatchObject({ ok: false, error: { message: expect.stringContaining('redirects elsewhere') as string } });
    expect(evil.seen).toEqual([]);
  }
  const { upstreams } = await trick((seen, response) => (seen.url === '/mcp' ? plain(response, 307, { location: '/mcp/' }) : false));
  expect(textOf(await call(must(await upstreams.acquire('remote', owner('a').owner)), 'echo'))).toBe('plain');
});

test('a call is never redirected', async () => {
  const { remote, upstreams } = await trick(
    (seen, response) => seen.message?.method === 'tools/call' && plain(response, 307, { location: '/other' }),
  );
  await expect(call(must(await upstreams.acquire('remote', owner('a').owner)), 'echo')).rejects.toThrow(/redirects elsewhere/);
  expect(remote.calls('echo')).toBe(1);
});

test('HTTP errors fail that call with a line that says what happened, and are not tried again', async () => {
  const { remote, upstreams } = await trick((seen, response) => {
    const name = seen.message?.params?.name;
    if (name === 'busy') return json(response, { error: { message: 'slow down' } }, { 'retry-after': '7' }, 429);
    if (name === 'broken') return json(response, 'oops', {}, 503);
    if (name === 'forbidden') return json(response, {}, {}, 403);
    if (name === 'own')
      return json(response, { jsonrpc: '2.0', id: seen.message?.id, error: { code: -32602, message: 'bad arguments' } }, {}, 400);
    if (name === 'silent') return plain(response, 202);
    return false;
  });
  const link = must(await upstreams.acquire('remote', owner('a').owner));
  await expect(call(link, 'busy')).rejects.toThrow(/HTTP 429, too many requests; try again in 7 s: slow down/);
  await expect(call(link, 'broken')).rejects.toThrow(/HTTP 503, it failed/);
  await expect(call(link, 'forbidden')).rejects.toThrow(/HTTP 403, it refuses access/);
  await expect(call(link, 'silent')).rejects.toThrow(FateUnknown);
  expect(bodyOf(await call(link, 'own')).error).toMatchObject({ code: -32602 });
  expect(['busy', 'broken', 'forbidden', 'silent', 'own'].map(remote.calls)).toEqual([1, 1, 1, 1, 1]);
});

test('a server that asks for sign-in is shown as such', async () => {
  const { upstreams } = await trick((_seen, response) => json(response, {}, { 'www-authenticate': 'Bearer' }, 401));
  expect(await upstreams.acquire('remote', owner('a').owner)).toMatchObject({ ok: false });
  expect(upstreams.status('remote')).toMatchObject({ state: 'needs-sign-in', problem: expect.stringContaining('sign-in') as string });
});

test('an answer over the cap fails that call alone, as JSON and as a stream', async () => {
  const { upstreams, limits } = await trick((seen, response) => {
    const name = seen.message?.params?.name;
    if (name === 'json') return json(response, answer(seen.message?.id, 'x'.repeat(50_000)));
    if (name !== 'stream') return false;
    const send = stream(response);
    send(answer(seen.message?.id, 'x'.repeat(50_000)));
    response.end();
    return true;
  });
  const link = must(await upstreams.acquire('remote', owner('a').owner));
  limits.maxAnswerBytes = 20_000;
  await expect(call(link, 'json')).rejects.toThrow(AnswerTooLarge);
  await expect(call(link, 'stream')).rejects.toThrow(AnswerTooLarge);
  expect(textOf(await call(link, 'echo'))).toBe('plain');
});

test('a cancelled call tells the server and frees its connection', async () => {
  const { remote, upstreams } = await trick((seen) => seen.message?.params?.name === 'hang');
  const link = must(await upstreams.acquire('remote', owner('a').owner));
  const stop = new AbortController();
  const waiting = call(link, 'hang', {}, { signal: stop.signal });
  await until('the call arrived', () => remote.calls('hang') === 1);
  stop.abort();
  await expect(waiting).rejects.toThrow(CallCancelled);
  await until('the server was told', () => remote.seen.some((each) => each.message?.method === 'notifications/cancelled'));
});

test('a call that cannot reach the server was never sent', async () => {
  const { remote, upstreams } = await trick(() => false);
  const link = must(await upstreams.acquire('remote', owner('a').owner));
  await call(link, 'echo');
  await remote.close();
  const fault = await call(link, 'echo').then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(fault).toBeInstanceOf(Error);
  await expect(call(link, 'echo')).rejects.toThrow(NeverSent);
  await expect(call(link, 'echo')).rejects.toThrow(/nothing listens there/);
});

test('an address that nobody serves is one clear failure', async () => {
  const port = await freePort();
  const { upstreams } = openUpstreams([server('gone', { kind: 'http', url: `http://127.0.0.1:${port}/mcp`, headerNames: [] })]);
  ends.push(upstreams.close);
  const refused = await upstreams.acquire('gone', owner('a').owner);
  expect(refused).toMatchObject({
    ok: false,
    // Another machine's process has no error output that could be looked at here.
    error: {
      message: `gone did not start: 127.0.0.1:${port} cannot be reached: nothing listens there`,
      fix: 'Check its address, and that it runs.',
    },
  });
  expect(upstreams.status('gone').state).toBe('backing-off');
});

test('an old SSE server that names another origin to post to is refused', async () => {
  const evil = await startHttpTrickster(() => false);
  ends.push(evil.close);
  const { upstreams } = await trick(
    (_seen, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(`event: endpoint\ndata: ${evil.url}\n\n`);
      return true;
    },
    {},
    'sse',
  );
  expect(await upstreams.acquire('remote', owner('a').owner)).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('another origin') as string },
  });
  expect(evil.seen).toEqual([]);
});

test('a server that refuses the handshake by its HTTP status alone is asked whether it needs none', async () => {
  for (const refusal of ['', '{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"no"}}', '<html>']) {
    const { remote, upstreams } = await trick(({ message }, response) => {
      const reply = (result: object) => json(response, { jsonrpc: '2.0', id: message?.id, result: { resultType: 'complete', ...result } });
      if (message?.method === 'initialize') return json(response, refusal, {}, 400);
      if (message?.method === 'server/discover') return reply({ supportedVersions: ['2026-07-28'], capabilities: { tools: {} } });
      return false;
    });
    const link = must(await upstreams.acquire('remote', owner('a').owner));
    expect(textOf(await call(link, 'echo'))).toBe('plain');
    expect(remote.seen.filter(({ message }) => message?.method === 'initialize')).toHaveLength(1);
  }
});

test('what a server wants to know comes back under its own names, and the call is not made again where it may not go on', async () => {
  const { remote, upstreams } = await trick(({ message }, response) => {
    const reply = (result: object) => json(response, { jsonrpc: '2.0', id: message?.id, result });
    if (message?.method === 'initialize') return json(response, '', {}, 400);
    if (message?.method === 'server/discover') return reply({ supportedVersions: ['2026-07-28'], capabilities: { tools: {} } });
    if (message?.method !== 'tools/call') return false;
    const { inputResponses } = message.params ?? {};
    if (inputResponses !== undefined) return reply(answer(1, JSON.stringify(inputResponses)).result);
    return json(
      response,
      `{"jsonrpc":"2.0","id":${message.id},"result":{"resultType":"input_required","inputRequests":{"__proto__":{"method":"elicitation/create"},"b":{"method":"roots/list"}}}}`,
    );
  });
  const link = must(
    await upstreams.acquire('remote', owner('a', { elicitation: {} }, ({ id }) => ({ kind: 'result', result: { id } })).owner),
  );
  expect(textOf(await call(link, 'echo'))).toBe('{"__proto__":{"id":"__proto__"},"b":{"id":"b"}}');
  const before = remote.calls('echo');
  await expect(call(link, 'echo', {}, { passage: { leave() {}, mayGoOn: () => false } })).rejects.toThrow(CallCancelled);
  expect(remote.calls('echo') - before).toBe(1);
});

test('a server that wants to know thousands of things at once, or again and again, gets an error for the call and asks nobody for long', async () => {
  let things = 201;
  const { upstreams } = await trick(({ message }, response) => {
    const reply = (result: object) => json(response, { jsonrpc: '2.0', id: message?.id, result });
    if (message?.method === 'initialize') return json(response, '', {}, 400);
    if (message?.method === 'server/discover') return reply({ supportedVersions: ['2026-07-28'], capabilities: { tools: {} } });
    if (message?.method !== 'tools/call') return false;
    const asked = Array.from({ length: things }, (_, at) => [`k${at}`, { method: 'roots/list' }] as const);
    return reply({ resultType: 'input_required', inputRequests: Object.fromEntries(asked), requestState: 'x' });
  });
  const client = owner('a', { roots: {} }, () => ({ kind: 'result', result: { roots: [] } }));
  const link = must(await upstreams.acquire('remote', client.owner));
  expect(textOf(await call(link, 'echo'))).toMatch(/asked for more than 200 things at once/);
  expect(client.asked).toHaveLength(0);
  things = 2;
  expect(textOf(await call(link, 'echo'))).toMatch(/asked more than 20 times/);
  expect(client.asked).toHaveLength(40);
});

test('a server without a handshake is told marked arguments in headers too, and a tool whose marks are not valid is left out', async () => {
  const modern: Trick = ({ message, headers }, response) => {
    const reply = (result: object) => json(response, { jsonrpc: '2.0', id: message?.id, result: { resultType: 'complete', ...result } });
    switch (message?.method) {
      case 'server/discover':
        return reply({ supportedVersions: ['2026-07-28'], capabilities: { tools: {} } });
      case 'tools/list': {
        const properties = { region: { type: 'string', 'x-mcp-header': 'Region' }, n: { type: 'integer', 'x-mcp-header': 'N' } };
        const wrong = { a: { type: 'object', 'x-mcp-header': 'A' } };
        return reply({
          tools: [
            { name: 'sql', inputSchema: { type: 'object', properties } },
            { name: 'wrong', inputSchema: { type: 'object', properties: wrong } },
          ],
        });
      }
      case 'tools/call':
        return reply({
          content: [{ type: 'text', text: JSON.stringify([headers['mcp-name'], headers['mcp-param-region'], headers['mcp-param-n']]) }],
        });
      default:
        return json(response, { jsonrpc: '2.0', id: message?.id, error: { code: -32601, message: 'Method not found' } }, {}, 400);
    }
  };
  const { upstreams } = await trick(modern);
  const asked = owner('a');
  const link = must(await upstreams.acquire('remote', asked.owner));
  expect(must(await upstreams.refresh('remote')).tools.map(({ name }) => name)).toEqual(['sql']);
  expect(textOf(await call(link, 'sql', { region: 'é', n: 7 }))).toBe('["sql","=?base64?w6k=?=","7"]');
  expect(textOf(await call(link, 'sql', { region: null }))).toBe('["sql",null,null]');
});

test('a server without a handshake tells of the resources that somebody subscribed to, also after its stream broke', async () => {
  let standing: ServerResponse | undefined;
  let opened = 0;
  const { upstreams } = await trick(({ message }, response) => {
    const reply = (result: object) => json(response, { jsonrpc: '2.0', id: message?.id, result: { resultType: 'complete', ...result } });
    if (message?.method === 'server/discover')
      return reply({ supportedVersions: ['2026-07-28'], capabilities: { tools: {}, resources: { subscribe: true } } });
    if (message?.method === 'tools/list') return reply({ tools: [] });
    if (message?.method !== 'subscriptions/listen')
      return json(response, { jsonrpc: '2.0', id: message?.id, error: { code: -32601 } }, {}, 400);
    opened += 1;
    standing = response;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const { notifications } = message.params as { notifications: object };
    tell('notifications/subscriptions/acknowledged', { notifications, _meta: { 'io.modelcontextprotocol/subscriptionId': message.id } });
    return true;
  });
  const tell = (method: string, params: object) => standing?.write(`data: ${JSON.stringify({ jsonrpc: '2.0', method, params })}\n\n`);
  const client = owner('a');
  const link = must(await upstreams.acquire('remote', client.owner));
  expect(link.initializeResult.capabilities).toMatchObject({ resources: { subscribe: true } });
  expect((await link.request('resources/subscribe', { uri: 'x:a' }, opts())).kind).toBe('result');
  const update = async (count: number) => {
    tell('notifications/resources/updated', { uri: 'x:a' });
    await until(`${count} updates`, () => client.notified.length === count);
  };
  await update(1);
  standing?.destroy();
  await until('the stream to stand again', () => opened === 2);
  await update(2);
  expect((await link.request('resources/unsubscribe', { uri: 'x:a' }, opts())).kind).toBe('result');
  await until('the stream to be over', () => standing?.destroyed === true);
});
