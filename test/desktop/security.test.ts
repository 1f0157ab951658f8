import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attackReferences } from '../../shared/attack-references.js';
import { CONTENT_SECURITY_POLICY } from '../../shared/web.js';
import { until } from '../support/until.js';
import { startShell, type Shell } from './shell-app/shell.js';

interface PageGlobals {
  violations: string[];
  toolgate: { invoke(name: string, input: unknown): Promise<unknown> };
}

describe('the window is a locked room', () => {
  let shell: Shell;
  let page: Page;
  beforeAll(async () => {
    shell = await startShell();
    page = await shell.page('overview');
    await page.waitForSelector('h1');
  });
  afterAll(() => shell?.close());

  const stays = async (act: () => Promise<unknown>): Promise<void> => {
    await act().catch(() => undefined);
    await page.waitForTimeout(150);
    expect(page.url()).toMatch(/^app:\/\/toolgate\/index\.html#\//);
    expect((await shell.openWindows()).length).toBe(1);
  };

  it('runs every page sandboxed, isolated and without Node', async () => {
    const preferences = await shell.app.evaluate(({ webContents }) =>
      webContents
        .getAllWebContents()
        .map((contents) => (contents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences()),
    );
    expect(preferences.length).toBeGreaterThan(0);
    for (const preference of preferences)
      expect(preference).toMatchObject({
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        webviewTag: false,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        enableBlinkFeatures: '',
      });
    expect(
      await page.evaluate(() => [
        typeof (globalThis as Record<string, unknown>)['require'],
        typeof (globalThis as Record<string, unknown>)['process'],
        typeof (globalThis as Record<string, unknown>)['module'],
      ]),
    ).toEqual(['undefined', 'undefined', 'undefined']);
  });

  it('shows the page two functions and nothing else of Electron', async () => {
    const exposed = await page.evaluate(() =>
      Object.entries((globalThis as unknown as PageGlobals).toolgate).map(([name, value]) => `${name}: ${typeof value}`),
    );
    expect(exposed).toEqual(['invoke: function', 'onSignal: function']);
  });

  it('hands news to the page without an event object', async () => {
    await shell.publish('clients', []);
    await page.waitForFunction(() => (globalThis as unknown as { signals: unknown[] }).signals.length > 0);
    const keys = await page.evaluate(() => Object.keys((globalThis as unknown as { signals: object[] }).signals[0] ?? {}).sort());
    expect(keys).toEqual(['revision', 'topic', 'value']);
  });

  it('sends the content policy with every response, found or not', async () => {
    const answers = await page.evaluate(async () =>
      Promise.all(
        ['index.html', 'page.js', 'page.css', 'nothing-here'].map(async (path) => {
          const response = await fetch(`app://toolgate/${path}`);
          return [path, response.status, response.headers.get('content-security-policy'), response.headers.get('x-content-type-options')];
        }),
      ),
    );
    expect(answers).toEqual([
      ['index.html', 200, CONTENT_SECURITY_POLICY, 'nosniff'],
      ['page.js', 200, CONTENT_SECURITY_POLICY, 'nosniff'],
      ['page.css', 200, CONTENT_SECURITY_POLICY, 'nosniff'],
      ['nothing-here', 404, CONTENT_SECURITY_POLICY, 'nosniff'],
    ]);
  });

  it.each([
    [
      'inline script',
      'script-src',
      () => document.head.append(Object.assign(document.createElement('script'), { text: 'globalThis.injected = 1' })),
    ],
    [
      'remote script',
      'script-src',
      () => document.head.append(Object.assign(document.createElement('script'), { src: 'https://example.com/x.js' })),
    ],
    [
      'inline handler',
      'script-src',
      () => void document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="globalThis.injected = 1">'),
    ],
    ['eval', 'script-src', () => void setTimeout(() => new Function('globalThis.injected = 1')(), 0)],
    ['frame', 'frame-src', () => document.body.append(Object.assign(document.createElement('iframe'), { src: 'https://example.com' }))],
    ['remote picture', 'img-src', () => void (new Image().src = 'https://example.com/x.png')],
    ['remote request', 'connect-src', () => void fetch('https://example.com')],
  ])('does not let an injected %s run', async (_what, _directive, inject) => {
    const before = await page.evaluate(() => (globalThis as unknown as PageGlobals).violations.length);
    const threw = await page.evaluate(inject).then(
      () => false,
      () => true,
    );
    await expect
      .poll(async () => threw || (await page.evaluate(() => (globalThis as unknown as PageGlobals).violations.length)) > before)
      .toBe(true);
    expect(await page.evaluate(() => (globalThis as Record<string, unknown>)['injected'])).toBeUndefined();
  });

  it.each([
    'https://example.com/',
    'http://127.0.0.1:7411/mcp',
    'file:///etc/passwd',
    'data:text/html,<h1>x</h1>',
    'javascript:void(document.title="x")',
    'app://elsewhere/index.html',
    'chrome://gpu',
    'vscode://x',
  ])('does not navigate to %s', async (address) => {
    await stays(() => page.evaluate((to) => void (location.href = to), address));
    await stays(() => page.evaluate((to) => void window.open(to), address));
    await stays(() =>
      page.evaluate((to) => {
        const link = Object.assign(document.createElement('a'), { href: to, target: '_blank', textContent: 'x' });
        document.body.append(link);
        link.click();
        link.target = '';
        link.click();
        link.remove();
      }, address),
    );
  });

  it('opens where an attack is described in the browser of the person, and no other address', async () => {
    await shell.app.evaluate((electron) => {
      const opened: string[] = [];
      electron.shell.openExternal = async (address) => void opened.push(address);
      Object.assign(globalThis, { opened });
    });
    const known = attackReferences['tool-poisoning'];
    for (const address of [`${known}?x`, `${known}#x`, 'https://owasp.org/', known])
      await stays(() =>
        page.evaluate((to) => {
          const link = Object.assign(document.createElement('a'), { href: to, target: '_blank', rel: 'noopener noreferrer' });
          document.body.append(link);
          link.click();
          link.remove();
        }, address),
      );
    expect(await shell.app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)).toEqual([known]);
  });

  it('does not submit a form anywhere', async () => {
    await stays(() =>
      page.evaluate(() => {
        const form = Object.assign(document.createElement('form'), { action: 'https://example.com/', method: 'post' });
        document.body.append(form);
        form.submit();
      }),
    );
  });

  it('makes no webview', async () => {
    const made = await page.evaluate(() => {
      const view = document.createElement('webview');
      view.setAttribute('src', 'https://example.com');
      document.body.append(view);
      return view.constructor.name;
    });
    expect(made).toBe('HTMLElement');
    expect(await shell.app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1);
  });

  it('denies every permission a page can ask for', async () => {
    const answers = await page.evaluate(async () => {
      const refused = async (ask: () => unknown): Promise<string> => {
        try {
          await ask();
          return 'granted';
        } catch (error) {
          return error instanceof Error ? 'refused' : String(error);
        }
      };
      const nav = navigator as unknown as Record<string, { requestDevice(o: unknown): unknown; requestPort(): unknown }>;
      return {
        camera: await refused(() => navigator.mediaDevices.getUserMedia({ video: true })),
        microphone: await refused(() => navigator.mediaDevices.getUserMedia({ audio: true })),
        screen: await refused(() => navigator.mediaDevices.getDisplayMedia()),
        clipboardRead: await refused(() => navigator.clipboard.readText()),
        location: await refused(
          () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, () => reject(new Error('no')))),
        ),
        notifications: (await Notification.requestPermission()) === 'granted' ? 'granted' : 'refused',
        midi: await refused(() => navigator.requestMIDIAccess({ sysex: true })),
        usb: await refused(() => nav['usb']?.requestDevice({ filters: [] })),
        serial: await refused(() => nav['serial']?.requestPort()),
        hid: await refused(async () => {
          const devices = (await nav['hid']?.requestDevice({ filters: [] })) as unknown[];
          if (devices.length === 0) throw new Error('none');
        }),
      };
    });
    expect(Object.entries(answers).filter(([, answer]) => answer !== 'refused')).toEqual([]);
  });

  it('answers a command from its own window, and hands it to the core as from the window', async () => {
    const answer = await page.evaluate(() => (globalThis as unknown as PageGlobals).toolgate.invoke('gate.status', {}));
    expect(answer).toMatchObject({ ok: true, value: { mode: 'enforce' } });
    expect((await shell.commands()).at(-1)).toEqual({ name: 'gate.status', input: {}, door: 'window' });
  });

  it.each([
    ['our own page in a window that is not ours', 'app://toolgate/index.html'],
    ['a foreign page with our preload', 'data:text/html,<h1>rogue</h1>'],
    ['an empty page with our preload', 'about:blank'],
  ])('takes no command from %s', async (_who, address) => {
    const before = (await shell.commands()).length;
    const outcome = await shell.app.evaluate(
      async ({ BrowserWindow }, [url, preload]) => {
        const rogue = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true, contextIsolation: true } });
        try {
          await rogue.loadURL(url).catch(() => undefined);
          return (await rogue.webContents.executeJavaScript(
            "window.toolgate ? toolgate.invoke('approval.allow', { id: 'appr_1' }).then(() => 'carried out', (e) => String(e.message)) : 'no bridge'",
          )) as string;
        } finally {
          rogue.close();
        }
      },
      [address, await shellPreload(shell)] as const,
    );
    expect(outcome).toMatch(/own windows only|no bridge/);
    expect((await shell.commands()).length).toBe(before);
  });

  it('survives ten thousand senseless commands without one reaching a command that exists', async () => {
    const before = (await shell.commands()).length;
    const outcomes = await page.evaluate(async () => {
      const names: unknown[] = ['', 'constructor', '__proto__', 'gate', 'gate.', null, 7, {}, [], 'x'.repeat(1_000)];
      const inputs: unknown[] = [undefined, null, 0, '', [], { __proto__: null }, { id: 'x'.repeat(10_000) }];
      let refused = 0;
      for (let n = 0; n < 10_000; n += 100)
        refused += (
          await Promise.all(
            Array.from({ length: 100 }, (_, k) =>
              (globalThis as unknown as PageGlobals).toolgate.invoke(
                names[(n + k) % names.length] as string,
                inputs[(n + k) % inputs.length],
              ),
            ),
          )
        ).filter((result) => (result as { ok: boolean }).ok === false).length;
      return refused;
    });
    expect(outcomes).toBe(10_000);
    expect((await shell.commands()).length - before).toBe(10_000);
    expect(await page.locator('h1').textContent()).toBe('Shell under test');
  });

  it('gives up a window whose page was replaced by an empty one, and makes a new one', async () => {
    await page.evaluate(() => void (location.href = 'about:blank')).catch(() => undefined);
    // the test's own picture of it as well: a page that is still closing would be taken for the new one
    await until('the window is gone', async () => page.isClosed() && (await shell.openWindows()).length === 0);
    await shell.app.evaluate(({ app }) => void app.emit('activate'));
    page = await shell.page('overview');
    await page.waitForSelector('h1');
  });

  it('never asks the network for anything', async () => {
    expect(shell.stderr()).not.toMatch(/desktop\.request-denied.*"scheme":"(?!https|http|data|chrome|file|app|about)/);
    const requested = await shell.app.evaluate(
      ({ session }) => session.defaultSession.getSpellCheckerLanguages?.().length >= 0 && session.defaultSession.isSpellCheckerEnabled(),
    );
    expect(requested).toBe(false);
  });
});

const shellPreload = (shell: Shell): Promise<string> => shell.app.evaluate(() => process.env['SHELL_PRELOAD'] ?? '');
