import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallRecord, ServerView } from '../../shared/model/views.js';
import { httpAgent } from '../support/agents.js';
import { run, serve } from '../support/cli.js';
import { launchApp, type RunningApp } from '../support/desktop-app.js';
import { gateFlow, type Person } from '../support/gate-flow.js';
import { keepPicture, startRealDesktop, type RealDesktop } from '../support/real-desktop.js';
import { serverScript } from '../support/real-servers.js';
import { until } from '../support/until.js';

const checkout = join(import.meta.dirname, '..', '..');
const artifacts = join(checkout, 'test/artifacts');
const PORT = 17411;

describe('the gate in the real desktop application', () => {
  let root: string;
  let dataDir: string;
  let files: string;
  let token: string;
  let desktop: RealDesktop;
  let running: RunningApp | undefined;
  let main: Page;
  let tray: { x: number; y: number };

  const cli = (...args: string[]) => run(dataDir, args);
  const url = `http://127.0.0.1:${PORT}/mcp`;

  const start = async (): Promise<void> => {
    running = await launchApp({ app: checkout, dataDir, args: ['--hidden'] });
  };
  beforeAll(async () => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'gate-desktop-')));
    dataDir = join(root, 'data');
    files = join(root, 'files');
    mkdirSync(files);
    for (const [name, script, args] of [
      ['everything', 'everything', []],
      ['files', 'filesystem', [files]],
      ['memory', 'memory', []],
    ] as const)
      expect((await cli('server', 'add', name, '--', process.execPath, serverScript(script), ...args)).code).toBe(0);
    token = (await cli('--json', 'client', 'add', 'claude-code')).json<{ token: string }>().token;
    const settings = join(dataDir, 'settings.json');
    const document = JSON.parse(readFileSync(settings, 'utf8')) as { settings: { port: number; approvalTimeoutSeconds: number } };
    document.settings.port = PORT;
    document.settings.approvalTimeoutSeconds = 20;
    writeFileSync(settings, JSON.stringify(document));

    // what was added from the command line is told at the next start: that one, so that no notification lies over the tray
    await (await serve(dataDir)).stop();
    desktop = await startRealDesktop();
    const icon = await desktop.changedBy(start);
    tray = { x: icon.x + Math.round(icon.width / 2), y: icon.y + Math.round(icon.height / 2) };
  });
  afterAll(async () => {
    await running?.close();
    await desktop?.stop();
    rmSync(root, { recursive: true, force: true });
  });

  const shoot = async (page: Page, name: string): Promise<void> => {
    const path = join(artifacts, `${name}.png`);
    await page.screenshot({ path });
    keepPicture(path, name);
  };

  let pictured = false;
  const person: Person = {
    async answer(how, shows) {
      // the window of the question before may be on its way out: the one that shows this question is meant
      const page = await until('the window that asks', async () => {
        for (const window of running!.app.windows()) {
          if (window.isClosed() || !/#\/approval(\/|$)/.test(window.url())) continue;
          const seen = await Promise.all(shows.map((text) => window.getByText(text, { exact: false }).count())).catch(() => [0]);
          if (seen.every((count) => count > 0)) return window;
        }
        return undefined;
      });
      if (!pictured) {
        pictured = true;
        await until('a notification on the screen', () => desktop.shownNotifications() > 0);
        await until('the answers count', () => page.getByRole('button', { name: 'Allow once', exact: true }).isEnabled());
        desktop.picture('notification', { crop: { x: 882, y: 38, width: 388, height: 104 }, keep: true });
      }
      await page.getByRole('button', { name: how === 'allow' ? 'Allow once' : 'Deny', exact: true }).click();
    },
    async setSwitch(server, tool, position) {
      await main.evaluate((hash) => void (window.location.hash = hash), `#/tools/${server}/${tool}`);
      const label = { allow: 'Allow', ask: 'Ask', deny: 'Deny', hide: 'Hide' }[position];
      const group = main.getByRole('radiogroup', { name: new RegExp(`\\b${tool}\\b`) }).first();
      await group.getByRole('radio', { name: label }).click();
      await until('the switch holds', async () =>
        (await cli('--json', 'tools', '--server', server))
          .json<{ tool: string; switch: string; own: boolean }[]>()
          .some((row) => row.tool === tool && row.switch === position && row.own),
      );
    },
    async setMode(mode) {
      await main.getByRole('button', { name: /^Mode/ }).click();
      await main.getByRole('menuitem', { name: mode === 'lockdown' ? /Lock down/ : /Enforce/ }).click();
      await until('the mode', async () => (await cli('--json', 'status')).json<{ mode: string }>().mode === mode);
    },
  };

  it('stands in the tray, with its menu', async () => {
    await until(
      'tools of three servers',
      async () => (await cli('--json', 'server', 'list')).json<ServerView[]>().every((server) => server.toolCount > 0),
      30_000,
    );
    const menu = await desktop.changedBy(
      async () => desktop.rightClick(tray.x, tray.y),
      ({ height }) => height > 100,
    );
    const left = Math.max(0, menu.x - 12);
    const crop = { x: left, y: 0, width: Math.min(menu.width + 24, 1280 - left), height: menu.y + menu.height + 12 };
    let before: number | undefined;
    await until('the menu is painted', () => {
      const now = statSync(desktop.picture('tray', { crop, keep: true })).size;
      const still = before === now && now > 2000;
      before = now;
      return still;
    });
    desktop.press('Escape');
    // away from the tray, whose tooltip would lie over the notification
    desktop.moveTo(400, 600);
  });

  it('lists three real servers in the window', async () => {
    main = await running!.openMain();
    await main.evaluate(() => void (window.location.hash = '#/tools'));
    await main.getByText('write_file', { exact: true }).first().waitFor();
    await shoot(main, 'tools');
  });

  it('does the main job: an agent calls, the person switches, approves, sees', async () => {
    await gateFlow({ url, dataDir, client: 'claude-code', token, files, person });
    const records = (await cli('--json', 'audit', 'list')).json<CallRecord[]>();
    expect(records.find((record) => record.tool === 'write_file' && record.enforced === 'forwarded')).toMatchObject({
      verdict: 'ask',
      outcome: 'ok',
      approvedBy: 'window',
    });
    await main.evaluate(() => void (window.location.hash = '#/activity'));
    await main.getByText('write_file').first().waitFor();
    await shoot(main, 'activity');
  }, 120_000);

  it('lets the command line tighten at once, and loosen when the person confirms it in the window', async () => {
    expect((await cli('tool', 'set', 'everything', 'echo', 'deny')).code).toBe(0);
    const loosening = cli('tool', 'set', 'everything', 'echo', 'allow');
    await main.getByRole('button', { name: 'Review…' }).click();
    await main
      .getByRole('dialog', { name: /echo on everything/ })
      .filter({ hasText: 'It takes effect only when you confirm it' })
      .waitFor();
    await shoot(main, 'confirm');
    await main.getByRole('button', { name: 'Confirm', exact: true }).click();
    expect((await loosening).code).toBe(0);
  });

  it('keeps servers, switches, limits used and the log over a restart', async () => {
    await main.evaluate(() => void (window.location.hash = '#/overview'));
    expect((await cli('tool', 'set', 'everything', 'echo', 'deny')).code).toBe(0);
    const before = (await cli('--json', 'audit', 'list', '--limit', '1000')).json<CallRecord[]>().length;
    await running!.app.close();
    await start();
    main = await running!.openMain();
    const agent = await httpAgent(`${url}/everything`, token);
    expect((await agent.call('echo', { message: 'x' })).text).toMatch(/^\[TOOLGATE DENIED\]/);
    await agent.close();
    expect((await cli('--json', 'server', 'list')).json<ServerView[]>().map((server) => server.name)).toEqual([
      'everything',
      'files',
      'memory',
    ]);
    expect((await cli('--json', 'audit', 'list', '--limit', '1000')).json<CallRecord[]>()).toHaveLength(before + 1);
  });
});
