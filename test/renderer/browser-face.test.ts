import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { httpAgent } from '../support/agents.js';
import { run, serve, type Serving } from '../support/cli.js';
import { serverScript } from '../support/real-servers.js';
import { openBrowser } from './support/page.js';

describe('the interface of `serve --ui` in a browser', () => {
  let root: string;
  let files: string;
  let token: string;
  let serving: Serving;
  let browser: Browser;

  beforeAll(async () => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'browser-face-')));
    files = join(root, 'files');
    mkdirSync(files);
    const dataDir = join(root, 'data');
    expect((await run(dataDir, ['server', 'add', 'files', '--', process.execPath, serverScript('filesystem'), files])).code).toBe(0);
    token = (await run(dataDir, ['--json', 'client', 'add', 'cursor'])).json<{ token: string }>().token;
    serving = await serve(dataDir, ['--ui']);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await serving?.stop();
    rmSync(root, { recursive: true, force: true });
  });

  it('opens once by its address, shows the tools and lets a waiting call through', async () => {
    const page = await (await browser.newContext()).newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    await page.goto(serving.ui!);
    await page.getByRole('navigation').waitFor();
    expect(page.url()).not.toContain('token');
    expect(await page.context().cookies()).toEqual([]);
    await page.evaluate(() => void (window.location.hash = '#/tools'));
    await page.getByText('write_file', { exact: true }).first().waitFor();

    const agent = await httpAgent(`${serving.url}/files`, token);
    const target = join(files, 'from-the-browser.txt');
    const writing = agent.call('write_file', { path: target, content: 'approved in a browser' });
    await page.evaluate(() => void (window.location.hash = '#/approvals'));
    await page.getByText(target).first().waitFor();
    await page.getByRole('button', { name: 'Allow once', exact: true }).click();
    expect((await writing).isError).toBe(false);
    expect(readFileSync(target, 'utf8')).toBe('approved in a browser');
    await agent.close();
    expect(faults).toEqual([]);

    // another tab of the same browser stays signed in, another browser does not get in by the same address
    const tab = await page.context().newPage();
    await tab.goto(new URL(serving.ui!).origin);
    await tab.getByRole('navigation').waitFor();
    const stranger = await (await browser.newContext()).newPage();
    await stranger.goto(serving.ui!);
    await stranger.getByText('This page is no longer signed in.').waitFor();
  });

  it('answers nobody without its key, no other origin and no other host', async () => {
    const { origin } = new URL(serving.ui!);
    const command = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${origin}/command`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ name: 'mode.set', input: { mode: 'observe' } }),
      });
    expect((await fetch(`${origin}/`)).headers.get('set-cookie')).toBeNull();
    expect(
      (
        await fetch(`${origin}/session`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', origin },
          body: '{"token":"guess"}',
        })
      ).status,
    ).toBe(401);
    expect((await fetch(`${origin}/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })).status).toBe(
      403,
    );
    expect((await fetch(`${origin}/../../package.json`)).status).toBe(404);
    expect((await fetch(`${origin}/signal`)).status).toBe(401);
    expect((await command({ origin })).status).toBe(401);
    expect((await command({ origin: 'https://evil.example', authorization: 'Bearer guess' })).status).toBe(403);
    expect((await command({ origin, authorization: 'Bearer guess' })).status).toBe(401);
  });
});
