import { createHash, createHmac, randomBytes } from 'node:crypto';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/json/json.js';
import { parseStrict } from '../../../shared/json/parse-strict.js';
import { stringify } from '../../../shared/json/stringify.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import { giveBack } from '../../../electron/core/ports/give-back.js';
import { createGateway, type Gateway } from '../../../electron/core/gateway/gateway.js';
import { systemClock, type Clock } from '../../../electron/core/ports/clock.js';
import type { CallIntent, CallReply, Corridor } from '../../../electron/core/ports/corridor.js';
import { silentLogger, type Logger } from '../../../electron/core/ports/logger.js';
import type { TaskStore } from '../../../electron/core/ports/stores.js';
import type { Answer, OwnReply, ServerMessage } from '../../../electron/core/ports/messages.js';
import {
  CallCancelled,
  NeverSent,
  type Offering,
  type RequestOptions,
  type ServerLists,
  type SessionOwner,
  type Upstreams,
} from '../../../electron/core/ports/upstreams.js';

/** A server in memory. `answer` gets every request; throw to break, return JSON text (of the result) or a value. */
export interface FakeServer {
  initializeResult: JsonObject;
  tools: JsonObject[];
  prompts?: JsonObject[];
  resources?: JsonObject[];
  resourceTemplates?: JsonObject[];
  answer?: (request: FakeRequest) => unknown;
  offering?: (capabilities: JsonObject) => Offering | undefined;
  down?: string;
  /** it takes so long to be listed */
  starting?: Promise<void>;
}
export interface FakeRequest {
  server: string;
  method: string;
  params: JsonObject | undefined;
  owner: SessionOwner;
  options: RequestOptions;
}

export class RawResult {
  constructor(readonly text: string) {}
}
export class RpcError extends Error {
  constructor(readonly body: JsonObject) {
    super('rpc');
  }
}

export const capable = {
  tools: { listChanged: true },
  resources: { subscribe: true },
  prompts: {},
  logging: {},
  completions: {},
  tasks: {},
};
export const echoServer = (name: string, extra: Partial<FakeServer> = {}): FakeServer => ({
  initializeResult: { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name, version: '1' } },
  tools: [{ name: 'echo', description: 'says it again', inputSchema: { type: 'object' }, 'x-unknown': [1, { deep: true }] }],
  ...extra,
});

/** One that offers everything a server can. */
export const full = (name: string, extra: Partial<FakeServer> = {}): FakeServer =>
  echoServer(name, {
    initializeResult: { protocolVersion: '2025-11-25', capabilities: capable, serverInfo: { name, version: '1' } },
    ...extra,
  });

export interface Rig {
  gateway: Gateway;
  port: number;
  url: string;
  seen: FakeRequest[];
  intents: CallIntent[];
  /** of requests that continue or end a call */
  followed: CallIntent[];
  notified: { server: string; method: string; params: JsonObject | undefined }[];
  released: string[];
  /** resources that servers were told to tell of before */
  told: Set<string>;
  hidden: Set<string>;
  /** set to answer in the corridor's place */
  judge: { handle?: (intent: CallIntent) => CallReply | undefined; stopped?: (method: string) => OwnReply | undefined };
  servers: Map<string, FakeServer>;
  aliases: { alias: string; server: string; tool: string }[];
  tokens: Map<string, string>;
  options: { maxRequestBytes: number; callTimeoutMs: number };
  refreshed: string[];
  close(): Promise<void>;
}

export interface RigOptions {
  servers?: Record<string, FakeServer>;
  clock?: Clock;
  listen?: boolean;
  aliases?: { alias: string; server: string; tool: string }[];
  tasks?: TaskStore;
  /** told of each answer of a server */
  answered?: (answer: Answer) => void;
  logger?: Logger;
}

/** A gateway over servers in memory, with the clients `anna` and `bert`, whose tokens are `token-of-<name>-0123456789`. */
export async function startRig({
  servers: given = { one: echoServer('one') },
  clock = systemClock,
  listen = true,
  aliases = [],
  tasks = { load: () => [], put() {}, remove() {} },
  answered = () => {},
  logger = silentLogger,
}: RigOptions = {}): Promise<Rig> {
  const servers = new Map(Object.entries(given));
  const lists = new Map<string, ServerLists>();
  const tokens = new Map(['anna', 'bert'].map((name) => [`token-of-${name}-0123456789`, name]));
  const rig: Omit<Rig, 'gateway' | 'port' | 'url' | 'close'> = {
    seen: [],
    intents: [],
    followed: [],
    notified: [],
    released: [],
    told: new Set(),
    hidden: new Set(),
    judge: {},
    servers,
    aliases,
    tokens,
    refreshed: [],
    options: { maxRequestBytes: 4 * 1024 * 1024, callTimeoutMs: 5000 },
  };
  let serial = 0;

  const corridor: Corridor = {
    async handle(intent, forward) {
      rig.intents.push(intent);
      const own = rig.judge.handle?.(intent);
      if (own) return own;
      if (
        intent.method === 'tools/call' &&
        (rig.hidden.has(`${intent.server}/${intent.tool}`) || !servers.get(intent.server)?.tools.some(({ name }) => name === intent.tool))
      ) {
        return { kind: 'error', code: -32602, message: `Unknown tool: ${intent.tool}` };
      }
      try {
        return { kind: 'answer', answer: await forward(intent.params, rig.options.callTimeoutMs, intent.signal) };
      } catch (fault) {
        if (fault instanceof NeverSent)
          return {
            kind: 'result',
            result: { isError: true, content: [{ type: 'text', text: `[TOOLGATE UNAVAILABLE] ${fault.message}` }] },
          };
        if (fault instanceof CallCancelled) return { kind: 'error', code: -32000, message: 'cancelled' };
        throw fault;
      }
    },
    async follow(intent, forward) {
      rig.followed.push(intent);
      return (
        rig.judge.stopped?.(intent.method) ?? {
          kind: 'answer',
          answer: await forward(intent.params, rig.options.callTimeoutMs, intent.signal),
        }
      );
    },
    shows: (_caller, server, _kind, name) => !rig.hidden.has(`${server}/${name}`),
  };

  const upstreams: Upstreams = {
    async acquire(server, owner) {
      const fake = servers.get(server);
      if (!fake || fake.down !== undefined) return fail('upstream.down', fake?.down ?? `there is no server ${server}`);
      return ok({
        server,
        initializeResult: fake.initializeResult,
        async request(method, params, options) {
          const request: FakeRequest = { server, method, params, owner, options };
          rig.seen.push(request);
          if (options.signal.aborted) throw new CallCancelled('aborted');
          const answer = answerOf(++serial, await Promise.race([run(fake, request), aborted(options.signal)]));
          answered(answer);
          return answer;
        },
        notify: (method, params) => void rig.notified.push({ server, method, params }),
        tells: (uri) => rig.told.has(uri),
        release: () => void rig.released.push(server),
      });
    },
    lists: (server) => lists.get(server),
    knows: () => true,
    offering: (server, { capabilities }) => servers.get(server)?.offering?.(capabilities),
    async refresh(server) {
      rig.refreshed.push(server);
      const fake = servers.get(server);
      await fake?.starting;
      if (!fake || fake.down !== undefined)
        return fail('upstream.down', fake?.down ?? `there is no server ${server}`, 'Look at its output in Toolgate');
      const { initializeResult, tools, prompts = [], resources = [], resourceTemplates = [] } = fake;
      const taken: ServerLists = {
        server,
        initializeResult,
        tools,
        prompts,
        resources,
        resourceTemplates,
        atMs: 0,
        partial: false,
        leftOut: [],
      };
      lists.set(server, taken);
      return ok(taken);
    },
  };

  let ids = 0;
  const gateway = createGateway({
    corridor,
    upstreams,
    servers: {
      list: () => [...servers.keys()].map((name) => ({ name, slug: name.slice(0, 8).toLowerCase() })),
      has: (name) => servers.has(name),
    },
    clients: {
      byToken: (token) => {
        const name = tokens.get(token);
        return name === undefined ? undefined : { name };
      },
      seen() {},
      proofFor(client, message) {
        const token = [...tokens].find(([, name]) => name === client)?.[0];
        return token === undefined ? undefined : createHmac('sha256', createHash('sha256').update(token).digest()).update(message).digest();
      },
    },
    aliases: { load: () => aliases, put: (entry) => void aliases.push(entry) },
    taskStore: tasks,
    clock,
    ids: { next: (prefix) => `${prefix}_${++ids}`, token: () => randomBytes(32).toString('base64url') },
    logger,
    options: () => rig.options,
    version: '0.0.0',
  });
  const listening = listen ? await gateway.listenHttp(0) : ok({ port: 0, url: '' });
  if (!listening.ok) throw new Error(listening.error.message);
  return { ...rig, ...listening.value, gateway, close: () => gateway.close() };
}

async function run(fake: FakeServer, request: FakeRequest): Promise<unknown> {
  if (fake.answer) return fake.answer(request);
  return { content: [{ type: 'text', text: stringify(request.params?.['arguments'] ?? null) }] };
}

const aborted = (signal: RequestOptions['signal']): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new CallCancelled('aborted')));
  });

function answerOf(id: number, outcome: unknown): Answer {
  const error = outcome instanceof RpcError;
  const text = error ? stringify(outcome.body) : outcome instanceof RawResult ? outcome.text : JSON.stringify(outcome);
  const head = '{"jsonrpc":"2.0","id":';
  const bytes = Buffer.from(`${head}${id},"${error ? 'error' : 'result'}":${text}}`);
  return {
    ...{ kind: error ? 'error' : 'result', bytes, idStart: head.length, idEnd: head.length + String(id).length },
    release: bytes.length < 64 * 1024 ? undefined : () => giveBack([bytes]),
  };
}

export const tokenOf = (name: string): string => `token-of-${name}-0123456789`;

/** A raw HTTP conversation: what a hostile or plain client does. */
export interface Wire {
  session: string | undefined;
  post(
    body: string | Buffer,
    headers?: Record<string, string>,
  ): Promise<{ status: number; headers: Headers; text: string; json: JsonValue | undefined }>;
  call(method: string, params?: unknown, id?: unknown): Promise<JsonObject>;
}

export function wire(rig: Pick<Rig, 'port'>, { path = '/mcp/one', client = 'anna' }: { path?: string; client?: string } = {}): Wire {
  const self: Wire = {
    session: undefined,
    async post(body, headers = {}) {
      const response = await fetch(`http://127.0.0.1:${rig.port}${path}`, {
        method: 'POST',
        body: typeof body === 'string' ? body : new Uint8Array(body),
        headers: {
          authorization: `Bearer ${tokenOf(client)}`,
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          ...(self.session === undefined ? {} : { 'mcp-session-id': self.session }),
          ...headers,
        },
      });
      const text = await response.text();
      const parsed: Result<JsonValue> = parseStrict(text);
      return { status: response.status, headers: response.headers, text, json: parsed.ok ? parsed.value : undefined };
    },
    async call(method, params, id = 1) {
      const { json, text } = await self.post(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
      if (!isJsonObject(json)) throw new Error(`no JSON object: ${text}`);
      return json;
    },
  };
  return self;
}

export async function handshake(
  rig: Pick<Rig, 'port'>,
  options: { path?: string; client?: string; version?: string; capabilities?: JsonObject } = {},
): Promise<Wire & { greeting: JsonObject }> {
  const self = wire(rig, options);
  const { headers, json } = await self.post(
    JSON.stringify({
      jsonrpc: '2.0',
      id: 0,
      method: 'initialize',
      params: {
        protocolVersion: options.version ?? '2025-11-25',
        capabilities: options.capabilities ?? {},
        clientInfo: { name: 'wire', version: '1' },
      },
    }),
  );
  self.session = headers.get('mcp-session-id') ?? undefined;
  return Object.assign(self, { greeting: json as JsonObject });
}

export const message = (method: string, params?: JsonObject): ServerMessage => ({ method, params });
