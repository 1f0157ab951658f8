import { expect, it } from 'vitest';
import { approvalCommands } from '../../../electron/core/commands/approval-commands.js';
import type { House } from '../../../electron/core/house.js';
import { room } from '../approvals/harness.js';
import { memory, P, verdict } from '../policy/room-fixture.js';

it.each([
  ['tools/call', 'write_file', { tools: { write_file: { action: 'deny', reason: 'no' } } }],
  ['sampling/createMessage', '', { methods: { sampling: { action: 'deny', reason: 'no' } } }],
  ['elicitation/create', '', { methods: { elicitation: { action: 'deny', reason: 'no' } } }],
  ['prompts/get', 'write_file', { methods: { prompts: { action: 'deny', reason: 'no' } } }],
  ['resources/read', 'file:///x', { methods: { resources: { action: 'deny', reason: 'no' } } }],
] as const)('a call by %s that is always denied is denied by a rule from then on', (method, tool, written) => {
  const { approvals, ask, question, only } = room();
  const { disk, open } = memory(P({ default: 'ask' }));
  const policy = open();
  void ask(question({}, { method, tool }));
  const commands = approvalCommands({ approvals, policy } as unknown as House);
  expect(commands['approval.deny']({ id: only().id, reason: 'no', always: true, all: false }, { door: 'window' })).toMatchObject({
    ok: true,
  });
  expect((JSON.parse(disk.text ?? '') as { clients: unknown }).clients).toEqual({ claude: { servers: { files: written } } });
  const governed = method === 'tools/call' ? 'tools' : method.split('/')[0];
  expect(verdict(policy, { client: 'claude', server: 'files', tool, governed })).toBe('deny');
});
