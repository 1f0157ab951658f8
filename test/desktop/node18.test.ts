import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApprovalView } from '../../shared/model/views.js';
import { run, serve, type Serving } from '../support/cli.js';
import { gateFlow } from '../support/gate-flow.js';
import { serverScript } from '../support/real-servers.js';
import { electronAsNode, type Runtime } from '../support/runtime.js';
import { until } from '../support/until.js';

describe('on Node 18, as it is inside Electron', () => {
  let root: string;
  let dataDir: string;
  let runtime: Runtime;
  let serving: Serving | undefined;
  const cli = (...args: string[]) => run(dataDir, args, { runtime, ...(serving && { unlock: serving.unlock }) });

  beforeEach(async () => {
    runtime = await electronAsNode();
    root = realpathSync(mkdtempSync(join(tmpdir(), 'gate-18-')));
    dataDir = join(root, 'data');
  });
  afterEach(async () => {
    await serving?.stop();
    serving = undefined;
    rmSync(root, { recursive: true, force: true });
  });

  it('the gateway, the command line and the bridge do the main job', async () => {
    const files = join(root, 'files');
    mkdirSync(files);
    for (const [name, script, args] of [
      ['everything', 'everything', []],
      ['files', 'filesystem', [files]],
      ['memory', 'memory', []],
    ] as const)
      expect((await cli('server', 'add', name, '--', process.execPath, serverScript(script), ...args)).err).toBe('');
    const { token } = (await cli('--json', 'client', 'add', 'tester')).json<{ token: string }>();
    expect((await cli('--json', 'status')).code).toBe(0);
    const settings = join(dataDir, 'settings.json');
    writeFileSync(settings, readFileSync(settings, 'utf8').replace(/"approvalTimeoutSeconds":\s*\d+/, '"approvalTimeoutSeconds": 8'));
    serving = await serve(dataDir, [], runtime);
    await gateFlow({
      url: serving.url,
      dataDir,
      client: 'tester',
      token,
      files,
      runtime,
      person: {
        async answer(how, shows) {
          const card = await until('a call that asks', async () => (await cli('--json', 'approvals', 'list')).json<ApprovalView[]>()[0]);
          for (const text of shows) expect(card.argumentsText).toContain(text);
          expect((await cli('approvals', how, card.id)).code).toBe(0);
        },
        async setSwitch(server, tool, position) {
          expect((await cli('tool', 'set', server, tool, position)).code).toBe(0);
        },
        async setMode(mode) {
          expect((await cli('mode', mode)).code).toBe(0);
        },
      },
    });
    expect((await cli('audit', 'verify')).code).toBe(0);
    expect((await cli('--json', 'audit', 'list')).json<unknown[]>().length).toBeGreaterThan(5);
  });
});
