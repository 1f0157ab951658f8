import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../../support/until.js';
import { full, handshake, startRig, tokenOf, type Rig } from './fakes.js';

let rig: Rig;
afterEach(() => rig.close());

describe('cancelling', () => {
  it('reaches the server, answers nothing more, and frees the id', async () => {
    const aborted: string[] = [];
    rig = await startRig({
      servers: {
        one: full('one', {
          answer: ({ options, params }) =>
            params?.['arguments']
              ? { content: [] }
              : new Promise((_, reject) =>
                  options.signal.addEventListener('abort', () => (aborted.push(options.requestKey), reject(new Error('aborted')))),
                ),
        }),
      },
    });
    const client = await handshake(rig);
    const hanging = client.post('{"jsonrpc":"2.0","id":"1","method":"tools/call","params":{"name":"echo"}}');
    await until('the call', () => rig.seen.length === 1);
    await client.post('{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}');
    expect(aborted).toEqual([]);
    await client.post('{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"1","reason":"enough"}}');
    expect((await hanging).text).toBe('');
    expect(aborted).toHaveLength(1);
    expect(await client.call('tools/call', { name: 'echo', arguments: {} }, '1')).toMatchObject({ id: '1', result: {} });
  });

  it('is not what a lost connection means', async () => {
    let finish: (() => void) | undefined;
    rig = await startRig({
      servers: { one: full('one', { answer: () => new Promise((resolve) => (finish = () => resolve({ content: [] }))) }) },
    });
    const client = await handshake(rig);
    const leave = new AbortController();
    const lost = fetch(`${rig.url}/one`, {
      method: 'POST',
      signal: leave.signal,
      headers: {
        authorization: `Bearer ${tokenOf('anna')}`,
        'content-type': 'application/json',
        accept: '*/*',
        'mcp-session-id': client.session ?? '',
      },
      body: '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo"}}',
    });
    await until('the call', () => rig.seen.length === 1);
    leave.abort();
    await expect(lost).rejects.toThrow();
    expect((await client.post('{"jsonrpc":"2.0","id":2,"method":"ping"}')).status).toBe(200);
    expect(rig.seen[0]?.options.signal.aborted).toBe(false);
    finish?.();
  });

  it('refuses a second request under an id that is still running, and never mixes answers', async () => {
    const finish = new Map<string, () => void>();
    rig = await startRig({
      servers: {
        one: full('one', {
          answer: ({ params }) =>
            new Promise((resolve) =>
              finish.set(String((params?.['arguments'] as { n: string }).n), () =>
                resolve({ n: (params?.['arguments'] as { n: string }).n }),
              ),
            ),
        }),
      },
    });
    const [anna, bert] = [await handshake(rig), await handshake(rig, { client: 'bert' })];
    const call = (client: typeof anna, id: unknown, n: string) => client.call('tools/call', { name: 'echo', arguments: { n } }, id);
    const running = [call(anna, 1, 'a1'), call(anna, '1', 'aS'), call(bert, 1, 'b1'), call(bert, 2, 'b2')];
    await until('four calls', () => finish.size === 4);
    expect(await call(anna, 1, 'again')).toMatchObject({ id: 1, error: { code: -32600 } });
    for (const n of ['b2', 'b1', 'aS', 'a1']) finish.get(n)?.();
    expect(await Promise.all(running)).toEqual([
      { jsonrpc: '2.0', id: 1, result: { n: 'a1' } },
      { jsonrpc: '2.0', id: '1', result: { n: 'aS' } },
      { jsonrpc: '2.0', id: 1, result: { n: 'b1' } },
      { jsonrpc: '2.0', id: 2, result: { n: 'b2' } },
    ]);
  });
});
