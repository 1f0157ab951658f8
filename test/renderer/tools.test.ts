import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { fail, ok, type Result } from '../../shared/result.js';
import { fullSnapshot, START_MS } from './support/data.js';
import { ANSWERS } from './support/answers.js';
import type { FakeGate } from './support/page.js';
import { useInterface } from './support/suite.js';

const open = useInterface();
const moved = (gate: FakeGate) => gate.calls.filter(({ name }) => name.startsWith('tool.set') || name === 'policy.rollback');

async function tools(route = '#/tools'): Promise<{ page: Page; gate: FakeGate }> {
  const opened = await open({
    route,
    snapshot: fullSnapshot(START_MS),
    clockMs: START_MS,
    answers: {
      ...ANSWERS,
      'tool.set': () => ok({ revision: 13, sentence: 'create_issue on github: deny' }),
      'tool.setMany': () => ok({ revision: 13, sentence: 'three tools: deny' }),
    },
  });
  await opened.page.getByRole('grid').waitFor();
  return opened;
}
const row = (page: Page, tool: string) => page.getByRole('row').filter({ has: page.getByText(tool, { exact: true }) });
const segment = (page: Page, tool: string, position: string) => row(page, tool).getByRole('radio', { name: position });

test('moves a switch by mouse and puts it back with one undo', async () => {
  const { page, gate } = await tools();
  expect(await row(page, 'create_issue').getByRole('radiogroup').getAttribute('aria-label')).toContain('set by a wider rule');
  await segment(page, 'create_issue', 'Deny').click();
  await expect.poll(() => segment(page, 'create_issue', 'Deny').getAttribute('aria-checked')).toBe('true');
  expect(moved(gate)).toEqual([{ name: 'tool.set', input: { server: 'github', tool: 'create_issue', action: 'deny' } }]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect
    .poll(() => moved(gate).at(-1))
    .toEqual({ name: 'tool.set', input: { server: 'github', tool: 'create_issue', action: 'inherit' } });
});

test('tells of a switch beside the answers of a dialog, not over them', async () => {
  const { page } = await tools();
  await page.setViewportSize({ width: 880, height: 400 });
  await segment(page, 'create_issue', 'Deny').click();
  await page.getByRole('button', { name: 'Undo' }).waitFor();
  await page.evaluate(() => void (window.location.hash = '#/rules'));
  await page.getByRole('tab', { name: 'History' }).click();
  await page.getByRole('button', { name: 'Compare…' }).first().click();
  const back = page.getByRole('button', { name: 'Go back to revision 11' });
  await back.waitFor();
  expect(await page.getByText('Undo', { exact: true }).isVisible()).toBe(true);
  expect(
    await back.evaluate((button) => {
      const { x, y, width, height } = button.getBoundingClientRect();
      return [0.1, 0.5, 0.9].every((part) => button.contains(document.elementFromPoint(x + width * part, y + height / 2)));
    }),
  ).toBe(true);
});

test('gives an own position back to the wider rule by its dot', async () => {
  const { page, gate } = await tools();
  await page.getByRole('button', { name: 'Give merge_pull_request back to the wider rule' }).click();
  await expect
    .poll(() => moved(gate))
    .toEqual([{ name: 'tool.set', input: { server: 'github', tool: 'merge_pull_request', action: 'inherit' } }]);
});

test('shows the new position before the answer and falls back with one line when it fails', async () => {
  const { page, gate } = await tools();
  let answer: (result: Result<unknown>) => void = () => undefined;
  gate.answers['tool.set'] = () => new Promise((resolve) => (answer = resolve));
  await segment(page, 'create_issue', 'Hide').click();
  await expect.poll(() => segment(page, 'create_issue', 'Hide').getAttribute('aria-checked')).toBe('true');
  answer(fail('POLICY', 'The rules could not be written: the disk is full.', 'Free some space.'));
  await expect.poll(() => segment(page, 'create_issue', 'Ask').getAttribute('aria-checked')).toBe('true');
  await page.getByText('The rules could not be written: the disk is full.').first().waitFor();
});

test('follows the board when the rules change elsewhere', async () => {
  const { page, gate } = await tools();
  const changed = (gate.snapshot.tools['github'] ?? []).map((view) =>
    view.tool === 'get_me' ? { ...view, switch: 'deny' as const, own: true } : view,
  );
  await gate.signal({ topic: 'tools', key: 'github', revision: 2, value: changed });
  await expect.poll(() => segment(page, 'get_me', 'Deny').getAttribute('aria-checked')).toBe('true');
});

test('is driven by keyboard alone: rows, numbers, arrows, space, enter', async () => {
  const { page, gate } = await tools();
  await page.getByRole('grid').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('3');
  await expect.poll(() => moved(gate)).toEqual([{ name: 'tool.set', input: { server: 'github', tool: 'create_issue', action: 'deny' } }]);
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Detail of create_issue' }).waitFor();
  await page.keyboard.press('Tab');
  for (let presses = 0; presses < 6 && !(await page.evaluate(() => document.activeElement?.getAttribute('role') === 'radio')); presses++)
    await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowLeft');
  await expect
    .poll(() => moved(gate).at(-1))
    .toEqual({ name: 'tool.set', input: { server: 'github', tool: 'create_issue', action: 'ask' } });
});

test('moves several selected switches with one command', async () => {
  const { page, gate } = await tools();
  await page.getByRole('grid').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await page.getByText('3 selected').waitFor();
  await page.keyboard.press('3');
  await expect
    .poll(() => moved(gate))
    .toEqual([
      {
        name: 'tool.setMany',
        input: { action: 'deny', tools: ['create_issue', 'delete_file', 'get_me'].map((tool) => ({ server: 'github', tool })) },
      },
    ]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect
    .poll(() =>
      moved(gate)
        .slice(1)
        .map(({ input }) => input['action']),
    )
    .toEqual(['inherit']);
});

test('moves a whole server or one class of it, and rolls back', async () => {
  const { page, gate } = await tools();
  await page.getByRole('button', { name: 'Set all tools of github' }).click();
  await page.getByRole('menuitem', { name: 'Every destructive tool of github: Deny' }).click();
  await expect.poll(() => moved(gate)).toEqual([{ name: 'tool.set', input: { server: 'github', class: 'destructive', action: 'deny' } }]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => moved(gate).at(-1)).toEqual({ name: 'policy.rollback', input: { revision: 12 } });
});

test('filters by words, class and server and says when nothing fits', async () => {
  const { page } = await tools();
  await page.getByLabel('Filter tools').fill('delete');
  await expect.poll(() => page.locator('.tool-row.tool').count()).toBe(1);
  await page.getByLabel('Filter tools').fill('zzz');
  await page.getByText('No tool matches').waitFor();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.getByRole('group', { name: 'Class' }).getByRole('button', { name: '1 can move money' }).click();
  await expect.poll(() => page.locator('.tool-row.tool').count()).toBe(1);
});

test('asks for the positions of one client and switches for that client alone', async () => {
  const { page, gate } = await tools();
  await page.getByLabel('Client', { exact: true }).click();
  await page.getByRole('option', { name: 'codex' }).click();
  await page.getByText('Switches shown are for codex alone.').waitFor();
  expect(gate.calls.find(({ name }) => name === 'tool.list')?.input).toEqual({ client: 'codex' });
  await segment(page, 'create_issue', 'Hide').click();
  await expect
    .poll(() => moved(gate))
    .toEqual([{ name: 'tool.set', input: { server: 'github', tool: 'create_issue', action: 'hide', client: 'codex' } }]);
});

test('counts down to the moment a used-up limit has room again, and lets more through, raises it or stops the agent meanwhile', async () => {
  const snapshot = fullSnapshot(START_MS);
  const meter = {
    key: 'k1', pointer: '/servers/github/all_tools/limits/0', counter: 'calls', client: 'cursor', server: 'github', used: 30, max: 30, windowMs: 60_000, freeInMs: 42_000,
  }; // prettier-ignore
  const { page, gate } = await open({
    route: '#/tools/github/create_issue',
    snapshot: { ...snapshot, meters: [meter, { ...meter, key: 'k2', client: 'zed', used: 3, freeInMs: 0 }] },
    clockMs: START_MS,
    paused: true,
    answers: {
      ...ANSWERS,
      'limit.extend': () => ok({}),
      'limit.raise': () => ok({ revision: 13, sentence: '' }),
      'client.block': () => ok({}),
    },
  });
  await page.getByText('Room again in 0:42').waitFor();
  await page.getByText('30 of 30 in').waitFor();
  await page.clock.runFor(10_000);
  await page.getByText('Room again in 0:32').waitFor();
  // the time runs on where nothing shows it
  const tool = new URL(page.url()).hash;
  await page.evaluate(() => (window.location.hash = '#/settings'));
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  await page.clock.runFor(10_000);
  await page.evaluate((hash) => (window.location.hash = hash), tool);
  expect(await page.getByText('Room again in').innerText()).toMatch(/ 0:(?:2[0-2]|1\d)$/);
  await page.screenshot({ path: join(import.meta.dirname, '../artifacts/tool-limit-full-light.png') });
  for (const name of ['Allow 10 more', 'Raise to 60', 'Stop cursor']) await page.getByRole('button', { name }).click();
  await expect
    .poll(() => gate.calls.filter(({ name }) => /^(?:limit|client)\.(?:extend|raise|block)$/.test(name)))
    .toEqual([
      { name: 'limit.extend', input: { key: 'k1', by: 10 } },
      { name: 'limit.raise', input: { pointer: '/servers/github/all_tools/limits/0', max: 60 } },
      { name: 'client.block', input: { name: 'cursor', forMs: 900_000 } },
    ]);
});
