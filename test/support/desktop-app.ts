import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { testElectron } from '../../build/test-electron.mjs';
import { until } from './until.js';

export interface LaunchOptions {
  /** folder of the application: the checkout, or the shell around the scripted core */
  readonly app: string;
  /** a new one, removed at the end, unless given */
  readonly dataDir?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface RunningApp {
  readonly app: ElectronApplication;
  readonly dataDir: string;
  /** what it wrote on stderr so far */
  stderr(): string;
  /** the page whose address ends with `#/<route>`, or starts so */
  page(route: string): Promise<Page>;
  /** Brings the main window up. Start with `--hidden`: Playwright does not always attach to an application whose first window opens meanwhile. */
  openMain(): Promise<Page>;
  close(): Promise<void>;
}

/** Starts the real application in the test Electron on the display and bus of the environment, with a home of its own. */
export async function launchApp({ app: folder, dataDir, args = [], env = {} }: LaunchOptions): Promise<RunningApp> {
  if (process.platform === 'linux' && !process.env['DISPLAY'])
    throw new Error('no display: run these tests with `npm test`, which brings one');
  const home = mkdtempSync(join(tmpdir(), 'toolgate-home-'));
  const data = dataDir ?? join(home, 'data');
  const app = await _electron.launch({
    executablePath: await testElectron(),
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', folder, '--data-dir', data, ...args],
    env: {
      ...(process.env as Record<string, string>),
      HOME: home,
      XDG_CONFIG_HOME: join(home, '.config'),
      XDG_DATA_HOME: join(home, '.local/share'),
      ...env,
    },
    timeout: 60_000,
  });
  let stderr = '';
  app.process().stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const page = (route: string): Promise<Page> =>
    until(`a window at ${route}`, () => app.windows().find((one) => !one.isClosed() && one.url().includes(`#/${route}`)));
  return {
    app,
    dataDir: data,
    stderr: () => stderr,
    page,
    async openMain() {
      await app.evaluate((electron) => void electron.app.emit('activate'));
      const main = await page('');
      await main.getByRole('navigation').first().waitFor();
      return main;
    },
    async close() {
      await app.close().catch(() => undefined);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
