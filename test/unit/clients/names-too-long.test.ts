import { describe, expect, it } from 'vitest';
import { bench, fakeGate } from './kit.js';

const fits = 'f'.repeat(54);
const over = 'o'.repeat(55);

/** Cursor and Kiro with a server called `search`, whose tools are known. */
function home() {
  const first = bench();
  const gate = { ...fakeGate(), toolNames: (server: string) => (server === 'search' ? [fits, over] : undefined) };
  const b = bench({ roots: { ...first, gate } });
  for (const file of ['.cursor/mcp.json', '.kiro/settings/mcp.json'])
    b.write(file, '{"mcpServers":{"search":{"command":"x"},"unknown":{"command":"y"}}}');
  return b;
}

describe('names that are too long for an application', () => {
  it('are told before anything is changed, tool by tool', async () => {
    const b = home();
    const planned = await b.clients.connect('cursor', { mode: 'mirror', dryRun: true });
    expect(planned).toMatchObject({
      ok: true,
      value: {
        changed: true,
        warnings: [expect.stringContaining(`leaves out ${over} of search: their names have 61 characters, 60 are allowed`) as string],
      },
    });
    expect(JSON.stringify(planned)).not.toContain(fits);
  });

  it.each([
    ['cursor', 'aggregate'],
    ['kiro', 'mirror'],
  ] as const)('are none for %s in %s mode', async (id, mode) => {
    const planned = await home().clients.connect(id, { mode, dryRun: true });
    expect(planned.ok && planned.value.warnings).toBeUndefined();
    expect(planned.ok).toBe(true);
  });
});
