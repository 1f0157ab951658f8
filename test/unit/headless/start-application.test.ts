import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isListening, startCommand } from '../../../electron/headless/start-application.js';

const facts = {
  execPath: '/opt/Toolgate/toolgate-desktop',
  appPath: '/opt/Toolgate/resources/app.asar',
  electron: true,
  appImage: undefined,
  asRoot: false,
};

describe('connect --start', () => {
  it('starts the packaged application itself, in the tray', () => {
    expect(startCommand(facts)).toEqual(['/opt/Toolgate/toolgate-desktop', '--hidden']);
    expect(startCommand({ ...facts, asRoot: true })).toEqual(['/opt/Toolgate/toolgate-desktop', '--no-sandbox', '--hidden']);
  });

  it('starts the AppImage, not what is mounted from it', () => {
    expect(startCommand({ ...facts, appImage: '/home/me/Toolgate.AppImage' })[0]).toBe('/home/me/Toolgate.AppImage');
  });

  it('starts a checkout with Node by its start script, with Electron by its folder', () => {
    expect(startCommand({ ...facts, electron: false, execPath: '/usr/bin/node', appPath: '/src/toolgate' })).toEqual([
      '/usr/bin/node',
      '/src/toolgate/build/start.mjs',
      '--hidden',
    ]);
    expect(startCommand({ ...facts, execPath: '/e/electron', appPath: '/src/toolgate', appImage: '/some/other.AppImage' })).toEqual([
      '/e/electron',
      '/src/toolgate',
      '--hidden',
    ]);
  });

  describe('looks whether somebody listens', () => {
    let folder: string;
    beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'tg-'))));
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    it('and takes neither a missing socket nor a file left behind for a gateway', async () => {
      const path = join(folder, 's');
      expect(await isListening(path)).toBe(false);
      writeFileSync(path, '');
      expect(await isListening(path)).toBe(false);
      rmSync(path);
      const server = createServer((socket) => socket.end());
      await new Promise<void>((resolve) => server.listen(path, resolve));
      expect(await isListening(path)).toBe(true);
      await new Promise((resolve) => server.close(resolve));
    });
  });
});
