import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { testElectron } from '../../build/test-electron.mjs';
import { until } from '../support/until.js';
import { buildShellApp } from './shell-app/build.mjs';
import { startShell, type Shell } from './shell-app/shell.js';

describe('windows and processes', () => {
  let shell: Shell | undefined;
  afterEach(async () => {
    await shell?.close();
    shell = undefined;
  });

  it('opens one window at a useful size, and no smaller than its page needs', async () => {
    shell = await startShell();
    await shell.page('overview');
    const [window, ...others] = await until('a visible window', async () =>
      (await shell?.openWindows())?.[0]?.visible ? shell?.openWindows() : undefined,
    );
    expect(others).toEqual([]);
    expect(window).toMatchObject({ title: 'Toolgate', bounds: { width: 1120, height: 740 } });
    expect(await shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getMinimumSize())).toEqual([880, 560]);
  });

  it('destroys the window when it is closed, goes on running, and comes back where it was', async () => {
    shell = await startShell();
    const page = await shell.page('overview');
    await until('visible', async () => (await shell?.openWindows())?.[0]?.visible);
    await shell.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 30, width: 1000, height: 600 }),
    );
    await shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await until('no window', async () => (await shell?.openWindows())?.length === 0);
    await until('the page is gone', () => page.isClosed());
    expect(await shell.app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(0);
    await shell.app.evaluate(({ app }) => void app.emit('activate'));
    await shell.page('overview');
    expect((await shell.openWindows())[0]?.bounds).toMatchObject({ width: 1000, height: 600 });
  });

  it('does not wander by the width of its frame each time it opens', async () => {
    shell = await startShell();
    const { dataDir, app } = shell;
    const remembered = () => (JSON.parse(readFileSync(join(dataDir, 'desktop/windows.json'), 'utf8')) as { main: { y: number } }).main;
    const lowerThan = (y: number) => until(`a window below ${y}`, async () => ((await shell?.openWindows())?.[0]?.bounds.y ?? 0) > y);
    const close = async () => {
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
      await until('no window', async () => (await shell?.openWindows())?.length === 0);
    };
    await until('visible', async () => (await shell?.openWindows())?.[0]?.visible);
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setBounds({ x: 120, y: 80, width: 900, height: 560 }));
    await lowerThan(80);
    await close();
    const first = remembered();
    await app.evaluate((electron) => void electron.app.emit('activate'));
    await lowerThan(first.y);
    await close();
    expect(remembered()).toEqual(first);
  });

  it('starts in the tray alone when asked to', async () => {
    shell = await startShell({ args: ['--hidden'] });
    await until('the shell runs', () => shell?.app.evaluate(() => 'shell' in globalThis));
    expect(await shell.openWindows()).toEqual([]);
    expect(shell.app.windows()).toEqual([]);
  });

  it('runs once per data folder: a second start brings the first one up and ends with 0', async () => {
    shell = await startShell({ args: ['--hidden'] });
    await until('the shell runs', () => shell?.app.evaluate(() => 'shell' in globalThis));
    const { app, env } = await buildShellApp();
    const second = spawn(await testElectron(), ['--no-sandbox', '--disable-gpu', app, '--data-dir', shell.dataDir], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    second.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const code = await new Promise<number | null>((resolve) => second.on('exit', resolve));
    expect(code).toBe(0);
    expect(said).toContain('already running');
    await shell.page('overview');
  });

  it('says at once, in one line, that its data folder cannot be made', async () => {
    const { app, env } = await buildShellApp();
    const passing = mkdtempSync(join(tmpdir(), 'toolgate-tmp-'));
    const missing = process.platform === 'linux' ? '/proc/toolgate/data' : join(process.execPath, 'data');
    const started = spawn(await testElectron(), ['--no-sandbox', '--disable-gpu', app, '--data-dir', missing], {
      env: { ...process.env, ...env, HOME: passing, TMPDIR: passing },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    started.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    try {
      await until('the reason', () => /^Toolgate could not start: .*$/m.exec(said)?.[0]).then((line) =>
        expect(line).toContain(`The data folder ${missing} cannot be used: `),
      );
    } finally {
      const gone = new Promise((resolve) => started.on('exit', resolve));
      started.kill('SIGKILL');
      await gone;
      rmSync(passing, { recursive: true, force: true });
    }
  });

  it('keeps its files to the user: folder 0700, settings and log 0600', async () => {
    shell = await startShell();
    const { dataDir } = shell;
    await shell.app.evaluate(() => {
      const { ports } = (
        globalThis as unknown as {
          shell: {
            ports: {
              settingsStore: { write(d: object): void };
              secretStore: { set(k: string, v: string): void };
              logger: { info(e: string): void };
            };
          };
        }
      ).shell;
      ports.settingsStore.write({ version: 1, servers: [] });
      ports.secretStore.set('server/x/env/TOKEN', 'value');
      ports.logger.info('test.line');
    });
    const mode = (name: string): string => (statSync(join(dataDir, name)).mode & 0o777).toString(8);
    expect([mode('.'), mode('settings.json'), mode('secrets.json'), mode('desktop.log')]).toEqual(['700', '600', '600', '600']);
    expect(JSON.parse(readFileSync(join(dataDir, 'settings.json'), 'utf8'))).toEqual({ version: 1, servers: [] });
  });

  it('replaces settings whole, and says so when the file is no JSON', async () => {
    shell = await startShell();
    const path = join(shell.dataDir, 'settings.json');
    const store = (act: 'read' | 'write', document?: object): Promise<unknown> =>
      (shell as Shell).app.evaluate(
        (_electron, [what, value]) => {
          const { settingsStore } = (
            globalThis as unknown as { shell: { ports: { settingsStore: { read(): unknown; write(d: object): void } } } }
          ).shell.ports;
          try {
            return what === 'read' ? settingsStore.read() : settingsStore.write(value ?? {});
          } catch (error) {
            return `fault: ${(error as Error).name}`;
          }
        },
        [act, document] as const,
      );
    expect(await store('read')).toBeUndefined();
    await store('write', { a: 1, 'x.y': 2 });
    await store('write', { b: 2 });
    expect(await store('read')).toEqual({ b: 2 });
    writeFileSync(path, '{ not json');
    expect(await store('read')).toBe('fault: SyntaxError');
    await store('write', { c: 3 });
    expect(await store('read')).toEqual({ c: 3 });
  });

  it('takes in the secrets that the command line left while it was closed', async () => {
    shell = await startShell();
    const { dataDir } = shell;
    writeFileSync(join(dataDir, 'secrets.json'), JSON.stringify({ version: 1, values: { 'server/a/env/OLD': { plain: 'old' } } }), {
      mode: 0o600,
    });
    writeFileSync(join(dataDir, 'secrets.intake.json'), JSON.stringify({ version: 1, values: { 'server/a/env/NEW': { plain: 'new' } } }), {
      mode: 0o600,
    });
    await shell.app.close();
    shell = await startShell({ dataDir });
    const found = await shell.app.evaluate(() => {
      const { secretStore } = (
        globalThis as unknown as {
          shell: { ports: { secretStore: { keys(p: string): string[]; get(k: string): string; place: { caution?: string } } } };
        }
      ).shell.ports;
      return { values: secretStore.keys('server/').map((key) => [key, secretStore.get(key)]), caution: secretStore.place.caution };
    });
    expect(found.values).toEqual([
      ['server/a/env/NEW', 'new'],
      ['server/a/env/OLD', 'old'],
    ]);
    expect(found.caution).toContain('no keyring');
    expect(existsSync(join(dataDir, 'secrets.intake.json'))).toBe(false);
  });
});
