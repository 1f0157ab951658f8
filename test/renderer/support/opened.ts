import type { Locator, Page } from 'playwright-core';
import type { Snapshot } from '../../../shared/model/views.js';
import { coreWords } from '../../../shared/words/core/en.js';
import { fill, inEnglish, type Values } from '../../../shared/words/say.js';
import type { en } from '../../../renderer/words/en.js';

/** The words of the interface in the language that is spoken; `name` puts values in. */
export type Spoken = typeof en;
const name: (text: string, values: Values) => string = fill;
const press = (page: Page, label: string): Promise<void> => page.getByRole('button', { name: label, exact: true }).first().click();
const tab = (at: number) => (page: Page) => page.getByRole('tab').nth(at).click();
const inTool = (at: number) => (page: Page) => page.locator('.detail-pane').getByRole('tab').nth(at).click();

interface Opened {
  readonly name: string;
  readonly route: string;
  /** what is done on the page, after which it is shown */
  readonly how: (page: Page, words: Spoken) => Promise<void>;
  /** what is there then; a dialog where nothing is said */
  readonly shows?: (page: Page) => Locator;
}

const panel = (page: Page): Locator => page.getByRole('tabpanel');

/** Everything that opens from a page: dialogs, menus, tabs. */
export const OPENED: readonly Opened[] = [
  { name: 'palette', route: 'overview', how: (page) => page.keyboard.press('Control+k') },
  { name: 'mode-menu', route: 'overview', how: (page) => page.locator('.sidebar button').first().click(), shows: menu },
  { name: 'pending-change', route: 'overview', how: (page, words) => press(page, words.changes.review) },
  { name: 'server-paste', route: 'servers/+', how: tab(0) },
  { name: 'server-search', route: 'servers/+', how: tab(1) },
  { name: 'server-command', route: 'servers/+', how: tab(2) },
  { name: 'server-url', route: 'servers/+', how: tab(3) },
  { name: 'server-import', route: 'servers/+', how: tab(4) },
  { name: 'tool-flow', route: 'tools/github/delete_file', how: inTool(1), shows: panel },
  { name: 'tool-definition', route: 'tools/github/delete_file', how: inTool(2), shows: panel },
  { name: 'tool-calls', route: 'tools/github/delete_file', how: inTool(3), shows: panel },
  { name: 'rules-json', route: 'rules', how: tab(1), shows: panel },
  { name: 'rules-observed', route: 'rules', how: tab(2), shows: panel },
  { name: 'rules-history', route: 'rules', how: tab(3), shows: panel },
  { name: 'rules-presets', route: 'rules', how: tab(4), shows: panel },
  { name: 'rules-revision', route: 'rules/history', how: (page, words) => press(page, words.rules.compare) },
  { name: 'deny-all', route: 'approvals', how: (page, words) => press(page, name(words.approvals.denyAll, { count: 2 })) },
  { name: 'allow-menu', route: 'approvals', how: (page, words) => press(page, words.approval.allowMenu), shows: menu },
  { name: 'deny-menu', route: 'approvals', how: (page, words) => press(page, words.approval.denyMenu), shows: menu },
  { name: 'make-rule', route: 'activity/call-388', how: (page, words) => press(page, words.tool.makeRule) },
  { name: 'replay', route: 'activity', how: (page, words) => press(page, words.activity.replay) },
  { name: 'export', route: 'activity', how: (page, words) => press(page, words.activity.export), shows: menu },
  { name: 'client-add', route: 'clients/+', how: () => Promise.resolve() },
  { name: 'connect', route: 'clients', how: (page, words) => press(page, name(words.clients.connectTitle, { name: 'Claude Desktop' })) },
  { name: 'disconnect', route: 'clients', how: (page, words) => press(page, name(words.clients.disconnectTitle, { name: 'Cursor' })) },
  { name: 'backups', route: 'clients', how: (page, words) => press(page, name(words.clients.backupsTitle, { name: 'Cursor' })) },
  {
    name: 'set-up',
    route: 'clients',
    how: (page, words) => press(page, name(words.clients.setUpTitle, { name: 'JetBrains AI Assistant' })),
  },
  { name: 'remove-toolgate', route: 'settings', how: (page, words) => press(page, words.settings.removalStart) },
];

function menu(page: Page): Locator {
  return page.getByRole('menu').first();
}

/** Opens one of them and waits until it is there. */
export async function openIt(page: Page, { how, shows = (on) => on.getByRole('dialog') }: Opened, words: Spoken): Promise<void> {
  await how(page, words);
  await shows(page).first().waitFor();
}

/** A snapshot in which all of them can be opened. */
export const withAll = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  changes: [
    {
      id: 'c1',
      command: 'tool.set',
      sentence: inEnglish('change.instead', { subject: 'delete_file on github', state: 'allowed', before: 'asked about' }),
      diff: '@@ line 12 @@\n       "tools": {\n-        "delete_file": { "action": "ask" }\n+        "delete_file": { "action": "allow" }\n       }',
      from: coreWords.asker.cli,
      atMs: snapshot.gate.startedAtMs,
    },
  ],
});
