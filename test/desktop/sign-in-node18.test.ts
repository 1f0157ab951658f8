import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ServerView } from '../../shared/model/views.js';
import { startAuthorizationServer, type AuthorizationServer } from '../fixtures/servers/authorization-server.js';
import { startProtectedServer, type ProtectedServer } from '../fixtures/servers/protected-server.js';
import { run } from '../support/cli.js';
import { electronAsNode } from '../support/runtime.js';

const { PATH } = process.env;
let root: string;
let as: AuthorizationServer;
let remote: ProtectedServer;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'sign-in-18-'));
  as = await startAuthorizationServer();
  remote = await startProtectedServer({ authorizationServer: as });
});
afterEach(async () => {
  process.env.PATH = PATH;
  await remote.close();
  await as.close();
  rmSync(root, { recursive: true, force: true });
});

it('signs in to a remote server on Node 18, as it is inside Electron', async () => {
  const runtime = await electronAsNode();
  const cli = (...args: string[]) => run(join(root, 'data'), ['--json', ...args], { runtime });
  mkdirSync(join(root, 'bin'));
  writeFileSync(join(root, 'bin', 'xdg-open'), `#!${process.execPath}\n${readFileSync('test/fixtures/xdg-open.js', 'utf8')}`, {
    mode: 0o755,
  });
  process.env.PATH = join(root, 'bin');
  expect((await cli('server', 'add', 'remote', '--url', remote.url)).code).toBe(0);
  expect((await cli('server', 'sign-in', 'remote')).json<ServerView>()).toMatchObject({ state: 'ready', toolCount: 2 });
});
