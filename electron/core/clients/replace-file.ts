import { dirname } from 'node:path';
import { fail, ok, type Result } from '../../../shared/result.js';
import type { Clock } from '../ports/clock.js';
import type { Ids } from '../ports/ids.js';
import { codeOf, type ConfigFiles, type HeldFile } from './config-files.js';
import { freshBeside } from './fresh-file.js';
import { lookAfter, type OnLate } from './look-after.js';
import { readConfig, type FileState } from './open-config.js';
import { pause } from './pause.js';
import { whyNotWritten } from './why-not-written.js';

export interface Replacing {
  readonly fs: ConfigFiles;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'next'>;
  /** old files that are still looked after */
  readonly looks: Set<Promise<void>>;
}

/** `changed`: somebody else wrote meanwhile, and `now` is what stands there: make the change anew on top of it. */
export type Replaced =
  | {
      readonly kind: 'replaced';
      readonly madeFolders: readonly string[];
      /** why access lists or extended attributes could not be kept */
      readonly notKept?: string | undefined;
    }
  | { readonly kind: 'changed'; readonly now: FileState };

const BUSY_MS = 10_000;
const BUSY_STEP_MS = 50;
const FRESH_MODE = 0o600;

/**
 * Replaces a file whole, or not at all: a new file beside it, brought to the disk, takes its name. Mode, owner, access list and extended
 * attributes stay; a link stays and its target is replaced. Nothing is written when the file no longer is what was read. `bytes` undefined
 * removes the file. What had the name is looked at once it is out, and gets it back if it is not what was read (ADR 0012).
 *
 * Programs that know no lock may have the old file open and write into it after it lost its name. Therefore it is held open for two seconds:
 * `onLate` is told what they wrote, before this returns or later, and nobody's words are lost. The process must not end before `looks` is
 * empty. `isWhole` tells half a text.
 */
export async function replaceFile(
  { fs, clock, ids, looks }: Replacing,
  before: FileState,
  bytes: Uint8Array | undefined,
  isWhole: (bytes: Uint8Array) => boolean,
  onLate: OnLate,
): Promise<Result<Replaced>> {
  const { target, facts, path } = before;
  if (facts !== undefined && (facts.mode & 0o200) === 0)
    return fail('READ_ONLY', `${path} is read-only`, 'Make it writable if Toolgate may change it. Nothing was changed.');
  const folder = dirname(target);
  const fresh = freshBeside(target, ids);
  let held = before.bytes === undefined ? undefined : hold(fs, target);
  let canExchange = bytes !== undefined;
  const follow = (orphan: HeldFile, known: Uint8Array): Promise<void> => lookAfter(orphan, known, isWhole, onLate, looks);
  const changed = (): Result<Replaced> => {
    const now = readConfig(fs, path);
    return now.ok ? ok({ kind: 'changed', now: now.value }) : now;
  };
  try {
    const madeFolders = facts === undefined ? fs.makeFolder(folder, 0o700) : [];
    let notKept: string | undefined;
    if (bytes !== undefined && facts === undefined) fs.create(fresh, bytes, FRESH_MODE);
    else if (bytes !== undefined && facts !== undefined) notKept = fs.createLike(target, facts, fresh, bytes);
    for (const endMs = clock.monotonicMs() + BUSY_MS; ;) {
      const now = readConfig(fs, path);
      if (!now.ok) return now;
      if (now.value.sha !== before.sha || now.value.target !== target) return ok({ kind: 'changed', now: now.value });
      try {
        if (held !== undefined && !isStill(fs, held, before, target)) return changed();
        if (bytes === undefined) {
          fs.rename(target, fresh);
          if (held !== undefined && !isStill(fs, held, before, fresh)) {
            // Somebody was faster: it gets its name back, or its words do where the name is taken once more.
            const theirs = fs.hold(fresh);
            if (bringBack(fs, fresh, target)) theirs.close();
            else await follow(theirs, before.bytes as Uint8Array);
            return changed();
          }
        } else if (facts === undefined) appear(fs, fresh, target);
        else if (canExchange && held !== undefined) {
          const exchanged = fs.exchange(fresh, target, { inode: held.inode, bytes: before.bytes as Uint8Array });
          if (exchanged === 'back') await follow(fs.hold(fresh), bytes);
          if (exchanged === 'back' || exchanged === 'changed') return changed();
          canExchange = exchanged !== undefined;
          if (!canExchange) continue;
        } else {
          // A file that another program renames into place since the last look, 20 microseconds ago, is lost.
          fs.rename(fresh, target);
        }
        const orphan = held;
        held = undefined;
        if (orphan !== undefined) await follow(orphan, before.bytes as Uint8Array);
        syncQuietly(fs, folder);
        return ok({ kind: 'replaced', madeFolders, notKept });
      } catch (error) {
        if (codeOf(error) === 'EEXIST') continue;
        // Windows: a scanner or the application itself holds the file for a moment, or we do.
        if (!isBusy(error) || clock.monotonicMs() >= endMs) throw error;
        held?.close();
        held = undefined;
        await pause(BUSY_STEP_MS);
      }
    }
  } catch (error) {
    return fail('STORAGE', `${path} cannot be written: ${whyNotWritten(error)}`, 'Nothing was changed.');
  } finally {
    held?.close();
    quietly(() => fs.remove(fresh));
  }
}

function hold(fs: ConfigFiles, path: string): HeldFile | undefined {
  try {
    return fs.hold(path);
  } catch {
    return undefined;
  }
}

/** Whether what has this name is the open file, with what was read of it. */
const isStill = (fs: ConfigFiles, held: HeldFile, { bytes }: FileState, name: string): boolean =>
  Buffer.compare(held.read(), bytes as Uint8Array) === 0 && fs.facts(name)?.inode === held.inode;

const isBusy = (error: unknown): boolean =>
  codeOf(error) === 'EBUSY' || (process.platform === 'win32' && ['EPERM', 'EACCES'].includes(codeOf(error)));

/** Gives a file its name again; false where there is something of that name. */
function bringBack(fs: ConfigFiles, fresh: string, target: string): boolean {
  try {
    appear(fs, fresh, target);
    return true;
  } catch {
    return false;
  }
}

/** Gives a new file its name unless somebody else was faster (`EEXIST`); plain rename where the file system has no second names. */
function appear(fs: ConfigFiles, fresh: string, target: string): void {
  try {
    fs.link(fresh, target);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(codeOf(error))) throw error;
    fs.rename(fresh, target);
  }
}

/** The rename is done: a folder that cannot be synchronised undoes nothing. */
const syncQuietly = (fs: ConfigFiles, folder: string): void => quietly(() => fs.syncFolder(folder));

function quietly(act: () => void): void {
  try {
    act();
  } catch {
    /* what is left behind is a file of our own, named so that it can be told */
  }
}
