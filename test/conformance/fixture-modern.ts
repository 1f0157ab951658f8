#!/usr/bin/env node
/**
 * A server of the stateless era (2026-07-28) with everything the conformance suite asks for, in plain Node: no library between the suite and what
 * is said. `fixture-modern.ts [--port N]` speaks HTTP and prints its address; `fixture-modern.ts --stdio` speaks on its standard streams.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import {
  completion,
  getPrompt,
  plainToolList,
  plainTools,
  prompts,
  readResource,
  resources,
  resourceTemplates,
  text,
  tool,
  type Json,
  type JsonMap,
} from './surface.ts';

const VERSION = '2026-07-28';
const META = 'io.modelcontextprotocol';
const serverInfo = { name: 'conformance-modern-fixture', version: '1.0.0' };
const key = randomBytes(32);

class Failure extends Error {
  readonly code: number;
  readonly data: Json | undefined;
  constructor(code: number, message: string, data?: Json) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

const map = (value: Json | undefined): JsonMap => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {});
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const answer = (value: string): JsonMap => ({ content: [text(value)] });
const elicitation = (message: string, property: string, type = 'string'): JsonMap => ({
  method: 'elicitation/create',
  params: { mode: 'form', message, requestedSchema: { type: 'object', properties: { [property]: { type } }, required: [property] } },
});
const sampling = (question: string, maxTokens: number): JsonMap => ({
  method: 'sampling/createMessage',
  params: { messages: [{ role: 'user', content: text(question) }], maxTokens },
});
const roots: JsonMap = { method: 'roots/list', params: {} };
const ask = (inputRequests: JsonMap, requestState?: string): JsonMap => ({
  resultType: 'input_required',
  inputRequests,
  ...(requestState === undefined ? {} : { requestState }),
});

const seal = (value: string): string => `${value}.${createHmac('sha256', key).update(value).digest('hex')}`;
function unseal(state: Json | undefined): string {
  const [value = '', mark = ''] = String(state).split('.');
  const wanted = createHmac('sha256', key).update(value).digest('hex');
  if (mark.length !== wanted.length || !timingSafeEqual(Buffer.from(mark), Buffer.from(wanted)))
    throw new Failure(-32602, 'Invalid params: requestState is not ours');
  return value;
}

type Emit = (method: string, params: JsonMap) => void;
type Listener = { readonly filter: JsonMap; readonly tell: Emit };
const listeners = new Set<Listener>();
let toolChanges = 0;
let promptChanges = 0;

function changed(kind: 'tools' | 'prompts'): void {
  for (const { filter, tell } of listeners) if (filter[`${kind}ListChanged`] === true) tell(`notifications/${kind}/list_changed`, {});
}

const moreTools = (): JsonMap[] =>
  [
    'test_missing_capability',
    'test_streaming_elicitation',
    'test_logging_tool',
    'test_trigger_tool_change',
    'test_trigger_prompt_change',
    'test_input_required_result_elicitation',
    'test_input_required_result_sampling',
    'test_input_required_result_list_roots',
    'test_input_required_result_request_state',
    'test_input_required_result_multiple_inputs',
    'test_input_required_result_multi_round',
    'test_input_required_result_tampered_state',
    'test_input_required_result_capabilities',
    ...(toolChanges % 2 === 1 ? ['test_that_comes_and_goes'] : []),
  ].map((name) => tool(name, 'A tool of the conformance surface'));

async function callTool(params: JsonMap, emit: Emit): Promise<JsonMap> {
  const name = String(params['name']);
  const meta = map(params['_meta']);
  const able = map(meta[`${META}/clientCapabilities`]);
  const given = params['inputResponses'];
  if (given !== undefined && (typeof given !== 'object' || given === null || Array.isArray(given)))
    throw new Failure(-32602, 'Invalid params: inputResponses must be an object');
  const responses = map(given);
  for (const response of Object.values(responses))
    if (typeof response !== 'object' || response === null) throw new Failure(-32602, 'Invalid params: an input response must be an object');
  const has = (one: string) => typeof responses[one] === 'object';
  const contentOf = (one: string) => map(map(responses[one])['content']);
  const plain = plainTools[name];
  if (plain !== undefined) return plain.result;
  switch (name) {
    case 'json_schema_2020_12_tool':
      return answer('Called');
    case 'test_tool_with_progress':
      for (const progress of [0, 50, 100]) {
        if (progress > 0) await pause(50);
        if (meta['progressToken'] !== undefined)
          emit('notifications/progress', { progressToken: meta['progressToken'], progress, total: 100 });
      }
      return answer('done');
    case 'test_logging_tool':
      if (meta[`${META}/logLevel`] !== undefined) emit('notifications/message', { level: 'info', data: 'working' });
      return answer('logged');
    case 'test_missing_capability':
      if (able['sampling'] === undefined)
        throw new Failure(-32021, 'The client does not support sampling', { requiredCapabilities: { sampling: {} } });
      return answer('supported');
    case 'test_trigger_tool_change':
      toolChanges++;
      changed('tools');
      return answer('changed');
    case 'test_trigger_prompt_change':
      promptChanges++;
      changed('prompts');
      return answer('changed');
    case 'test_streaming_elicitation':
      return has('name') ? answer('done') : ask({ name: elicitation('What is your name?', 'name') });
    case 'test_input_required_result_elicitation':
      return has('user_name')
        ? answer(`Hello, ${String(contentOf('user_name')['name'])}!`)
        : ask({ user_name: elicitation('What is your name?', 'name') });
    case 'test_input_required_result_sampling':
      return has('capital_question')
        ? answer(`The model says: ${JSON.stringify(responses['capital_question'])}`)
        : ask({ capital_question: sampling('What is the capital of France?', 100) });
    case 'test_input_required_result_list_roots':
      return has('client_roots')
        ? answer(`Roots: ${JSON.stringify(map(responses['client_roots'])['roots'])}`)
        : ask({ client_roots: roots });
    case 'test_input_required_result_request_state':
      if (params['requestState'] === undefined) return ask({ confirm: elicitation('Please confirm', 'ok', 'boolean') }, seal('confirm'));
      unseal(params['requestState']);
      return answer('state-ok');
    case 'test_input_required_result_multiple_inputs':
      if (params['requestState'] === undefined || !has('user_name') || !has('greeting') || !has('client_roots')) {
        return ask(
          { user_name: elicitation('What is your name?', 'name'), greeting: sampling('Generate a greeting', 50), client_roots: roots },
          seal('multiple'),
        );
      }
      unseal(params['requestState']);
      return answer('all inputs are there');
    case 'test_input_required_result_multi_round': {
      const round = params['requestState'] === undefined ? '' : unseal(params['requestState']);
      if (round === '') return ask({ step1: elicitation('Step 1: What is your name?', 'name') }, seal('round-1'));
      if (round === 'round-1') return ask({ step2: elicitation('Step 2: What is your favorite color?', 'color') }, seal('round-2'));
      return answer('both rounds are done');
    }
    case 'test_input_required_result_tampered_state':
      if (params['requestState'] === undefined) return ask({ confirm: elicitation('Please confirm', 'ok', 'boolean') }, seal('tampered'));
      unseal(params['requestState']);
      return answer('state-ok');
    case 'test_input_required_result_capabilities': {
      const wanted: JsonMap = {
        ...(able['sampling'] === undefined ? {} : { greeting: sampling('Generate a greeting', 50) }),
        ...(able['elicitation'] === undefined ? {} : { user_name: elicitation('What is your name?', 'name') }),
      };
      return has('greeting') || has('user_name') ? answer('done') : ask(wanted);
    }
    case 'test_that_comes_and_goes':
      return answer('here');
    default:
      throw new Failure(-32602, `Unknown tool: ${name}`);
  }
}

const cached = (result: JsonMap): JsonMap => ({ ...result, ttlMs: 0, cacheScope: 'private' });

async function handle(method: string, params: JsonMap, emit: Emit): Promise<JsonMap> {
  switch (method) {
    case 'server/discover':
      return cached({
        supportedVersions: [VERSION],
        capabilities: {
          tools: { listChanged: true },
          prompts: { listChanged: true },
          resources: { listChanged: true },
          completions: {},
          logging: {},
        },
        instructions: 'A server for the conformance suite.',
      });
    case 'tools/list':
      return cached({ tools: [...plainToolList, ...moreTools()] });
    case 'tools/call':
      return callTool(params, emit);
    case 'prompts/list': {
      const more: JsonMap[] = [
        { name: 'test_input_required_result_prompt', description: 'A prompt that asks first' },
        ...(promptChanges % 2 === 1 ? [{ name: 'test_prompt_that_comes_and_goes', description: 'Here today' }] : []),
      ];
      return cached({ prompts: [...prompts, ...more] });
    }
    case 'prompts/get': {
      const name = String(params['name']);
      if (name === 'test_input_required_result_prompt') {
        const context = map(map(params['inputResponses'])['user_context']);
        if (Object.keys(context).length === 0) return ask({ user_context: elicitation('What context should the prompt use?', 'context') });
        return { messages: [{ role: 'user', content: text(`With context: ${JSON.stringify(context['content'])}`) }] };
      }
      const messages = getPrompt(name, map(params['arguments']));
      if (messages === undefined) throw new Failure(-32602, `Unknown prompt: ${name}`);
      return { messages };
    }
    case 'resources/list':
      return cached({ resources });
    case 'resources/templates/list':
      return cached({ resourceTemplates });
    case 'resources/read': {
      const contents = readResource(String(params['uri']));
      if (contents === undefined) throw new Failure(-32602, 'Resource not found', { uri: params['uri'] ?? null });
      return cached({ contents: [contents] });
    }
    case 'completion/complete':
      return completion;
    default:
      throw new Failure(-32601, `Method not found: ${method}`);
  }
}

/** What every request must say of itself. */
function checkMeta(params: JsonMap): void {
  const meta = map(params['_meta']);
  const version = meta[`${META}/protocolVersion`];
  if (typeof version !== 'string') throw new Failure(-32602, `Invalid params: _meta lacks ${META}/protocolVersion`);
  if (version !== VERSION) throw new Failure(-32022, 'Unsupported protocol version', { supported: [VERSION], requested: version });
  if (typeof meta[`${META}/clientCapabilities`] !== 'object')
    throw new Failure(-32602, `Invalid params: _meta lacks ${META}/clientCapabilities`);
}

const named: { readonly [method: string]: string } = { 'tools/call': 'name', 'prompts/get': 'name', 'resources/read': 'uri' };

function checkHeaders(headers: IncomingMessage['headers'], method: string, params: JsonMap): void {
  const wrong = (name: string) => new Failure(-32020, `The header ${name} does not match the body`);
  const version = map(params['_meta'])[`${META}/protocolVersion`];
  if (typeof version === 'string' && headers['mcp-protocol-version'] !== version) throw wrong('MCP-Protocol-Version');
  if (headers['mcp-method'] !== method) throw wrong('Mcp-Method');
  const member = named[method];
  if (member === undefined || params[member] === undefined) return;
  const said = String(headers['mcp-name'] ?? '');
  const coded = /^=\?base64\?(.*)\?=$/.exec(said)?.[1];
  if ((coded === undefined ? said : Buffer.from(coded, 'base64').toString('utf8')) !== params[member]) throw wrong('Mcp-Name');
}

const complete = (result: JsonMap): JsonMap => ({
  resultType: 'complete',
  ...result,
  _meta: { ...map(result['_meta']), [`${META}/serverInfo`]: serverInfo },
});
const failed = (id: Json, error: unknown): JsonMap => {
  const { code, message, data } = error instanceof Failure ? error : new Failure(-32603, String(error));
  return { jsonrpc: '2.0', id, error: { code, message, ...(data === undefined ? {} : { data }) } };
};
const tagged = (id: Json, params: JsonMap): JsonMap => ({ ...params, _meta: { ...map(params['_meta']), [`${META}/subscriptionId`]: id } });

const isLocal = (address: string | undefined): boolean =>
  address === undefined || /^(?:http:\/\/)?(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i.test(address);

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const json = (status: number, body: JsonMap) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (!isLocal(request.headers.host) || !isLocal(request.headers.origin)) return json(403, failed(null, new Failure(-32000, 'Forbidden')));
  if (request.method !== 'POST') return json(405, failed(null, new Failure(-32000, 'Method not allowed')));
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const message = JSON.parse(Buffer.concat(chunks).toString('utf8')) as JsonMap;
  const id = message['id'];
  if (id === undefined) return void response.writeHead(202).end();
  const method = String(message['method']);
  const params = map(message['params']);
  const emit: Emit = (name, said) => {
    if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`event: message\ndata: ${JSON.stringify({ jsonrpc: '2.0', method: name, params: said })}\n\n`);
  };
  try {
    checkHeaders(request.headers, method, params);
    checkMeta(params);
    if (method === 'subscriptions/listen') {
      const filter = map(params['notifications']);
      emit('notifications/subscriptions/acknowledged', tagged(id, { notifications: filter }));
      const listener: Listener = { filter, tell: (name, said) => emit(name, tagged(id, said)) };
      listeners.add(listener);
      response.on('close', () => listeners.delete(listener));
      return;
    }
    const body: JsonMap = { jsonrpc: '2.0', id, result: complete(await handle(method, params, emit)) };
    if (response.headersSent) response.end(`event: message\ndata: ${JSON.stringify(body)}\n\n`);
    else json(200, body);
  } catch (error) {
    const code = error instanceof Failure ? error.code : -32603;
    const invalidMeta = code === -32602 && error instanceof Failure && error.message.includes('_meta');
    json(code === -32601 ? 404 : (code <= -32020 && code >= -32029) || invalidMeta ? 400 : 200, failed(id, error));
  }
}

const args = process.argv.slice(2);
if (args.includes('--stdio')) {
  const write = (message: JsonMap) => process.stdout.write(`${JSON.stringify(message)}\n`);
  const subscriptions = new Map<string, Listener>();
  createInterface({ input: process.stdin }).on('line', (line) => {
    const message = JSON.parse(line) as JsonMap;
    const { id, method } = message;
    const params = map(message['params']);
    if (method === 'notifications/cancelled') {
      const listener = subscriptions.get(JSON.stringify(params['requestId']));
      if (listener !== undefined) listeners.delete(listener);
    }
    if (id === undefined || typeof method !== 'string') return;
    const emit: Emit = (name, said) => void write({ jsonrpc: '2.0', method: name, params: said });
    void (async () => {
      try {
        checkMeta(params);
        if (method === 'subscriptions/listen') {
          const filter = map(params['notifications']);
          const listener: Listener = { filter, tell: (name, said) => emit(name, tagged(id, said)) };
          listeners.add(listener);
          subscriptions.set(JSON.stringify(id), listener);
          return emit('notifications/subscriptions/acknowledged', tagged(id, { notifications: filter }));
        }
        write({ jsonrpc: '2.0', id, result: complete(await handle(method, params, emit)) });
      } catch (error) {
        write(failed(id, error));
      }
    })();
  });
} else {
  const listener = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500).end(String(error));
    });
  });
  listener.listen(Number(args[args.indexOf('--port') + 1] ?? 0) || 0, '127.0.0.1', () =>
    console.log(JSON.stringify({ url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}/mcp` })),
  );
}
