import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { CreateMessageRequestSchema, ElicitRequestSchema, ListRootsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallRecord } from '../../shared/model/views.js';
import { run, serve, type Serving } from '../support/cli.js';
import { conformanceServers } from '../support/fixtures.js';

let root: string;
let dataDir: string;
let serving: Serving;
let token: string;
const remotes: ChildProcess[] = [];

async function remote(script: string): Promise<string> {
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  remotes.push(child);
  const line = await new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
  return (JSON.parse(line) as { url: string }).url;
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'eras-'));
  dataDir = join(root, 'data');
  const scripts = conformanceServers();
  const methods = Object.fromEntries(
    ['resources', 'prompts', 'completion', 'sampling', 'elicitation'].map((kind) => [kind, { action: 'allow' }]),
  );
  writeFileSync(join(root, 'policy.json'), JSON.stringify({ version: '1', default: 'allow', methods }));
  for (const args of [
    ['policy', 'set', join(root, 'policy.json')],
    ['server', 'add', 'old', '--', process.execPath, scripts.handshake, '--stdio'],
    ['server', 'add', 'oldweb', '--url', await remote(scripts.handshake)],
    ['server', 'add', 'new', '--', process.execPath, scripts.stateless, '--stdio'],
    ['server', 'add', 'newweb', '--url', await remote(scripts.stateless)],
  ]) {
    const ran = await run(dataDir, args);
    expect(ran.code, ran.err).toBe(0);
  }
  token = (await run(dataDir, ['--json', 'client', 'add', 'tester'])).json<{ token: string }>().token;
  serving = await serve(dataDir);
});

afterAll(async () => {
  await serving.stop();
  for (const child of remotes) child.kill();
  rmSync(root, { recursive: true, force: true });
});

type Body = { result?: Record<string, unknown>; error?: { code: number; message: string } };

/** One request as a client of the era without a handshake sends it. */
async function ask(
  path: string,
  method: string,
  params: Record<string, unknown> = {},
  capabilities: Record<string, unknown> = { elicitation: {}, sampling: {}, roots: {} },
): Promise<Body> {
  const name = params['name'] ?? params['uri'];
  const response = await fetch(`${serving.url}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': method,
      ...(typeof name === 'string' ? { 'mcp-name': name } : {}),
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method,
      params: {
        ...params,
        _meta: {
          'io.modelcontextprotocol/protocolVersion': '2026-07-28',
          'io.modelcontextprotocol/clientInfo': { name: 'eras', version: '1' },
          'io.modelcontextprotocol/clientCapabilities': capabilities,
        },
      },
    }),
  });
  const text = await response.text();
  const last = response.headers.get('content-type')?.includes('event-stream')
    ? (text.trim().split('\n\n').at(-1) ?? '').replace(/^[^]*?data: /, '')
    : text;
  return JSON.parse(last) as Body;
}

async function records(server: string): Promise<number> {
  const ran = await run(dataDir, ['--json', 'audit', 'list', '--tool', 'test_elicitation', '--server', server]);
  expect(ran.code, ran.err).toBe(0);
  return ran.json<CallRecord[]>().length;
}

const textOf = (result: Record<string, unknown> | undefined): string =>
  (result?.['content'] as { text: string }[] | undefined)?.map(({ text }) => text).join('') ?? '';

describe.each(['old', 'oldweb'])('a client without a handshake in front of a server with one (%s)', (server) => {
  it('lists, reads and calls', async () => {
    expect((await ask(`/${server}`, 'tools/list')).result).toMatchObject({ resultType: 'complete', cacheScope: 'private' });
    expect(textOf((await ask(`/${server}`, 'tools/call', { name: 'test_simple_text', arguments: {} })).result)).toContain('simple text');
    expect((await ask(`/${server}`, 'resources/read', { uri: 'test://static-text' })).result).toMatchObject({
      ttlMs: 0,
      contents: [{ uri: 'test://static-text' }],
    });
    expect((await ask(`/${server}`, 'resources/read', { uri: 'test://none' })).error?.code).toBe(-32602);
  });

  it('is asked by input_required and answers with a retry, which is a call of its own in the log', async () => {
    const before = await records(server);
    const call = { name: 'test_elicitation', arguments: { message: 'Who?' } };
    const { result: asked } = await ask(`/${server}`, 'tools/call', call);
    expect(asked).toMatchObject({ resultType: 'input_required' });
    const [key] = Object.keys(asked?.['inputRequests'] as object);
    const { result } = await ask(`/${server}`, 'tools/call', {
      ...call,
      requestState: asked?.['requestState'],
      inputResponses: { [key as string]: { action: 'accept', content: { username: 'é', email: 'e@e' } } },
    });
    expect(textOf(result)).toBe('User response: action=accept, content={"username":"é","email":"e@e"}');
    expect((await records(server)) - before).toBe(2);
  });
});

describe.each(['new', 'newweb'])('a client with a handshake in front of a server without one (%s)', (server) => {
  it('is asked by requests, as often as the server wants to know something', async () => {
    const client = new Client({ name: 'eras', version: '1' }, { capabilities: { elicitation: {}, sampling: {}, roots: {} } });
    client.setRequestHandler(ElicitRequestSchema, () => ({
      action: 'accept' as const,
      content: { name: 'Alice', color: 'blue', ok: true },
    }));
    client.setRequestHandler(CreateMessageRequestSchema, () => ({
      role: 'assistant' as const,
      model: 'm',
      content: { type: 'text' as const, text: 'Paris' },
    }));
    client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: [{ uri: 'file:///work' }] }));
    await client.connect(
      new StreamableHTTPClientTransport(new URL(`${serving.url}/${server}`), {
        requestInit: { headers: { authorization: `Bearer ${token}` } },
      }),
    );
    const call = async (name: string) => textOf(await client.callTool({ name, arguments: {} }));
    expect(await call('test_simple_text')).toContain('simple text');
    expect(await call('test_input_required_result_elicitation')).toBe('Hello, Alice!');
    expect(await call('test_input_required_result_sampling')).toContain('Paris');
    expect(await call('test_input_required_result_list_roots')).toContain('file:///work');
    expect(await call('test_input_required_result_multiple_inputs')).toContain('all inputs');
    expect(await call('test_input_required_result_multi_round')).toContain('both rounds');
    await client.close();
  });
});

describe.each(['new', 'newweb'])('a client and a server without a handshake (%s)', (server) => {
  it('understand each other under the names of the aggregate too', async () => {
    const tools = (await ask('', 'tools/list')).result?.['tools'] as { name: string }[];
    // longer than clients show, so its end is a mark of the gate's
    const name = tools.find((tool) => tool.name.startsWith(`${server}__test_input_required_result_re`))?.name;
    const { result: asked } = await ask('', 'tools/call', { name, arguments: {} });
    expect(asked).toMatchObject({ resultType: 'input_required', inputRequests: { confirm: {} } });
    const { result } = await ask('', 'tools/call', {
      name,
      arguments: {},
      requestState: asked?.['requestState'],
      inputResponses: { confirm: { action: 'accept', content: { ok: true } } },
    });
    expect(textOf(result)).toBe('state-ok');
  });

  it('pass on that a client lacks what a tool needs', async () => {
    expect((await ask(`/${server}`, 'tools/call', { name: 'test_missing_capability', arguments: {} }, {})).error?.code).toBe(-32021);
  });
});
