import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { writeFileSync } from 'atomically';
import type { CheckpointFile } from '../ports/stores.js';

/** The signed lines beside the log, in a 0600 file. A line torn by a crash is left out by `read`. */
export function checkpointFile(path: string): CheckpointFile {
  let whole = false;
  const text = (): string => {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
      throw error;
    }
  };
  return {
    read() {
      const lines = text();
      return lines
        .slice(0, lines.lastIndexOf('\n') + 1)
        .split('\n')
        .slice(0, -1);
    },
    append(line, sync) {
      // a last line torn by a crash is ended first, so that it cannot swallow this one
      const torn = !whole && !/(^|\n)$/.test(text());
      whole = false;
      const file = openSync(path, 'a', 0o600);
      try {
        writeSync(file, torn ? `\n${line}\n` : `${line}\n`);
        whole = true;
        if (sync) fsyncSync(file);
      } finally {
        closeSync(file);
      }
    },
    replace: (lines) => writeFileSync(path, lines.map((line) => `${line}\n`).join(''), { mode: 0o600 }),
  };
}
