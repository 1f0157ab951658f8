import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ok } from '../../shared/result.js';
import { fullSnapshot, START_MS } from './support/data.js';
import { ANSWERS, POLICY } from './support/answers.js';
import { useInterface } from './support/suite.js';
import { violations } from './support/violations.js';

const open = useInterface();
const ARTIFACTS = join(import.meta.dirname, '../artifacts');
mkdirSync(ARTIFACTS, { recursive: true });

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
