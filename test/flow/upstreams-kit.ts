import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isJsonObject, type JsonObject } from '../../shared/json/json.js';
import { parseStrict } from '../../shared/json/parse-strict.js';
import type { ServerConfig, TransportConfig } from '../../shared/model/views.js';
import { fail, ok, type Result } from '../../shared/result.js';
import { systemClock } from '../../electron/core/ports/clock.js';
import { silentLogger } from '../../electron/core/ports/logger.js';
import type { Answer, OwnReply, ServerMessage } from '../../electron/core/ports/messages.js';
import type { RequestOptions, ServerLists, SessionOwner, UpstreamLink } from '../../electron/core/ports/upstreams.js';
import { createUpstreams, type UpstreamsDeps } from '../../electron/core/upstreams/create-upstreams.js';

export const trickster = resolve('test/fixtures/servers/trickster.mjs');
export const scratch = (): string => mkdtempSync(join(tmpdir(), 'toolgate-upstreams-'));
export const npmServer = (name: string): string => resolve('node_modules/@modelcontextprotocol', name, 'dist/index.js');
export const linesOf = (file: string): string[] => {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean);
  } catch {
    return [];
  }
};

export const server = (name: string, transport: TransportConfig, more: Partial<ServerConfig> = {}): ServerConfig => ({
  ...{ name, slug: name.slice(0, 8), transport, enabled: true, trusted: false, instances: 'auto' as const, addedAtMs: 0 },
  ...more,
});
export const node = (name: string, args: string[], more: Partial<ServerConfig> = {}): ServerConfig =>
  server(name, { kind: 'stdio', command: process.execPath, args, envNames: [] }, more);

export function openUpstreams(configs: ServerConfig[], more: Partial<UpstreamsDeps> = {}) {
  const lists: ServerLists[] = [];
  const states: string[] = [];
  const limits = { maxAnswerBytes: 64 * 1024 * 1024 };
  const upstreams = createUpstreams({
    ...{
      config: (name) => configs.find((each) => each.name === name),
      secrets: () => ({ env: {}, headers: {}, missing: [] }),
      mayLaunch: () => ok(undefined),
    },
    ...{ clock: systemClock, logger: silentLogger, options: () => limits, version: '9.9.9', random: () => 0, covered: (said) => said },
    onState: (name) => states.push(`${name} ${upstreams.status(name).state}`),
    onLists: (_name, taken) => lists.push(taken),
    ...more,
  });
  return { upstreams, lists, states, limits };
}

export interface Told {
  readonly message: ServerMessage;
  readonly relatedTo: string | undefined;
}

export function owner(
  session: string,
  capabilities: JsonObject = {},
  reply: (message: ServerMessage, signal: AbortSignal) => Promise<OwnReply> | OwnReply = () => ({
    kind: 'error',
    code: -32601,
    message: 'no',
  }),
) {
  const notified: Told[] = [];
  const asked: Told[] = [];
  const parted: string[] = [];
  const made: SessionOwner = {
    ...{ client: `client-${session}`, session, clientInfo: { name: session }, capabilities, protocolVersion: '2025-11-25' },
    notified: (_server, message, relatedTo) => void notified.push({ message, relatedTo }),
    async asked(_server, message, relatedTo, signal) {
      asked.push({ message, relatedTo });
      return reply(message, signal);
    },
    parted: (server) => void parted.push(server),
  };
  return { owner: made, notified, asked, parted };
}

let keys = 0;
export const opts = (more: Partial<RequestOptions> = {}): RequestOptions => ({
  requestKey: `k${++keys}`,
  timeoutMs: 10_000,
  signal: new AbortController().signal,
  ...more,
});
export const call = (link: UpstreamLink, name: string, args: JsonObject = {}, more: Partial<RequestOptions> = {}): Promise<Answer> =>
  link.request('tools/call', { name, arguments: args }, opts(more));

export function bodyOf(answer: Answer): JsonObject {
  const parsed = parseStrict(answer.bytes);
  if (!parsed.ok || !isJsonObject(parsed.value)) throw new Error('the answer is no JSON object');
  return parsed.value;
}
export function textOf(answer: Answer): string {
  const { result } = bodyOf(answer) as { result?: { content?: { text?: string }[] } };
  return result?.content?.[0]?.text ?? JSON.stringify(bodyOf(answer));
}
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}
export const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

export { fail, ok };
