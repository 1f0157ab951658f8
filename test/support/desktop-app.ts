import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, errors, type ElectronApplication, type Page } from 'playwright-core';
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
  close(): Promise<void>;
}

/**
 * Playwright sometimes never finishes attaching to an application that opens its first window at that moment, though the application runs: such a
 * one is ended and started once more.
 */
async function launchAttached(options: Parameters<typeof _electron.launch>[0]): Promise<ElectronApplication> {
  return await _electron
    .launch({ ...options, timeout: 30_000 })
    .catch((fault: unknown) =>
      fault instanceof errors.TimeoutError ? _electron.launch({ ...options, timeout: 60_000 }) : Promise.reject(fault),
    );
}

/** Starts the real application in the test Electron on the display and bus of the environment, with a home of its own. */
export async function launchApp({ app: folder, dataDir, args = [], env = {} }: LaunchOptions): Promise<RunningApp> {
  if (process.platform === 'linux' && !process.env['DISPLAY'])
    throw new Error('no display: run these tests with `npm test`, which brings one');
  const home = mkdtempSync(join(tmpdir(), 'toolgate-home-'));
  const data = dataDir ?? join(home, 'data');
  const app = await launchAttached({
    executablePath: await testElectron(),
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', folder, '--data-dir', data, ...args],
    env: {
      ...(process.env as Record<string, string>),
      HOME: home,
      XDG_CONFIG_HOME: join(home, '.config'),
      XDG_DATA_HOME: join(home, '.local/share'),
      ...env,
    },
  });
  let stderr = '';
  app.process().stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return {
    app,
    dataDir: data,
    stderr: () => stderr,
    page: (route) =>
      until(`a window at ${route}`, () => app.windows().find((page) => !page.isClosed() && page.url().includes(`#/${route}`))),
    async close() {
      await app.close().catch(() => undefined);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
