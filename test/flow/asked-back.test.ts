import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ElicitationCompleteNotificationSchema,
  ListRootsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CallRecord } from '../../shared/model/views.js';
import { run, serve, type Serving } from '../support/cli.js';
import { plainNode } from '../support/runtime.js';
import { until } from '../support/until.js';

let root: string;
let dataDir: string;
let serving: Serving;
let token: string;
let client: Client | undefined;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'asked-back-'));
  dataDir = join(root, 'data');
  const everything = resolve('node_modules/@modelcontextprotocol/server-everything/dist/index.js');
  writeFileSync(
    join(root, 'policy.json'),
    JSON.stringify({
      version: '1',
      default: 'allow',
      methods: { sampling: { action: 'allow' }, elicitation: { action: 'allow' } },
      servers: { muted: { methods: { sampling: { action: 'deny', reason: 'No models for this one.' }, elicitation: { action: 'deny' } } } },
    }),
  );
  for (const args of [
    ['policy', 'set', join(root, 'policy.json')],
    ['server', 'add', 'asker', '--', process.execPath, resolve('test/fixtures/servers/asker.mjs')],
    ['server', 'add', 'muted', '--', process.execPath, resolve('test/fixtures/servers/asker.mjs')],
    ['server', 'add', 'everything', '--', process.execPath, everything, 'stdio'],
  ]) {
    const ran = await run(dataDir, args);
    expect(ran.code, ran.err).toBe(0);
  }
  token = (await run(dataDir, ['--json', 'client', 'add', 'tester'])).json<{ token: string }>().token;
  serving = await serve(dataDir);
});
afterEach(async () => {
  await client?.close();
  client = undefined;
});
afterAll(async () => {
  await serving.stop();
  rmSync(root, { recursive: true, force: true });
});

/** What the client was asked and told, as it came. */
interface Heard {
  readonly asked: { method: string; params: unknown }[];
  readonly completed: string[];
}

/** An SDK client that can be asked everything there is, over HTTP or through the bridge. */
async function open(
  way: 'http' | 'bridge',
  server: string,
  as: { name: string; token: string } = { name: 'tester', token },
): Promise<{ client: Client; heard: Heard }> {
  const made = new Client(
    { name: 'asked', version: '1' },
    { capabilities: { sampling: { tools: {}, context: {} }, elicitation: { form: {}, url: {} }, roots: { listChanged: true } } },
  );
  const heard: Heard = { asked: [], completed: [] };
  const keep = ({ method, params }: { method: string; params?: unknown }) => void heard.asked.push({ method, params });
  made.setRequestHandler(CreateMessageRequestSchema, (request) => {
    keep(request);
    return request.params.tools
      ? {
          role: 'assistant',
          model: 'm',
          stopReason: 'toolUse',
          content: [{ type: 'tool_use', id: 'u1', name: 'weather', input: { city: 'Zürich' } }],
        }
      : { role: 'assistant', model: 'm', content: { type: 'text', text: 'as you say' } };
  });
  made.setRequestHandler(ElicitRequestSchema, (request) => {
    keep(request);
    return request.params.mode === 'url' ? { action: 'accept' } : { action: 'accept', content: { name: 'Ada', check: true } };
  });
  made.setRequestHandler(ListRootsRequestSchema, (request) => {
    keep(request);
    return { roots: [{ uri: 'file:///work/é', name: 'work' }] };
  });
  made.setNotificationHandler(ElicitationCompleteNotificationSchema, ({ params }) => void heard.completed.push(params.elicitationId));
  await made.connect(
    way === 'http'
      ? new StreamableHTTPClientTransport(new URL(`${serving.url}/${server}`), {
          requestInit: { headers: { authorization: `Bearer ${as.token}` } },
        })
      : new StdioClientTransport({
          command: plainNode.command,
          args: [...plainNode.args, 'connect', '--client', as.name, '--server', server, '--data-dir', dataDir],
          stderr: 'ignore',
        }),
  );
  client = made;
  return { client: made, heard };
}

const said = async (of: Client, name: string, args: Record<string, unknown>): Promise<string> =>
  ((await of.callTool({ name, arguments: args })).content as { text?: string }[]).map(({ text }) => text ?? '').join('');
const ask = async (of: Client, method: string, params: object): Promise<unknown> => JSON.parse(await said(of, 'ask', { method, params }));

const withTools = {
  messages: [
    { role: 'user', content: { type: 'text', text: 'Weather?' } },
    { role: 'assistant', content: [{ type: 'tool_use', id: 'u0', name: 'weather', input: { city: 'Bern' } }] },
    { role: 'user', content: [{ type: 'tool_result', toolUseId: 'u0', content: [{ type: 'text', text: 'rain' }] }] },
  ],
  maxTokens: 100,
  toolChoice: { mode: 'required' },
  tools: [{ name: 'weather', inputSchema: { type: 'object', properties: { city: { type: 'string' } } } }],
};
const byUrl = { mode: 'url', message: 'Sign in, please.', url: 'https://example.com/connect?a=1', elicitationId: 'e-1' };

describe.each(['http', 'bridge'] as const)('a client that a server asks back, over %s', (way) => {
  it('gets sampling with tools whole, and its choice of a tool gets back whole', async () => {
    const { client, heard } = await open(way, 'asker');
    expect(await ask(client, 'sampling/createMessage', withTools)).toEqual({
      role: 'assistant',
      model: 'm',
      stopReason: 'toolUse',
      content: [{ type: 'tool_use', id: 'u1', name: 'weather', input: { city: 'Zürich' } }],
    });
    expect(heard.asked).toMatchObject([{ method: 'sampling/createMessage', params: withTools }]);
  });

  it('is asked to open an address, and told when that is over', async () => {
    const { client, heard } = await open(way, 'asker');
    expect(await ask(client, 'elicitation/create', byUrl)).toEqual({ action: 'accept' });
    expect(heard.asked).toMatchObject([{ method: 'elicitation/create', params: byUrl }]);
    await said(client, 'tell', { method: 'notifications/elicitation/complete', params: { elicitationId: 'e-1' } });
    await until('the news that it is over', () => heard.completed.includes('e-1'));
  });

  it('learns from the error of a call which address to open first', async () => {
    const { client } = await open(way, 'asker');
    const error = { code: -32042, message: 'Sign in first.', data: { elicitations: [byUrl] } };
    await expect(client.callTool({ name: 'refuse', arguments: { error } })).rejects.toMatchObject({ code: -32042, data: error.data });
  });

  it('is asked for its roots and for a form', async () => {
    const { client } = await open(way, 'asker');
    expect(await ask(client, 'roots/list', {})).toEqual({ roots: [{ uri: 'file:///work/é', name: 'work' }] });
    const form = { message: 'Who?', requestedSchema: { type: 'object', properties: { name: { type: 'string' } } } };
    expect(await ask(client, 'elicitation/create', form)).toEqual({ action: 'accept', content: { name: 'Ada', check: true } });
  });

  // each by a client of its own: one that took in foreign text is asked about before it sends anything out
  it.each([
    ['trigger-sampling-request', { prompt: 'hello', maxTokens: 10 }, 'as you say', 'sampling/createMessage'],
    ['trigger-elicitation-request', {}, 'Ada', 'elicitation/create'],
    ['trigger-url-elicitation', { url: byUrl.url, elicitationId: 'e-2' }, 'e-2', 'elicitation/create'],
    ['get-roots-list', {}, 'file:///work/é', 'roots/list'],
  ])('finds %s of the everything server, which shows it to clients that can be asked', async (tool, args, text, method) => {
    const name = `${way}-${tool}`;
    const own = (await run(dataDir, ['--json', 'client', 'add', name], { unlock: serving.unlock })).json<{ token: string }>().token;
    const { client, heard } = await open(way, 'everything', { name, token: own });
    expect((await client.listTools()).tools.map((one) => one.name)).toContain(tool);
    expect(await said(client, tool, args)).toContain(text);
    expect(heard.asked.map((one) => one.method)).toContain(method);
  });

  it('is not asked where the rules say no, and the server learns it', async () => {
    const { client, heard } = await open(way, 'muted');
    expect(await ask(client, 'sampling/createMessage', withTools)).toMatchObject({
      error: { message: expect.stringContaining('No models') as string },
    });
    expect(await ask(client, 'elicitation/create', byUrl)).toMatchObject({ error: {} });
    expect(heard.asked).toEqual([]);
    const records = (await run(dataDir, ['--json', 'audit', 'list', '--server', 'muted'])).json<CallRecord[]>();
    expect(records.filter(({ verdict }) => verdict === 'deny').length).toBeGreaterThanOrEqual(2);
  });
});
