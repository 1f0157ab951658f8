import { basename, dirname, join } from 'node:path';
import { fail, ok, type Result } from '../../../shared/result.js';
import type { Clock } from '../ports/clock.js';
import type { Ids } from '../ports/ids.js';
import { codeOf, type ConfigFiles } from './config-files.js';
import { readConfig, shaOf, type FileState } from './open-config.js';
import { pause } from './pause.js';

export interface Replacing {
  readonly fs: ConfigFiles;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'next'>;
}

/** `changed`: somebody else wrote meanwhile, and `now` is what stands there: make the change anew on top of it. */
export type Replaced =
  { readonly kind: 'replaced'; readonly madeFolders: readonly string[] } | { readonly kind: 'changed'; readonly now: FileState };

const BUSY_MS = 10_000;
const BUSY_STEP_MS = 50;
/** a program that had the old file open may end its sentence after the rename */
const LATE_MS = 25;
const FRESH_MODE = 0o600;

/**
 * Replaces a file whole, or not at all: a new file beside it, brought to the disk, takes its name. Mode and owner stay; a link stays and
 * its target is replaced. Nothing is written when the file no longer is what was read. `bytes` undefined removes the file.
 *
 * Programs that know no lock can write in the moment between the last look and the rename. Therefore the old file keeps a second name
 * until afterwards: had it changed, the result is `changed` with that text, and nobody's words are lost. `isWhole` tells half a text.
 */
export async function replaceFile(
  { fs, clock, ids }: Replacing,
  before: FileState,
  bytes: Uint8Array | undefined,
  isWhole: (bytes: Uint8Array) => boolean = () => true,
): Promise<Result<Replaced>> {
  const { target, facts, path } = before;
  if (facts !== undefined && (facts.mode & 0o200) === 0)
    return fail('READ_ONLY', `${path} is read-only`, 'Make it writable if Toolgate may change it. Nothing was changed.');
  const folder = dirname(target);
  const stem = join(folder, `.${basename(target)}.${ids.next('toolgate').replace(/[^\w-]/g, '')}`);
  const [fresh, aside] = [`${stem}.new`, `${stem}.old`];
  try {
    const madeFolders = facts === undefined ? fs.makeFolder(folder, 0o700) : [];
    if (bytes !== undefined) fs.create(fresh, bytes, facts?.mode ?? FRESH_MODE, facts);
    for (const endMs = clock.monotonicMs() + BUSY_MS; ;) {
      const now = readConfig(fs, path);
      if (!now.ok) return now;
      if (now.value.sha !== before.diskSha || now.value.target !== target) return ok({ kind: 'changed', now: now.value });
      try {
        const kept = facts !== undefined && secondName(fs, target, aside);
        if (bytes === undefined) fs.remove(target);
        else if (facts === undefined) appear(fs, fresh, target);
        else fs.rename(fresh, target);
        syncQuietly(fs, folder);
        if (!kept) return ok({ kind: 'replaced', madeFolders });
        for (const waitMs of [0, LATE_MS]) {
          if (waitMs > 0) await pause(waitMs);
          const lost = fs.read(aside);
          if (shaOf(lost) === before.diskSha) continue;
          const theirs = await settled(fs, aside, isWhole);
          return ok({
            kind: 'changed',
            now: { ...before, bytes: theirs, sha: shaOf(theirs), diskSha: shaOf(bytes), facts: bytes === undefined ? undefined : facts },
          });
        }
        return ok({ kind: 'replaced', madeFolders });
      } catch (error) {
        quietly(() => fs.remove(aside));
        if (codeOf(error) === 'EEXIST') continue;
        // Windows: a scanner or the application itself holds the file for a moment.
        if (!isBusy(error) || clock.monotonicMs() >= endMs) throw error;
        await pause(BUSY_STEP_MS);
      }
    }
  } catch (error) {
    return fail('STORAGE', `${path} cannot be written: ${reason(error)}`, 'Nothing was changed.');
  } finally {
    quietly(() => fs.remove(fresh));
    quietly(() => fs.remove(aside));
  }
}

/** What another program writes at this moment, once it is a whole text and stands still; at the latest after two seconds. */
async function settled(fs: ConfigFiles, path: string, isWhole: (bytes: Uint8Array) => boolean): Promise<Uint8Array> {
  let last = fs.read(path);
  for (let left = 100; left > 0; left--) {
    await pause(20);
    const now = fs.read(path);
    if (shaOf(now) === shaOf(last) && isWhole(now)) return now;
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

function reason(error: unknown): string {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'the disk is full';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return `its folder cannot be written (${code})`;
  return code || String(error);
}

function secondName(fs: ConfigFiles, target: string, aside: string): boolean {
  try {
    fs.link(target, aside);
    return true;
  } catch {
    return false;
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
