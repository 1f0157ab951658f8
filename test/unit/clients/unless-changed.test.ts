import { describe, expect, it } from 'vitest';
import { unlessChanged, type LastReadings } from '../../../electron/core/clients/unless-changed.js';
import { bench } from './kit.js';

describe('a file that is looked at again and again', () => {
  it('is read anew when its content is another, and only then', () => {
    const last: LastReadings<string[]> = new Map();
    let reads = 0;
    const look = (name: string, sha: string): string[] => unlessChanged(last, name, sha, () => [`${name}${sha}${++reads}`]);
    expect([look('a', '1'), look('a', '1'), look('b', '1'), look('a', '2'), look('a', '2'), look('a', '1')].flat()).toEqual([
      'a11',
      'a11',
      'b12',
      'a23',
      'a23',
      'a14',
    ]);
    expect(last.size).toBe(2);
  });

  it('is shown as it is now: servers, mistakes and whether an entry leads to the gate', async () => {
    const b = bench();
    const seen = () => {
      const row = b.clients.discover().find((one) => one.id === 'cursor');
      return [...(row?.servers ?? []).map((one) => `${one.name} ${one.gate}`), ...(row?.problems ?? []).map((one) => `line ${one.line}`)];
    };
    b.write('.cursor/mcp.json', '{"mcpServers":{"a":{"command":"x"}}}');
    expect([seen(), seen()]).toEqual([['a false'], ['a false']]);
    await b.clients.connect('cursor', { mode: 'mirror', dryRun: false });
    expect(seen()).toEqual(['a true']);
    await b.clients.disconnect('cursor', { dryRun: false, edited: 'ask' });
    expect(seen()).toEqual(['a false']);
    b.write('.cursor/mcp.json', '{\n"mcpServers" 1}');
    expect([seen(), seen()]).toEqual([['line 2'], ['line 2']]);
  });
});
