import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fail, ok } from '../../shared/result.js';
import { approval, emptySnapshot, fullSnapshot, record, START_MS, waitingChange } from './support/data.js';
import { ANSWERS, APPLICATIONS } from './support/answers.js';
import { useInterface } from './support/suite.js';
import { violations } from './support/violations.js';

const open = useInterface();
const ARTIFACTS = join(import.meta.dirname, '../artifacts');
mkdirSync(ARTIFACTS, { recursive: true });

test.each(['rules', 'activity', 'clients', 'findings', 'approvals'])(
  '%s says in place what is broken when its command fails',
  async (page_) => {
    const broken = Object.fromEntries(
      Object.keys(ANSWERS).map((name) => [name, () => fail('storage', 'The log cannot be read.', 'Free some disk space.')]),
    );
    const { page } = await open({ route: `#/${page_}`, snapshot: fullSnapshot(START_MS), clockMs: START_MS, answers: broken });
    await page.getByText('The log cannot be read.').first().waitFor();
    expect(await page.getByRole('navigation').isVisible()).toBe(true);
  },
);

test('keeps every call in the log list while more come than the board shows at once, and asks for those it missed', async () => {
  const { page, gate } = await open({ route: '#/activity', snapshot: fullSnapshot(START_MS), answers: ANSWERS });
  const rows = () => page.getByRole('grid').getAttribute('aria-rowcount');
  const lists = () => gate.calls.filter(({ name }) => name === 'audit.list').length;
  await expect.poll(rows).toBe('60');
  await expect.poll(lists).toBe(1);
  const come = (newest: number) => {
    const recent = Array.from({ length: 100 }, (_, at) => record(newest - at, START_MS));
    return gate.signal({ topic: 'activity', revision: newest, value: { ...gate.snapshot.activity, recent } });
  };
  await come(500);
  await expect.poll(rows).toBe('160');
  await come(600);
  await expect.poll(rows).toBe('260');
  expect(lists()).toBe(1);
  await come(900);
  await expect.poll(lists).toBe(2);
});

test('shows what a server that did not start wrote, beside that it failed, also while the next call may try again', async () => {
  const snapshot = fullSnapshot(START_MS);
  const servers = snapshot.servers.map((one) => (one.state === 'failed' ? { ...one, state: 'idle' as const } : one));
  const { page } = await open({ route: '#/servers/payments', snapshot: { ...snapshot, servers }, clockMs: START_MS, answers: ANSWERS });
  await page.getByRole('region', { name: 'Output' }).getByText('ENOENT').waitFor();
});

test('says that the gate is away, and tries again', async () => {
  const { page, gate } = await open({
    route: '#/tools',
    snapshot: emptySnapshot(START_MS),
    answers: ANSWERS,
    snapshotFails: fail('unreachable', 'The gate does not answer.', 'Start Toolgate again.'),
  });
  await page.getByText('The gate does not answer.').waitFor();
  gate.snapshotFails = undefined;
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('See what your agents can call').waitFor();
});

test('goes to a tool through the palette by keyboard alone', async () => {
  const { page } = await open({ route: '#/overview', snapshot: fullSnapshot(START_MS), clockMs: START_MS, answers: ANSWERS });
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.clock.runFor(300);
  await page.keyboard.type('merge_pull');
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Detail of merge_pull_request' }).waitFor();
});

test('gives the focus back to where it was when a dialog is left', async () => {
  const { page } = await open({ route: '#/servers', snapshot: fullSnapshot(START_MS), clockMs: START_MS, answers: ANSWERS });
  const focused = () => page.evaluate(() => document.activeElement?.tagName + ' ' + document.activeElement?.textContent?.trim());
  const leave = async (inside: RegExp) => {
    await page.clock.runFor(300);
    await expect.poll(focused).toMatch(inside);
    await page.keyboard.press('Escape');
    await page.clock.runFor(300);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  };
  await page.getByRole('button', { name: 'Add a server' }).press('Enter');
  await leave(/^TEXTAREA/);
  await expect.poll(focused).toBe('BUTTON Add a server');
  await page.keyboard.press('Control+k');
  await leave(/^INPUT/);
  await expect.poll(focused).toBe('BUTTON Add a server');
});

test('reaches every page, both additions, every mode and the zoom through the palette', async () => {
  const { page, gate } = await open({
    route: '#/overview',
    snapshot: fullSnapshot(START_MS),
    clockMs: START_MS,
    answers: { ...ANSWERS, 'mode.set': () => ({ ok: true as const, value: {} }) },
  });
  const choose = async (typed: string) => {
    await page.keyboard.press('Control+k');
    await page.clock.runFor(300);
    await page.keyboard.type(typed);
    await page.keyboard.press('Enter');
    await page.clock.runFor(300);
  };
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.clock.runFor(300);
  expect(await page.getByRole('option').count()).toBe(9 + 2 + 5 + 3);
  await page.keyboard.press('Escape');
  await page.clock.runFor(300);
  await choose('observe until');
  await expect.poll(() => gate.calls.find(({ name }) => name === 'mode.set')?.input).toEqual({ mode: 'observe' });
  await choose('add a client');
  await page.getByRole('dialog', { name: 'Add a client' }).waitFor();
});

test('adds a server from a pasted command line and shows the whole command first', async () => {
  const { page, gate } = await open({
    route: '#/servers/+',
    snapshot: emptySnapshot(START_MS),
    clockMs: START_MS,
    answers: { ...ANSWERS, 'server.add': () => ({ ok: true as const, value: {} }) },
  });
  await page.getByLabel('Command line, address or JSON').fill(`API_KEY=s3cret npx -y "@acme/server-notes" --root '/home/ana/my notes'`);
  await page.getByRole('button', { name: 'Read it' }).press('Enter');
  expect(await page.getByLabel('Name', { exact: true }).first().inputValue()).toBe('notes');
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Paste something else');
  await page.clock.runFor(300);
  await page.screenshot({ path: join(ARTIFACTS, 'server-form-light.png') });
  expect(await page.locator('.launch li').allInnerTexts()).toEqual(['npx', '-y', '@acme/server-notes', '--root', '/home/ana/my notes']);
  expect(gate.calls.some(({ name }) => name === 'server.add')).toBe(false);
  await page.getByLabel('Name', { exact: true }).first().press('Enter');
  await expect
    .poll(() => gate.calls.find(({ name }) => name === 'server.add')?.input)
    .toEqual({
      name: 'notes',
      command: 'npx',
      args: ['-y', '@acme/server-notes', '--root', '/home/ana/my notes'],
      env: [{ name: 'API_KEY', value: 's3cret' }],
    });
});

test.each([
  [['Codex', 'Zed', 'Goose', 'Kiro'], 'also in Codex, Zed, Goose, Kiro'],
  [['Codex', 'Zed', 'Goose', 'Kiro', 'Amp'], 'also in Codex, Zed, Goose and 2 more'],
])('names three of the other applications that have a server, and one more only where that is no longer (%j)', async (alsoIn, words) => {
  const [first, ...others] = APPLICATIONS;
  const rows = [{ ...first, servers: first?.servers.slice(0, 1).map((server) => ({ ...server, alsoIn })) }, ...others];
  const answers = { ...ANSWERS, 'client.discover': () => ok(rows) };
  const { page } = await open({ route: '#/clients', snapshot: fullSnapshot(START_MS), clockMs: START_MS, answers });
  const also = page.getByText(words, { exact: true });
  await also.waitFor();
  expect(await also.getAttribute('title')).toBe(words.includes('more') ? alsoIn.join(', ') : null);
});

test('shows a new token once with what to paste, and nowhere after', async () => {
  const { page } = await open({ route: '#/clients/+', snapshot: emptySnapshot(START_MS), clockMs: START_MS, answers: ANSWERS });
  await page.getByLabel('Name', { exact: true }).fill('cursor');
  await page.getByRole('dialog').getByRole('button', { name: 'Add a client' }).click();
  await page.getByText('tg_4f9d1c2b7a6e5d8c9b0a1f2e3d4c5b6a', { exact: true }).waitFor();
  await page.clock.runFor(300);
  await page.screenshot({ path: join(ARTIFACTS, 'client-token-light.png') });
  expect(await page.getByRole('dialog').innerText()).toContain('"Authorization": "Bearer tg_4f9d1c2b7a6e5d8c9b0a1f2e3d4c5b6a"');
  await page.getByRole('button', { name: 'Done' }).click();
  await expect.poll(() => page.getByText('tg_4f9d').count()).toBe(0);
});

test('names the client in the menus of an answer as the rest of the window does', async () => {
  const snapshot = fullSnapshot(START_MS);
  const clients = snapshot.clients.map((client) => (client.name === 'cursor' ? { ...client, title: 'Cursor' } : client));
  const { page } = await open({ route: '#/approvals', snapshot: { ...snapshot, clients }, clockMs: START_MS, answers: ANSWERS });
  await page.clock.runFor(1000);
  await page.getByRole('button', { name: 'More ways to allow' }).click();
  await page.getByRole('menuitem', { name: /for this session/ }).waitFor();
  const allow = (await page.getByRole('menuitem').allInnerTexts()).slice(1);
  expect(allow.filter((text) => / for Cursor\b/.test(text) && !text.includes('cursor'))).toEqual(allow);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'More ways to deny' }).click();
  await page.getByRole('menuitem', { name: /^Block Cursor for 15 minutes/ }).waitFor();
});

test.each([
  ['clients', 'Remove cursor'],
  ['servers/github', 'Remove github'],
])('on %s what removes says by its dots that it asks first', async (route, title) => {
  const { page, gate } = await open({ route: `#/${route}`, snapshot: fullSnapshot(START_MS), clockMs: START_MS, answers: ANSWERS });
  await page.getByText('Remove…', { exact: true }).first().click();
  await page.getByRole('dialog', { name: title }).waitFor();
  expect(gate.calls.filter(({ name }) => name.endsWith('.remove'))).toEqual([]);
});

test('confirms a waiting change only after showing it', async () => {
  const snapshot = { ...fullSnapshot(START_MS), changes: [waitingChange] };
  const { page, gate } = await open({
    route: '#/overview',
    snapshot,
    clockMs: START_MS,
    answers: { ...ANSWERS, 'change.confirm': () => ({ ok: true as const, value: {} }) },
  });
  await page.getByRole('status').getByText('1 change that loosens the rules waits for you.').waitFor();
  await page.getByRole('button', { name: 'Review…' }).click();
  await page.clock.runFor(1000);
  await page.screenshot({ path: join(ARTIFACTS, 'change-light.png') });
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect.poll(() => gate.calls.find(({ name }) => name === 'change.confirm')?.input).toEqual({ id: 'c1' });
});

test('says on the overview that a change waits where nothing else does', async () => {
  const needs = async (changes: (typeof waitingChange)[]) => {
    const { page } = await open({
      route: '#/overview',
      snapshot: { ...fullSnapshot(START_MS), approvals: [], notices: [], servers: [], changes },
      clockMs: START_MS,
    });
    const card = page.locator('.card', { has: page.getByRole('heading', { name: 'Needs you' }) });
    await card.waitFor();
    return card.innerText();
  };
  expect(await needs([])).toContain('Nothing needs you.');
  expect(await needs([waitingChange])).toMatch(/^Needs you\s+1 change that loosens the rules waits for you\.$/);
});

test('lists a waiting change on the overview beside what else needs the person, and shows it from there', async () => {
  const { page } = await open({
    route: '#/overview',
    snapshot: { ...fullSnapshot(START_MS), changes: [waitingChange] },
    clockMs: START_MS,
  });
  const needs = page.locator('.card', { has: page.getByRole('heading', { name: 'Needs you' }) }).getByRole('listitem');
  await needs.nth(1).waitFor();
  await needs.first().getByRole('button', { name: '1 change that loosens the rules waits for you.' }).click();
  await page.getByRole('dialog', { name: 'Allow delete_file on github' }).waitFor();
});

test('brings the row of the server it was led to into sight', async () => {
  const snapshot = fullSnapshot(START_MS);
  const [one] = snapshot.servers;
  if (!one) throw new Error('no server');
  const servers = Array.from({ length: 60 }, (_, at) => ({ ...one, name: `server-${at}` }));
  const { page } = await open({ route: '#/servers/server-50', snapshot: { ...snapshot, servers }, clockMs: START_MS });
  await expect
    .poll(async () => {
      const row = await page.locator('.list-row.opened').boundingBox();
      const list = await page.getByRole('list', { name: 'Servers' }).boundingBox();
      return row !== null && list !== null && row.y >= list.y && row.y + row.height <= list.y + list.height;
    })
    .toBe(true);
});

test('says on the overview and beside the servers which of them cannot be used, before the chart where there is little room', async () => {
  const { page } = await open({
    route: '#/overview',
    snapshot: { ...fullSnapshot(START_MS), approvals: [], notices: [] },
    clockMs: START_MS,
    width: 880,
    height: 560,
  });
  const need = page.getByRole('listitem').filter({ hasText: 'payments: failed' });
  await need.waitFor();
  const top = async (name: string) => (await page.getByRole('heading', { name }).boundingBox())?.y ?? Infinity;
  expect(await top('Needs you')).toBeLessThan(await top('Verdicts per minute, last hour'));
  await need.getByRole('button').click();
  await expect.poll(() => page.evaluate(() => window.location.hash)).toBe('#/servers/payments');
});

test('keeps the answers to a waiting call in sight below a name of many lines', async () => {
  const tool = 'update_every_repository_of_the_organisation_'.repeat(5);
  const snapshot = { ...fullSnapshot(START_MS), approvals: [approval('a1', START_MS, { tool })], changes: [waitingChange] };
  const { page } = await open({ route: '#/approvals', snapshot, clockMs: START_MS, width: 880, height: 560 });
  const allow = page.getByRole('button', { name: 'Allow once', exact: true });
  await allow.waitFor();
  const box = await allow.boundingBox();
  expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThanOrEqual(560);
});

test('lays no answer over the arguments at twice the size of everything: they are read first', async () => {
  const snapshot = { ...fullSnapshot(START_MS), approvals: [approval('a1', START_MS)], changes: [waitingChange] };
  const { page } = await open({ route: '#/approvals', snapshot, clockMs: START_MS, width: 640, height: 400 });
  const allow = page.getByRole('button', { name: 'Allow once', exact: true });
  await allow.waitFor();
  const shown = await page.getByRole('region', { name: /^Arguments/ }).boundingBox();
  expect((await allow.boundingBox())?.y ?? 0).toBeGreaterThanOrEqual((shown?.y ?? Infinity) + (shown?.height ?? 0));
});

test('sets each mode from its menu', async () => {
  const { page, gate } = await open({
    route: '#/overview',
    snapshot: fullSnapshot(START_MS),
    clockMs: START_MS,
    answers: { ...ANSWERS, 'mode.set': () => ({ ok: true as const, value: {} }) },
  });
  const choose = async (name: RegExp) => {
    await page.getByRole('button', { name: /^Mode of the gate/ }).click();
    await page.getByRole('menuitem', { name }).click();
  };
  await choose(/Observe for 15 minutes/);
  await choose(/Observe until I stop/);
  await choose(/Lock down/);
  await expect
    .poll(() => gate.calls.filter(({ name }) => name === 'mode.set').map(({ input }) => input))
    .toEqual([{ mode: 'observe', forMs: 900_000 }, { mode: 'observe' }, { mode: 'lockdown' }]);
  await gate.signal({ topic: 'gate', revision: 3, value: { ...gate.snapshot.gate, mode: 'lockdown' } });
  await page.getByText('Locked down: every call is refused.').waitFor();
  await page.screenshot({ path: join(ARTIFACTS, 'lockdown-light.png') });
  expect(await violations(page)).toEqual([]);
});
