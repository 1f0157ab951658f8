import { afterEach, describe, expect, it } from 'vitest';
import type { SessionOwner } from '../../../electron/core/ports/upstreams.js';
import { until } from '../../support/until.js';
import { events } from './event-stream.js';
import { full, handshake, message, startRig, tokenOf, type Rig } from './fakes.js';

let rig: Rig;
afterEach(() => rig.close());

describe('the standalone stream', () => {
  it('is kept alive by a comment every 15 s, and says nothing of lists that the server never had', async () => {
    const timers: { ms: number; fn: () => void }[] = [];
    rig = await startRig({ clock: { nowMs: () => 0, monotonicMs: () => 0, after: (ms, fn) => (timers.push({ ms, fn }), () => {}) } });
    const client = await handshake(rig);
    const response = await fetch(`${rig.url}/one`, {
      headers: { authorization: `Bearer ${tokenOf('anna')}`, accept: 'text/event-stream', 'mcp-session-id': client.session ?? '' },
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reader = response.body?.getReader();
    const read = async () => Buffer.from((await reader?.read())?.value ?? []).toString();
    expect(await read()).toBe('retry: 2000\n\n');
    timers.find(({ ms }) => ms === 15_000)?.fn();
    expect(await read()).toBe(': still here\n\n');
    rig.gateway.visibilityChanged();
    expect(await read()).toBe('event: message\nid: g-1\ndata: {"jsonrpc":"2.0","method":"notifications/tools/list_changed"}\n\n');
    timers
      .filter(({ ms }) => ms === 15_000)
      .at(-1)
      ?.fn();
    expect(await read()).toBe(': still here\n\n');
    const elsewhere = await fetch(`${rig.url}/one`, {
      headers: { authorization: `Bearer ${tokenOf('anna')}`, accept: 'application/json', 'mcp-session-id': client.session ?? '' },
    });
    expect(elsewhere.status).toBe(406);
  });
});

describe('resuming', () => {
  it('delivers the rest of a broken stream behind Last-Event-ID, and of the standalone stream', async () => {
    let owner: SessionOwner | undefined;
    let finish: (() => void) | undefined;
    rig = await startRig({
      servers: {
        one: full('one', {
          answer: (request) => {
            owner = request.owner;
            request.options.onProgress?.({ progress: 1 });
            return new Promise((resolve) => (finish = () => (request.options.onProgress?.({ progress: 2 }), resolve({ done: true }))));
          },
        }),
      },
    });
    const client = await handshake(rig);
    const headers = {
      authorization: `Bearer ${tokenOf('anna')}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-session-id': client.session ?? '',
    };
    const leave = new AbortController();
    const first = await fetch(`${rig.url}/one`, {
      method: 'POST',
      headers,
      signal: leave.signal,
      body: '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","_meta":{"progressToken":"p"}}}',
    });
    const before = events(first);
    expect(await before.next()).toMatchObject({ params: { progress: 1 } });
    leave.abort();
    finish?.();
    await until('the end of the call', () => rig.gateway.sessions()[0]?.inFlight === 0);
    const second = events(await fetch(`${rig.url}/one`, { headers: { ...headers, 'last-event-id': before.lastId() } }));
    expect(await second.next()).toMatchObject({ params: { progress: 2 } });
    expect(await second.next()).toMatchObject({ id: 1, result: { done: true } });
    expect(await second.next()).toBeUndefined();

    owner?.notified('one', message('notifications/elicitation/complete', { elicitationId: 'e1' }), undefined);
    const stop = new AbortController();
    const standing = events(await fetch(`${rig.url}/one`, { headers, signal: stop.signal }));
    expect(await standing.next()).toMatchObject({ params: { elicitationId: 'e1' } });
    stop.abort();
    for (const id of ['e2', 'e3']) owner?.notified('one', message('notifications/elicitation/complete', { elicitationId: id }), undefined);
    const again = events(await fetch(`${rig.url}/one`, { headers: { ...headers, 'last-event-id': standing.lastId() } }));
    expect(await again.next()).toMatchObject({ params: { elicitationId: 'e2' } });
    expect(await again.next()).toMatchObject({ params: { elicitationId: 'e3' } });
    expect((await fetch(`${rig.url}/one`, { headers: { ...headers, 'last-event-id': 'nonsense!' } })).status).toBe(400);
  });
});
