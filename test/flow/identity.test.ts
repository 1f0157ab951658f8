import { afterEach, expect, it } from 'vitest';
import type { CallRecord } from '../../shared/model/views.js';
import { messageIn } from '../support/raw-agent.js';
import { rig, type Rig } from '../support/serving.js';

let gate: Rig;
afterEach(() => gate.end());

it('who calls is said by the token alone: names, headers and _meta of another client change nothing', async () => {
  gate = await rig({ version: '1', default: 'deny', clients: { tester: { default: 'allow' } } });
  const other = await gate.agent(await gate.token('other'));
  const own = await gate.agent();
  expect((await own.call('echo', {})).isError).toBe(false);
  const forged = [
    {},
    { 'x-client': 'tester', 'x-toolgate-client': 'tester', 'user-agent': 'tester', 'mcp-client': 'tester' },
    { forwarded: 'by=tester', 'x-forwarded-user': 'tester', cookie: 'client=tester' },
  ] as Record<string, string>[];
  const metas = [
    '{}',
    '{"client":"tester","clientInfo":{"name":"tester"}}',
    '{"toolgate/client":"tester","io.modelcontextprotocol/clientInfo":{"name":"tester","version":"1"}}',
  ];
  for (const headers of forged) {
    for (const meta of metas) {
      const { text } = await other.post(
        `{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"echo","arguments":{},"_meta":${meta}}}`,
        headers,
      );
      expect(messageIn(text)?.result?.isError ?? messageIn(text)?.error !== undefined, text).toBe(true);
    }
  }
  // a session that says in initialize that it is the other one
  await other.post(
    JSON.stringify({
      jsonrpc: '2.0',
      id: 9,
      method: 'initialize',
      params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'tester', version: '1' } },
    }),
    { 'mcp-session-id': '' },
  );
  expect((await other.call('echo', {})).text).toMatch(/^\[TOOLGATE DENIED\]/);
  expect(gate.upstream.calls('echo')).toBe(1);
  const records = (await gate.cli(['--json', 'audit', 'list', '--client', 'other'])).json<CallRecord[]>();
  expect(records.length).toBeGreaterThanOrEqual(9);
  expect(records.every((one) => one.enforced === 'refused')).toBe(true);
});
