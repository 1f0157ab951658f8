import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallRecord, ServerView } from '../../shared/model/views.js';
import { startAuthorizationServer, type AuthorizationServer } from '../fixtures/servers/authorization-server.js';
import { startProtectedServer, type ProtectedServer } from '../fixtures/servers/protected-server.js';
import { httpAgent } from '../support/agents.js';
import { fakeBrowser } from '../support/browser.js';
import { run, serve, type Serving } from '../support/cli.js';
import { plainNode } from '../support/runtime.js';

/** every file below a folder */
const filesIn = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const stat = statSync(path);
    return stat.isDirectory() ? filesIn(path) : stat.isFile() ? [path] : [];
  });

describe('signing in to a remote server from the command line', () => {
  const { PATH } = process.env;
  let root: string;
  let dataDir: string;
  let as: AuthorizationServer;
  let remote: ProtectedServer;
  let serving: Serving | undefined;

  /** the only opener on the PATH: a browser that says yes, or none */
  const browser = (kind: 'willing' | 'none'): void => {
    const bin = join(root, kind);
    mkdirSync(bin);
    if (kind === 'willing')
      writeFileSync(join(bin, 'xdg-open'), `#!${process.execPath}\n${readFileSync('test/fixtures/xdg-open.js', 'utf8')}`, { mode: 0o755 });
    process.env.PATH = bin;
  };
  const cli = (...args: string[]) => run(dataDir, args, serving === undefined ? {} : { unlock: serving.unlock });

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'sign-in-'));
    dataDir = join(root, 'data');
    as = await startAuthorizationServer({ scopes: ['tools:read', 'tools:write'] });
    remote = await startProtectedServer({ authorizationServer: as, more: { write: 'tools:write' } });
    expect((await cli('server', 'add', 'remote', '--url', remote.url)).code).toBe(0);
  });
  afterEach(async () => {
    process.env.PATH = PATH;
    await serving?.stop();
    serving = undefined;
    await remote.close();
    await as.close();
    rmSync(root, { recursive: true, force: true });
  });

  it('makes it ready without a running gate, and keeps the tokens in the file of secrets alone', async () => {
    browser('willing');
    const signedIn = await cli('--json', 'server', 'sign-in', 'remote');
    expect(signedIn.err).toMatch(/Sign in to remote in your browser.*\nhttp:\/\/127\.0\.0\.1:\d+\/auth\?/);
    expect(signedIn.json<ServerView>()).toMatchObject({ name: 'remote', state: 'ready' });
    expect(signedIn.json<ServerView>().signInAddress).toBeUndefined();
    onlyInSecrets(signedIn.out + signedIn.err);
  });

  it('lets agents through a running gate, asks again for wider scopes, and leaves no token in settings, log or database', async () => {
    browser('willing');
    const { token } = (await cli('--json', 'client', 'add', 'tester')).json<{ token: string }>();
    serving = await serve(dataDir);
    let said = '';
    serving.process.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await expect
      .poll(async () => (await cli('--json', 'server', 'list')).json<ServerView[]>()[0])
      .toMatchObject({
        state: 'needs-sign-in',
        problem: expect.stringContaining('toolgate server sign-in remote') as string,
      });
    const signedIn = await cli('--json', 'server', 'sign-in', 'remote');
    expect(signedIn.err).toContain('/auth?');
    expect(signedIn.json<ServerView>()).toMatchObject({ state: 'ready', toolCount: 2 });

    for (const tool of ['look', 'write']) expect((await cli('tool', 'set', 'remote', tool, 'allow')).code).toBe(0);
    const agent = await httpAgent(`${serving.url}/remote`, token);
    expect(await agent.call('look', {})).toMatchObject({ text: 'done: look', isError: false });
    const refused = await agent.call('write', {}).catch((error: Error) => ({ text: error.message, isError: true }));
    expect(refused).toMatchObject({ isError: true, text: expect.stringContaining('asks for more than you signed in for') as string });
    expect((await cli('--json', 'server', 'list')).json<ServerView[]>()[0]?.warnings.join()).toContain('tools:write');
    expect((await cli('server', 'sign-in', 'remote')).code).toBe(0);
    expect(await agent.call('write', {})).toMatchObject({ text: 'done: write', isError: false });
    await agent.close();

    const records = await cli('--json', 'audit', 'list');
    expect(records.json<CallRecord[]>().length).toBeGreaterThanOrEqual(3);
    const exported = await cli('audit', 'export', '--format', 'jsonl');
    await serving.stop();
    serving = undefined;
    onlyInSecrets(said + records.out + exported.out + signedIn.out + signedIn.err);
  });

  it('prints the address where no browser can be opened, and goes on when somebody went there', async () => {
    browser('none');
    const child = spawn(plainNode.command, [...plainNode.args, '--json', '--data-dir', dataDir, 'server', 'sign-in', 'remote']);
    let err = '';
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    const address = await new Promise<string>((resolve) =>
      child.stderr.on('data', (chunk: Buffer) => {
        err += chunk.toString();
        const found = /^http:\S+$/m.exec(err)?.[0];
        if (found !== undefined && err.endsWith('\n')) resolve(found);
      }),
    );
    await fakeBrowser().open(new URL(address));
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ state: 'ready' });
  });

  it('says in one line why it did not happen, and changes nothing', async () => {
    browser('willing');
    as.metadata = (document) => ({ ...document, issuer: 'https://accounts.example' });
    const failed = await cli('server', 'sign-in', 'remote');
    expect(failed.code).toBe(1);
    expect(failed.err.trim().split('\n')).toEqual([expect.stringMatching(/^toolgate: remote: .*another issuer .*accounts\.example/)]);
    expect((await cli('server', 'sign-in', 'nobody')).err).toMatch(/there is no server/);
    expect(filesIn(dataDir).filter((file) => /secrets/.test(file))).toEqual([]);
  });

  it('forgets the tokens with the server', async () => {
    browser('willing');
    expect((await cli('server', 'sign-in', 'remote')).code).toBe(0);
    expect((await cli('server', 'remove', 'remote')).code).toBe(0);
    expect(filesIn(dataDir).filter((file) => /secrets/.test(file))).toEqual([]);
  });

  /** tokens and codes of this run are in secrets.json, which only its owner can read, and nowhere else */
  function onlyInSecrets(printed: string): void {
    const secretsFile = join(dataDir, 'secrets.json');
    const kept = JSON.parse(readFileSync(secretsFile, 'utf8')) as { values: Record<string, { plain: string }> };
    const refresh = Object.entries(kept.values).flatMap(([key, { plain }]) => (key.endsWith('/refreshToken') ? [plain] : []));
    const codes = as
      .posts('/token')
      .flatMap(({ body }) =>
        [...new URLSearchParams(body)].flatMap(([name, value]) => (/^(code|code_verifier)$/.test(name) ? [value] : [])),
      );
    const canaries = [...remote.tokens(), ...refresh, ...codes];
    expect(remote.tokens().length).toBeGreaterThan(0);
    expect(refresh).toHaveLength(1);
    expect(codes.length).toBeGreaterThanOrEqual(2);
    expect(statSync(secretsFile).mode & 0o777).toBe(0o600);
    for (const canary of canaries) {
      expect(printed).not.toContain(canary);
      for (const file of filesIn(dataDir))
        if (file !== secretsFile) expect(readFileSync(file).includes(canary), `${file} holds a secret`).toBe(false);
    }
  }
});
