import { expect, test } from 'vitest';
import { fail, ok } from '../../shared/result.js';
import { ANSWERS } from './support/answers.js';
import { emptySnapshot, fullSnapshot, START_MS } from './support/data.js';
import { useInterface } from './support/suite.js';

const open = useInterface();
const asked = (calls: readonly { name: string; input: Record<string, unknown> }[], name: string) =>
  calls.filter((call) => call.name === name).map(({ input }) => input);

test('finds a server by keyboard, goes online only when told, and shows what it would reach before it is added', async () => {
  const { page, gate } = await open({
    route: '#/servers/+',
    snapshot: emptySnapshot(START_MS),
    answers: { ...ANSWERS, 'server.add': () => ok({}) },
  });
  await page.getByRole('tab', { name: 'Paste' }).waitFor();
  await page.getByRole('tab', { name: 'Paste' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const field = page.getByRole('searchbox', { name: 'Name of a server, or what its tools do' });
  await field.focus();
  await page.keyboard.type('notes');
  await page.getByText('npx -y @acme/server-notes@1.2.3').waitFor();
  expect(asked(gate.calls, 'catalogue.search').every(({ registry }) => registry === false)).toBe(true);
  await page.getByText('Sends these words to registry.modelcontextprotocol.io, and nothing else.').waitFor();
  await page.getByRole('button', { name: 'Search the MCP registry online' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('https://notes.example.org/sse').waitFor();
  expect(asked(gate.calls, 'catalogue.search').at(-1)).toEqual({ text: 'notes', registry: true });
  await field.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByText('Nothing is known of its tools before it is added and listed.').waitFor();
  expect(gate.calls.some(({ name }) => name === 'server.add')).toBe(false);
  await page.getByRole('dialog').getByRole('button', { name: 'Add a server' }).focus();
  await page.keyboard.press('Enter');
  await expect
    .poll(() => asked(gate.calls, 'server.add'))
    .toEqual([{ name: 'more-notes', url: 'https://notes.example.org/sse', headers: [{ name: 'X-Key' }], transport: 'sse' }]);
});

test('keeps what the catalogue knows when the registry cannot be reached', async () => {
  const { page } = await open({
    route: '#/servers/+',
    snapshot: emptySnapshot(START_MS),
    answers: {
      ...ANSWERS,
      'catalogue.search': (input, gate) =>
        input['registry'] === true
          ? fail(
              'REGISTRY',
              'the registry at registry.modelcontextprotocol.io could not be reached',
              'the bundled catalogue works without it',
            )
          : ANSWERS['catalogue.search']!(input, gate),
    },
  });
  await page.getByRole('tab', { name: 'Search' }).click();
  await page.getByRole('searchbox').fill('notes');
  await page.getByRole('button', { name: 'Search the MCP registry online' }).click();
  await page.getByText('could not be reached').waitFor();
  expect(await page.getByText('@acme/server-notes', { exact: true }).isVisible()).toBe(true);
});

test('marks in the description what speaks for the class, and says how it stands to what was published', async () => {
  const { page } = await open({ route: '#/tools/github/delete_file', snapshot: fullSnapshot(START_MS), answers: ANSWERS });
  const detail = page.getByRole('region', { name: 'Detail of delete_file' });
  await detail.getByText('differs from what was published for 1.4.2').waitFor();
  expect(await detail.locator('mark').allInnerTexts()).toEqual(['delete', 'Delete']);
  await detail.getByRole('tab', { name: 'Definition' }).click();
  await detail.getByText('Published as write, is destructive now.').waitFor();
});

test('corrects a label, which is one command and one undo', async () => {
  const { page, gate } = await open({ route: '#/tools/github/delete_file', snapshot: fullSnapshot(START_MS), answers: ANSWERS });
  await page.getByRole('tab', { name: 'Flow and attacks' }).click();
  await page.getByText('names something private that it looks at').waitFor();
  await page.getByRole('switch', { name: 'Can send outward' }).click();
  await expect
    .poll(() => asked(gate.calls, 'tool.label'))
    .toEqual([{ server: 'github', tool: 'delete_file', labels: ['private-data', 'outward'] }]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => asked(gate.calls, 'tool.label').at(-1)).toEqual({ server: 'github', tool: 'delete_file', reset: true });
});

test('counts what all tools can do, and filters by class, by risk and by client', async () => {
  const { page, gate } = await open({
    route: '#/tools',
    snapshot: fullSnapshot(START_MS),
    answers: { ...ANSWERS, 'tool.set': () => ok({ revision: 13, sentence: 'x' }) },
  });
  const rows = page.locator('.tool-row.tool');
  await page.getByRole('button', { name: '2 can destroy data' }).click();
  await expect.poll(() => rows.count()).toBe(2);
  await page.getByRole('combobox', { name: 'Risk' }).click();
  await page.getByRole('option', { name: 'high risk' }).click();
  await expect.poll(() => rows.allInnerTexts()).toHaveLength(1);
  await page.getByRole('button', { name: '2 can destroy data' }).click();
  await page.getByRole('combobox', { name: 'Group by' }).click();
  await page.getByRole('option', { name: 'by client' }).click();
  await expect.poll(() => page.locator('.tool-row.server').allInnerTexts()).toHaveLength(gate.snapshot.clients.length);
  await page.getByRole('grid').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('3');
  await expect.poll(() => asked(gate.calls, 'tool.set').at(-1)).toMatchObject({ client: gate.snapshot.clients[0]?.name, action: 'deny' });
});

test('makes the last steps of a combination ask with one click', async () => {
  const { page, gate } = await open({
    route: '#/findings',
    snapshot: fullSnapshot(START_MS),
    answers: {
      ...ANSWERS,
      'tool.setMany': () => ok({ revision: 13, sentence: 'x' }),
      'tool.set': () => ok({ revision: 13, sentence: 'x' }),
    },
  });
  await page.getByRole('button', { name: /^Ask before the \d+ tools that go through$/ }).click();
  await expect
    .poll(() => asked(gate.calls, 'tool.setMany'))
    .toEqual([{ action: 'ask', tools: ['list_issues', 'search_code'].map((tool) => ({ server: 'github', tool })) }]);
});

test('starts another launch only after its difference was shown, and for exactly that one', async () => {
  const snapshot = fullSnapshot(START_MS);
  const hash = 'ab'.repeat(32);
  const { page, gate } = await open({
    route: '#/servers/payments',
    snapshot: {
      ...snapshot,
      servers: snapshot.servers.map((server) =>
        server.name === 'payments' ? { ...server, state: 'needs-confirmation' as const } : server,
      ),
    },
    answers: {
      ...ANSWERS,
      'pin.diff': (input) =>
        ok({ ...input, hash, changes: [{ pointer: '/args/1', kind: 'launch', before: 'payments@2.1.0', after: 'payments-free@2.1.0' }] }),
      'pin.accept': () => ok({}),
      'server.restart': () => ok(snapshot.servers[0]),
    },
  });
  await page.getByText('payments-free@2.1.0').waitFor();
  expect(gate.calls.some(({ name }) => name === 'pin.accept')).toBe(false);
  await page.getByRole('button', { name: 'Start it like this' }).click();
  await expect.poll(() => asked(gate.calls, 'server.restart')).toEqual([{ name: 'payments' }]);
  expect(asked(gate.calls, 'pin.accept')).toEqual([{ server: 'payments', tool: '(launch)', hash }]);
});

test('holds a package at one version with one click, after the command was shown', async () => {
  const { page, gate } = await open({ route: '#/servers/payments', snapshot: fullSnapshot(START_MS), answers: ANSWERS });
  await page.getByText('npx -y payments@2.1.0').waitFor();
  await page.getByText('1 tool differs:').waitFor();
  await page.getByRole('button', { name: 'Hold at 2.1.0' }).click();
  await expect.poll(() => asked(gate.calls, 'server.hold')).toEqual([{ name: 'payments', version: '2.1.0' }]);
});

test('refuses changed instructions of a server by keyboard, and keeps them at hand', async () => {
  let state = 'changed';
  const { page, gate } = await open({
    route: '#/findings',
    snapshot: fullSnapshot(START_MS),
    answers: {
      ...ANSWERS,
      'pin.list': () => ok([{ server: 'github', subject: 'instructions', state, atMs: START_MS }]),
      'pin.diff': () =>
        ok({
          server: 'github',
          tool: '(instructions)',
          hash: 'h2',
          changes: [{ pointer: '', kind: 'instructions', before: 'Be brief.', after: 'Be long.' }],
        }),
      'pin.reject': () => {
        state = 'rejected';
        return ok({});
      },
    },
  });
  await page.getByRole('button', { name: 'Keep refusing: github' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => asked(gate.calls, 'pin.reject')).toEqual([{ server: 'github', tool: '(instructions)' }]);
  await page.getByRole('button', { name: 'Keep refusing: github' }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Accept the change: github' }).waitFor();
});

test('counts a changed tool no more that a person keeps refusing, and can still take the change', async () => {
  const { page, gate } = await open({ route: '#/findings', snapshot: fullSnapshot(START_MS), answers: ANSWERS });
  const count = async () => Number((await page.getByRole('link', { name: /^Findings/ }).textContent())?.replace(/\D/g, ''));
  await page.getByRole('button', { name: 'Keep refusing: search_code' }).waitFor();
  const before = await count();
  const value = (gate.snapshot.tools['github'] ?? []).map((view) => (view.pin === 'changed' ? { ...view, rejected: true } : view));
  await gate.signal({ topic: 'tools', key: 'github', revision: 2, value });
  await page.getByText('stays refused').waitFor();
  expect(await count()).toBe(before - 1);
  expect(await page.getByRole('button', { name: 'Keep refusing: search_code' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Accept the change: search_code' }).waitFor();
  // the tool's own page says so too, in its row and its detail
  await page.evaluate(() => void (window.location.hash = '#/tools/github/search_code'));
  await expect.poll(() => page.getByText('stays refused').count()).toBe(2);
});

test('says the recommended rule of a tool as a sentence', async () => {
  const { page } = await open({ route: '#/tools/github/delete_file', snapshot: fullSnapshot(START_MS), answers: ANSWERS });
  await page.getByRole('button', { name: 'Use the recommended rule' }).waitFor();
  await page.getByText('at most 30 calls in any minute').first().waitFor();
  expect(await page.getByText('"limits"').count()).toBe(0);
});

test('says in every tab of a tool that the gate could not tell more of it, and asks again when told to', async () => {
  let isDown = true;
  const { page } = await open({
    route: '#/tools/github/delete_file',
    snapshot: fullSnapshot(START_MS),
    answers: {
      ...ANSWERS,
      'tool.get': (input, gate) =>
        isDown ? fail('storage', 'The definition cannot be read.', 'Free some disk space.') : ANSWERS['tool.get']!(input, gate),
    },
  });
  const detail = page.getByRole('region', { name: 'Detail of delete_file' });
  for (const tab of ['Flow and attacks', 'Definition', 'Why']) {
    await detail.getByRole('tab', { name: tab }).click();
    await detail.getByRole('tabpanel', { name: tab }).getByRole('alert').getByText('The definition cannot be read.').waitFor();
  }
  isDown = false;
  await detail.getByRole('button', { name: 'Try again' }).focus();
  await page.keyboard.press('Enter');
  await detail.getByText('differs from what was published for 1.4.2').waitFor();
  expect(await detail.getByRole('alert').count()).toBe(0);
});
