import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { openBrowserFace, type BrowserFace } from '../../../electron/headless/browser-face.js';
import type { Core } from '../../../electron/core/public.js';

let face: BrowserFace | undefined;
let root = '';
afterEach(async () => {
  await face?.close();
  rmSync(root, { recursive: true, force: true });
});

/** one raw request line, which no client library would send; the status that comes back */
const status = (port: number, target: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(`GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`),
    );
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    socket.on('error', reject);
    socket.on('close', () => resolve(text.split(' ')[1] ?? 'nothing'));
  });

describe('the interface in a browser', () => {
  it('refuses an address that is none, and goes on: any web page may make a browser ask for one', async () => {
    root = mkdtempSync(join(tmpdir(), 'toolgate-face-'));
    writeFileSync(join(root, 'index.html'), '<!doctype html>');
    const opened = await openBrowserFace({ core: {} as Core, root });
    if (!opened.ok) throw new Error(opened.error.message);
    face = opened.value;
    const port = Number(new URL(face.url).port);
    // the page itself holds nothing: anybody may have it, and nobody more without a key
    for (const target of ['//', 'http://', '//[', '/\\\\[', 'http://[/'])
      expect(['200', '400', '404']).toContain(await status(port, target));
    expect(await status(port, '/')).toBe('200');
    expect(await status(port, '/signal')).toBe('401');
  });

  it.runIf(process.platform === 'linux')('ends an answer whose file cannot be read, and goes on', async () => {
    root = mkdtempSync(join(tmpdir(), 'toolgate-face-'));
    writeFileSync(join(root, 'index.html'), '<!doctype html>');
    // a file, and reading its beginning fails
    symlinkSync('/proc/self/mem', join(root, 'broken.js'));
    const opened = await openBrowserFace({ core: {} as Core, root });
    if (!opened.ok) throw new Error(opened.error.message);
    face = opened.value;
    const port = Number(new URL(face.url).port);
    await status(port, '/broken.js').catch(() => undefined);
    expect(await status(port, '/')).toBe('200');
  });

  it('lets a page go that does not read its news, before they fill the memory', async () => {
    root = mkdtempSync(join(tmpdir(), 'toolgate-face-'));
    writeFileSync(join(root, 'index.html'), '<!doctype html>');
    let tell: (signal: unknown) => void = () => {};
    let told = 0;
    let ended = false;
    const board = {
      subscribe(listener: (signal: unknown) => void) {
        tell = listener;
        return () => void (ended = true);
      },
    };
    const opened = await openBrowserFace({ core: { board } as unknown as Core, root });
    if (!opened.ok) throw new Error(opened.error.message);
    face = opened.value;
    const { origin, port, hash } = new URL(face.url);
    const signedIn = await fetch(`${origin}/session`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: JSON.stringify({ token: hash.slice('#token='.length) }),
    });
    const { key } = (await signedIn.json()) as { key: string };
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => {});
    socket.write(`GET /signal HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${key}\r\n\r\n`);
    await once(socket, 'readable');
    const news = 'x'.repeat(1024 * 1024);
    while (!ended && told < 64) {
      tell({ news });
      told += 1;
      await nextTurn();
    }
    socket.destroy();
    expect(told).toBeLessThan(64);
  });
});
