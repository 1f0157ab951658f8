import { expect, test } from 'vitest';
import { ok } from '../../shared/result.js';
import { ANSWERS } from './support/answers.js';
import { fullSnapshot, START_MS } from './support/data.js';
import { choose, focused, inDialog, pressOn, tabTo } from './support/keyboard.js';
import { useInterface } from './support/suite.js';

const open = useInterface();
const done = () => ok({});

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

test('clears what was asked of one tool together: no line is left that speaks of none', async () => {
  const { page, gate } = await open({
    route: '#/activity/server:github/tool:create_issue',
    snapshot: fullSnapshot(START_MS),
    answers: ANSWERS,
  });
  const asked = () => gate.calls.filter(({ name }) => name === 'audit.list').at(-1)?.input;
  await page.getByText('Calls of').waitFor();
  await page.getByRole('combobox', { name: 'Outcome' }).click();
  await page.getByRole('option', { name: 'refused', exact: true }).click();
  await expect.poll(asked).toMatchObject({ tool: 'create_issue', outcome: 'refused' });
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await page.getByText('Calls of').waitFor({ state: 'detached' });
  await expect.poll(asked).not.toHaveProperty('outcome');
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

test.each([
  ['Allow 10 more', 'extend'],
  ['Raise the limit', 'raise'],
  ['Stop cursor', 'block'],
])('answers a limit that was hit by %s', async (button, action) => {
  const { page, gate } = await open({ route: '#/overview', snapshot: fullSnapshot(START_MS), answers: { ...ANSWERS, 'notice.act': done } });
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await pressOn(page, button);
  await expect.poll(() => gate.calls.find(({ name }) => name === 'notice.act')?.input).toEqual({ id: 'n1', action });
});

test('finds a call in the log by its words and opens it', async () => {
  const { page, gate } = await open({ route: '#/activity', snapshot: fullSnapshot(START_MS), answers: ANSWERS });
  await page.getByRole('heading', { name: 'Activity' }).waitFor();
  await tabTo(page, 'Search arguments and names');
  await page.keyboard.type('issue');
  await expect.poll(() => gate.calls.some(({ name, input }) => name === 'audit.list' && input['text'] === 'issue')).toBe(true);
  // the link of the page in the sidebar has the same name, and comes after it
  await page.getByRole('grid').waitFor();
  await tabTo(page, 'Activity');
  expect(await page.evaluate(() => document.activeElement?.role)).toBe('grid');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Call' }).getByText('Rules revision').waitFor();
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

test('replays the log under the present rules', async () => {
  const { page } = await open({ route: '#/activity', snapshot: fullSnapshot(START_MS), answers: ANSWERS });
  await page.getByRole('heading', { name: 'Activity' }).waitFor();
  await pressOn(page, 'Replay');
  await page.getByRole('dialog', { name: 'Replay' }).getByText('Of 412 past calls').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await focused(page)).toBe('Replay');
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
