import { existsSync, readFileSync, unwatchFile, watchFile } from 'node:fs';
import { join } from 'node:path';
import { writeFileSync } from 'atomically';

/** `policy.json` in the data folder, as the policy room and a person's editor share it. */
export interface PolicyFile {
  readonly path: string;
  /** undefined when there is none */
  read(): string | undefined;
  /** atomic, mode 0600 */
  write(text: string): void;
  keepCopy(text: string, why: string): void;
  /** calls back with the new text when somebody else wrote the file, within a second */
  watch(onEdit: (text: string | undefined) => void): () => void;
}

/** A look at the file's date; cheaper and surer than a watch on a folder that the log writes to all the time. */
const LOOK_EVERY_MS = 500;

export function openPolicyFile(dataDir: string, nowMs: () => number): PolicyFile {
  const path = join(dataDir, 'policy.json');
  let known = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  const write = (to: string, text: string): void => writeFileSync(to, text, { mode: 0o600 });
  return {
    path,
    read: () => known,
    write(text) {
      write(path, text);
      known = text;
    },
    keepCopy: (text, why) => write(`${path}.${why}-${new Date(nowMs()).toISOString().replace(/[:.]/g, '-')}`, text),
    watch(onEdit) {
      const look = (): void => {
        let text: string | undefined;
        try {
          text = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
        } catch {
          return;
        }
        if (text === known) return;
        known = text;
        onEdit(text);
      };
      watchFile(path, { interval: LOOK_EVERY_MS, persistent: false }, look);
      return () => unwatchFile(path, look);
    },
  };
}
