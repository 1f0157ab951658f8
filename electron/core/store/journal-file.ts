import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { JournalFile } from '../ports/stores.js';

/** The journal of opened calls in a 0600 file: one write to the operating system per line, which is what survives kill -9. */
export function journalFile(path: string): JournalFile {
  let file: number | undefined;
  let torn = false;
  /** most lines fit */
  const kept = Buffer.allocUnsafeSlow(64 * 1024);
  const open = (): number => (file ??= openSync(path, 'a', 0o600));
  return {
    read() {
      try {
        return readFileSync(path, 'utf8').split('\n').slice(0, -1);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
        throw error;
      }
    },
    append(line) {
      // what a failed write left behind is ended first, so that it cannot swallow this line
      const text = torn ? `\n${line}\n` : `${line}\n`;
      const bytes = text.length * 3 <= kept.length ? kept : Buffer.from(text);
      const length = bytes === kept ? kept.write(text) : bytes.length;
      torn = true;
      if (writeSync(open(), bytes, 0, length) !== length) throw new Error('no room for the journal of the log');
      torn = false;
    },
    clear() {
      ftruncateSync(open(), 0);
      torn = false;
    },
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}
