import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSqlite } from '../../electron/core/store/open-sqlite.js';
import type { ClientView } from '../../shared/model/views.js';
import { httpAgent } from '../support/agents.js';
import { run, serve } from '../support/cli.js';
import { trickster } from './upstreams-kit.js';

let root: string;
let dataDir: string;
const cli = (...args: string[]) => run(dataDir, args);

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'kept-'));
  dataDir = join(root, 'data');
  expect((await cli('server', 'add', 'tricks', '--', process.execPath, trickster)).code).toBe(0);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** the servers of whose lists a reading is kept */
function kept(): unknown[] {
  const db = openSqlite(join(dataDir, 'toolgate.db'));
  try {
    return db
      .prepare("SELECT key FROM meta WHERE key LIKE 'reading/%'")
      .all()
      .map((row) => row['key']);
  } finally {
    db.close();
  }
}

it('a command that reads a list by itself keeps what it read', async () => {
  expect((await cli('tools')).out).toContain('echo');
  expect(kept()).toEqual(['reading/tricks']);
});

it('a gate that ends as soon as it has listed keeps what it read, and who greeted it', async () => {
  const { token } = (await cli('--json', 'client', 'add', 'tester')).json<{ token: string }>();
  const serving = await serve(dataDir);
  const agent = await httpAgent(serving.url, token);
  expect(await agent.tools()).toContain('tricks__echo');
  expect(await serving.stop()).toBe(0);
  await agent.close();
  expect(kept()).toEqual(['reading/tricks']);
  expect((await cli('--json', 'client', 'list')).json<ClientView[]>()[0]?.says).toContain('http-agent');
});
