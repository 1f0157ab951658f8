import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { JournalFile } from '../ports/stores.js';

const LF = 10;

/** the line between its ends, without a text made of all three */
function writeLine(into: Buffer, line: string, rest: string, torn: boolean): number {
  const start = torn ? 1 : 0;
  if (torn) into[0] = LF;
  const middle = start + into.write(line, start);
  const end = middle + into.write(rest, middle);
  into[end] = LF;
  return end + 1;
}

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
    append(line, rest) {
      // what a failed write left behind is ended first, so that it cannot swallow this line
      const fits = (line.length + rest.length) * 3 + 2 <= kept.length;
      const bytes = fits ? kept : Buffer.from(`${torn ? '\n' : ''}${line}${rest}\n`);
      const length = fits ? writeLine(kept, line, rest, torn) : bytes.length;
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
