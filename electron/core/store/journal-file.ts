import { closeSync, fstatSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { JournalFile } from '../ports/stores.js';

const LF = 10;
/** most turns of the event loop fit */
const usualBytes = 64 * 1024;

/** how many of the bytes were taken; throws where none could be */
type Put = (file: number, bytes: Buffer, from: number, length: number) => number;

/** Whole lines of a write that failed would be calls that were made. Where even that fails, they are found as calls whose end is not known. */
function takeBack(file: number, bytes: number): void {
  try {
    ftruncateSync(file, fstatSync(file).size - bytes);
  } catch {
    // the write has failed already, and says so
  }
}

/** The journal of opened calls in a 0600 file: lines that come together are one write to the operating system, which is what survives kill -9. */
export function journalFile(path: string, put: Put = writeSync): JournalFile {
  let file: number | undefined;
  /** what a failed write left behind is ended first, so that it cannot swallow a line */
  let torn = false;
  const usual = Buffer.allocUnsafeSlow(usualBytes);
  let waiting = usual;
  let filled = 0;
  const open = (): number => (file ??= openSync(path, 'a', 0o600));
  const forget = (): void => {
    waiting = usual;
    filled = 0;
  };
  return {
    read() {
      try {
        return readFileSync(path, 'utf8').split('\n').slice(0, -1);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
        throw error;
      }
    },
    add(line, rest) {
      const most = (line.length + rest.length) * 3 + 2;
      if (filled + most > waiting.length) {
        if (filled > 0) return false;
        waiting = Buffer.allocUnsafeSlow(most);
      }
      if (torn && filled === 0) waiting[filled++] = LF;
      filled += waiting.write(line, filled);
      filled += waiting.write(rest, filled);
      waiting[filled++] = LF;
      return true;
    },
    write() {
      if (filled === 0) return;
      const bytes = waiting;
      const length = filled;
      forget();
      torn = true;
      const written = put(open(), bytes, 0, length);
      if (written !== length) {
        takeBack(open(), written);
        throw new Error('no room for the journal of the log');
      }
      torn = false;
    },
    clear() {
      forget();
      ftruncateSync(open(), 0);
      torn = false;
    },
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}
