import { afterEach, expect, it } from 'vitest';
import { auditCommands } from '../../../electron/core/commands/audit-commands.js';
import type { House } from '../../../electron/core/house.js';
import { auditBench, entry, type Bench } from '../../support/audit-bench.js';

let bench: Bench | undefined;
afterEach(() => bench?.end());

/** A gate with the client `cursor` and the server `github` that lists `create_issue`; its log knows others besides. */
function commands() {
  bench = auditBench();
  bench.audit.open(entry('call-1', { client: 'old-client', server: 'old-server', tool: 'old_tool' }), false);
  const house = {
    audit: bench.audit,
    settings: {
      clients: () => [{ name: 'cursor' }],
      servers: () => [{ name: 'github' }],
      server: (name: string) => (name === 'github' ? { name } : undefined),
    },
    registry: { of: () => [{ tool: 'create_issue' }] },
  } as unknown as House;
  return auditCommands(house);
}

it.each([
  [{ client: 'cursr' }, 'there is no client "cursr"', 'did you mean "cursor"?'],
  [{ server: 'githb' }, 'there is no server "githb"', 'did you mean "github"?'],
  [{ tool: 'creat_issue' }, 'no server lists a tool "creat_issue", and no call of one is in the log', 'did you mean "create_issue"?'],
  [{ tool: 'old_tol' }, 'no server lists a tool "old_tol", and no call of one is in the log', 'did you mean "old_tool"?'],
  [{ client: 'cursor', server: 'x' }, 'there is no server "x"', 'see `toolgate server list`'],
])('a log filtered by %j says that nothing has that name', (filter, message, fix) => {
  const audit = commands();
  const failure = { ok: false, error: { message, fix } };
  expect(audit['audit.list']({ ...filter, limit: 100 }, { door: 'cli' })).toMatchObject(failure);
  expect(audit['audit.export']({ ...filter, limit: 100, format: 'csv' }, { door: 'cli' })).toMatchObject(failure);
});

it.each([
  [{ client: 'cursor', server: 'github', tool: 'create_issue' }, 0],
  [{ client: 'old-client' }, 1],
  [{ client: 'old-client', server: 'github' }, 0],
  [{ tool: 'old_tool', verdict: 'hide' }, 0],
  [{ text: 'nothing like it' }, 0],
] as const)('a log filtered by %j is a list, empty or not', (filter, length) => {
  const listed = commands()['audit.list']({ ...filter, limit: 100 }, { door: 'cli' });
  expect(listed).toMatchObject({ ok: true, value: { length } });
});
