import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { httpAgent, type Agent } from '../support/agents.js';
import { run } from '../support/cli.js';
import { launchApp, type RunningApp } from '../support/desktop-app.js';
import { serverScript } from '../support/real-servers.js';
import { until } from '../support/until.js';

const checkout = join(import.meta.dirname, '..', '..');
const PORT = 17412;

describe('observing first, in the real desktop application', () => {
  let root: string;
  let files: string;
  let app: RunningApp;
  let main: Page;
  let agent: Agent;
  const cli = (...args: string[]) => run(join(root, 'data'), args);
  const write = (...path: string[]) => agent.call('write_file', { path: join(files, ...path), content: 'seen' });
  const verdict = async () => (await cli('--json', 'audit', 'list', '--limit', '1')).json<{ verdict: string }[]>()[0]?.verdict;
  const setMode = async (menu: RegExp, mode: string): Promise<void> => {
    await main.getByRole('button', { name: /^Mode/ }).click();
    await main.getByRole('menuitem', { name: menu }).click();
    await until('the mode', async () => (await cli('--json', 'status')).json<{ mode: string }>().mode === mode);
  };

  beforeAll(async () => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'observe-desktop-')));
    files = join(root, 'files');
    mkdirSync(join(files, 'shop'), { recursive: true });
    expect((await cli('server', 'add', 'files', '--', process.execPath, serverScript('filesystem'), files)).code).toBe(0);
    const { token } = (await cli('--json', 'client', 'add', 'claude-code')).json<{ token: string }>();
    const settings = join(root, 'data', 'settings.json');
    const document = JSON.parse(readFileSync(settings, 'utf8')) as { settings: { port: number; approvalTimeoutSeconds: number } };
    document.settings.port = PORT;
    document.settings.approvalTimeoutSeconds = 5;
    writeFileSync(settings, JSON.stringify(document));
    app = await launchApp({ app: checkout, dataDir: join(root, 'data'), args: ['--hidden'] });
    main = await app.openMain();
    agent = await httpAgent(`http://127.0.0.1:${PORT}/mcp/files`, token);
  });
  afterAll(async () => {
    await agent?.close();
    await app?.close();
    rmSync(root, { recursive: true, force: true });
  });

  it('lets calls through that a rule would ask about, and proposes rules for exactly them', async () => {
    await setMode(/^Observe for 1 hour/, 'observe');
    for (const name of ['a.txt', 'b.txt', 'c.txt']) expect(await write('shop', name)).toMatchObject({ isError: false });
    await main.evaluate(() => void (window.location.hash = '#/rules'));
    await main.getByRole('tab', { name: 'Observed' }).click();
    await main.getByText('3 calls by claude-code').waitFor();
    await main.screenshot({ path: join(checkout, 'test/artifacts/observed-rules.png') });
  });

  it('writes what was chosen as one revision, which holds when the rules are enforced again', async () => {
    await main.getByRole('combobox', { name: 'What the rule for write_file on files does' }).click();
    await main.getByRole('option', { name: 'Allow what was seen' }).click();
    await main.getByRole('button', { name: 'Write 1 rule' }).click();
    await main.getByText('1 rule written.').waitFor();
    await main.screenshot({ path: join(checkout, 'test/artifacts/observed-written.png') });
    await setMode(/^Enforce/, 'enforce');
    expect(await write('shop', 'a.txt')).toMatchObject({ isError: false });
    expect(await verdict()).toBe('allow');
    expect(await write('elsewhere.txt')).toMatchObject({ isError: true });
    expect(await verdict()).toBe('ask');
  });

  it('takes it back in one step', async () => {
    const before = (await cli('--json', 'policy', 'show')).out;
    await main.evaluate(() => void (window.location.hash = '#/rules'));
    await main.getByRole('tab', { name: 'History' }).click();
    await main.getByRole('button', { name: 'Compare…' }).first().click();
    await main.screenshot({ path: join(checkout, 'test/artifacts/observed-compare.png') });
    await main.getByRole('button', { name: /^Go back to revision/ }).click();
    await until('the rules of before', async () => (await cli('--json', 'policy', 'show')).out !== before);
    expect(await write('shop', 'a.txt')).toMatchObject({ isError: true });
  });
});
