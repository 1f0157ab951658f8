import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { en } from '../../shared/words/en.js';
import { pseudo } from '../../shared/words/pseudo.js';
import { retold } from '../../shared/words/retold.js';
import { sayFrom, type Say } from '../../shared/words/say.js';
import { sentencesIn, type Where } from './core-sentences.js';

const ROOT = join(import.meta.dirname, '../..');

/** Where the core makes sentences that a person meets in the window, and what they are. */
const MADE: readonly { kind: 'failure' | 'finding'; in: readonly string[]; not?: readonly string[]; where: Where }[] = [
  {
    kind: 'finding',
    in: ['electron/core/risk'],
    where: { calls: { rule: [3], smuggles: [0] }, properties: ['says', 'how'] },
  },
  {
    kind: 'failure',
    in: ['electron/core/clients', 'electron/core/pins', 'electron/core/upstreams'],
    // scripts, a page of the browser, an HTTP head
    not: ['exchange-names.ts', 'diff-text.ts', 'loopback.ts', 'plain-client.ts', 'process-tree.ts', 'search-path.ts'],
    where: {
      calls: {
        fail: [1, 2],
        badFile: [0],
        SignInFault: [0, 1],
        NeverSent: [0],
        FateUnknown: [0],
        NoAnswer: [0],
        AnswerTooLarge: [0],
        CallTimedOut: [0],
        CallCancelled: [0],
        late: [0],
        ended: [0],
        rest: [1],
        'warnings.push': [0],
      },
      properties: ['problem', 'why', 'note', 'projectReload', 'steps', 'warnings'],
      returned: true,
      tables: ['reasons', 'meaning', 'what', 'inWords'],
    },
  },
  {
    kind: 'failure',
    in: [
      'electron/core/approvals',
      'electron/core/catalogue/registry-client.ts',
      'electron/core/changes.ts',
      'electron/core/commands',
      'electron/core/add-server.ts',
      'electron/core/create-core.ts',
      'electron/core/dispatch.ts',
      'electron/core/notice-actions.ts',
      'electron/core/policy',
      'electron/core/policy-watch.ts',
      'electron/core/settings',
    ],
    where: { calls: { fail: [1, 2], problem: [1], leave: [1] }, properties: ['problems'] },
  },
  {
    kind: 'failure',
    in: [
      'electron/core/audit/create-audit.ts',
      'electron/core/store/data-dir.ts',
      'electron/core/store/lock.ts',
      'electron/core/store/open-store.ts',
    ],
    where: { calls: { fail: [1, 2], 'problems.push': [0] }, properties: [], returned: true, tables: ['REASONS'] },
  },
  {
    kind: 'failure',
    in: [
      'electron/core/audit/log-writer.ts',
      'electron/core/life.ts',
      'electron/desktop/safe-storage.ts',
      'electron/headless/secrets-file.ts',
    ],
    where: { calls: { 'deps.health': [0], 'health.set': [1] }, properties: ['name', 'caution'] },
  },
  { kind: 'failure', in: ['electron/core/core-files.ts'], where: { calls: {}, properties: ['lost'] } },
  {
    kind: 'failure',
    in: ['electron/core/audit/verify.ts'],
    where: { calls: { problem: [1] }, properties: ['text'], returned: true, tables: ['misfit'] },
  },
  {
    kind: 'failure',
    in: ['shared/policy'],
    // `policy eval`
    not: ['eval-calls.ts'],
    where: {
      calls: {
        fail: [1, 2],
        report: [1, 2],
        add: [1, 2],
        min: [1],
        max: [1],
        invalid: [1, 2],
        took: [2],
        left: [2],
        refuse: [2],
        'notes.push': [0],
      },
      properties: ['message', 'fix', 'problem', 'what'],
      returned: true,
    },
  },
];

/** What only the command line or another program can bring about, and texts that are no sentences. */
const ELSEWHERE: readonly string[] = [
  'Follow its steps in `toolgate client discover --json`.',
  'Say what becomes of it: --edited revert puts the old entry back, --edited keep leaves it as it is. Nothing was changed.',
  'a rule is made from a recorded call or from a waiting one, one of the two',
  'give callId or approvalId',
  'of a client registered beforehand there are client_id and client_secret',
  'this is no tools/list result',
  'give {"tools": [ … ]}',
  'there is no command {{}}',
  'a {{}}',
  'Bearer {{}}',
  'grant {{}}',
  // before what is said of a line, and what stands there word for word
  'line {{}}: ',
  'default: {{}}',
  'hide: {{}}',
  // what the schema says is wrong with a setting
  'settings: {{}}',
];
/** Words for what several pieces of code make together. */
const TOGETHER: readonly string[] = [
  'failed.allowedThere',
  'failed.deniedThere',
  'failed.atLine',
  'failed.ofAllTools',
  'failed.aNumber',
  'failed.aBoolean',
  'failed.thingsConditions',
  'failed.thingsLimits',
  'failed.notRe2Foreign',
  'failed.didYouMean',
  'failed.andMore',
  'failed.fileSpot',
  'failed.portTaken',
  'failed.portTakenBy',
  'failed.portClosed',
  'failed.stop',
  'found.hexadecimal',
  'found.shown',
];

const filesIn = (path: string): string[] =>
  statSync(join(ROOT, path)).isDirectory() ? readdirSync(join(ROOT, path)).flatMap((name) => filesIn(`${path}/${name}`)) : [path];
const made = MADE.flatMap(({ kind, in: places, not = [], where }) =>
  places
    .flatMap(filesIn)
    .filter((file) => !not.some((name) => file.endsWith(`/${name}`)))
    .flatMap((file) => sentencesIn(readFileSync(join(ROOT, file), 'utf8'), where).map((text) => ({ file, kind, text }))),
);
const sentences = made.filter(({ text }) => !ELSEWHERE.includes(text));
/** values of the places in a sentence */
const filled = (text: string): string =>
  text
    .replace('A {{}} call', 'A write call')
    .replace('in any {{}}', 'in any minute')
    .replaceAll(/(?:\{\{\}\})+|\{\w+\}/g, '7');
const say = sayFrom(pseudo(en), 'en');

it('every sentence that the core makes for people can be told in another language', () => {
  const untold = sentences.filter(({ kind, text }) => retold(kind, filled(text), say) === filled(text));
  expect(untold.map(({ file, text }) => `${file}: ${text}`)).toEqual([]);
});

it('the words hold no sentence that the core no longer makes', () => {
  const met = new Set<string>();
  const noting: Say = (path) => (met.add(path), 'told');
  for (const { kind, text } of sentences) retold(kind, filled(text), noting);
  const all = [...Object.keys(en.failed).map((key) => `failed.${key}`), ...Object.keys(en.found).map((key) => `found.${key}`)];
  expect(all.map((path) => path.replace(/_(?:one|other)$/, '')).filter((path) => !met.has(path))).toEqual(TOGETHER);
});
