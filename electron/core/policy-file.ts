import { existsSync, readFileSync, statSync, watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import { writeFileSync } from 'atomically';

/** `policy.json` in the data folder, as the policy room and a person's editor share it. */
export interface PolicyFile {
  /** undefined when there is none */
  read(): string | undefined;
  /** atomic, mode 0600 */
  write(text: string): void;
  keepCopy(text: string, why: string): void;
  /** calls back with the new text when somebody else wrote the file, within a second */
  watch(onEdit: (text: string | undefined) => void): () => void;
}

/** after a word of the system: an editor writes a file in several steps */
const SOON_MS = 100;
/** while there is no file to be watched, or where the system cannot */
const LOOK_EVERY_MS = 500;
/** while it is watched: a drive on another machine may tell nothing */
const LOOK_SELDOM_MS = 30_000;

export function openPolicyFile(dataDir: string, nowMs: () => number): PolicyFile {
  const path = join(dataDir, 'policy.json');
  let known = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  const write = (to: string, text: string): void => writeFileSync(to, text, { mode: 0o600 });
  return {
    read: () => known,
    write(text) {
      write(path, text);
      known = text;
    },
    keepCopy: (text, why) => write(`${path}.${why}-${new Date(nowMs()).toISOString().replace(/[:.]/g, '-')}`, text),
    watch(onEdit) {
      let watcher: FSWatcher | undefined;
      let timer: NodeJS.Timeout | undefined;
      const after = (waitMs: number, act: () => void): void => {
        clearTimeout(timer);
        timer = setTimeout(act, waitMs).unref();
      };
      let isSoon = false;
      const soon = (): void => {
        // Not put off by the next word: somebody who writes all the time is read all the same.
        if (!isSoon) after(SOON_MS, round);
        isSoon = true;
      };
      /** Watches the file that has the name now, not its folder: the log writes there all the time. */
      const hold = (): void => {
        watcher?.close();
        watcher = undefined;
        try {
          watcher = watch(path, { persistent: false }, soon).on('error', soon);
        } catch {
          /* it is not there, or the system has no watch left */
        }
      };
      const look = (): void => {
        let text: string | undefined;
        try {
          const stat = statSync(path, { throwIfNoEntry: false });
          // whoever reads a pipe waits for ever
          if (stat?.isFile() === false) return;
          text = stat === undefined ? undefined : readFileSync(path, 'utf8');
        } catch {
          return;
        }
        if (text === known) return;
        known = text;
        onEdit(text);
      };
      const round = (): void => {
        isSoon = false;
        // Watched before it is looked at: nothing happens in between unseen.
        hold();
        after(watcher === undefined ? LOOK_EVERY_MS : LOOK_SELDOM_MS, round);
        look();
      };
      round();
      return () => {
        clearTimeout(timer);
        watcher?.close();
      };
    },
  };
}
