import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
});
