import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ok } from '../../shared/result.js';
import { ANSWERS } from './support/answers.js';
import { emptySnapshot, fullSnapshot, START_MS } from './support/data.js';
import { choose, inDialog, pressOn } from './support/keyboard.js';
import { useInterface } from './support/suite.js';

const open = useInterface();
const ARTIFACTS = join(import.meta.dirname, '../artifacts');
const done = () => ok({});

test('skips the first run, which shows what is on the machine', async () => {
  const snapshot = emptySnapshot(START_MS);
  const { page, gate } = await open({
    route: '#/overview',
    snapshot: { ...snapshot, settings: { ...snapshot.settings, firstRunDone: false } },
    clockMs: START_MS,
    answers: ANSWERS,
  });
  await page.getByText('Put the gate before your AI applications').waitFor();
  await page.getByText('Claude Desktop').first().waitFor();
  await page.screenshot({ path: join(ARTIFACTS, 'first-run-light.png') });
  await pressOn(page, 'Skip');
  await expect.poll(() => gate.calls.find(({ name }) => name === 'settings.set')?.input).toEqual({ firstRunDone: true });
});

test('connects an application after its whole change was shown, and says what agents can call then', async () => {
  const { page, gate } = await open({ route: '#/clients', snapshot: fullSnapshot(START_MS), clockMs: START_MS, answers: ANSWERS });
  await page.getByText('uvx postgres-mcp').first().waitFor();
  await page.screenshot({ path: join(ARTIFACTS, 'applications-light.png') });
  await pressOn(page, 'Connect Claude Desktop');
  const dialog = page.getByRole('dialog', { name: 'Connect Claude Desktop' });
  await dialog.getByText('as postgres-claude-desktop').waitFor();
  for (const part of [
    'Stays with Claude Desktop',
    'it is switched off in the application',
    'can be read by other people of this machine',
    '"DATABASE_URL": "•••"',
    '/home/ana/.config/Claude/claude_desktop_config.json',
  ])
    expect(await dialog.innerText()).toContain(part);
  expect(await dialog.innerText()).not.toContain('@@');
  await page.clock.runFor(300);
  await page.screenshot({ path: join(ARTIFACTS, 'application-connect-light.png') });
  expect(gate.calls.filter(({ name }) => name === 'client.connect').map(({ input }) => input)).toEqual([
    { id: 'claude-desktop', mode: 'mirror', dryRun: true },
  ]);
  await pressOn(page, 'Connect Claude Desktop');
  await page.getByText('Your agents can now call').waitFor();
  const result = await page.getByRole('dialog').innerText();
  for (const part of [
    'Tried: the gate answers through every entry.',
    '2 can destroy data',
    '1 can move money',
    'Quit it completely and start it again.',
  ])
    expect(result).toContain(part);
  await page.screenshot({ path: join(ARTIFACTS, 'application-connected-light.png') });
  expect(gate.calls.filter(({ name }) => name === 'client.connect').at(-1)?.input).toEqual({ id: 'claude-desktop', mode: 'mirror' });
  expect(gate.calls.filter(({ name }) => name === 'client.discover').length).toBe(2);
  await pressOn(page, 'Done');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

test('puts the gate back into an application that goes past it', async () => {
  const { page, gate } = await open({ route: '#/clients/cursor', snapshot: fullSnapshot(START_MS), answers: ANSWERS });
  await page.getByText('Cursor starts postgres past the gate').waitFor();
  await pressOn(page, 'Put the gate back: Cursor');
  await page.getByText('The gate is back in Cursor.').first().waitFor();
  expect(gate.calls.find(({ name }) => name === 'client.restore')?.input).toEqual({ id: 'cursor' });
});

test('sets up an application without a file: its token, steps with what to paste', async () => {
  const { page } = await open({ route: '#/clients', snapshot: emptySnapshot(START_MS), clockMs: START_MS, answers: ANSWERS });
  await page.getByText('JetBrains AI Assistant').waitFor();
  await pressOn(page, 'Set up JetBrains AI Assistant');
  await page.getByRole('dialog').waitFor();
  await pressOn(page, 'Make its token');
  await page.getByText('"jetbrains-ai"').waitFor();
  await page.clock.runFor(300);
  await page.screenshot({ path: join(ARTIFACTS, 'application-steps-light.png') });
  expect(await page.getByRole('dialog').innerText()).not.toContain('NAME');
  // The bridge finds the token by itself: no step shows one.
  expect(await page.getByRole('dialog').innerText()).not.toMatch(/The token is shown|not shown again/);
});

test('takes Toolgate out of every application and says what to delete', async () => {
  const edited = {
    ok: false as const,
    error: { code: 'EDITED', message: 'the entry of github in Cursor was changed by hand', details: { names: ['github'] } },
  };
  const { page, gate } = await open({
    route: '#/settings',
    snapshot: fullSnapshot(START_MS),
    answers: { ...ANSWERS, 'client.disconnect': (input) => (input['edited'] === 'ask' ? edited : ok({})) },
  });
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  await pressOn(page, 'Remove…', 'Enter');
  const dialog = page.getByRole('dialog', { name: 'Remove Toolgate from this machine' });
  await dialog.getByText('/home/ana/.cursor/mcp.json').waitFor();
  expect(await dialog.innerText()).not.toContain('Claude Desktop');
  expect(gate.calls.some(({ name }) => name === 'client.disconnect')).toBe(false);
  await pressOn(page, 'Take the gate out');
  await dialog.getByText('the entry of github in Cursor was changed by hand').waitFor();
  await pressOn(page, 'Put the old ones back');
  await dialog.getByText('delete its data folder').waitFor();
  expect(gate.calls.filter(({ name }) => name === 'client.disconnect').map(({ input }) => input)).toEqual([
    { id: 'cursor', edited: 'ask' },
    { id: 'cursor', edited: 'revert' },
  ]);
  expect(gate.calls.find(({ name }) => name === 'settings.set')?.input).toEqual({ startAtLogin: false });
});

test('stops an agent for an hour, and disconnects its application after its whole change was shown', async () => {
  const { page, gate } = await open({
    route: '#/clients',
    snapshot: fullSnapshot(START_MS),
    answers: { ...ANSWERS, 'client.block': done },
  });
  await page.getByText('uvx postgres-mcp').first().waitFor();
  await pressOn(page, 'Block cursor');
  await choose(page, 'For 1 hour');
  await expect.poll(() => gate.calls.find(({ name }) => name === 'client.block')?.input).toEqual({ name: 'cursor', forMs: 3_600_000 });
  await pressOn(page, 'Disconnect Cursor');
  await page.getByRole('dialog', { name: 'Disconnect Cursor' }).waitFor();
  await expect.poll(() => page.getByRole('dialog').getByRole('button', { name: 'Disconnect Cursor' }).isEnabled()).toBe(true);
  await inDialog(page);
  await pressOn(page, 'Disconnect Cursor');
  await page.getByText('Cursor is disconnected.').first().waitFor();
  expect(gate.calls.filter(({ name, input }) => name === 'client.disconnect' && !input['dryRun']).length).toBe(1);
});
