import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'vitest';
import { run, serve } from './cli.js';

const counter = join(import.meta.dirname, '..', 'fixtures', 'servers', 'counter.mjs');
/** the same few ids for everybody, of both kinds, some beyond 2^53 */
const ids = ['1', '"1"', '2', '"2"', '9007199254740993', '"é"', '-7', '0'];
const clients = 20;

/**
 * The running gate with one server on standard streams and one over HTTP, each shared by twenty clients that send `calls` calls in all under
 * colliding ids. Each answer must be its caller's own, and the servers must have been told everything exactly once.
 */
export async function interleavedCalls(calls: number): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'interleaved-'));
  const dataDir = join(root, 'data');
  const cli = async (...args: string[]) => {
    const ran = await run(dataDir, args);
    expect(ran.code, ran.err).toBe(0);
    return ran;
  };
  const remote = spawn(process.execPath, [counter, '--http', '--seed=7'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  let serving: Awaited<ReturnType<typeof serve>> | undefined;
  try {
    const port = await new Promise<string>((resolve) => createInterface({ input: remote.stdout }).once('line', resolve));
    writeFileSync(join(root, 'policy.json'), JSON.stringify({ version: '1', default: 'allow' }));
    await cli('policy', 'set', join(root, 'policy.json'));
    await cli('server', 'add', 'local', '--', process.execPath, counter, '--seed=3');
    await cli('server', 'add', 'remote', '--url', `http://127.0.0.1:${port}/mcp`);
    const tokens: string[] = [];
    for (let i = 0; i < clients; i++) tokens.push((await cli('--json', 'client', 'add', `client${i}`)).json<{ token: string }>().token);
    serving = await serve(dataDir);
    const base = new URL(serving.url);

    const post = (path: string, token: string, session: string | undefined, body: string) =>
      new Promise<{ text: string; session: string }>((resolve, reject) => {
        const headers = {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          ...(session === undefined ? {} : { 'mcp-session-id': session }),
        };
        const sent = request({ host: base.hostname, port: base.port, path, method: 'POST', agent, headers }, (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => (text += chunk));
          response.on('end', () => resolve({ text, session: String(response.headers['mcp-session-id']) }));
        });
        sent.on('error', reject);
        sent.end(body);
      });
    const open = async (path: string, token: string) =>
      (
        await post(
          path,
          token,
          undefined,
          '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}',
        )
      ).session;
    const sessions = await Promise.all(
      tokens.map(async (token, i) => {
        const server = i % 4 < 2 ? 'local' : 'remote';
        const path = i % 2 === 0 ? `/mcp/${server}` : '/mcp';
        return { path, token, tool: i % 2 === 0 ? 'say' : `${server}__say`, id: await open(path, token) };
      }),
    );
    const each = calls / clients;
    const wrong: string[] = [];
    let right = 0;
    await Promise.all(
      sessions.flatMap(({ path, token, tool, id: session }, s) =>
        ids.map(async (id, lane) => {
          for (let n = lane; n < each; n += ids.length) {
            const canary = `c${s}-${n}`;
            const { text } = await post(
              path,
              token,
              session,
              `{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{"name":"${tool}","arguments":{"canary":"${canary}"}}}`,
            );
            if (text === `{"jsonrpc":"2.0","id":${id},"result":{"content":[{"type":"text","text":"${canary}"}]}}`) right++;
            else wrong.push(text.slice(0, 300));
          }
        }),
      ),
    );
    expect(wrong).toEqual([]);
    expect(right).toBe(calls);
    const token = tokens[0] as string;
    const counts = await Promise.all(
      ['local', 'remote'].map(async (server) => {
        const session = await open(`/mcp/${server}`, token);
        const { text } = await post(
          `/mcp/${server}`,
          token,
          session,
          '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"count","arguments":{}}}',
        );
        return (JSON.parse(text) as { result: { structuredContent: { different: number; most: number } } }).result.structuredContent;
      }),
    );
    expect(counts).toEqual([
      { different: calls / 2, most: 1 },
      { different: calls / 2, most: 1 },
    ]);
  } finally {
    agent.destroy();
    await serving?.stop();
    remote.kill();
    rmSync(root, { recursive: true, force: true });
  }
}
