import { basename, dirname, join } from 'node:path';
import { fail, ok, type Result } from '../../../shared/result.js';
import type { Clock } from '../ports/clock.js';
import { codeOf, type ConfigFiles } from './config-files.js';
import { removeLeftBeside } from './fresh-file.js';
import { pause } from './pause.js';
import { whyNotWritten } from './why-not-written.js';

const WAIT_MS = 10_000;
const STEP_MS = 20;
/** no write takes this long: whoever left such a lock is gone */
const STALE_MS = 30_000;
/** a lock without its writer's number was left by a crash while it was made */
const NAMELESS_MS = 1000;

/** Keeps two Toolgates from writing the same file at once, by whatever link they know it: a file beside it, made only where there is none. */
export async function withLock<T>(
  { fs, clock }: { fs: ConfigFiles; clock: Clock },
  file: string,
  work: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const { target, path } = lockOf(fs, file);
  for (const endMs = clock.monotonicMs() + WAIT_MS; ;) {
    try {
      fs.create(path, Buffer.from(`${process.pid}\n`), 0o600);
      break;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return work();
      if (codeOf(error) !== 'EEXIST')
        return fail('STORAGE', `${target} cannot be written: ${whyNotWritten(error)}`, 'Nothing was changed.');
      if (isStale(fs, clock, path)) fs.remove(path);
      else if (clock.monotonicMs() >= endMs)
        return fail('BUSY', `another Toolgate is writing ${target}`, 'Try again in a moment. Nothing was changed.');
      else await pause(STEP_MS);
    }
  }
  try {
    removeLeftBeside(target, fs);
    return await work();
  } finally {
    try {
      fs.remove(path);
    } catch {
      /* it goes stale by itself */
    }
  }
}

function lockOf(fs: ConfigFiles, file: string): { readonly target: string; readonly path: string } {
  const target = fs.target(file) === undefined ? file : fs.realpath(file);
  return { target, path: join(dirname(target), `.${basename(target)}.toolgate-lock`) };
}

/** Takes away what a crash left beside a file: a lock, and what was written under it. Nothing happens where there is no lock. */
export async function sweepBeside(room: { fs: ConfigFiles; clock: Clock }, file: string): Promise<void> {
  if (room.fs.facts(lockOf(room.fs, file).path) !== undefined) await withLock(room, file, () => Promise.resolve(ok(undefined)));
}

function isStale(fs: ConfigFiles, clock: Clock, path: string): boolean {
  try {
    const facts = fs.facts(path);
    if (facts === undefined) return false;
    const ageMs = clock.nowMs() - facts.mtimeMs;
    if (ageMs > STALE_MS) return true;
    const pid = Number(/^(\d+)\n$/.exec(Buffer.from(fs.read(path)).toString('utf8'))?.[1]);
    if (!Number.isInteger(pid) || pid <= 0) return ageMs > NAMELESS_MS;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return codeOf(error) === 'ESRCH';
  }
}
