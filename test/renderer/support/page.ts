import { createServer, type Server } from 'node:http';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { Signal, Snapshot } from '../../../shared/model/views.js';
import type { Result } from '../../../shared/result.js';

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};
const ROOT = join(import.meta.dirname, '../../../', process.env['TOOLGATE_RENDERER'] ?? 'out/renderer');

/** The built interface over loopback, with the content policy of the application. */
export async function serveRenderer(): Promise<{ url: string; close: () => Promise<void> }> {
  if (!existsSync(join(ROOT, 'index.html'))) throw new Error(`${ROOT} is not built: run npm run build first`);
  const server: Server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://x').pathname);
    const file = join(ROOT, path === '/' ? 'index.html' : path);
    readFile(file).then(
      (body) =>
        response
          .writeHead(200, {
            'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
            'content-security-policy': CSP,
            'cache-control': path === '/' ? 'no-store' : 'max-age=3600',
          })
          .end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}/`, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env['TOOLGATE_CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox'] });

/** The part of playwright that its own test runner uses to give every test a clean page without paying for a new process: not in its types. */
interface Reusing {
  _newContextForReuse(options: Parameters<Browser['newContext']>[0]): Promise<BrowserContext>;
  _disconnectFromReusedContext(reason: string): Promise<void>;
}

/** Leaves the page of a test: its routes, clock, storage and listeners are gone before the next one gets it. */
export async function leavePage(browser: Browser): Promise<void> {
  const [kept, ...others] = browser.contexts();
  for (const context of others) await context.close();
  // a clock that stands would be set going later, in the middle of the next test
  await kept?.clock.resume();
  await (browser as unknown as Reusing)._disconnectFromReusedContext('the test is over');
}

type Answer = (input: Record<string, unknown>, gate: FakeGate) => Result<unknown> | Promise<Result<unknown>>;

/** What stands behind the fake bridge: records commands, answers from a table, sends news. */
export interface FakeGate {
  readonly calls: { name: string; input: Record<string, unknown> }[];
  /** commands without an answer yet */
  waiting: number;
  snapshot: Snapshot;
  answers: Record<string, Answer>;
  signal(signal: Signal): Promise<void>;
  snapshotFails: Result<never> | undefined;
  /** errors of the page, policy violations, dialogs: must stay empty */
  readonly faults: string[];
}

export interface OpenOptions {
  readonly route: string;
  readonly snapshot: Snapshot;
  readonly answers?: Record<string, Answer>;
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  /** of the screen that the window stands on */
  readonly screenHeight?: number;
  /** install a clock that stands at this time */
  readonly clockMs?: number;
  /** and does not move unless told */
  readonly paused?: boolean;
  /** what `gate.snapshot` fails with, at first */
  readonly snapshotFails?: Result<never>;
}

/** Opens a page on the interface with a fake bridge in place of preload's. Nothing of this is in the product. */
export async function openPage(browser: Browser, url: string, options: OpenOptions): Promise<{ page: Page; gate: FakeGate }> {
  const isFirst = browser.contexts().length === 0;
  const settings: Parameters<Browser['newContext']>[0] = {
    viewport: { width: options.width ?? 1120, height: options.height ?? 740 },
    screen: { width: 1600, height: options.screenHeight ?? 1000 },
    colorScheme: options.theme ?? 'light',
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
  };
  const context = await (isFirst ? (browser as unknown as Reusing)._newContextForReuse(settings) : browser.newContext(settings));
  const page = context.pages()[0] ?? (await context.newPage());
  const gate: FakeGate = {
    calls: [],
    waiting: 0,
    snapshot: options.snapshot,
    answers: options.answers ?? {},
    faults: [],
    snapshotFails: options.snapshotFails,
    signal: (signal) =>
      page.evaluate((news) => (window as unknown as { fakeSignal: (s: unknown) => void }).fakeSignal(news), signal as unknown),
  };
  page.on('pageerror', (error) => gate.faults.push(`error: ${error.message}`));
  page.on('console', (message) => message.type() === 'error' && gate.faults.push(`console: ${message.text()}`));
  page.on('dialog', (dialog) => {
    gate.faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  if (options.clockMs !== undefined) await page.clock.install({ time: options.paused ? options.clockMs - 60_000 : options.clockMs });
  if (options.clockMs !== undefined && options.paused) await page.clock.pauseAt(options.clockMs);
  await page.exposeFunction('fakeInvoke', async (name: string, input: Record<string, unknown>) => {
    gate.calls.push({ name, input });
    const answer = gate.answers[name];
    if (!answer) return { ok: false, error: { code: 'no-answer', message: `The test has no answer for ${name}.` } };
    gate.waiting++;
    try {
      return await answer(input, gate);
    } finally {
      gate.waiting--;
    }
  });
  // fetched and not passed through the debugger, whose own work would be measured along
  await page.route('**/snapshot.json', (route) => route.fulfill({ json: gate.snapshotFails ?? { ok: true, value: gate.snapshot } }));
  await page.addInitScript(() => {
    const listeners = new Set<(signal: unknown) => void>();
    Object.assign(window, {
      fakeSignal: (signal: unknown) => listeners.forEach((listener) => listener(signal)),
      toolgate: {
        invoke: async (name: string, input: unknown) => {
          if (name === 'gate.snapshot') {
            const answer: unknown = await (await fetch('./snapshot.json')).json();
            performance.mark('snapshot');
            const drawn = new MutationObserver(() => {
              if (!document.querySelector('.tool-row.tool')) return;
              drawn.disconnect();
              requestAnimationFrame(() => setTimeout(() => performance.measure('snapshot-drawn', 'snapshot')));
            });
            drawn.observe(document, { childList: true, subtree: true });
            return answer;
          }
          return (window as unknown as { fakeInvoke: (n: string, i: unknown) => Promise<unknown> }).fakeInvoke(name, input);
        },
        onSignal: (listener: (signal: unknown) => void) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      },
    });
    document.addEventListener('securitypolicyviolation', (event) =>
      console.error(
        `policy violation: ${event.violatedDirective} ${event.blockedURI} ${event.sample} at ${event.sourceFile}:${event.lineNumber}`,
        (event.composedPath()[0] as Element).outerHTML,
      ),
    );
  });
  await page.goto(`${url}${options.route}`);
  return { page, gate };
}

/** Lets the page's own clock go on until everything it asked for has been answered and nothing more is asked. */
export async function settle(page: Page, gate: FakeGate): Promise<void> {
  await page.locator('main').first().waitFor();
  let asked = -1;
  while (gate.waiting > 0 || asked !== gate.calls.length) {
    asked = gate.calls.length;
    await page.clock.runFor(500);
  }
}
