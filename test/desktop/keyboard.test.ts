import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { focused, inDialog, pressOn, tabTo } from '../renderer/support/keyboard.js';
import { httpAgent, type Agent } from '../support/agents.js';
import { run } from '../support/cli.js';
import { launchApp, type RunningApp } from '../support/desktop-app.js';
import { serverScript } from '../support/real-servers.js';
import { until } from '../support/until.js';

const checkout = join(import.meta.dirname, '..', '..');
const PORT = 17447;

/** A person without a mouse, from the first start to a rule taken back: nothing clicks, and no step leaves the focus nowhere. */
describe('the real application by keyboard alone', () => {
  let root: string;
  let dataDir: string;
  let running: RunningApp;
  let main: Page;
  let agent: Agent;

  const press = (key: string): Promise<void> => main.keyboard.press(key);
  /** The focus stands on something that can be seen, and it can be seen that it does. */
  const hasFocus = async (): Promise<void> => {
    await until('something has the focus', async () => (await main.evaluate(() => document.activeElement !== document.body)) || undefined);
  };
  /** a list or a row of tabs, whose name the link to its page has too */
  const tabToThe = (role: 'grid' | 'tab') =>
    until(`the ${role} has the focus`, async () => {
      await press('Tab');
      return (await main.evaluate(() => document.activeElement?.role)) === role;
    });
  const goTo = async (page: string): Promise<void> => {
    await press('Control+k');
    await inDialog(main);
    await main.keyboard.type(page);
    await press('Enter');
    await main.getByRole('heading', { level: 1, name: page }).waitFor();
    await main.getByRole('dialog').waitFor({ state: 'detached' });
    await hasFocus();
  };
  const start = async (): Promise<void> => {
    running = await launchApp({ app: checkout, dataDir, args: ['--hidden'], env: { HOME: root, XDG_CONFIG_HOME: join(root, '.config') } });
    main = await running.openMain();
  };

  beforeAll(async () => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'toolgate-keyboard-')));
    dataDir = join(root, 'data');
    mkdirSync(join(root, 'notes'));
    mkdirSync(join(root, '.cursor'));
    writeFileSync(join(root, 'notes/plan.md'), 'Ship on Friday.\n');
    const server = (...args: string[]) => ({ command: process.execPath, args });
    writeFileSync(
      join(root, '.cursor/mcp.json'),
      JSON.stringify({
        mcpServers: {
          files: server(serverScript('filesystem'), join(root, 'notes')),
          diary: server(join(checkout, 'test/fixtures/servers/changer.mjs'), '--change=poison'),
        },
      }),
    );
    expect((await run(dataDir, ['client', 'add', 'nobody'])).code).toBe(0);
    expect((await run(dataDir, ['client', 'remove', 'nobody'])).code).toBe(0);
    const settings = join(dataDir, 'settings.json');
    writeFileSync(settings, readFileSync(settings, 'utf8').replace(/"port":\s*\d+/, `"port": ${PORT}`));
    await start();
  });
  afterAll(async () => {
    await agent?.close();
    await running?.close();
    rmSync(root, { recursive: true, force: true });
  });

  it('connects an application on the first run; Escape puts the focus back', async () => {
    await pressOn(main, 'Connect Cursor');
    await inDialog(main);
    await press('Escape');
    await until('the focus is back', async () => (await focused(main)) === 'Connect Cursor');
    await press('Enter');
    await inDialog(main);
    const dialog = main.getByRole('dialog', { name: 'Connect Cursor' });
    await until('the plan is there', () => dialog.getByRole('button', { name: 'Connect Cursor' }).isEnabled());
    await pressOn(main, 'Connect Cursor');
    await main.getByRole('dialog', { name: 'Cursor goes through Toolgate' }).getByText('Tried: the gate answers').waitFor();
    await pressOn(main, 'Done');
    await main.getByRole('dialog').waitFor({ state: 'detached' });
    await hasFocus();
    await pressOn(main, 'Done');
    await main.getByText('Put the gate before your AI applications').waitFor({ state: 'detached' });
    await hasFocus();
    const file = JSON.parse(readFileSync(join(root, '.cursor/mcp.json'), 'utf8')) as {
      mcpServers: Record<string, { url: string; headers: { Authorization: string } }>;
    };
    agent = await httpAgent(
      file.mcpServers['files']?.url ?? '',
      file.mcpServers['files']?.headers.Authorization.replace('Bearer ', '') ?? '',
    );
  });

  it('makes a rule from a call', async () => {
    expect((await agent.call('read_text_file', { path: join(root, 'notes/plan.md') })).text).toContain('Friday');
    await goTo('Activity');
    await main.getByText('read_text_file').first().waitFor();
    await tabToThe('grid');
    await press('ArrowDown');
    await press('Enter');
    await pressOn(main, 'Make a rule…');
    await inDialog(main);
    await pressOn(main, 'Add the rule');
    await main.getByRole('dialog').waitFor({ state: 'detached' });
    await hasFocus();
  });

  it('answers a call that waits', async () => {
    const writing = agent.call('write_file', { path: join(root, 'notes/plan.md'), content: 'Ship on Monday.\n' });
    await goTo('Approvals');
    await main.getByText('Ship on Monday').first().waitFor();
    await tabTo(main, 'Allow once');
    await until('the answers count', () => main.getByRole('button', { name: 'Allow once', exact: true }).isEnabled());
    await press('Space');
    expect((await writing).isError).toBe(false);
    await main.getByText('No call waits for you').waitFor();
    await hasFocus();
  });

  it('releases a finding', async () => {
    await goTo('Findings');
    await pressOn(main, /^Release.*list_notes/);
    await inDialog(main);
    await press('Escape');
    await until('the focus is back', async () => /^Release.*list_notes/.test(await focused(main)));
    await press('Enter');
    await inDialog(main);
    await pressOn(main, /^Release/);
    await main.getByRole('dialog').waitFor({ state: 'detached' });
    await hasFocus();
  });

  it('confirms a change from outside and takes it back', async () => {
    await goTo('Overview');
    const loosening = run(dataDir, ['tool', 'set', 'files', 'move_file', 'allow']);
    await pressOn(main, 'Review…');
    await inDialog(main);
    await press('Escape');
    await until('the focus is back', async () => (await focused(main)) === 'Review…');
    await press('Enter');
    await inDialog(main);
    await tabTo(main, 'Confirm');
    await until('it counts', () => main.getByRole('button', { name: 'Confirm', exact: true }).isEnabled());
    await press('Enter');
    expect((await loosening).code).toBe(0);
    await main.getByRole('dialog').waitFor({ state: 'detached' });
    await hasFocus();
    await goTo('Rules');
    await tabToThe('tab');
    for (const tab of ['JSON', 'Observed', 'History']) {
      await press('ArrowRight');
      await until(`the tab ${tab}`, async () => (await focused(main)) === tab);
    }
    await press('Enter');
    await pressOn(main, /^Compare/);
    await inDialog(main);
    await pressOn(main, /^Go back/);
    await main.getByRole('dialog').waitFor({ state: 'detached' });
    await hasFocus();
  });

  it('draws everything as large as asked for, the window that asks too, and over a restart', async () => {
    const drawnAt = (page: Page) => page.evaluate(() => window.devicePixelRatio);
    for (const size of [1.1, 1.25, 1.5, 1.75, 2]) {
      await press('Control+Equal');
      await until(`drawn at ${size}`, async () => Math.abs((await drawnAt(main)) - size) < 0.01);
    }
    const writing = agent.call('write_file', { path: join(root, 'notes/plan.md'), content: 'Ship on Tuesday.\n' });
    const asks = await running.page('approval/');
    await asks.getByText('Ship on Tuesday').waitFor();
    await until('as wide as its page is made', () => asks.evaluate(() => window.innerWidth === 460 && window.outerWidth === 920));
    await until('no higher than the screen', () => asks.evaluate(() => window.outerHeight <= window.screen.availHeight));
    // its page ends where the window does: the answers are in sight
    await until('the answers in sight', () => asks.evaluate(() => document.documentElement.scrollHeight <= window.innerHeight));
    await until('the answers count', () => asks.getByRole('button', { name: 'Deny', exact: true }).isEnabled());
    // the window is gone before the key comes up again
    await asks.keyboard.down('Escape');
    expect((await writing).isError).toBe(true);
    await running.app.close();
    await start();
    await until('as large as before', async () => (await drawnAt(main)) === 2);
    await press('Control+0');
    await until('as made', async () => (await drawnAt(main)) === 1);
  });
});
