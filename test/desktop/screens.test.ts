import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { httpAgent } from '../support/agents.js';
import { run } from '../support/cli.js';
import { launchApp, type RunningApp } from '../support/desktop-app.js';
import { keepPicture } from '../support/real-desktop.js';
import { serverScript } from '../support/real-servers.js';
import { until } from '../support/until.js';

const checkout = join(import.meta.dirname, '..', '..');
const artifacts = join(checkout, 'test/artifacts');
const PORT = 17437;

/** Pictures that are kept show a home folder as a person has one, where that can be made and is nobody's. */
function homeFolder(root: string): string {
  const own = join(root, 'home');
  for (const path of process.env['KEEP_SCREENSHOTS'] ? ['/home/ana', own] : [own])
    try {
      mkdirSync(path);
      return path;
    } catch {
      continue;
    }
  throw new Error(`cannot make ${own}`);
}

/** An `npx` that takes the servers from this checkout: the commands in the applications' files are those that people have. */
function shortCommands(folder: string): void {
  mkdirSync(folder);
  const cases = (['everything', 'filesystem', 'memory'] as const).map(
    (name) => `  @modelcontextprotocol/server-${name}) set -- '${serverScript(name)}' "$@" ;;`,
  );
  writeFileSync(
    join(folder, 'npx'),
    ['#!/bin/sh', 'shift', 'name=$1', 'shift', 'case "$name" in', ...cases, 'esac', `exec '${process.execPath}' "$@"`, ''].join('\n'),
    { mode: 0o755 },
  );
}

const withoutComments = (text: string): string => text.replace(/^\s*\/\/.*$/gm, '');

/** A new person's first minutes in the real application: two AI applications with three real servers, connected by click, used, seen on every page, released. */
describe('the pages of the real application', () => {
  let root: string;
  let home: string;
  let running: RunningApp;
  let main: Page;
  const faults: string[] = [];
  const originals = new Map<string, string>();
  const tools: Record<string, number> = {};

  const watchFaults = (page: Page): void => {
    page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
    page.on('console', (message) => message.type() === 'error' && faults.push(`console: ${message.text()}`));
  };
  const shoot = async (name: string, page = main): Promise<void> => {
    const path = join(artifacts, `${name}.png`);
    await page.mouse.move(0, 0);
    await page.screenshot({ path, animations: 'disabled' });
    keepPicture(path, name);
  };
  const visit = async (route: string): Promise<void> => {
    await main.evaluate((hash) => void (window.location.hash = hash), `#/${route}`);
  };
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    originals.set(path, text);
  };
  const invoke = (name: string, input: Record<string, unknown>): Promise<unknown> =>
    main.evaluate(
      ([command, given]) =>
        (window as unknown as { toolgate: { invoke: (name: string, input: unknown) => Promise<unknown> } }).toolgate.invoke(command, given),
      [name, input] as const,
    );

  beforeAll(async () => {
    mkdirSync(artifacts, { recursive: true });
    root = realpathSync(mkdtempSync(join(tmpdir(), 'toolgate-screens-')));
    home = homeFolder(root);
    const notes = join(home, 'notes');
    mkdirSync(notes);
    shortCommands(join(root, 'bin'));
    writeFileSync(join(notes, 'plan.md'), '# Plan\n\nShip on Friday.\n');
    const entry = (script: string, ...args: string[]): string =>
      JSON.stringify({ command: 'npx', args: ['-y', `@modelcontextprotocol/server-${script}`, ...args] });
    write(
      join(home, '.cursor/mcp.json'),
      `{\n  // what I work with\n  "mcpServers": {\n    "notes": ${entry('filesystem', notes)},\n    "memory": ${entry('memory')}\n  }\n}\n`,
    );
    write(
      join(home, '.config/Claude/claude_desktop_config.json'),
      `{"globalShortcut":"","mcpServers":{"everything":${entry('everything')}}}`,
    );

    const dataDir = join(home, '.config/toolgate');
    expect((await run(dataDir, ['client', 'add', 'nobody'])).code).toBe(0);
    expect((await run(dataDir, ['client', 'remove', 'nobody'])).code).toBe(0);
    const settings = join(dataDir, 'settings.json');
    writeFileSync(settings, readFileSync(settings, 'utf8').replace(/"port":\s*\d+/, `"port": ${PORT}`));
    running = await launchApp({
      app: checkout,
      dataDir,
      args: ['--hidden'],
      env: {
        PATH: `${join(root, 'bin')}:${process.env['PATH'] ?? ''}`,
        HOME: home,
        XDG_CONFIG_HOME: join(home, '.config'),
        XDG_DATA_HOME: join(home, '.local/share'),
      },
    });
    running.app.on('window', watchFaults);
    main = await running.openMain();
  });
  afterAll(async () => {
    await running?.close();
    rmSync(home, { recursive: true, force: true });
    rmSync(root, { recursive: true, force: true });
  });

  it('shows on the first run what is on the machine, and changes nothing by itself', async () => {
    await main.getByRole('button', { name: 'Dismiss' }).click();
    await main.getByText('Nothing needs you.').waitFor();
    await main.getByText('npx -y @modelcontextprotocol/server-everything').first().waitFor();
    await main.getByText('Put the gate before your AI applications').scrollIntoViewIfNeeded();
    await shoot('first-run');
    for (const [path, text] of originals) expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('connects both applications after showing the whole change', async () => {
    for (const name of ['Cursor', 'Claude Desktop']) {
      await main.getByRole('button', { name: `Connect ${name}` }).click();
      const plan = main.getByRole('dialog', { name: `Connect ${name}` });
      await plan
        .getByText(name === 'Cursor' ? `http://127.0.0.1:${PORT}/mcp/notes` : '"--client"', { exact: false })
        .first()
        .waitFor();
      if (name === 'Cursor') await shoot('connect');
      await plan.getByRole('button', { name: `Connect ${name}` }).click();
      const result = main.getByRole('dialog', { name: `${name} goes through Toolgate` });
      await result.getByText('Tried: the gate answers through every entry.').waitFor();
      await result.getByText(/Your agents can now call \d+ tools/).waitFor({ timeout: 30_000 });
      if (name === 'Cursor') await shoot('connected');
      await result.getByRole('button', { name: 'Done' }).click();
    }
    await until(
      'the tools of three servers',
      async () =>
        ((await invoke('server.list', {})) as { value: { name: string; toolCount: number }[] }).value.every(
          ({ name, toolCount }) => (tools[name] = toolCount) > 0,
        ),
      30_000,
    );
    expect(Object.keys(tools).sort()).toEqual(['everything', 'memory', 'notes']);
    await main.getByRole('button', { name: 'Done' }).click();
    await main.getByText('Put the gate before your AI applications').waitFor({ state: 'detached' });
  });

  it('passes a few real calls of an agent that starts what stands in the file', async () => {
    const file = JSON.parse(withoutComments(readFileSync(join(home, '.cursor/mcp.json'), 'utf8'))) as {
      mcpServers: Record<string, { url: string; headers: { Authorization: string } }>;
    };
    const agentOf = (name: string) =>
      httpAgent(file.mcpServers[name]?.url ?? '', file.mcpServers[name]?.headers.Authorization.replace('Bearer ', '') ?? '');
    const [notes, memory] = await Promise.all([agentOf('notes'), agentOf('memory')]);
    const plan = join(home, 'notes/plan.md');
    for (let call = 0; call < 3; call++) expect((await notes.call('read_text_file', { path: plan })).text).toContain('Ship on Friday.');
    await notes.call('list_directory', { path: join(home, 'notes') });
    await memory.call('read_graph', {});
    const writing = notes.call('write_file', { path: plan, content: '# Plan\n\nShip on Monday, after the review.\n' });
    await visit('approvals');
    await main.getByText('Ship on Monday', { exact: false }).first().waitFor();
    const allow = main.getByRole('button', { name: 'Allow once', exact: true });
    await until('the answers count', () => allow.isEnabled());
    await shoot('approvals');
    const asking = await running.page('approval/');
    await until('the answers count there', () => asking.getByRole('button', { name: 'Allow once', exact: true }).isEnabled());
    await shoot('approval', asking);
    await allow.click();
    expect(await writing).toMatchObject({ isError: false });
    expect(readFileSync(plan, 'utf8')).toContain('Monday');
    await invoke('tool.set', { server: 'notes', tool: 'move_file', action: 'deny' });
    expect((await notes.call('move_file', { source: plan, destination: `${plan}.old` })).isError).toBe(true);
    await Promise.all([notes.close(), memory.close()]);
  });

  it('shows every page with what really happened', async () => {
    const pages: [name: string | undefined, route: string, shows: string | RegExp][] = [
      ['overview', 'overview', 'Most called, last 7 days'],
      ['servers', 'servers/notes', 'notes'],
      ['rules', 'rules', 'move_file on notes'],
      [undefined, 'activity', 'move_file'],
      ['clients', 'clients', 'through the gate'],
      ['findings', 'findings', /./],
      ['settings', 'settings', 'Remove Toolgate from this machine'],
      ['tool', 'tools/notes/write_file', 'write_file'],
    ];
    for (const [name, route, shows] of pages) {
      await visit(route);
      await main.locator('main').getByText(shows).first().waitFor();
      await main.locator('main').getByText(shows).first().scrollIntoViewIfNeeded();
      if (name !== undefined) await shoot(name);
    }
    await invoke('settings.set', { theme: 'dark' });
    await visit('overview');
    await until('the dark theme', () => main.evaluate(() => document.documentElement.dataset['theme'] === 'dark'));
    await main.locator('main').getByText('Most called, last 7 days').waitFor();
    await shoot('overview-dark');
    await invoke('settings.set', { theme: 'system' });
  });

  it('tells when an application loses the gate, and puts it back with one click', async () => {
    const path = join(home, '.cursor/mcp.json');
    const connected = readFileSync(path, 'utf8');
    await visit('clients');
    await main.getByText('through the gate').first().waitFor();
    writeFileSync(path, connected.replace('/mcp/memory"', '/mcp/elsewhere"'));
    const back = main.getByRole('button', { name: 'Put the gate back: Cursor' });
    await back.waitFor();
    await main.getByText('the entry of memory was changed by hand').first().waitFor();
    await shoot('drift');
    await back.click();
    await back.waitFor({ state: 'detached' });
    expect(readFileSync(path, 'utf8')).toBe(connected);
    await visit('overview');
    for (const [text, told] of [
      [originals.get(path) ?? '', 'Cursor starts notes, memory past the gate'],
      ['{ "mcpServers": {} }', 'Cursor no longer has notes, memory'],
    ] as const) {
      writeFileSync(path, text);
      const need = main.getByRole('listitem').filter({ hasText: told });
      await need.getByRole('button', { name: 'Put the gate back' }).click();
      await need.waitFor({ state: 'detached' });
      expect(withoutComments(readFileSync(path, 'utf8'))).toBe(withoutComments(connected));
    }
  });

  it('offers an application that came later, and says no more of it once it is connected', async () => {
    write(
      join(home, '.kiro/settings/mcp.json'),
      `{"mcpServers":{"graph":{"command":"npx","args":["-y","@modelcontextprotocol/server-memory"]}}}`,
    );
    const need = main.getByRole('listitem').filter({ hasText: 'Kiro starts graph without the gate.' });
    await need.getByRole('button', { name: 'Put the gate before Kiro?' }).click();
    await main.getByRole('button', { name: 'Connect Kiro' }).click();
    await main.getByRole('dialog', { name: 'Connect Kiro' }).getByRole('button', { name: 'Connect Kiro' }).click();
    const result = main.getByRole('dialog', { name: 'Kiro goes through Toolgate' });
    await result.getByText('already here').waitFor();
    await result.getByRole('button', { name: 'Done' }).click();
    await visit('overview');
    await main.getByText('Most called, last 7 days').waitFor();
    await need.waitFor({ state: 'detached' });
  });

  it('takes itself out of every application, byte for byte where nobody else wrote, with no fault on any page', async () => {
    await visit('settings');
    await main.getByRole('button', { name: 'Remove…' }).click();
    const dialog = main.getByRole('dialog', { name: 'Remove Toolgate from this machine' });
    for (const path of originals.keys()) await dialog.getByText(path).waitFor();
    await dialog.getByRole('button', { name: 'Take the gate out' }).click();
    await dialog.getByText('delete its data folder').waitFor();
    const [[cursor, written] = ['', ''], [claude, untouched] = ['', '']] = [...originals];
    expect(readFileSync(claude, 'utf8')).toBe(untouched);
    // the file that was edited by hand in between gets its entries back; the rest of it stays as it was
    const released = readFileSync(cursor, 'utf8');
    expect(released).toContain('// what I work with');
    expect(JSON.parse(withoutComments(released))).toEqual(JSON.parse(withoutComments(written)));
    expect(faults).toEqual([]);
  });
});
