import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { ok } from '../../shared/result.js';
import { ANSWERS } from './support/answers.js';
import { emptySnapshot, fullSnapshot, START_MS } from './support/data.js';
import { useInterface } from './support/suite.js';

/** Journeys of a person without a mouse: nothing here clicks, and every control is reached by Tab, arrows and Enter from where the page opens. */
const open = useInterface();
const ARTIFACTS = join(import.meta.dirname, '../artifacts');
const done = () => ok({});

const focused = (page: Page) =>
  page.evaluate(() => {
    const active = document.activeElement;
    if (!active || active === document.body) return '';
    const label = active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement ? active.labels?.[0]?.textContent : undefined;
    const by = active.getAttribute('aria-labelledby')?.split(' ')[0];
    const named = by === undefined ? undefined : document.getElementById(by)?.textContent;
    return (active.getAttribute('aria-label') ?? label ?? named ?? active.textContent ?? '').trim();
  });

/** Tab until the control with this name has the focus. */
async function tabTo(page: Page, name: string | RegExp, most = 60): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < most; presses++) {
    const now = await focused(page);
    if (typeof name === 'string' ? now === name || now.startsWith(`${name}:`) : name.test(now)) return;
    passed.push(now);
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never came to ${String(name)}, only to ${passed.join(' | ')}`);
}

async function pressOn(page: Page, name: string | RegExp, key = 'Enter'): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press(key);
}

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

test('allows one waiting call once, and denies another with a reason', async () => {
  const { page, gate } = await open({
    route: '#/approvals',
    snapshot: fullSnapshot(START_MS),
    clockMs: START_MS,
    answers: { ...ANSWERS, 'approval.allow': done, 'approval.deny': done },
  });
  await page.getByRole('button', { name: 'Allow once', exact: true }).waitFor();
  await page.clock.runFor(1000);
  await pressOn(page, 'Allow once', 'Space');
  await expect.poll(() => gate.calls.find(({ name }) => name === 'approval.allow')?.input).toEqual({ id: 'a1', scope: 'once' });
  await gate.signal({ topic: 'approvals', revision: 5, value: gate.snapshot.approvals.slice(1) });
  await page.getByText('README').first().waitFor();
  await page.clock.runFor(1000);
  await pressOn(page, 'More ways to deny');
  await page.getByRole('menuitem', { name: /Deny and tell the agent why/ }).waitFor();
  await page.keyboard.press('D');
  for (let presses = 0; presses < 8 && !/^Deny and tell/.test(await focused(page)); presses++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await tabTo(page, 'Reason the agent reads');
  await page.keyboard.type('not on main');
  await page.clock.runFor(1000);
  await pressOn(page, 'Deny with this reason', 'Space');
  await expect
    .poll(() => gate.calls.find(({ name }) => name === 'approval.deny')?.input)
    .toMatchObject({ id: 'a2', reason: 'not on main' });
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
  const changes = [
    {
      id: 'c1',
      command: 'toolgate tool set github delete_file allow',
      sentence: 'Allow delete_file on github',
      diff: '-  "action": "ask"\n+  "action": "allow"',
      from: 'the command line',
      atMs: START_MS - 60_000,
    },
  ];
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

test('connects an application after its whole change was shown, and says what agents can call then', async () => {
  const { page, gate } = await open({ route: '#/clients', snapshot: fullSnapshot(START_MS), clockMs: START_MS, answers: ANSWERS });
  await page.getByText('uvx postgres-mcp').first().waitFor();
  await page.screenshot({ path: join(ARTIFACTS, 'applications-light.png') });
  await pressOn(page, 'Connect Claude Desktop');
  const dialog = page.getByRole('dialog', { name: 'Connect Claude Desktop' });
  await dialog.getByText('as postgres-claude-desktop').waitFor();
  for (const part of [
    'Stays with Claude Desktop',
    'it is switched off',
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

test('makes a rule from a call of the log, after what it would have done before', async () => {
  const { page, gate } = await open({ route: '#/activity/call-388', snapshot: fullSnapshot(START_MS), answers: ANSWERS });
  await page.getByRole('heading', { name: 'Activity' }).waitFor();
  await pressOn(page, 'Make a rule…');
  const dialog = page.getByRole('dialog', { name: 'Make a rule' });
  await dialog.getByText('Of 412 past calls 409 would end the same').waitFor();
  await tabTo(page, /^allow|^ask|^deny/);
  await page.keyboard.press('ArrowDown');
  await dialog.getByText('create_issue on github: deny').waitFor();
  await dialog.getByText('Of 412 past calls 409 would end the same').waitFor();
  await pressOn(page, 'Add the rule');
  await expect
    .poll(() => gate.calls.filter(({ name, input }) => name === 'rule.add' && !input['dryRun']).map(({ input }) => input['rule']))
    .toEqual([{ action: 'deny' }]);
});

test('finds a call in the log by its words and opens it', async () => {
  const { page, gate } = await open({ route: '#/activity', snapshot: fullSnapshot(START_MS), answers: ANSWERS });
  await page.getByRole('heading', { name: 'Activity' }).waitFor();
  await tabTo(page, 'Search arguments and names');
  await page.keyboard.type('issue');
  await expect.poll(() => gate.calls.some(({ name, input }) => name === 'audit.list' && input['text'] === 'issue')).toBe(true);
  // the link of the page in the sidebar has the same name
  await expect.poll(async () => (await page.keyboard.press('Tab'), page.evaluate(() => document.activeElement?.role))).toBe('grid');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Call' }).getByText('Rules revision').waitFor();
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

test('answers a limit that was hit', async () => {
  const { page, gate } = await open({
    route: '#/overview',
    snapshot: fullSnapshot(START_MS),
    answers: { ...ANSWERS, 'notice.act': done },
  });
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await pressOn(page, 'Allow 10 more');
  await expect.poll(() => gate.calls.find(({ name }) => name === 'notice.act')?.input).toMatchObject({ action: 'extend' });
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
  await pressOn(page, /^Release…$/);
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

/** A dialog takes the focus a moment after it is drawn; its button can have the name of the one that opened it. */
const inDialog = (page: Page): Promise<void> =>
  page.waitForFunction(() => document.querySelector('[role=dialog]:focus-within') !== null).then(() => undefined);

/** Arrows down in the open menu or list until this item has the focus, then a key. */
async function choose(page: Page, item: string | RegExp, key = 'Enter'): Promise<void> {
  const isIt = (now: string) => (typeof item === 'string' ? now === item : item.test(now));
  await page.locator('[role=menu]:visible, [role=listbox]:visible').first().waitFor();
  for (let presses = 0; presses < 12 && !isIt(await focused(page)); presses++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press(key);
}

test.each([
  ['Raise the limit', 'raise'],
  ['Stop cursor', 'block'],
])('answers a limit that was hit by %s', async (button, action) => {
  const { page, gate } = await open({ route: '#/overview', snapshot: fullSnapshot(START_MS), answers: { ...ANSWERS, 'notice.act': done } });
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await pressOn(page, button);
  await expect.poll(() => gate.calls.find(({ name }) => name === 'notice.act')?.input).toEqual({ id: 'n1', action });
});

test('exports the calls that the filters leave, in the form that is chosen', async () => {
  const { page, gate } = await open({
    route: '#/activity',
    snapshot: fullSnapshot(START_MS),
    answers: { ...ANSWERS, 'audit.export': () => ok({ text: 'time,client\n' }) },
  });
  await page.getByRole('heading', { name: 'Activity' }).waitFor();
  await tabTo(page, 'Search arguments and names');
  await page.keyboard.type('issue');
  await pressOn(page, 'Export');
  const file = page.waitForEvent('download');
  await choose(page, 'As CSV');
  expect((await file).suggestedFilename()).toBe('toolgate-calls.csv');
  expect(gate.calls.find(({ name }) => name === 'audit.export')?.input).toEqual({ text: 'issue', format: 'csv', limit: 10_000 });
});

test('replays the log under the present rules', async () => {
  const { page } = await open({ route: '#/activity', snapshot: fullSnapshot(START_MS), answers: ANSWERS });
  await page.getByRole('heading', { name: 'Activity' }).waitFor();
  await pressOn(page, 'Replay');
  await page.getByRole('dialog', { name: 'Replay' }).getByText('Of 412 past calls').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await focused(page)).toBe('Replay');
});

test('turns what was observed into rules, and takes them back', async () => {
  const { page, gate } = await open({ route: '#/rules/observed', snapshot: fullSnapshot(START_MS), answers: ANSWERS });
  await page.getByText('Of 412 past calls').waitFor();
  await pressOn(page, 'Rule for delete_file on github', 'Space');
  await pressOn(page, 'What the rule for write_file on filesystem does');
  await choose(page, 'Deny');
  await expect.poll(() => page.getByRole('button', { name: 'Write 2 rules' }).isEnabled()).toBe(true);
  await pressOn(page, 'Write 2 rules');
  await expect
    .poll(() => gate.calls.filter(({ name, input }) => name === 'rule.addMany' && !input['dryRun']).map(({ input }) => input['rules']))
    .toMatchObject([[{ tool: 'write_file', rule: { action: 'deny' } }, { tool: 'write_file' }]]);
  await pressOn(page, 'Undo');
  await expect.poll(() => gate.calls.some(({ name }) => name === 'policy.rollback')).toBe(true);
});

test('uses a preset, and undoes it', async () => {
  const { page, gate } = await open({ route: '#/rules/presets', snapshot: fullSnapshot(START_MS), answers: ANSWERS });
  await page.getByRole('heading', { name: 'Rules', level: 1 }).waitFor();
  await pressOn(page, 'Use Strict');
  await expect.poll(() => gate.calls.find(({ name }) => name === 'policy.preset')?.input).toEqual({ name: 'strict' });
  await pressOn(page, 'Undo');
  await expect.poll(() => gate.calls.find(({ name }) => name === 'policy.rollback')?.input).toEqual({ revision: 12 });
});

test('goes back to an earlier revision after its difference was shown', async () => {
  const { page, gate } = await open({ route: '#/rules/history', snapshot: fullSnapshot(START_MS), answers: ANSWERS });
  await page.getByText('Revision 11').first().waitFor();
  await pressOn(page, 'Compare…');
  await page.getByRole('dialog').waitFor();
  await pressOn(page, 'Go back to revision 11');
  await expect.poll(() => gate.calls.find(({ name }) => name === 'policy.rollback')?.input).toEqual({ revision: 11 });
});

test('denies all that waits, after a question', async () => {
  const { page, gate } = await open({
    route: '#/approvals',
    snapshot: fullSnapshot(START_MS),
    clockMs: START_MS,
    answers: { ...ANSWERS, 'approval.denyAll': done },
  });
  await page.getByRole('button', { name: 'Allow once', exact: true }).waitFor();
  await pressOn(page, 'Deny all 2');
  await page.getByRole('dialog', { name: 'Deny all 2 waiting calls' }).waitFor();
  await inDialog(page);
  expect(gate.calls.some(({ name }) => name === 'approval.denyAll')).toBe(false);
  await pressOn(page, 'Deny all 2');
  await expect.poll(() => gate.calls.some(({ name }) => name === 'approval.denyAll')).toBe(true);
});

test('allows all identical calls of a card with one answer, and takes a remembered answer back', async () => {
  const start = fullSnapshot(START_MS);
  const approvals = start.approvals.map((one) => (one.id === 'a1' ? { ...one, waiting: 3 } : one));
  const { page, gate } = await open({
    route: '#/approvals',
    snapshot: { ...start, approvals },
    clockMs: START_MS,
    answers: { ...ANSWERS, 'approval.allow': done, 'grant.revoke': done },
  });
  await page.getByRole('button', { name: 'Allow once', exact: true }).waitFor();
  await page.clock.runFor(1000);
  await pressOn(page, 'More ways to allow', 'Space');
  // Enter allows nothing, in the menu neither
  await choose(page, /^Allow all 3/, 'Enter');
  expect(gate.calls.some(({ name }) => name === 'approval.allow')).toBe(false);
  await page.keyboard.press('Space');
  await expect.poll(() => gate.calls.find(({ name }) => name === 'approval.allow')?.input).toMatchObject({ id: 'a1', all: true });
  await pressOn(page, /^Revoke: /);
  await expect.poll(() => gate.calls.find(({ name }) => name === 'grant.revoke')?.input).toEqual({ id: start.grants[0]?.id });
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
