import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandOutput } from '../../shared/commands/contract.js';
import type { ApprovalView, CallRecord } from '../../shared/model/views.js';
import { httpAgent } from '../support/agents.js';
import { run, serve, type Serving } from '../support/cli.js';
import { gateFlow, type Person } from '../support/gate-flow.js';
import { serverScript } from '../support/real-servers.js';
import { until } from '../support/until.js';

const SEED = {
  version: '1',
  default: 'deny',
  tools: { echo: { limits: [{ counter: 'echo_rate', window: 'minute', max: 30, scope: 'grant' }] } },
};

describe('the gate without a desktop', () => {
  let root: string;
  let dataDir: string;
  let files: string;
  let serving: Serving | undefined;
  let token: string;

  const cli = (...args: string[]) => run(dataDir, args, serving === undefined ? {} : { unlock: serving.unlock });

  beforeEach(async () => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'gate-')));
    dataDir = join(root, 'data');
    files = join(root, 'files');
    mkdirSync(files);
    for (const [name, args] of [
      ['everything', []],
      ['files', [files]],
      ['memory', []],
    ] as const) {
      const added = await cli('server', 'add', name, '--', process.execPath, serverScript(name === 'files' ? 'filesystem' : name), ...args);
      expect(added.err).toBe('');
      expect(added.code).toBe(0);
    }
    token = (await cli('--json', 'client', 'add', 'tester')).json<{ token: string }>().token;
  });

  afterEach(async () => {
    await serving?.stop();
    serving = undefined;
    rmSync(root, { recursive: true, force: true });
  });

  const person: Person = {
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
  };

  it('names to a new client a bridge that starts in any folder and finds its data folder by itself', async () => {
    const added = (await cli('--json', 'client', 'add', 'elsewhere')).json<CommandOutput<'client.add'>>();
    serving = await serve(dataDir);
    const { command, args, env } = added.bridge;
    const agent = new Client({ name: 'elsewhere', version: '1' });
    await agent.connect(new StdioClientTransport({ command, args, env, cwd: '/', stderr: 'pipe' }));
    expect((await agent.listTools()).tools.map((tool) => tool.name)).toContain('files__write_file');
    await agent.close();

    const plain = await cli('client', 'add', 'typed');
    expect(plain.out).toContain(`  bridge   ${[command, ...args].join(' ').replace('--client elsewhere', '--client typed')}\n`);
  });

  it('does the main job with three real servers over HTTP and the bridge', async () => {
    setTimeoutSeconds(5);
    serving = await serve(dataDir);
    await gateFlow({ url: serving.url, dataDir, client: 'tester', token, files, person });

    const records = (await cli('--json', 'audit', 'list', '--limit', '1000')).json<CallRecord[]>();
    expect(records.every((record) => record.outcome !== 'open')).toBe(true);
    expect(records.find((record) => record.tool === 'write_file' && record.enforced === 'forwarded')).toMatchObject({
      verdict: 'ask',
      client: 'tester',
      outcome: 'ok',
      approvedBy: 'cli',
    });
    expect((await cli('audit', 'verify')).code).toBe(0);
  });

  it('keeps servers, switches, limits used and the log over a restart, even after kill -9', async () => {
    const policy = join(root, 'policy.json');
    writeFileSync(policy, JSON.stringify({ ...SEED, tools: { echo: { limits: [{ window: 'hour', max: 5 }] } } }));
    expect((await cli('policy', 'set', policy)).code).toBe(0);
    serving = await serve(dataDir);
    const before = await httpAgent(`${serving.url}/everything`, token);
    for (let i = 0; i < 3; i++) expect((await before.call('echo', { message: String(i) })).isError).toBe(false);
    await before.close().catch(() => undefined);
    await serving.kill();

    serving = await serve(dataDir);
    const after = await httpAgent(`${serving.url}/everything`, token);
    const answers = [];
    for (let i = 0; i < 4; i++) answers.push(await after.call('echo', { message: String(i) }));
    expect(answers.map((answer) => answer.isError)).toEqual([false, false, true, true]);
    await after.close();
    expect((await cli('--json', 'server', 'list')).json<{ name: string }[]>().map((server) => server.name)).toEqual([
      'everything',
      'files',
      'memory',
    ]);
    expect((await cli('--json', 'audit', 'list')).json<CallRecord[]>()).toHaveLength(7);
  });

  it('enforces the seed policy as it stands: call 31 within a minute is refused and told when to come back', async () => {
    const policy = join(root, 'policy.json');
    writeFileSync(policy, JSON.stringify(SEED));
    expect((await cli('policy', 'set', policy)).code).toBe(0);
    serving = await serve(dataDir);
    const agent = await httpAgent(`${serving.url}/everything`, token);
    const firstAt = Date.now();
    for (let i = 0; i < 30; i++) expect((await agent.call('echo', { message: String(i) })).isError).toBe(false);
    const refused = await agent.call('echo', { message: '31' });
    expect(refused.text).toMatch(/^\[TOOLGATE LIMITED\]/);
    const decision = refused.meta?.['toolgate/decision'] as { code: string; retryable: boolean; retryAfterMs: number; rule: string };
    expect(decision).toMatchObject({ code: 'LIMITED', retryable: true, rule: '/tools/echo/limits/0' });
    expect(Math.abs(firstAt + 60_000 - (Date.now() + decision.retryAfterMs))).toBeLessThan(3000);
    const other = await agent.call('get-sum', { a: 1, b: 2 }).catch((error: Error) => ({ isError: true, text: error.message }));
    expect(other.isError).toBe(true);
    await agent.close();
  });

  it('refuses a stranger and forwards nothing', async () => {
    serving = await serve(dataDir);
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'echo', arguments: { message: 'x' } } });
    for (const headers of [
      {} as Record<string, string>,
      { authorization: 'Bearer wrong-wrong-wrong-wrong' },
      { authorization: `Bearer ${token}`, origin: 'https://evil.example' },
    ]) {
      const response = await fetch(`${serving.url}/everything`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
        body,
      });
      expect([401, 403]).toContain(response.status);
    }
    expect((await cli('--json', 'audit', 'list')).json<CallRecord[]>()).toEqual([]);
  });

  it('lets the command line tighten at once and loosen only with the code', async () => {
    serving = await serve(dataDir);
    expect((await run(dataDir, ['tool', 'set', 'everything', 'echo', 'deny'])).code).toBe(0);
    const refused = await run(dataDir, ['tool', 'set', 'everything', 'echo', 'allow']);
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/unlock/);
    expect((await run(dataDir, ['mode', 'observe'])).code).toBe(1);
    expect((await run(dataDir, ['tool', 'set', 'everything', 'echo', 'allow'], { unlock: serving.unlock })).code).toBe(0);
  });

  it('keeps its files to its owner', async () => {
    serving = await serve(dataDir);
    for (const file of ['settings.json', 'toolgate.db', 'tokens/tester', 'policy.json', 'audit.key'])
      expect(statSync(join(dataDir, file)).mode & 0o077, file).toBe(0);
    expect(statSync(dataDir).mode & 0o077).toBe(0);
  });

  /** what a person would set under Settings, before the start */
  function setTimeoutSeconds(seconds: number): void {
    const path = join(dataDir, 'settings.json');
    const document = JSON.parse(readFileSync(path, 'utf8')) as { settings: { approvalTimeoutSeconds: number } };
    document.settings.approvalTimeoutSeconds = seconds;
    writeFileSync(path, JSON.stringify(document));
  }
});
