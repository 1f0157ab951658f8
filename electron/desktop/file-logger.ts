import { appendFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '../core/ports/logger.js';

const MAX_BYTES = 1_000_000;

/** The program's own running log: JSON lines in `desktop.log` of the data folder, one older file kept, never over 2 MB together. */
export function createFileLogger(dataDir: string, alsoTo?: (line: string) => void): Logger {
  const file = join(dataDir, 'desktop.log');
  let bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const write = (level: string, event: string, fields: Readonly<Record<string, unknown>> | undefined): void => {
    const line = `${JSON.stringify({ at: new Date().toISOString(), level, event, ...fields })}\n`;
    const lineBytes = Buffer.byteLength(line);
    alsoTo?.(line);
    try {
      if (bytes + lineBytes > MAX_BYTES) {
        renameSync(file, `${file}.1`);
        bytes = 0;
      }
      appendFileSync(file, line, { mode: 0o600 });
      bytes += lineBytes;
    } catch {
      // A full disk must not stop the gate's own fault handling; calls are refused by the call log, which does check.
    }
  };
  return {
    info: (event, fields) => write('info', event, fields),
    warn: (event, fields) => write('warn', event, fields),
    error: (event, fields) => write('error', event, fields),
  };
}
