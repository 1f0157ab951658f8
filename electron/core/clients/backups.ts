import { basename, join } from 'node:path';
import { fail, ok, type Result } from '../../../shared/result.js';
import type { Clock } from '../ports/clock.js';
import type { ConfigFiles } from './config-files.js';
import { writeOwn, type Backup, type Connections } from './connections.js';
import { shaOf } from './open-config.js';

const KEEP = 20;

/** Copies of applications' files as they were before a change: `backups/<id>/` in the data folder, 0600, the last 20 of each. */
export interface Backups {
  /** keeps these bytes; the name of the copy. A copy with the same content is used again. Throws when it cannot be written. */
  keep(id: string, file: string, bytes: Uint8Array): string;
  read(id: string, name: string): Result<{ readonly backup: Backup; readonly bytes: Uint8Array }>;
  list(id?: string): readonly Backup[];
  /** a copy of what we wrote, to tell later what others changed; its name */
  keepWritten(id: string, bytes: Uint8Array): string;
  readWritten(id: string, name: string): Uint8Array | undefined;
  dropWritten(id: string, name: string): void;
  /** writes how to bring everything back by hand, for the day Toolgate does not start */
  writeNote(): void;
}

export function createBackups({
  fs,
  clock,
  dataDir,
  connections,
}: {
  fs: ConfigFiles;
  clock: Clock;
  dataDir: string;
  connections: Connections;
}): Backups {
  const folder = (id: string): string => join(dataDir, 'backups', id);
  const inUse = (): Set<string> => new Set(connections.all().flatMap((one) => one.files.map((file) => `${one.id}/${file.backup ?? ''}`)));

  return {
    keep(id, file, bytes) {
      const sha = shaOf(bytes);
      const before = connections.backups().find((one) => one.id === id && one.file === file && one.sha === sha);
      if (before !== undefined && fs.facts(join(folder(id), before.name)) !== undefined) return before.name;
      const atMs = clock.nowMs();
      const stamp = new Date(atMs).toISOString().replace(/[:.]/g, '-');
      let name = `${stamp}-${basename(file)}`;
      for (let n = 2; fs.facts(join(folder(id), name)) !== undefined; n++) name = `${stamp}-${n}-${basename(file)}`;
      fs.makeFolder(folder(id), 0o700);
      writeOwn(fs, join(folder(id), name), bytes);
      const all = [...connections.backups().filter((one) => one !== before), { name, id, file, atMs, sha }];
      const used = inUse();
      const spare = all.filter((one) => one.id === id && one.name !== name && !used.has(`${id}/${one.name}`));
      const drop = new Set(spare.slice(0, Math.max(0, all.filter((one) => one.id === id).length - KEEP)));
      connections.setBackups(all.filter((one) => !drop.has(one)));
      for (const one of drop) fs.remove(join(folder(id), one.name));
      return name;
    },
    read(id, name) {
      const backup = connections.backups().find((one) => one.id === id && one.name === name);
      if (backup === undefined)
        return fail('NOT_FOUND', `there is no backup ${JSON.stringify(name)} of ${id}`, 'see `toolgate client discover`');
      try {
        const bytes = fs.read(join(folder(id), name));
        return shaOf(bytes) === backup.sha
          ? ok({ backup, bytes })
          : fail('DAMAGED', `the backup ${name} of ${id} was changed after it was made`, 'Choose another one. Nothing was changed.');
      } catch (error) {
        return fail(
          'NOT_FOUND',
          `the backup ${name} of ${id} cannot be read: ${(error as Error).message}`,
          'Choose another one. Nothing was changed.',
        );
      }
    },
    list: (id) => connections.backups().filter((one) => id === undefined || one.id === id),
    keepWritten(id, bytes) {
      const name = `written-${shaOf(bytes).slice(0, 16)}`;
      fs.makeFolder(folder(id), 0o700);
      writeOwn(fs, join(folder(id), name), bytes);
      return name;
    },
    readWritten(id, name) {
      try {
        return fs.read(join(folder(id), name));
      } catch {
        return undefined;
      }
    },
    dropWritten: (id, name) => fs.remove(join(folder(id), name)),
    writeNote() {
      const lines = connections
        .all()
        .flatMap((one) =>
          one.files.map((file) =>
            restoreLine(one.id, file.path, file.backup === undefined ? undefined : join(folder(one.id), file.backup)),
          ),
        );
      fs.makeFolder(join(dataDir, 'backups'), 0o700);
      writeOwn(
        fs,
        join(dataDir, 'backups', 'RESTORE.txt'),
        `${NOTE}${lines.length === 0 ? 'Nothing is changed at the moment.\n' : lines.join('')}`,
      );
    },
  };
}

const NOTE = `How to take Toolgate out of your applications by hand

Toolgate does this by itself: "toolgate client disconnect all". Should it not
start any more, close the application, then copy its file back as it was before
Toolgate changed it. What the application has written into its file since then
is lost that way.

`;

function restoreLine(id: string, file: string, backup: string | undefined): string {
  const quote = (path: string): string => (process.platform === 'win32' ? `"${path}"` : `'${path.replaceAll("'", `'\\''`)}'`);
  const [copy, remove] = process.platform === 'win32' ? ['copy /y', 'del'] : ['cp', 'rm'];
  return `${id}\n    ${backup === undefined ? `${remove} ${quote(file)}` : `${copy} ${quote(backup)} ${quote(file)}`}\n\n`;
}
