import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GateView } from '../../shared/model/views.js';
import { run, serve, type Serving } from '../support/cli.js';
import { plainNode } from '../support/runtime.js';

let root: string;
let dataDir: string;
let serving: Serving | undefined;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'toolgate-mistakes-'));
  dataDir = join(root, 'data');
});
afterEach(async () => {
  await serving?.kill();
  serving = undefined;
  rmSync(root, { recursive: true, force: true });
});

it.each([
  [['nonsense'], "unknown command 'nonsense' (see toolgate --help)"],
  [['logs'], "unknown command 'logs' (Did you mean audit list?) (see toolgate --help)"],
  [['server', 'stop', 'x'], "unknown command 'stop' (Did you mean server disable?) (see toolgate server --help)"],
  [['sevrer', 'list'], "unknown command 'sevrer' (Did you mean server?) (see toolgate --help)"],
  [['server', 'add'], "missing required argument 'name' (see toolgate server add --help)"],
  [['server', 'add', 'bad name!', '--', 'true'], 'name: a server name has 1 to 64 letters, digits, spaces, dots, dashes or underscores'],
  [['server', 'add', 'x', '--url', 'nonsense'], '"nonsense" is no address (write https://… or http://…)'],
  [
    ['tool', 'set', 'x', '--class', 'bogus', 'allow'],
    '"bogus" is no class (write one of: read, write, execute, destructive, financial, unclassified)',
  ],
  [['mode', 'enforce', '--for', '15m'], 'enforcing has no end (leave --for out)'],
  [['policy', 'set', '/no/such.json'], 'cannot read /no/such.json: there is no such file or folder'],
  [['audit', 'export', '--format', 'csv', '--out', '/no/such.csv'], 'cannot write /no/such.csv: there is no such file or folder'],
])('%j is wrong usage: one line that says what to do, exit code 2', async (args, line) => {
  expect(await run(dataDir, args)).toMatchObject({ code: 2, out: '', err: `toolgate: ${line}\n` });
});

describe('a data folder', () => {
  it('is named by `status`: whoever removes Toolgate looks there for it', async () => {
    expect((await run(dataDir, ['status'])).out).toContain(`\ndata: ${dataDir}\n`);
  });

  it('that is a file is said to be one', async () => {
    const file = join(root, 'file');
    writeFileSync(file, 'x');
    expect(await run(file, ['status'])).toMatchObject({
      code: 1,
      err: `toolgate: The data folder ${file} cannot be used: it is a file (Check its owner and the free space, or choose another with --data-dir.)\n`,
    });
  });

  it('that cannot be made is an error at once, also where Linux says neither that it may not be made nor that it is there', async () => {
    const missing = process.platform === 'linux' ? '/proc/toolgate/data' : join(process.execPath, 'data');
    expect(await run(missing, ['status'])).toMatchObject({ code: 1, err: expect.stringContaining('cannot be used: ') as string });
  });

  it('whose database is damaged is told of by the command that finds it and by the next start, where it can be read again', async () => {
    expect((await run(dataDir, ['client', 'list'])).code).toBe(0);
    writeFileSync(join(dataDir, 'toolgate.db'), 'no database'.repeat(500));
    const found = await run(dataDir, ['client', 'list']);
    expect(found.code).toBe(0);
    expect(found.err).toMatch(/^toolgate: The database was damaged\. It is kept as .*; log, pins, limits used .* begin anew\.\n$/);

    expect((await run(dataDir, ['client', 'list'])).err).toBe('');
    serving = await serve(dataDir);
    const { problems } = (await run(dataDir, ['--json', 'status'])).json<GateView>();
    expect(problems).toContainEqual(expect.stringContaining('The database was damaged.'));
    expect(existsSync(/kept as (.*);/.exec(problems.join('\n'))?.[1] ?? '')).toBe(true);
  });

  it.each([
    ['damaged', (path: string) => writeFileSync(path, 'no key'), /^toolgate: The key of the log was damaged\. It is kept as .*; a new one/],
    ['gone', (path: string) => rmSync(path), /^toolgate: The key of the log is gone; a new one is in use\. Whether/],
  ])(
    'whose key of the log is %s is told of by the command that finds it, by the next start, and by a look at the log',
    async (_what, harm, line) => {
      expect((await run(dataDir, ['policy', 'preset', 'strict'])).err).toBe('');
      harm(join(dataDir, 'audit.key'));
      expect((await run(dataDir, ['client', 'list'])).err).toMatch(line);
      expect((await run(dataDir, ['client', 'list'])).err).toBe('');
      serving = await serve(dataDir);
      const { problems } = (await run(dataDir, ['--json', 'status'])).json<GateView>();
      expect(problems).toContainEqual(expect.stringContaining('The key of the log'));
      const verified = await run(dataDir, ['audit', 'verify']);
      expect([verified.code, verified.out]).toEqual([1, expect.stringContaining('the key of the log was lost')]);
    },
  );
});

it('nobody is asked to agree to what cannot be done: the command line says so at once', async () => {
  const node = [process.execPath, '-e', 'process.exit(1)'];
  expect((await run(dataDir, ['server', 'add', 'files', '--', ...node])).code).toBe(0);
  expect((await run(dataDir, ['client', 'add', 'cursor'])).code).toBe(0);
  serving = await serve(dataDir);
  const refused: readonly (readonly [readonly string[], string])[] = [
    [['server', 'add', 'Files', '--', ...node], 'There is already a server named files. (Choose another name, or remove that one first.)'],
    [['server', 'add', 'other', '--', 'no-such-program'], 'no-such-program'],
    [['server', 'enable', 'flies'], 'there is no server "flies" (did you mean "files"?)'],
    [['server', 'enable', 'something-else'], 'there is no server "something-else" (see `toolgate server list`)'],
    [['server', 'remove', 'flies'], 'there is no server "flies" (did you mean "files"?)'],
    [['tool', 'set', 'flies', 'allow'], 'there is no server "flies" (did you mean "files"?)'],
    [['client', 'unblock', 'curser'], 'there is no client "curser" (did you mean "cursor"?)'],
    [['client', 'remove', 'curser'], 'there is no client "curser" (did you mean "cursor"?)'],
    [['server', 'import', '--client', 'curser'], 'there is no application "curser" in the table (did you mean "cursor"?)'],
    [['client', 'add', 'cursor'], 'There is already a client named cursor.'],
    [['client', 'connect', 'curser'], 'there is no application "curser"'],
    [['client', 'disconnect', 'curser'], 'there is no application "curser"'],
    [['approvals', 'allow', 'approval_9'], 'No call waits under approval_9 any more.'],
  ];
  for (const [args, line] of refused)
    expect(await run(dataDir, [...args])).toMatchObject({ code: 1, err: expect.stringContaining(line) as string });
  expect((await run(dataDir, ['server', 'enable', 'files'])).err).toContain('this loosens the gate');
});

it('a loosening with another code than the one of this start says that it is another', async () => {
  serving = await serve(dataDir);
  for (const none of [undefined, '']) {
    const without = await run(dataDir, ['mode', 'observe'], { unlock: none });
    expect(without.err).toContain('(give the code that `toolgate serve` printed at its start');
  }
  const wrong = await run(dataDir, ['mode', 'observe'], { unlock: 'AAAA-AAAA' });
  expect(wrong).toMatchObject({ code: 1 });
  expect(wrong.err).toContain('(this is another code: give the one that `toolgate serve` printed at its start');
});

it('a HOME that is no full path counts as none: nothing is looked for, or kept, in the folder that a command is called from', async () => {
  mkdirSync(join(root, 'home/.cursor'), { recursive: true });
  writeFileSync(join(root, 'home/.cursor/mcp.json'), '{}');
  const discover = async (HOME: string): Promise<string> =>
    (await run(dataDir, ['--json', 'client', 'discover'], { runtime: { ...plainNode, env: { HOME } } })).out;
  expect(await discover(join(root, 'home'))).toContain(join(root, 'home/.cursor/mcp.json'));
  expect(await discover(relative(process.cwd(), join(root, 'home')))).not.toContain('home/.cursor/mcp.json');
});

it('a bridge with a misspelt client or server says which one may be meant', async () => {
  const node = [process.execPath, '-e', 'process.exit(1)'];
  expect((await run(dataDir, ['server', 'add', 'files', '--', ...node])).code).toBe(0);
  expect((await run(dataDir, ['client', 'add', 'cursor'])).code).toBe(0);
  const connect = async (...flags: string[]): Promise<string> => (await run(dataDir, ['connect', ...flags])).err;
  expect(await connect('--client', 'curser')).toBe(
    `toolgate connect: there is no token for curser in ${dataDir} (did you mean "cursor"?)\n`,
  );
  expect(await connect('--client', 'something-else')).toContain('(add the client: toolgate client add something-else)');
  serving = await serve(dataDir);
  expect(await connect('--client', 'cursor', '--server', 'flies')).toContain('(did you mean "files"?)');
});

it('a list of all tools shows those of the servers that answer, and fails for a server that was asked for by name', async () => {
  const counter = join(import.meta.dirname, '../fixtures/servers/counter.mjs');
  expect((await run(dataDir, ['server', 'add', 'away', '--url', 'http://127.0.0.1:9/mcp'])).code).toBe(0);
  expect(await run(dataDir, ['tools'])).toMatchObject({ code: 1, out: 'no tools\n', err: expect.stringContaining('away') as string });
  expect((await run(dataDir, ['server', 'add', 'counter', '--', process.execPath, counter])).code).toBe(0);
  const all = await run(dataDir, ['tools']);
  expect(all).toMatchObject({ code: 0, err: expect.stringContaining('away') as string });
  expect(all.out).toContain('counter  say');
  expect((await run(dataDir, ['tools', '--server', 'away'])).code).toBe(1);
  // Why a program ended is what it said last, not its exit code.
  const old = 'console.error("This server requires Node.js 30\\u001b[2J"); process.exit(1)';
  expect((await run(dataDir, ['server', 'add', 'old', '--', process.execPath, '-e', old])).code).toBe(0);
  expect((await run(dataDir, ['tools', '--server', 'old'])).err).toBe(
    'toolgate: old did not start: it ended with exit code 1\n  This server requires Node.js 30⟨U+001B⟩[2J\n',
  );
  expect((await run(dataDir, ['tools', '--server', 'counter'])).code).toBe(0);
});
