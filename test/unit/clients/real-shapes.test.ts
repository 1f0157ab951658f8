import { describe, expect, it } from 'vitest';
import { bench } from './kit.js';
import { realShapes } from './real-shapes.js';

const shapes = Object.entries(realShapes(['/usr/bin/node', '/srv/my server.js'])).flatMap(([format, list]) =>
  list.flatMap((shape) => (['mirror', 'aggregate'] as const).map((mode) => ({ format, mode, ...shape }))),
);

describe('a file as it is found on a machine', () => {
  it('comes in ten shapes of every format', () => {
    for (const list of Object.values(realShapes(['c', 'a']))) expect(list.length).toBeGreaterThanOrEqual(10);
  });

  // each in a folder of its own, side by side: most of the time is looking at the file that was replaced
  it.concurrent.each(shapes)('is connected whole and released to the byte: $what ($mode)', async ({ id, file, text, mode, left = [] }) => {
    const b = bench();
    b.write(file, text);
    const up = await b.clients.connect(id, { mode, dryRun: false });
    expect(up.ok ? '' : up.error.message).toBe('');
    expect(b.read(file)).not.toBe(text);
    expect(b.clients.verify()).toMatchObject([{ id, state: 'connected' }]);
    const servers = b.clients.discover().find((one) => one.id === id)?.servers ?? [];
    expect(servers.some((one) => one.gate)).toBe(true);
    expect(servers.filter((one) => !one.gate).map((one) => one.name)).toEqual(left);
    expect(up.ok && up.value.left.map((one) => one.name)).toEqual(left);
    const down = await b.clients.disconnect(id, { dryRun: false, edited: 'ask' });
    expect(down.ok ? '' : down.error.message).toBe('');
    expect(b.read(file)).toBe(text);
  });
});
