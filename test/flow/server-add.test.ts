import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServerView, ToolView } from '../../shared/model/views.js';
import { startAuthorizationServer } from '../fixtures/servers/authorization-server.js';
import { startProtectedServer } from '../fixtures/servers/protected-server.js';
import { run, serve, type Serving } from '../support/cli.js';
import { plainNode } from '../support/runtime.js';
import { until } from '../support/until.js';

const node = process.execPath;
const fixture = (name: string): string => join(import.meta.dirname, '../fixtures/servers', name);
const counter = [node, fixture('counter.mjs')];
const poisoned = [node, fixture('changer.mjs'), '--change=poison'];
/** notes in a file that it was started */
const noting = (file: string): string[] => [
  node,
  '-e',
  `require('fs').appendFileSync(${JSON.stringify(file)},'x');setInterval(()=>{},1e6)`,
];

let root: string;
let dataDir: string;
let serving: Serving | undefined;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'toolgate-server-add-'));
  dataDir = join(root, 'data');
});
afterEach(async () => {
  await serving?.kill();
  serving = undefined;
  rmSync(root, { recursive: true, force: true });
});

const cli = (...args: string[]) => run(dataDir, args, serving === undefined ? {} : { unlock: serving.unlock });
const startsIn = async (file: string): Promise<number> => (await readFile(file)).length;
const kept = async (): Promise<string[]> => (await cli('--json', 'server', 'list')).json<ServerView[]>().map(({ name }) => name);

describe.each(['without a running gate', 'through a running gate'])('`server add` %s', (where) => {
  beforeEach(async () => {
    if (where === 'through a running gate') serving = await serve(dataDir);
  });

  it.each<[string, string[], RegExp, RegExp]>([
    ['lists two tools that look', ['--', ...counter], /^2 tools: 2 only read$/m, /^$/],
    [
      'hides orders in a definition',
      ['--', ...poisoned],
      /^held back: list_notes: .*\(toolgate pins diff x list_notes\)\n2 tools: 2 only read$/m,
      /^$/,
    ],
    [
      'ends with a line that says why',
      ['--', node, '-e', 'console.error("API_KEY is not set");process.exit(3)'],
      /^added x: [^\n]*\n$/,
      /^toolgate: x did not start: it ended with exit code 3\n {2}API_KEY is not set\n$/,
    ],
    [
      'has a secret that was not given',
      ['--env', 'API_KEY', '--', ...counter],
      /^added x: [^\n]*\n$/,
      /^toolgate: x needs a value for API_KEY \(toolgate server secret x API_KEY\)\n$/,
    ],
    [
      'is an address where nobody listens',
      ['--url', 'http://127.0.0.1:9/mcp'],
      /^added x: [^\n]*\n$/,
      /^toolgate: x did not start: .*nothing listens there \(Check its address, and that it runs\.\)\n$/,
    ],
  ])('says at once of a server that %s', async (_what, args, out, err) => {
    const added = await cli('server', 'add', 'x', ...args);
    expect(added).toMatchObject({ code: 0, out: expect.stringMatching(out) as string, err: expect.stringMatching(err) as string });
    expect(await kept()).toEqual(['x']);
  });

  it('says that a sign-in is needed, and by which command', async () => {
    const as = await startAuthorizationServer({ scopes: ['tools:read'] });
    const remote = await startProtectedServer({ authorizationServer: as });
    try {
      const added = await cli('server', 'add', 'x', '--url', remote.url);
      expect([added.code, added.err]).toEqual([0, expect.stringContaining('`toolgate server sign-in x`') as string]);
    } finally {
      await remote.close();
      await as.close();
    }
  });

  it('prints with --json the server as it is by then, with its tools where they are known', async () => {
    const added = (await cli('--json', 'server', 'add', 'x', '--', ...counter)).json<ServerView & { tools: ToolView[] }>();
    expect(added).toMatchObject({ name: 'x', state: 'ready', toolCount: 2, tools: [{ tool: 'say' }, { tool: 'count' }] });
    const away = await cli('--json', 'server', 'add', 'y', '--url', 'http://127.0.0.1:9/mcp');
    expect(away.json<ServerView>()).toMatchObject({
      name: 'y',
      toolCount: 0,
      problem: expect.stringContaining('nothing listens') as string,
    });
    expect(away.json<object>()).not.toHaveProperty('tools');
  });

  it('starts nothing with --no-start, and nothing while everything is locked down', async () => {
    const file = join(root, 'started');
    writeFileSync(file, '');
    expect(await cli('server', 'add', 'x', '--no-start', '--', ...noting(file))).toMatchObject({ code: 0, err: '' });
    await cli('mode', 'lockdown');
    const locked = await cli('server', 'add', 'y', '--', ...noting(file));
    expect([locked.code, locked.err]).toEqual([
      0,
      'toolgate: y is not started: everything is locked down. Later: toolgate tools --server y\n',
    ]);
    // what was started without being waited for is started before the next one is there
    await cli('mode', 'enforce');
    await cli('server', 'add', 'z', '--', ...counter);
    expect([await kept(), await startsIn(file)]).toEqual([['x', 'y', 'z'], 0]);
  });
});

it('Ctrl+C ends the waiting for a server alone', async () => {
  const file = join(root, 'started');
  writeFileSync(file, '');
  const child = spawn(plainNode.command, [...plainNode.args, '--data-dir', dataDir, 'server', 'add', 'x', '--', ...noting(file)], {
    env: { ...process.env, ...plainNode.env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const said = text(child.stderr);
  await until('the server to start', async () => (await startsIn(file)) > 0 || undefined);
  child.kill('SIGINT');
  expect([await ended, await said]).toEqual([
    0,
    'toolgate: x was not waited for; it is read when it is first used, or by: toolgate tools --server x\n',
  ]);
  expect(await kept()).toEqual(['x']);
});

it('a path that was typed from here and would mean another file in the home folder is pointed out', async () => {
  const here = 'test/fixtures/servers/counter.mjs';
  expect((await cli('server', 'add', 'x', '--no-start', '--', node, here)).err).toBe(
    `toolgate: ${here} is looked for in ${homedir()}, where servers run; give its full path, or --cwd ${process.cwd()}\n`,
  );
  expect((await cli('server', 'add', 'y', '--cwd', process.cwd(), '--', node, here)).err).toBe('');
});
