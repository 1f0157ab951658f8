import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startHttpTrickster } from '../fixtures/servers/http-trickster.js';
import { run, serve } from '../support/cli.js';
import { startOtlpReceiver, type OtlpReceiver } from '../support/otlp-receiver.js';
import { rawAgent } from '../support/raw-agent.js';
import { electronAsNode } from '../support/runtime.js';

let root: string;
let receiver: OtlpReceiver;
let upstream: Awaited<ReturnType<typeof startHttpTrickster>>;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'telemetry-18-'));
  receiver = await startOtlpReceiver();
  upstream = await startHttpTrickster(() => undefined);
});
afterEach(async () => {
  await receiver.close();
  await upstream.close();
  rmSync(root, { recursive: true, force: true });
});

it('sends spans and metrics on Node 18, as it is inside Electron', async () => {
  const runtime = await electronAsNode();
  const cli = (...args: string[]) => run(root, ['--json', ...args], { runtime });
  expect((await cli('server', 'add', 'fake', '--url', upstream.url)).code).toBe(0);
  const { token } = (await cli('client', 'add', 'tester')).json<{ token: string }>();
  expect((await cli('telemetry', 'use', receiver.url)).code).toBe(0);
  const serving = await serve(root, [], runtime);
  const agent = await rawAgent(`${serving.url}/fake`, token);
  await agent.call('no-such-tool', {}).catch(() => {});
  await agent.post('{"jsonrpc":"2.0","id":2,"method":"ping"}');
  agent.close();
  await serving.stop();
  expect(receiver.spans.map(({ name }) => name)).toEqual(expect.arrayContaining(['ping', 'tools/call']));
  expect(receiver.metrics.map(({ name }) => name)).toContain('mcp.server.operation.duration');
});
