import { dirname } from 'node:path';
import { fail, ok, type Result } from '../../../shared/result.js';
import type { Clock } from '../ports/clock.js';
import type { Ids } from '../ports/ids.js';
import { codeOf, type ConfigFiles, type HeldFile } from './config-files.js';
import { freshBeside } from './fresh-file.js';
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

/**
 * Puts what another program wrote into the old file, `late` instead of `base`, into the new one. `isLater`: the replacing is over, and so
 * is whatever the caller held while it went on.
 */
export type OnLate = (base: Uint8Array, late: Uint8Array, isLater: boolean) => Promise<void>;

const BUSY_MS = 10_000;
const BUSY_STEP_MS = 50;
/** a program that had the old file open may end its sentence after the rename: it is looked at anew after each of these */
const LATE_MS = [0, 5, 20] as const;
const LATER_MS = [75, 150, 250, 500, 1000] as const;
const FRESH_MODE = 0o600;

/**
 * Replaces a file whole, or not at all: a new file beside it, brought to the disk, takes its name. Mode, owner, access list and extended
 * attributes stay; a link stays and its target is replaced. Nothing is written when the file no longer is what was read. `bytes` undefined
 * removes the file.
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
        // The last look, by the open file: nothing but the rename itself comes after it. A file that another program renames into place
        // within these 20 microseconds is lost: Node knows no exchange of two names (renameat2) that could tell.
        if (held !== undefined && !isStill(fs, held, before)) {
          const later = readConfig(fs, path);
          return later.ok ? ok({ kind: 'changed', now: later.value }) : later;
        }
        if (bytes === undefined) fs.remove(target);
        else if (facts === undefined) appear(fs, fresh, target);
        else fs.rename(fresh, target);
        const orphan = held;
        held = undefined;
        if (orphan !== undefined) await lookAfter(orphan, before.bytes as Uint8Array, isWhole, onLate, looks);
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

const isStill = (fs: ConfigFiles, held: HeldFile, { bytes, target }: FileState): boolean =>
  Buffer.compare(held.read(), bytes as Uint8Array) === 0 && fs.facts(target)?.inode === held.inode;

/** Watches a file that lost its name: for a moment before this resolves, then for two seconds more. */
async function lookAfter(
  orphan: HeldFile,
  bytes: Uint8Array,
  isWhole: (bytes: Uint8Array) => boolean,
  onLate: OnLate,
  looks: Set<Promise<void>>,
): Promise<void> {
  let known = bytes;
  const look = async (isLater: boolean): Promise<void> => {
    if (Buffer.compare(orphan.read(), known) === 0) return;
    const [base, late] = [known, await settled(orphan, isWhole)];
    known = late;
    await onLate(base, late, isLater);
  };
  for (const waitMs of LATE_MS) {
    if (waitMs > 0) await pause(waitMs);
    await look(false);
  }
  const goOn = async (): Promise<void> => {
    for (const waitMs of LATER_MS) {
      await pause(waitMs);
      await look(true);
    }
  };
  const going: Promise<void> = goOn()
    .catch(() => undefined)
    .finally(() => {
      orphan.close();
      looks.delete(going);
    });
  looks.add(going);
}

/** What another program writes at this moment, once it is a whole text and stands still; at the latest after two seconds. */
async function settled(orphan: HeldFile, isWhole: (bytes: Uint8Array) => boolean): Promise<Uint8Array> {
  let last = orphan.read();
  for (let left = 400; left > 0; left--) {
    await pause(left > 390 ? 0 : 5);
    const now = orphan.read();
    if (Buffer.compare(now, last) === 0 && isWhole(now)) return now;
    last = now;
  }
  return last;
}

const isBusy = (error: unknown): boolean =>
  codeOf(error) === 'EBUSY' || (process.platform === 'win32' && ['EPERM', 'EACCES'].includes(codeOf(error)));

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
