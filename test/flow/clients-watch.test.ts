import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectControl } from '../../electron/core/control/control-client.js';
import { socketPaths } from '../../electron/core/control/socket-paths.js';
import type { Notice, Snapshot } from '../../shared/model/views.js';
import { run, serve, type Serving } from '../support/cli.js';
import { plainNode } from '../support/runtime.js';
import { until } from '../support/until.js';

const DIRECT = '{"mcpServers":{"a":{"command":"x"},"b":{"command":"y"}}}\n';
const WITHIN_MS = 5000;

describe('applications that are watched while `serve` runs', () => {
  let root: string;
  let home: string;
  let dataDir: string;
  let serving: Serving | undefined;
  const runtime = () => ({ ...plainNode, env: { HOME: home, XDG_CONFIG_HOME: '' } });
  const cli = (...args: string[]) =>
    run(dataDir, args, { runtime: runtime(), ...(serving === undefined ? {} : { unlock: serving.unlock }) });
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), text);
  };
  const read = (): string => readFileSync(join(home, '.cursor/mcp.json'), 'utf8');
  const notices = async (): Promise<readonly Notice[]> => {
    const connected = await connectControl(socketPaths(dataDir).control);
    const control = connected.ok ? connected.value : undefined;
    const snapshot = (await control?.command('gate.snapshot', {})) as { ok: true; value: Snapshot };
    control?.close();
    return snapshot.value.notices.filter(({ kind }) => kind === 'client');
  };
  const told = (body: string): Promise<Notice> =>
    until(`"${body}" to be told`, async () => (await notices()).find((one) => one.body === body), WITHIN_MS);

  beforeEach(async () => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'watch-')));
    [home, dataDir] = [join(root, 'home'), join(root, 'data')];
    write('.cursor/mcp.json', DIRECT);
    expect((await cli('client', 'connect', 'cursor')).code).toBe(0);
  });
  afterEach(async () => {
    await serving?.stop();
    serving = undefined;
    rmSync(root, { recursive: true, force: true });
  });

  it('are told of within five seconds when they lose the gate, also where that was before the start, and nothing fights with them', async () => {
    write('.cursor/mcp.json', DIRECT);
    serving = await serve(dataDir, [], runtime());
    await told('Cursor starts a, b past the gate');
    for (const [change, body] of [
      [() => '{"mcpServers":{}}\n', 'Cursor no longer has a, b'],
      [(ours: string) => ours.replace('/mcp/a"', '/mcp/b"'), 'the entry of a was changed by hand'],
      [(ours: string) => ours.replace('"a"', '"c":{"command":"z"},"a"'), 'Cursor starts c past the gate'],
    ] as const) {
      expect((await cli('client', 'restore', 'cursor')).err).toBe('');
      const text = change(read());
      expect(read()).toContain('127.0.0.1');
      await until('all to be well', async () => (await notices()).length === 0, WITHIN_MS);
      write('.cursor/mcp.json', text);
      const notice = await told(body);
      expect(notice.actions.map(({ id }) => id)).toEqual(['restore']);
      // What stands there is the application's until a person says otherwise.
      expect(read()).toBe(text);
    }
  });

  it('are offered when they are new, or start a new server without the gate', async () => {
    serving = await serve(dataDir, [], runtime());
    await until('the first look', seen, WITHIN_MS);
    // it was connected before the gate had this port
    expect((await cli('client', 'restore', 'cursor')).code).toBe(0);
    write('.kiro/settings/mcp.json', '{"mcpServers":{"k":{"command":"k"}}}');
    await told('Kiro starts k without the gate.');
    write('.kiro/settings/mcp.json', '{"mcpServers":{"k":{"command":"k"},"more":{"command":"m"}}}');
    await told('Kiro starts k, more without the gate.');
    expect((await cli('client', 'connect', 'kiro')).code).toBe(0);
    expect(await notices()).toEqual([]);
  });

  /** Whether what is there was looked at once: only what comes later is offered. */
  const seen = (): boolean => (JSON.parse(readFileSync(join(dataDir, 'connections.json'), 'utf8')) as { seen: string[] }).seen.length > 0;
});
