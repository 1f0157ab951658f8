import { describe, expect, it } from 'vitest';
import { leadsToGate, type GatePath } from '../../../electron/core/clients/leads-to-gate.js';
import type { PlainMap } from '../../../electron/core/clients/formats/format.js';
import { bench, TOKEN } from './kit.js';

const path: GatePath = {
  port: 7411,
  bridge: { command: '/usr/bin/node', args: ['/opt/toolgate/toolgate.cjs'], env: { ELECTRON_RUN_AS_NODE: '1' }, dataDir: '/data' },
};
const headers = { Authorization: `Bearer ${TOKEN}` };
const args = ['/opt/toolgate/toolgate.cjs', 'connect', '--client', 'cursor', '--server', 'a', '--data-dir', '/data'];

describe('an entry that leads to the gate', () => {
  it.each<PlainMap>([
    { url: 'http://127.0.0.1:7411/mcp', headers },
    { type: 'http', url: 'http://127.0.0.1:7411/mcp/a', headers, note: 1 },
    { httpUrl: 'http://localhost:7411/mcp/a' },
    { command: '/usr/bin/node', args, env: { ELECTRON_RUN_AS_NODE: '1' } },
    { type: 'local', command: ['/usr/bin/node', ...args], environment: {} },
    { command: '/usr/bin/node', args: args.filter((word) => word !== '--server' && word !== 'a') },
  ])('is ours: %j', (entry) => expect(leadsToGate(entry, [path])).toBe(true));

  it.each<PlainMap>([
    { url: 'http://127.0.0.1:7412/mcp', headers },
    { url: 'http://127.0.0.1:7411/other', headers },
    { url: 'http://127.0.0.1:7411@evil.example/mcp', headers },
    { url: 'https://127.0.0.1:7411/mcp', headers },
    { url: 'http://127.0.0.1:7411/mcp', serverUrl: 'http://127.0.0.1:9/mcp', headers },
    { url: 'http://127.0.0.1:7411/mcp${SUFFIX:-}', headers },
    { command: 'sh', args: ['-c', 'toolgate', 'http://127.0.0.1:7411/mcp', 'connect', '--client', 'x'], headers },
    { command: '/tmp/toolgate', args: ['connect', '--client', 'cursor'] },
    { command: '/usr/bin/node', args: ['--require', '/tmp/x.js', ...args] },
    { command: '/usr/bin/node', args, env: { NODE_OPTIONS: '--require /tmp/x.js' } },
    { command: '/usr/bin/node', args: args.map((word) => (word === '/data' ? '/tmp/data' : word)) },
    { command: '/usr/bin/node', args, url: 'https://evil.example/mcp' },
  ])('is not ours: %j', (entry) => expect(leadsToGate(entry, [path])).toBe(false));

  it('is told from a local proxy that looks like it: that one goes past the gate', async () => {
    const b = bench();
    b.write('.cursor/mcp.json', '{"mcpServers":{"a":{"command":"x"}}}');
    await b.clients.connect('cursor', { mode: 'mirror', dryRun: false });
    expect(b.clients.verify()).toMatchObject([{ state: 'connected' }]);
    b.write(
      '.cursor/mcp.json',
      b
        .read('.cursor/mcp.json')
        .replace(
          '"mcpServers":{',
          `"mcpServers":{"proxy":{"url":"http://127.0.0.1:7999/mcp","headers":{"Authorization":"Bearer ${TOKEN}"}},`,
        ),
    );
    expect(b.clients.verify()).toMatchObject([{ state: 'bypassed', servers: ['proxy'] }]);
    expect(
      b.clients
        .discover()
        .find((one) => one.id === 'cursor')
        ?.servers.map(({ name, gate }) => [name, gate]),
    ).toEqual([
      ['proxy', false],
      ['a', true],
    ]);
  });

  it('stays ours when the gate has moved to another port and the program to another place since', async () => {
    const b = bench();
    b.write('.cursor/mcp.json', '{"mcpServers":{"a":{"command":"x"}}}');
    b.write('.junie/mcp/mcp.json', '{"mcpServers":{"b":{"command":"y"}}}');
    for (const id of ['cursor', 'junie']) await b.clients.connect(id, { mode: 'mirror', dryRun: false });
    const moved = bench({
      roots: {
        ...b,
        gate: {
          ...b.gate,
          port: () => 7500,
          bridgeCommand: () => ({ command: '/new/node', args: ['/new/toolgate.cjs'], env: {}, dataDir: '/data' }),
        },
      },
    });
    const gates = (id: string) =>
      moved.clients
        .discover()
        .find((one) => one.id === id)
        ?.servers.map((one) => one.gate);
    expect([gates('cursor'), gates('junie')]).toEqual([[true], [true]]);
    expect(await moved.clients.importFrom({ dryRun: true })).toEqual({ ok: true, value: [] });

    const stands = () => moved.clients.verify().map(({ id, state, problem, servers }) => ({ id, state, problem, servers }));
    const junie = { id: 'junie', state: 'connected', problem: undefined, servers: [] };
    const problem = 'Cursor looks for the gate at another port than 7500, where it is now';
    expect(stands()).toEqual([{ id: 'cursor', state: 'dropped', problem, servers: ['a'] }, junie]);
    moved.write('.cursor/mcp.json', `${moved.read('.cursor/mcp.json')}\n`);
    expect(stands()[0]).toMatchObject({ state: 'dropped', problem });
    expect(await moved.clients.restore('cursor', {})).toMatchObject({ ok: true });
    expect(stands()).toEqual([junie, { ...junie, id: 'cursor' }]);
    expect(moved.read('.cursor/mcp.json')).toContain('http://127.0.0.1:7500/mcp/a');
  });
});
