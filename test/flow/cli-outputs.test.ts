import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ApprovalView, CallRecord, GrantView, ToolView } from '../../shared/model/views.js';
import { plainNode } from '../support/runtime.js';
import { rig, type Rig } from '../support/serving.js';
import { until } from '../support/until.js';

let gate: Rig;
beforeEach(async () => void (gate = await rig({ version: '1', default: 'ask' })));
afterEach(() => gate.end());

const out = async (...args: string[]): Promise<string> => {
  const ran = await gate.cli(args);
  if (ran.code !== 0) throw new Error(ran.err);
  return ran.out;
};
const waiting = (): Promise<ApprovalView> =>
  until('a call to wait', async () => (await gate.cli(['--json', 'approvals', 'list'])).json<ApprovalView[]>()[0]);

it('an application is called by the name people know wherever its calls are shown, and a remembered answer can be seen and taken back', async () => {
  const home = join(gate.dataDir, '../home');
  mkdirSync(join(home, '.cursor'), { recursive: true });
  const settings = join(home, '.cursor/mcp.json');
  writeFileSync(settings, JSON.stringify({ mcpServers: { theirs: { url: gate.upstream.url } } }));
  expect(await out('client', 'connect', 'cursor', '--home', home)).toMatch(/^Tried: .*\n1 tool: 1 only reads; 1 asks you first$/m);
  expect(await out('client', 'list')).toMatch(/^cursor +Cursor +never seen$/m);
  expect(await out('client', 'verify', '--home', home)).toMatch(/^cursor +Cursor +connected$/m);

  const { mcpServers } = JSON.parse(readFileSync(settings, 'utf8')) as { mcpServers: { theirs: { headers: { Authorization: string } } } };
  const agent = await gate.agent(mcpServers.theirs.headers.Authorization.replace('Bearer ', ''));
  const call = agent.call('echo', { n: 1 });
  const { id } = await waiting();
  expect(await out('approvals', 'list')).toContain(`${id}  pending  Cursor  fake › echo`);
  expect(await out('approvals', 'allow', id, '--for', '15m')).toBe('allowed fake › echo for Cursor\n');
  expect((await call).isError).toBe(false);
  expect(await out('audit', 'list')).toContain('Cursor  fake › echo');

  const [grant] = JSON.parse(await out('--json', 'approvals', 'remembered')) as GrantView[];
  const said = grant!.sentence.replace('cursor', 'Cursor');
  expect(await out('approvals', 'remembered')).toContain(`${grant!.id}  ${said}  used `);
  expect(said).toContain('Cursor');
  expect(await out('approvals', 'forget', grant!.id)).toBe(`forgot ${grant!.id}\n`);
  expect(await out('approvals', 'remembered')).toBe('no answer is remembered\n');

  expect(await out('tool', 'set', 'fake', 'echo', 'deny', '--client', 'cursor')).toContain('Cursor');
  expect(await out('policy', 'history')).toContain('Cursor');
});

it('tools are shown of one server by its name alone, a report is JSON with --json, and what a server wrote can be read', async () => {
  const counter = join(import.meta.dirname, '../fixtures/servers/counter.mjs');
  await out('server', 'add', 'counter', '--', process.execPath, '-e', `console.error('here\\u001b[2J');import(${JSON.stringify(counter)})`);
  const tools = JSON.parse(await out('--json', 'tools', 'counter')) as ToolView[];
  expect(tools.map(({ server, tool }) => `${server} ${tool}`)).toEqual(['counter say', 'counter count']);
  expect(await gate.cli(['tools', 'counter', '--server', 'fake'])).toMatchObject({ code: 2 });
  expect(JSON.parse(await out('--json', 'report'))).toMatchObject({ title: expect.any(String) as string });
  expect(await out('report')).toMatch(/^# /);
  expect(await out('server', 'logs', 'counter')).toBe('here⟨U+001B⟩[2J\n');
  expect(await out('server', 'logs', 'fake')).toBe('fake has written nothing since it runs\n');
});

it('an export is the same in a file and on standard output, and shows no control characters of an agent there', async () => {
  const agent = await gate.agent();
  const call = agent.call('echo', { text: 'a\u202eb' });
  await out('approvals', 'deny', (await waiting()).id);
  await call;
  await until('the record', async () => (JSON.parse(await out('--json', 'audit', 'list')) as CallRecord[])[0]?.outcome === 'refused');
  const file = join(gate.dataDir, '../export.csv');
  await out('audit', 'export', '--format', 'csv', '--out', file);
  const inFile = readFileSync(file, 'utf8');
  expect(inFile).toContain('\u202e');
  expect(await out('audit', 'export', '--format', 'csv')).toBe(inFile.replace('\u202e', '⟨U+202E⟩'));
});

it('output that cannot be written is one line, and one that nobody reads any more ends nothing', async () => {
  const start = (args: readonly string[], stdout: 'pipe' | number) =>
    spawn(plainNode.command, [...plainNode.args, '--data-dir', gate.dataDir, ...args], { stdio: ['ignore', stdout, 'pipe'] });
  const readOnly = openSync(gate.file('nothing', ''), 'r');
  const failing = start(['tools'], readOnly);
  const code = new Promise((resolve) => failing.once('close', resolve));
  expect(await text(failing.stderr!)).toMatch(/^toolgate: the output could not be written: [^\n]*\n$/);
  expect(await code).toBe(1);

  await gate.serving.stop();
  const unread = start(['server', 'add', 'away', '--url', 'http://127.0.0.1:9/mcp'], 'pipe');
  unread.stderr!.destroy();
  expect(await new Promise((resolve) => unread.once('close', resolve))).toBe(0);
});
