import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { approval, fullSnapshot, record, START_MS, tool } from './support/data.js';
import { ANSWERS } from './support/answers.js';
import { ok } from '../../shared/result.js';
import { settle } from './support/page.js';
import { useInterface } from './support/suite.js';

const open = useInterface();
const EVIL = '<img src=x onerror=alert(1)><script>alert(2)</script><b>{{t}}</b> $t(app.name) [a](javascript:alert(3))';
const LONG = `${EVIL}${'n'.repeat(500)}\u202e\u200b🙂مرحبا`;

/** Every text a server, a client or the log can bring, filled with markup. */
function evilSnapshot() {
  const base = fullSnapshot(START_MS);
  const because = [{ pointer: EVIL, text: LONG }];
  const [server] = base.servers;
  if (!server) throw new Error('no server in the test data');
  return {
    ...base,
    gate: { ...base.gate, problems: [LONG], dataDir: EVIL, secretsIn: EVIL },
    servers: [
      {
        ...server,
        name: 'evil',
        launch: LONG,
        problem: LONG,
        warnings: [LONG],
        serverVersion: EVIL,
        protocolVersion: EVIL,
        missingSecrets: [EVIL],
        state: 'failed' as const,
      },
    ],
    tools: {
      evil: [
        tool('evil', LONG, [LONG, 'destructive', 'critical'], {
          title: LONG,
          because,
          pin: 'changed',
          signals: [EVIL],
          patterns: [EVIL],
          evidence: [{ from: EVIL, quote: LONG, says: EVIL }],
          recommended: { reason: EVIL },
          findings: [{ id: 'x', where: EVIL, quote: LONG, says: EVIL, severity: 'critical' }],
        }),
      ],
    },
    clients: base.clients.map((client) => ({ ...client, says: LONG })),
    approvals: [
      approval('a1', START_MS, {
        client: LONG,
        server: LONG,
        tool: LONG,
        because,
        argumentsText: JSON.stringify({ [LONG]: LONG, text: `${LONG}\n${LONG}` }),
        findings: [{ id: 'f', where: EVIL, quote: LONG, says: EVIL, severity: 'high' }],
        flow: [LONG],
        scopes: [{ scope: 'once', sentence: LONG }],
      }),
    ],
    grants: base.grants.map((grant) => ({ ...grant, sentence: LONG })),
    notices: base.notices.map((notice) => ({ ...notice, title: LONG, body: LONG, actions: [{ id: 'x', label: EVIL }] })),
    changes: [{ id: 'c1', command: EVIL, sentence: LONG, diff: `+${LONG}\n-${LONG}`, from: EVIL, atMs: START_MS }],
    activity: {
      ...base.activity,
      recent: [
        record(1, START_MS, {
          id: 'evil',
          client: LONG,
          server: LONG,
          tool: LONG,
          because,
          error: LONG,
          argumentsText: JSON.stringify({ a: LONG }),
        }),
      ],
    },
  };
}

const ROUTES = [
  'overview',
  'servers/evil',
  `tools/evil/${encodeURIComponent(LONG)}`,
  'rules',
  'approvals',
  'activity/evil',
  'clients',
  'findings',
  'settings',
  'approval',
];

/** Nothing of it became an element, nothing invisible is left in the text, and nothing is wider than the window. */
async function staysText(page: Page): Promise<void> {
  expect(await page.locator('img, script:not([src]), b').count()).toBe(0);
  const hidden = await page.evaluate(() =>
    [...document.body.querySelectorAll<HTMLElement>('*')]
      .filter(
        (one) =>
          one.checkVisibility() && [...one.childNodes].some((node) => node.nodeType === 3 && /[\u202e\u200b]/.test(node.nodeValue ?? '')),
      )
      .map((one) => `${one.parentElement?.outerHTML.slice(0, 80)} ${one.outerHTML.slice(0, 80)}`),
  );
  expect(hidden).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
}

test.each(ROUTES)('markup in every foreign text is text on #/%s', async (route) => {
  const answers = {
    ...ANSWERS,
    'tool.get': () =>
      ok({
        view: {},
        definition: {
          description: LONG,
          [EVIL]: LONG,
          annotations: { [EVIL]: LONG },
          inputSchema: { properties: { [EVIL]: { type: EVIL, enum: [LONG], description: LONG } }, required: [EVIL] },
        },
        rules: [],
        published: 'differs',
        publishedAs: { package: LONG, version: EVIL, class: 'write', severity: 'low' },
        labels: [{ label: 'outward', quote: LONG, says: EVIL }],
        corrected: false,
        patterns: [{ id: 'x', title: EVIL, text: LONG, reference: LONG, answer: LONG }],
      }),
    'server.origin': () =>
      ok({
        package: LONG,
        published: { version: EVIL, same: [], differs: [LONG], missing: [LONG], extra: [LONG] },
        hold: { version: EVIL, from: 'running', launch: LONG },
      }),
    'pin.list': () => ok([{ server: LONG, subject: 'instructions', state: 'changed', atMs: 0 }]),
    'stack.show': () =>
      ok({
        tools: [{ server: 'evil', tool: LONG, class: 'read', labels: ['outward'], corrected: false }],
        combinations: [
          {
            id: 'x',
            // the gate's own words; what is foreign here are the names
            title: 'Exfiltration',
            text: 'One reads, another sends.',
            reference: 'https://example.org/',
            answer: 'Ask.',
            path: [{ server: LONG, tool: LONG, label: 'can send outward' }],
            across: true,
            count: 1,
          },
        ],
        shadows: [],
      }),
    'server.stderr': () => ok({ text: LONG, droppedBytes: 1 }),
    'pin.diff': () => ok({ server: 'evil', tool: LONG, changes: [{ pointer: EVIL, kind: EVIL, before: LONG, after: `${LONG}!` }] }),
    'client.discover': () => ok([{ id: 'x', name: LONG, files: [LONG], servers: [LONG] }]),
    'policy.show': () =>
      ok({ revision: 12, text: JSON.stringify({ version: '1', tools: { [LONG]: { action: 'deny', reason: LONG } } }), problem: LONG }),
  };
  const { page, gate } = await open({ route: `#/${route}`, snapshot: evilSnapshot(), clockMs: START_MS, answers });
  await settle(page, gate);
  if (route !== 'settings') await page.getByText('<img src=x onerror=alert(1)>').first().waitFor({ state: 'attached' });
  await staysText(page);
  for (const tab of await page.getByRole('tab').all()) {
    await tab.click();
    await settle(page, gate);
    await staysText(page);
  }
});

test('the dialog of a waiting change shows markup as text', async () => {
  const { page } = await open({ route: '#/overview', snapshot: evilSnapshot(), clockMs: START_MS, answers: ANSWERS });
  await page.getByRole('button', { name: 'Review…' }).click();
  await page.getByRole('dialog').getByText('<script>alert(2)</script>').first().waitFor();
  expect(await page.locator('img, script:not([src]), b').count()).toBe(0);
});
