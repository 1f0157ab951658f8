import { expect, test } from 'vitest';
import { ok } from '../../shared/result.js';
import { ANSWERS } from './support/answers.js';
import { emptySnapshot, fullSnapshot, START_MS, waitingChange } from './support/data.js';
import { focused, pressOn, tabTo } from './support/keyboard.js';
import { useInterface } from './support/suite.js';

const open = useInterface();
const done = () => ok({});

test('adds a server by the form', async () => {
  const { page, gate } = await open({ route: '#/servers', snapshot: emptySnapshot(START_MS), answers: { ...ANSWERS, 'server.add': done } });
  await page.getByRole('heading', { level: 1 }).waitFor();
  await pressOn(page, 'Add a server');
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await tabTo(page, /^Paste$/);
  for (let presses = 0; presses < 6 && (await focused(page)) !== 'Local command'; presses++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await dialog.getByLabel('Command line', { exact: true }).waitFor();
  await tabTo(page, 'Name');
  await page.keyboard.type('notes');
  await tabTo(page, 'Command line');
  await page.keyboard.type('npx -y @acme/server-notes');
  await pressOn(page, 'Add a server');
  await expect
    .poll(() => gate.calls.find(({ name }) => name === 'server.add')?.input)
    .toEqual({ name: 'notes', command: 'npx', args: ['-y', '@acme/server-notes'], env: [] });
});

test('finds a tool and switches it', async () => {
  const { page, gate } = await open({
    route: '#/overview',
    snapshot: fullSnapshot(START_MS),
    answers: { ...ANSWERS, 'tool.set': () => ok({ revision: 13, sentence: 'create_issue on github: deny' }) },
  });
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await pressOn(page, /^Tools\d+$/);
  await page.getByRole('grid').waitFor();
  await tabTo(page, 'Filter tools');
  await page.keyboard.type('create_issue');
  await expect.poll(() => page.locator('.tool-row.tool').count()).toBe(1);
  await tabTo(page, 'Tools');
  await page.keyboard.press('End');
  await page.keyboard.press('3');
  await expect
    .poll(() => gate.calls.filter(({ name }) => name === 'tool.set').map(({ input }) => input))
    .toEqual([{ server: 'github', tool: 'create_issue', action: 'deny' }]);
});

test('locks everything down and comes back', async () => {
  const { page, gate } = await open({ route: '#/overview', snapshot: fullSnapshot(START_MS), answers: { ...ANSWERS, 'mode.set': done } });
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  const choose = async (item: RegExp) => {
    await pressOn(page, /^Mode of the gate/);
    await page.getByRole('menu').waitFor();
    for (let presses = 0; presses < 8 && !item.test(await focused(page)); presses++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
  };
  await choose(/^Lock down/);
  await expect.poll(() => gate.calls.filter(({ name }) => name === 'mode.set').map(({ input }) => input)).toEqual([{ mode: 'lockdown' }]);
  await gate.signal({ topic: 'gate', revision: 3, value: { ...gate.snapshot.gate, mode: 'lockdown' } });
  await page.getByText('Locked down: every call is refused.').waitFor();
  await choose(/^Enforce/);
  await expect.poll(() => gate.calls.filter(({ name }) => name === 'mode.set').at(-1)?.input).toEqual({ mode: 'enforce' });
});

test('reviews and confirms a waiting change', async () => {
  const changes = [waitingChange];
  const { page, gate } = await open({
    route: '#/overview',
    snapshot: { ...fullSnapshot(START_MS), changes },
    clockMs: START_MS,
    answers: { ...ANSWERS, 'change.confirm': done },
  });
  await page.getByRole('button', { name: 'Review…' }).waitFor();
  await pressOn(page, 'Review…');
  await page.getByRole('dialog').waitFor();
  await page.clock.runFor(1000);
  await pressOn(page, 'Confirm');
  await expect.poll(() => gate.calls.find(({ name }) => name === 'change.confirm')?.input).toEqual({ id: 'c1' });
});

test('refuses a changed definition, and accepts it on second thoughts', async () => {
  const { page, gate } = await open({
    route: '#/overview',
    snapshot: fullSnapshot(START_MS),
    answers: { ...ANSWERS, 'pin.accept': done, 'pin.reject': done },
  });
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await pressOn(page, /^Findings\d+$/);
  await page.getByText('Send the result to').first().waitFor();
  await pressOn(page, 'Keep refusing: search_code');
  await expect.poll(() => gate.calls.find(({ name }) => name === 'pin.reject')?.input).toEqual({ server: 'github', tool: 'search_code' });
  await pressOn(page, 'Accept the change: search_code');
  await expect
    .poll(() => gate.calls.find(({ name }) => name === 'pin.accept')?.input)
    .toMatchObject({ server: 'github', tool: 'search_code' });
});

test('corrects what a tool can do, and takes it back', async () => {
  const { page, gate } = await open({ route: '#/tools/github/delete_file', snapshot: fullSnapshot(START_MS), answers: ANSWERS });
  const detail = page.getByRole('region', { name: 'Detail of delete_file' });
  await detail.waitFor();
  await tabTo(page, 'Why and rules');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await detail.getByText('names something private that it looks at').waitFor();
  await pressOn(page, 'Can send outward', 'Space');
  const told = () => gate.calls.filter(({ name }) => name === 'tool.label').map(({ input }) => input);
  await expect.poll(told).toEqual([{ server: 'github', tool: 'delete_file', labels: ['private-data', 'outward'] }]);
  await pressOn(page, 'Undo');
  await expect.poll(() => told().at(-1)).toEqual({ server: 'github', tool: 'delete_file', reset: true });
});

test('releases a tool that is held back, after thinking twice', async () => {
  const snapshot = fullSnapshot(START_MS);
  const held = Object.values(snapshot.tools)
    .flat()
    .find(({ pin }) => pin === 'quarantined');
  const { page, gate } = await open({ route: '#/findings', snapshot, answers: { ...ANSWERS, 'finding.release': done } });
  await page.getByRole('heading', { name: 'Findings' }).waitFor();
  const released = () => gate.calls.filter(({ name }) => name === 'finding.release').map(({ input }) => input);
  await pressOn(page, `Release…: ${held?.tool}`);
  const dialog = page.getByRole('dialog', { name: `Release ${held?.tool}` });
  await dialog.waitFor();
  await pressOn(page, 'Cancel');
  await dialog.waitFor({ state: 'detached' });
  expect(released()).toEqual([]);
  // the focus is back where the question was asked
  await expect.poll(() => focused(page)).toBe(`Release…: ${held?.tool}`);
  await page.keyboard.press('Enter');
  await dialog.waitFor();
  await pressOn(page, /^Release$/);
  await expect.poll(released).toEqual([{ server: held?.server, tool: held?.tool, hash: held?.definitionHash }]);
});

test('makes the last steps of a dangerous combination ask, from the page of the stack', async () => {
  const { page, gate } = await open({
    route: '#/overview',
    snapshot: fullSnapshot(START_MS),
    answers: { ...ANSWERS, 'tool.setMany': () => ok({ revision: 13, sentence: 'x' }) },
  });
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await pressOn(page, /^Findings\d+$/);
  await page.getByText('Send the result to').first().waitFor();
  await pressOn(page, /^Ask before the \d+ tools that go through$/);
  await expect
    .poll(() => gate.calls.filter(({ name }) => name === 'tool.setMany').map(({ input }) => input))
    .toEqual([{ action: 'ask', tools: ['list_issues', 'search_code'].map((tool) => ({ server: 'github', tool })) }]);
});
