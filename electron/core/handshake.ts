import { fail, ok, type Result } from '../../shared/result.js';

const WITHIN_MS = 15_000;
const PROTOCOL = '2025-06-18';

/** Greets the gate as an application would, through HTTP with the client's token, and says goodbye. `server` undefined: all of them. */
export async function handshake(port: number, token: string, server: string | undefined, name: string): Promise<Result<void>> {
  const url = `http://127.0.0.1:${port}/mcp${server === undefined ? '' : `/${encodeURIComponent(server)}`}`;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  const params = { protocolVersion: PROTOCOL, capabilities: {}, clientInfo: { name, version: '1' } };
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params }),
      signal: AbortSignal.timeout(WITHIN_MS),
    });
    const answer = await response.text();
    const session = response.headers.get('mcp-session-id');
    if (session !== null)
      await fetch(url, {
        method: 'DELETE',
        headers: { ...headers, 'mcp-session-id': session, 'mcp-protocol-version': PROTOCOL },
        signal: AbortSignal.timeout(WITHIN_MS),
      }).catch(() => undefined);
    if (response.ok && /"result"\s*:/.test(answer)) return ok(undefined);
    return fail('NO_ANSWER', /"message"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(answer)?.[1] ?? `the gate answered ${response.status}`);
  } catch (error) {
    return fail(
      'NO_ANSWER',
      error instanceof Error && error.name === 'TimeoutError' ? `no answer within ${WITHIN_MS / 1000} seconds` : 'the gate did not answer',
    );
  }
}
