import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { openLoopback, type LoopbackListener } from '../../../electron/core/upstreams/oauth/loopback.js';

let listener: LoopbackListener | undefined;
afterEach(() => listener?.close());

/** the status line that a request is answered with */
async function ask(port: number, target: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.end(`GET ${target} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: close\r\n\r\n`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return answer.toString('latin1').split('\r\n')[0] ?? '';
}

test.each(['//', 'http://', '//[', '/callback//', 'http://127.0.0.1:99999/callback', '*'])(
  'a visit to %s, which is no address of ours, is answered as one to nowhere, and the sign-in goes on',
  async (target) => {
    listener = await openLoopback();
    const port = Number(new URL(listener.redirectUri).port);
    expect(await ask(port, target)).toMatch(/^HTTP\/1\.1 404 /);
    expect(await ask(port, '/callback?code=c&state=s')).toMatch(/^HTTP\/1\.1 200 /);
    expect((await listener.visited).get('code')).toBe('c');
  },
);
