import { describe, expect, it, test } from 'vitest';
import { parseRoute, routeHash } from '../../../renderer/state/route.js';
import type { Operator } from '../../../shared/policy/language.js';
import type { ToolView } from '../../../shared/model/views.js';
import { diffFiles, linkContents, readStep } from '../../../renderer/pages/clients/applications.js';
import { isListing, reachOf } from '../../../renderer/pages/clients/use-reach.js';
import { customRule, parseValue } from '../../../renderer/pages/rules/custom-rule.js';
import { ruleLines } from '../../../renderer/pages/rules/rule-list.js';
import { stretches } from '../../../renderer/elements/highlighted.js';
import { argumentsOf } from '../../../renderer/pages/tools/arguments-of.js';
import { toolRows } from '../../../renderer/pages/tools/tool-filter.js';
import {
  ago,
  ahead,
  bytes,
  clockMinute,
  clockTime,
  countdown,
  duration,
  exact,
  formatFor,
  windowLength,
} from '../../../renderer/words/format.js';
import { inEnglish } from '../../../shared/words/say.js';
import { titled } from '../../../shared/words/titled.js';
import { POLICY } from '../../renderer/support/answers.js';
import { fullSnapshot, tool } from '../../renderer/support/data.js';

test('a route with any names in it reads back', () => {
  const names = ['a/b', 'ü 🙂', '%41', '..', '<b>'];
  expect(parseRoute(routeHash('tools', ...names))).toEqual({ page: 'tools', parts: names });
  expect(parseRoute('#/nowhere/at/all')).toEqual({ page: 'overview', parts: [] });
  expect(parseRoute('#/tools/%E0%A4%A')).toEqual({ page: 'tools', parts: ['%E0%A4%A'] });
});

test('sizes, times and windows read as people say them', () => {
  expect([bytes(999), bytes(7200), bytes(100_000), bytes(3_400_000)]).toEqual(['999 B', '7.2 KB', '100 KB', '3.4 MB']);
  expect([countdown(221_000), countdown(0), countdown(-5), countdown(3_661_000)]).toEqual(['3:41', '0:00', '0:00', '1:01:01']);
  expect([ago(90_000, 150_000), ago(150_000, 90_000), ahead(150_000, 90_000)]).toEqual(['1 min. ago', 'now', 'in 1 min.']);
  expect([duration(12), duration(1500), duration(90_000)]).toEqual(['12 ms', '1.5 s', '1:30']);
  expect([windowLength(60_000), windowLength(900_000), windowLength(7_200_000), windowLength(1500)]).toEqual([
    '1 minute',
    '15 minutes',
    '2 hours',
    '2 seconds',
  ]);
});

test('every rule of a policy is a line with its place in the text', () => {
  const lines = ruleLines(POLICY, inEnglish) ?? [];
  expect(lines.map(({ subject, line }) => [subject, line])).toContainEqual(['merge_pull_request on github', 14]);
  expect(lines.find(({ kind }) => kind === 'hide')).toMatchObject({ subject: 'hidden on github', sentence: 'delete_*' });
  expect(ruleLines('{ "version": ', inEnglish)).toBeUndefined();
});

test('whom a rule concerns is called by its title, in the rest of it by its name', () => {
  const text =
    '{ "version": "1", "clients": { "claude-desktop": { "servers": { "clients": { "tools": { "x": { "action": "deny" } } } } } } }';
  const say = titled(inEnglish, (name) => (name === 'claude-desktop' ? 'Claude Desktop' : `not ${name}`));
  const [line] = ruleLines(text, say) ?? [];
  expect(line).toMatchObject({
    subject: 'x for Claude Desktop on clients',
    path: ['clients', 'claude-desktop', 'servers', 'clients', 'tools', 'x'],
  });
});

test('a rule of ticked conditions always states an action, and needs values that fit', () => {
  const row = { path: 'args.n', type: 'integer', used: true, op: 'lte', value: '5' } as const;
  expect(customRule('deny', 'ask', [row])).toEqual({ action: 'ask', deny_if: [{ conditions: [{ path: 'args.n', op: 'lte', value: 5 }] }] });
  expect(customRule('allow', 'ask', [row])).toEqual({
    action: 'ask',
    allow_if: [{ conditions: [{ path: 'args.n', op: 'lte', value: 5 }] }],
  });
  expect(customRule('allow', 'deny', [row])).toEqual({ action: 'allow', require: [{ path: 'args.n', op: 'lte', value: 5 }] });
  expect(customRule('deny', 'ask', [{ ...row, value: 'many' }])).toBeUndefined();
  expect(customRule('deny', 'ask', [{ ...row, used: false }])).toBeUndefined();
  const typed = (op: Operator, type: string, value: string) => parseValue({ op, type, value });
  expect(typed('in', 'string', 'a, 2')).toEqual(['a', '2']);
  expect(typed('in', 'integer', '1, 2')).toEqual([1, 2]);
  expect(typed('host_in', 'string', 'a.com, *.b.com')).toEqual(['a.com', '*.b.com']);
  expect(typed('eq', 'integer', '007')).toBe('007');
  expect(typed('eq', 'integer', '42')).toBe(42);
  expect(['42', 'true', '"x"', '{}', 'a\nb'].map((value) => typed('eq', 'string', value))).toEqual(['42', 'true', '"x"', '{}', 'a\nb']);
  expect(typed('eq', 'boolean', 'true')).toBe(true);
});

test('a unified diff of two files is read file by file, lines that look like its head included', () => {
  const diff = [
    '--- /h/a.json',
    '+++ /h/a.json',
    '@@ -1,3 +1,3 @@',
    ' {',
    '-  "a": 1',
    '+  "a": 2',
    '\\ No newline at end of file',
    '@@ -9,2 +9,2 @@',
    '--- old',
    '+++ new',
    '--- /h/b.toml',
    '+++ /h/b.toml',
    '@@ -0,0 +1,1 @@',
    '+x = 1',
    '',
  ].join('\n');
  expect(diffFiles(diff)).toEqual([
    { path: '/h/a.json', text: ' {\n-  "a": 1\n+  "a": 2\n …\n--- old\n+++ new' },
    { path: '/h/b.toml', text: '+x = 1' },
  ]);
  expect(diffFiles('')).toEqual([]);
});

test('a step for an application without a file is filled in and says what to copy', () => {
  const config = '{"mcpServers":{"toolgate":{"command":"/usr/bin/node","args":["/t.cjs","connect","--client","NAME","--data-dir","/d"]}}}';
  const pasted = readStep(`Press Add and paste this: ${config}`, 'jetbrains-ai', 'T');
  expect(pasted.text).toBe('Press Add and paste this:');
  expect(JSON.parse(pasted.copies[0] ?? '')).toMatchObject({
    mcpServers: { toolgate: { args: ['/t.cjs', 'connect', '--client', 'jetbrains-ai', '--data-dir', '/d'] } },
  });
  expect(
    readStep(
      'Choose HTTP, give the address http://127.0.0.1:7411/mcp and the header Authorization: Bearer TOKEN (toolgate client add NAME shows it).',
      'raycast',
      'abc_123-x',
    ),
  ).toEqual({
    text: 'Choose HTTP, give the address http://127.0.0.1:7411/mcp and the header Authorization: Bearer abc_123-x.',
    copies: ['http://127.0.0.1:7411/mcp', 'Authorization: Bearer abc_123-x'],
  });
  expect(readStep('Press Apply.', 'x', undefined)).toEqual({ text: 'Press Apply.', copies: [] });
});

test('what agents can call leaves out hidden, denied and held tools', () => {
  const view = (name: string, more: Partial<ToolView> = {}) => tool('s', name, ['', 'read', 'low'], more);
  const tools = {
    s: [
      view('a', { switch: 'allow' }),
      view('b', { switch: 'ask', class: 'destructive' }),
      view('c', { switch: 'ask', class: 'financial' }),
      view('d', { switch: 'hide' }),
      view('e', { switch: 'deny' }),
      view('f', { pin: 'quarantined' }),
    ],
  };
  expect(reachOf(tools, 2)).toEqual({ tools: 3, destructive: 1, financial: 1, asks: 2, listing: 2 });
});

test('tools are on their way from a server that starts or has yet to start, not from one that failed, waits for a person or is off', () => {
  const server = { enabled: true, state: 'idle', problem: undefined, toolCount: 0 } as const;
  expect([isListing(server), isListing({ ...server, state: 'starting' })]).toEqual([true, true]);
  const others = [
    { ...server, problem: 'it did not start' },
    { ...server, state: 'needs-secret' as const },
    { ...server, enabled: false },
    { ...server, toolCount: 3 },
  ];
  expect(others.map(isListing)).toEqual([false, false, false, false]);
});

test('the list filters by every word and leaves out servers without a match', () => {
  const { servers, tools } = fullSnapshot();
  const rows = toolRows(servers, tools, { text: 'file repository', class: '', server: '' });
  expect(rows.map((row) => (row.kind === 'tool' ? row.view.tool : row.kind === 'server' ? row.server : ''))).toEqual([
    'github',
    'delete_file',
  ]);
  const byClass = toolRows(servers, tools, { text: 'file', class: '', server: '' }, 'class');
  expect(
    byClass.map((row) =>
      row.kind === 'tool' ? `${row.view.server}/${row.view.tool}` : row.kind === 'class' ? `${row.class} ${row.tools}` : '',
    ),
  ).toEqual([
    'destructive 2',
    'github/delete_file',
    'filesystem/move_file',
    'execute 1',
    'github/run_workflow',
    'write 3',
    'github/push_files',
    'filesystem/write_file',
    'filesystem/edit_file',
    'read 2',
    'filesystem/read_text_file',
    'filesystem/list_directory',
  ]);
  expect(toolRows(servers, tools, { text: '', class: '', server: 'postgres' })).toEqual([
    { kind: 'server', server: 'postgres', tools: 0, destructive: 0, listed: false },
  ]);
});

test.each([
  ['Delete a file', ['delete'], 'Delete| a file', [true, false]],
  ['create_access_key', ['create', 'access_key'], 'create|_|access_key', [true, false, true]],
  ['aaa', ['aa', 'a'], 'aa|a', [true, false]],
  ['nothing', ['', 'absent'], 'nothing', [false]],
  ['', ['x'], '', [false]],
  ['İstanbul delete', ['delete'], 'İstanbul |delete', [false, true]],
])('marks in %j what %j quote, and loses nothing', (text, quotes, parts, marked) => {
  const found = stretches(text, quotes);
  expect(found.map((part) => part.text).join('|')).toBe(parts);
  expect(found.map((part) => part.marked)).toEqual(marked);
});

test.each([
  [undefined, []],
  [{ properties: [] }, []],
  [
    {
      properties: { b: { type: 'array', items: { type: 'string' } }, a: { enum: ['x', 'y'], description: 'one of two' } },
      required: ['a'],
    },
    [
      { name: 'a', type: '"x" | "y"', required: true, description: 'one of two' },
      { name: 'b', type: 'string[]', required: false, description: '' },
    ],
  ],
  [{ properties: { odd: 7 }, required: 'odd' }, [{ name: 'odd', type: '', required: false, description: '' }]],
])('reads the arguments of %j', (schema, expected) => {
  expect(argumentsOf(schema)).toEqual(expected);
});

describe('a link that adds the gate', () => {
  const entry = { command: '/home/zoë/toolgate', args: ['connect', '--client', 'x'] };
  const shown = JSON.stringify(entry, null, 2);
  it.each([
    [
      `cursor://anysphere.cursor-deeplink/mcp/install?name=toolgate&config=${encodeURIComponent(Buffer.from(JSON.stringify(entry)).toString('base64'))}`,
      shown,
    ],
    [`vscode:mcp/install?${encodeURIComponent(JSON.stringify(entry))}`, shown],
    ['lmstudio://add_mcp?name=toolgate&config=%%%', undefined],
  ])('is shown as what it asks for: %s', (url, contents) => expect(linkContents(url)).toBe(contents));
});

test('a time of day is written as people of the language write it, everywhere alike', () => {
  const afternoon = new Date(2026, 10, 12, 14, 3, 9).getTime();
  const said = (locale: string) => {
    formatFor(locale);
    return [clockTime(afternoon), clockMinute(afternoon), exact(afternoon)].map((text) => text.replaceAll('\u202f', ' '));
  };
  expect(said('en-US')).toEqual(['2:03:09 PM', '2:03 PM', 'Nov 12, 2026, 2:03:09 PM']);
  expect(said('de')).toEqual(['14:03:09', '14:03', '12.11.2026, 14:03:09']);
  formatFor('en');
});
