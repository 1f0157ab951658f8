import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServerView } from '../../shared/model/views.js';
import { run, type Ran } from '../support/cli.js';

describe('a value that a server waits for', () => {
  let dataDir: string;
  beforeEach(() => void (dataDir = realpathSync(mkdtempSync(join(tmpdir(), 'secret-')))));
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  it('is given on standard input, for commands and addresses, and shown nowhere', async () => {
    const cli = (args: readonly string[], input?: string): Promise<Ran> => run(dataDir, args, input === undefined ? {} : { input });
    await cli(['server', 'add', 'local', '--env', 'ONE', '--env', 'TWO', '--', process.execPath]);
    await cli(['server', 'add', 'far', '--url', 'https://example.com/mcp', '--header', 'Authorization']);
    const given = [
      await cli(['server', 'secret', 'local', 'ONE'], 'hidden-1\n'),
      await cli(['server', 'secret', 'far', 'Authorization'], 'Bearer hidden-2'),
    ];
    expect(given.map(({ code, out }) => [code, out])).toEqual([
      [0, 'local has its ONE; it still needs TWO\n'],
      [0, 'far has its Authorization; to see whether it starts: toolgate tools far\n'],
    ]);
    const list = await cli(['--json', 'server', 'list']);
    expect(list.json<ServerView[]>().map((one) => [one.name, one.missingSecrets])).toEqual([
      ['local', ['TWO']],
      ['far', []],
    ]);
    expect(list.out + given.map(({ out, err }) => out + err).join('')).not.toContain('hidden');
    const unknown = await cli(['server', 'secret', 'nobody', 'ONE'], 'x');
    expect([unknown.code, unknown.err]).toEqual([2, 'toolgate: there is no server "nobody" (see `toolgate server list`)\n']);
  });

  it('is covered where a server that does not start repeats it', async () => {
    const cli = (args: readonly string[]): Promise<Ran> => run(dataDir, args);
    const repeats = createServer((asked, answer) => answer.writeHead(500).end(`no good: ${String(asked.headers['x-api-key'])}`));
    await new Promise<void>((listening) => repeats.listen(0, '127.0.0.1', listening));
    try {
      const url = `http://127.0.0.1:${(repeats.address() as AddressInfo).port}/mcp`;
      const said = [
        await cli(['server', 'add', 'far', '--url', url, '--header', 'X-Api-Key=hidden-one']),
        await cli([
          'server',
          'add',
          'near',
          '--env',
          'K=hidden-two',
          '--',
          process.execPath,
          '-e',
          'console.error("bad " + process.env.K)',
        ]),
      ].map(({ err }) => err);
      expect(said[0]).toMatch(/no good: •••/);
      expect(said[1]).toMatch(/bad •••/);
      expect(said.join('')).not.toContain('hidden');
    } finally {
      repeats.close();
    }
  });

  it('is taken under a name that the server does not name only where that is wanted', async () => {
    const cli = (args: readonly string[], input?: string): Promise<Ran> => run(dataDir, args, input === undefined ? {} : { input });
    await cli(['server', 'add', 'local', '--env', 'API_KEY', '--', process.execPath]);
    const misspelt = await cli(['server', 'secret', 'local', 'API_KYE'], 'hidden');
    expect([misspelt.code, misspelt.err]).toEqual([2, 'toolgate: local names no value API_KYE (did you mean "API_KEY"?)\n']);
    const other = await cli(['server', 'secret', 'local', 'SOMETHING'], 'hidden');
    expect([other.code, other.err]).toEqual([
      2,
      'toolgate: local names no value SOMETHING (to add it: toolgate server secret --new "local" SOMETHING)\n',
    ]);
    const needs = async () => (await cli(['--json', 'server', 'list'])).json<ServerView[]>()[0]?.missingSecrets;
    expect(await needs()).toEqual(['API_KEY']);
    expect((await cli(['server', 'secret', '--new', 'local', 'SOMETHING'], 'x')).out).toBe(
      'local has its SOMETHING; it still needs API_KEY\n',
    );
  });
});
