import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Result as AxeResult } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { fail, ok } from '../../shared/result.js';
import { emptySnapshot, fullSnapshot, START_MS } from './support/data.js';
import { ANSWERS, APPLICATIONS, POLICY } from './support/answers.js';
import { settle } from './support/page.js';
import { useInterface } from './support/suite.js';

const open = useInterface();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const ARTIFACTS = join(import.meta.dirname, '../artifacts');
mkdirSync(ARTIFACTS, { recursive: true });

const ROUTES: Record<string, string> = {
  overview: 'overview',
  servers: 'servers/payments',
  'server-add': 'servers/+',
  tools: 'tools/github/delete_file',
  rules: 'rules',
  'rules-observed': 'rules/observed',
  approvals: 'approvals',
  activity: 'activity/call-388',
  clients: 'clients',
  'client-add': 'clients/+',
  findings: 'findings',
  settings: 'settings',
  approval: 'approval',
  gallery: 'gallery',
};

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate(() => (window as unknown as { axe: { run: () => Promise<{ violations: AxeResult[] }> } }).axe.run());
  return found.violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help} — ${nodes
        .map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary ?? ''}`)
        .slice(0, 3)
        .join(' | ')}`,
  );
}

const cases = (['light', 'dark'] as const).flatMap((theme) => Object.entries(ROUTES).map(([name, route]) => ({ theme, name, route })));

test.each(cases)('$name in $theme has no accessibility violation', async ({ theme, name, route }) => {
  const size = name === 'approval' ? { width: 460, height: 560 } : {};
  const { page, gate } = await open({
    route: `#/${route}`,
    snapshot: fullSnapshot(START_MS),
    theme,
    clockMs: START_MS,
    answers: ANSWERS,
    ...size,
  });
  await settle(page, gate);
  await page.screenshot({ path: join(ARTIFACTS, `${name}-${theme}.png`) });
  expect(await violations(page)).toEqual([]);
});

test.each(['light', 'dark'] as const)('the steps of connecting and leaving in %s have no accessibility violation', async (theme) => {
  const start = fullSnapshot(START_MS);
  const { page } = await open({
    route: '#/overview',
    snapshot: { ...start, settings: { ...start.settings, firstRunDone: false } },
    theme,
    clockMs: START_MS,
    answers: ANSWERS,
  });
  const look = async (name: string) => {
    await page.clock.runFor(400);
    await page.screenshot({ path: join(ARTIFACTS, `${name}-${theme}.png`) });
    expect(await violations(page)).toEqual([]);
  };
  await page.getByText('Claude Desktop').first().waitFor();
  await look('first-run');
  await page.getByRole('button', { name: 'Connect Claude Desktop' }).click();
  await page.getByText('as postgres-claude-desktop').waitFor();
  await look('application-connect');
  await page.getByRole('dialog').getByRole('button', { name: 'Connect Claude Desktop' }).click();
  await page.getByText('Last step, in Claude Desktop:').waitFor();
  await look('application-connected');
  await page.getByRole('button', { name: 'Done' }).last().click();
  await page.evaluate(() => void (window.location.hash = '#/settings'));
  await page.getByRole('button', { name: 'Remove…' }).click();
  await page.getByRole('dialog').getByText('/home/ana/.cursor/mcp.json').waitFor();
  await look('leaving');
});

test.each(Object.entries(ROUTES))('%s is useful and accessible when there is nothing yet', async (name, route) => {
  const { page, gate } = await open({
    route: `#/${route.split('/')[0] ?? ''}`,
    snapshot: emptySnapshot(START_MS),
    clockMs: START_MS,
    answers: ANSWERS,
  });
  await settle(page, gate);
  await page.screenshot({ path: join(ARTIFACTS, `empty-${name}.png`) });
  expect((await page.locator('main').innerText()).length).toBeGreaterThan(40);
  expect(await violations(page)).toEqual([]);
});

const contrasts = (['light', 'dark'] as const).flatMap((theme) =>
  [
    { name: 'a tool', file: 'contrast', route: '#/tools/github/delete_file' },
    { name: 'findings', file: 'contrast-findings', route: '#/findings' },
  ].map((page) => ({ theme, ...page })),
);

test.each(contrasts)('$name in high contrast over $theme has no accessibility violation', async ({ theme, file, route }) => {
  const snapshot = fullSnapshot(START_MS);
  const { page, gate } = await open({
    route,
    snapshot: { ...snapshot, settings: { ...snapshot.settings, theme: 'contrast' } },
    theme,
    clockMs: START_MS,
    answers: ANSWERS,
  });
  await settle(page, gate);
  await page.screenshot({ path: join(ARTIFACTS, `${file}-${theme}.png`) });
  expect(await violations(page)).toEqual([]);
});

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

test('reaches every page, both additions and every mode through the palette', async () => {
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
  expect(await page.getByRole('option').count()).toBe(9 + 2 + 5);
  await page.keyboard.press('Escape');
  await page.clock.runFor(300);
  await choose('observe until');
  await expect.poll(() => gate.calls.find(({ name }) => name === 'mode.set')?.input).toEqual({ mode: 'observe' });
  await choose('add a client');
  await page.getByRole('dialog', { name: 'Add a client' }).waitFor();
});

test('makes a rule from a waiting call by keyboard, and keeps the form when the call ends meanwhile', async () => {
  const { page, gate } = await open({
    route: '#/approvals',
    snapshot: fullSnapshot(START_MS),
    clockMs: START_MS,
    answers: ANSWERS,
  });
  const [first] = gate.snapshot.approvals.filter(({ state }) => state === 'pending').sort((a, b) => a.createdAtMs - b.createdAtMs);
  await page.getByRole('button', { name: 'Make a rule…' }).focus();
  await page.keyboard.press('Enter');
  const form = page.getByRole('dialog', { name: 'Make a rule' });
  await form.waitFor();
  await expect.poll(() => gate.calls.find(({ name }) => name === 'rule.draft')?.input).toEqual({ approvalId: first?.id });
  await gate.signal({ topic: 'approvals', revision: ++gate.snapshot.revision, value: [] });
  await page.getByText('No call waits for you').first().waitFor({ state: 'attached' });
  expect(await form.isVisible()).toBe(true);
  expect(gate.calls.filter(({ name }) => name === 'approval.allow' || name === 'approval.deny')).toEqual([]);
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

test.each(['light', 'dark'] as const)(
  'edits the rules as JSON in %s: marks mistakes, saves against the revision it read',
  async (theme) => {
    const { page, gate } = await open({ route: '#/rules', snapshot: fullSnapshot(START_MS), theme, answers: ANSWERS });
    await page.getByRole('tab', { name: 'JSON' }).click();
    const editor = page.getByRole('textbox', { name: 'JSON' });
    await editor.waitFor();
    await page.screenshot({ path: join(ARTIFACTS, `rules-json-${theme}.png`) });
    expect(await violations(page)).toEqual([]);
    const text = await page.evaluate(
      () => document.querySelector('.code-editor')?.shadowRoot?.querySelector('.cm-content')?.textContent ?? '',
    );
    expect(text).toContain('merge_pull_request');
    await editor.fill('{ "version": "1", "default": "alow" }');
    await page.getByText('"default" cannot be "alow"').first().waitFor();
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await editor.fill('{ "version": "1", "default": "deny" }');
    await expect.poll(() => page.getByRole('button', { name: 'Save' }).isEnabled()).toBe(true);
    await page.getByRole('button', { name: 'Save' }).click();
    await expect
      .poll(() => gate.calls.find(({ name }) => name === 'policy.set')?.input)
      .toEqual({ text: '{ "version": "1", "default": "deny" }', baseRevision: 12 });
  },
);

test.each(['light', 'dark'] as const)('offers what may stand at the cursor of the rules as JSON, by keyboard, in %s', async (theme) => {
  const { page } = await open({ route: '#/rules', snapshot: fullSnapshot(START_MS), theme, clockMs: START_MS, answers: ANSWERS });
  await page.getByRole('tab', { name: 'JSON' }).click();
  const editor = page.getByRole('textbox', { name: 'JSON' });
  const written = () => editor.evaluate((content) => content.textContent);
  await editor.fill('{ "version": "1", "servers": {  } }');
  await editor.press('End');
  for (let left = 0; left < 4; left++) await editor.press('ArrowLeft');
  await editor.press('Control+Space');
  await page.getByRole('listbox', { name: 'What may stand here' }).waitFor();
  await page.getByRole('option', { name: 'github' }).waitFor();
  await editor.pressSequentially('"git');
  await expect.poll(() => page.getByRole('option').allInnerTexts()).toEqual(['github']);
  // a list takes no key in its first moment: what is pressed then was meant for the text
  await page.clock.runFor(100);
  await editor.press('Enter');
  await expect.poll(written).toBe('{ "version": "1", "servers": { "github": {} } }');
  await editor.press('Control+Space');
  await page.getByRole('option', { name: 'default' }).waitFor();
  await page.clock.runFor(100);
  await editor.press('ArrowDown');
  await page.getByText('tools that agents never see; nothing lifts it').waitFor();
  await page.screenshot({ path: join(ARTIFACTS, `rules-completion-${theme}.png`) });
  expect(await violations(page)).toEqual([]);
  await editor.press('Tab');
  await expect.poll(written).toBe('{ "version": "1", "servers": { "github": {"hide": []} } }');
  await editor.press('Escape');
  // no list is open: Tab leaves the editor as it leaves every field
  await editor.press('Tab');
  await expect.poll(() => page.evaluate(() => document.activeElement?.classList.contains('code-editor'))).toBe(false);
  expect(await written()).toBe('{ "version": "1", "servers": { "github": {"hide": []} } }');
});

test('compares an earlier revision and goes back to it', async () => {
  const { page, gate } = await open({ route: '#/rules', snapshot: fullSnapshot(START_MS), clockMs: START_MS, answers: ANSWERS });
  await page.getByRole('tab', { name: 'History' }).click();
  await page.getByRole('button', { name: 'Compare…' }).first().click();
  await page.getByText('"action": "ask" }').first().waitFor();
  await page.clock.runFor(300);
  await page.screenshot({ path: join(ARTIFACTS, 'rules-compare-light.png') });
  await page.getByRole('button', { name: 'Go back to revision 11' }).click();
  await expect.poll(() => gate.calls.find(({ name }) => name === 'policy.rollback')?.input).toEqual({ revision: 11 });
});

test('makes a rule from a call, after its sentence and past calls were shown', async () => {
  const { page, gate } = await open({ route: '#/activity/call-388', snapshot: fullSnapshot(START_MS), answers: ANSWERS });
  await page.getByRole('button', { name: 'Make a rule…' }).click();
  await page.getByText('Of 412 past calls 409 would end the same').waitFor();
  await page.screenshot({ path: join(ARTIFACTS, 'make-rule-light.png') });
  expect(await violations(page)).toEqual([]);
  await page.getByLabel('My own conditions').check();
  await page.getByText('args.owner').click();
  await page.getByText('Of 412 past calls 409 would end the same').waitFor();
  await page.getByRole('button', { name: 'Add the rule' }).click();
  await expect
    .poll(() => gate.calls.filter(({ name, input }) => name === 'rule.add' && !input['dryRun']).map(({ input }) => input['rule']))
    .toEqual([{ action: 'ask', allow_if: [{ conditions: [{ path: 'args.owner', op: 'eq', value: 'octo' }] }] }]);
});

test('replays the calls of the log under the rules as they are now, by keyboard, and calls applications by their own names', async () => {
  const snapshot = fullSnapshot(START_MS);
  const clients = snapshot.clients.map((client) => (client.name === 'cursor' ? { ...client, title: 'Cursor' } : client));
  const { page, gate } = await open({ route: '#/activity', snapshot: { ...snapshot, clients }, answers: ANSWERS });
  await page.getByRole('button', { name: 'Replay' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Replay' });
  await dialog.getByText('Of 412 past calls 409 would end the same, 2 otherwise.').waitFor();
  expect(gate.calls.find(({ name }) => name === 'policy.replay')?.input).toEqual({ text: POLICY });
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('gridcell', { name: 'Cursor', exact: true }).first().waitFor();
});

test('writes what was observed as rules in one step, those alone that are ticked, after past calls were shown', async () => {
  const { page, gate } = await open({ route: '#/rules/observed', snapshot: fullSnapshot(START_MS), answers: ANSWERS });
  const written = () => gate.calls.filter(({ name, input }) => name === 'rule.addMany' && !input['dryRun']).map(({ input }) => input);
  await page.getByText('Of 412 past calls 409 would end the same').waitFor();
  // what asks already is not proposed
  await expect.poll(() => page.getByRole('checkbox', { checked: true }).count()).toBe(2);
  await page.getByLabel('Rule for delete_file on github', { exact: true }).uncheck();
  await page.getByRole('combobox', { name: 'What the rule for write_file on filesystem does' }).click();
  await page.getByRole('option', { name: 'Deny' }).click();
  await page.getByRole('button', { name: 'Write 2 rules' }).click();
  await expect.poll(written).toEqual([
    {
      rules: ['claude-code', 'cursor'].map((client) => ({ client, server: 'filesystem', tool: 'write_file', rule: { action: 'deny' } })),
    },
  ]);
  await page.getByRole('button', { name: 'Undo' }).click();
  const { policyRevision } = fullSnapshot(START_MS).gate;
  await expect.poll(() => gate.calls.find(({ name }) => name === 'policy.rollback')?.input).toEqual({ revision: policyRevision });
});

test('leads from the banner of observing to its rules, and says so where there are none', async () => {
  const start = fullSnapshot(START_MS);
  const { page, gate } = await open({
    route: '#/overview',
    snapshot: { ...start, gate: { ...start.gate, mode: 'observe' } },
    answers: { ...ANSWERS, 'rule.suggest': () => ok({ suggestions: [], left: [], settled: 0 }) },
  });
  await page.getByRole('button', { name: 'Turn into rules' }).click();
  await page.getByText('Nothing to turn into rules').waitFor();
  await page.getByRole('button', { name: 'Look again' }).click();
  await expect.poll(() => gate.calls.filter(({ name }) => name === 'rule.suggest').length).toBe(2);
  expect(await violations(page)).toEqual([]);
});

test('confirms a waiting change only after showing it', async () => {
  const snapshot = {
    ...fullSnapshot(START_MS),
    changes: [
      {
        id: 'c1',
        command: 'toolgate tool set github delete_file allow',
        sentence: 'Allow delete_file on github',
        diff: '-  "action": "ask"\n+  "action": "allow"',
        from: 'the command line',
        atMs: START_MS - 60_000,
      },
    ],
  };
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
  const change = { id: 'c1', command: 'tool.set', sentence: 'Allow delete_file on github', from: 'the command line', atMs: START_MS };
  const needs = async (changes: (typeof change)[]) => {
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
  expect(await needs([change])).toMatch(/^Needs you\s+1 change that loosens the rules waits for you\.$/);
});

test('lists a waiting change on the overview beside what else needs the person, and shows it from there', async () => {
  const change = { id: 'c1', command: 'tool.set', sentence: 'Allow delete_file on github', from: 'the command line', atMs: START_MS };
  const { page } = await open({ route: '#/overview', snapshot: { ...fullSnapshot(START_MS), changes: [change] }, clockMs: START_MS });
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

test.each(['light', 'dark'] as const)('keeps a button that cannot be pressed readable, %s and with more contrast', async (colorScheme) => {
  const { page } = await open({ route: '#/gallery', snapshot: fullSnapshot(START_MS), clockMs: START_MS });
  for (const contrast of ['no-preference', 'more'] as const) {
    await page.emulateMedia({ colorScheme, contrast });
    await page.clock.runFor(300);
    const unpressable = page.locator('.button:is(:disabled, [aria-disabled="true"])');
    await unpressable.first().waitFor();
    const pale = await unpressable.evaluateAll((buttons) => {
      const rgba = (text: string): number[] => (text.match(/[\d.]+/g) ?? []).map(Number);
      const over = (top: number[], below: number[], alpha: number) => below.map((part, at) => (top[at] ?? 0) * alpha + part * (1 - alpha));
      const light = (colour: number[]) =>
        colour
          .map((part) => part / 255)
          .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
          .reduce((sum, part, at) => sum + part * ([0.2126, 0.7152, 0.0722][at] ?? 0), 0);
      const behind = (element: Element | null): number[] => {
        if (!element) return [255, 255, 255];
        const colour = rgba(getComputedStyle(element).backgroundColor);
        return (colour[3] ?? 1) === 0 ? behind(element.parentElement) : colour.slice(0, 3);
      };
      return buttons.map((button) => {
        const { color, opacity } = getComputedStyle(button);
        const below = behind(button.parentElement);
        const [one = 0, other = 0] = [rgba(color).slice(0, 3), behind(button)].map((part) => light(over(part, below, Number(opacity))));
        return { text: button.textContent, ratio: (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05) };
      });
    });
    expect(pale.filter(({ ratio }) => ratio < 3)).toEqual([]);
  }
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
