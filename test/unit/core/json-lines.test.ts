import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { resultLine, writeJsonLine } from '../../../electron/core/control/json-lines.js';

describe('the control socket', () => {
  it('drops a listener that does not read, before what waits for it fills the memory', () => {
    const done: string[] = [];
    const socket = (waitingBytes: number) =>
      ({
        writable: true,
        writableLength: waitingBytes,
        write: () => done.push('written'),
        destroy: () => done.push('dropped'),
      }) as unknown as Socket;
    writeJsonLine(socket(0), { signal: 1 });
    writeJsonLine(socket(65 * 1024 * 1024), { signal: 2 });
    expect(done).toEqual(['written', 'dropped']);
  });

  it.each([0, 1, 1000, 1001, 2000, 3456])('writes a list of %i down as one line that says the same', async (length) => {
    const result = { ok: true, value: Array.from({ length }, (_, at) => ({ at, text: `"],\n[ ${at}` })) } as const;
    const line = await resultLine(7, result);
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(JSON.parse(line)).toEqual({ id: 7, result });
  });

  it('lets other work have its turn while it writes a long list down', async () => {
    let turns = 0;
    const writing = resultLine(1, { ok: true, value: Array.from({ length: 5000 }, (_, at) => at) });
    const counting = setInterval(() => turns++, 0);
    setImmediate(() => turns++);
    await writing;
    clearInterval(counting);
    expect(turns).toBeGreaterThan(0);
  });
});
