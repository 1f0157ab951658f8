import { Agent, request } from 'node:http';
import type { Outcome } from './agents.js';

/** A client that writes its own HTTP: for many calls at once, and for bodies and headers that no honest client sends. */
export interface RawAgent {
  /** posts `body` as it stands; `headers` win over the usual ones */
  post(body: string | Buffer, headers?: Readonly<Record<string, string>>): Promise<{ status: number; text: string }>;
  /** an honest tools/call */
  call(tool: string, args: Readonly<Record<string, unknown>>): Promise<Outcome>;
  close(): void;
}

/** Opens a session at `url` (`…/mcp/<server>` or `…/mcp`) with a client's token. */
export async function rawAgent(url: string, token: string): Promise<RawAgent> {
  const { hostname, port, pathname } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: 250 });
  const usual: Record<string, string> = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  };
  let ids = 0;
  const send = (body: string | Buffer, headers: Readonly<Record<string, string>>) =>
    new Promise<{ status: number; text: string; session: string | undefined }>((resolve, reject) => {
      const sent = request(
        {
          host: hostname,
          port,
          path: pathname,
          method: 'POST',
          agent,
          headers: { ...usual, ...headers, 'content-length': String(Buffer.byteLength(body)) },
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => (text += chunk));
          response.on('end', () => {
            const session = response.headers['mcp-session-id'];
            resolve({ status: response.statusCode ?? 0, text, session: typeof session === 'string' ? session : undefined });
          });
          response.on('error', reject);
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  const opened = await send(
    JSON.stringify({
      jsonrpc: '2.0',
      id: ++ids,
      method: 'initialize',
      params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'raw-agent', version: '1' } },
    }),
    {},
  );
  if (opened.status !== 200 || opened.session === undefined) throw new Error(`no session: ${String(opened.status)} ${opened.text}`);
  usual['mcp-session-id'] = opened.session;
  await send(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }), {});
  return {
    post: (body, headers = {}) => send(body, headers),
    async call(tool, args) {
      const { status, text } = await send(
        JSON.stringify({ jsonrpc: '2.0', id: ++ids, method: 'tools/call', params: { name: tool, arguments: args } }),
        {},
      );
      const message = messageIn(text);
      if (message === undefined) throw new Error(`HTTP ${String(status)}: ${text.slice(0, 200)}`);
      const { result, error } = message;
      if (result === undefined) throw new Error(error?.message ?? text);
      return {
        text: (result.content ?? []).map((block) => block.text ?? '').join('\n'),
        isError: result.isError === true,
        meta: result._meta,
      };
    },
    close: () => agent.destroy(),
  };
}

interface Reply {
  readonly result?: { readonly content?: { text?: string }[]; readonly isError?: boolean; readonly _meta?: Record<string, unknown> };
  readonly error?: { readonly code: number; readonly message: string };
}

/** The answer in a body that is JSON or an event stream. */
export function messageIn(text: string): Reply | undefined {
  const json = text.startsWith('{')
    ? text
    : text
        .split('\n')
        .filter((line) => line.startsWith('data: {'))
        .at(-1)
        ?.slice(6);
  return json === undefined ? undefined : (JSON.parse(json) as Reply);
}
