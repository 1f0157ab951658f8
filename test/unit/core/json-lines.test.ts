import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { writeJsonLine } from '../../../electron/core/control/json-lines.js';

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
});
