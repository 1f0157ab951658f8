import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../../shared/result.js';
import { prepareDataDir, whyNot } from './data-dir.js';

interface Holder {
  readonly pid: number;
  /** distinguishes a process from a later one with the same pid, where the system tells (Linux) */
  readonly born: string | undefined;
  readonly sinceMs: number;
}

/**
 * Makes this process the only writer of a data folder. Fails with the holder's pid when another live process has it; a lock left by
 * a process that is gone is taken over. `release` gives it back (and is safe to call twice).
 */
export function lockDataDir(dataDir: string, nowMs: () => number = Date.now): Result<{ release(): void }> {
  const prepared = prepareDataDir(dataDir);
  if (!prepared.ok) return prepared;
  const path = join(dataDir, 'toolgate.lock');
  const mine = JSON.stringify({ pid: process.pid, born: bornAt(process.pid), sinceMs: nowMs() } satisfies Holder);
  try {
    for (let attempt = 0; attempt < 5; attempt++) {
      if (claim(path, mine)) return ok({ release: () => release(path, mine) });
      const found = read(path);
      if (found === undefined) continue;
      const holder = parse(found);
      if (holder !== undefined && alive(holder))
        return fail('IN_USE', inUse(dataDir, holder), 'Use that instance: every toolgate command talks to it. Or end it first.', {
          pid: holder.pid,
        });
      putAside(path, found);
    }
  } catch (error) {
    return fail('DATA_DIR', `The data folder ${dataDir} cannot be locked: ${whyNot(error)}`, 'Check its owner and the free space.');
  }
  return fail('IN_USE', `The data folder ${dataDir} is being claimed by another instance.`, 'Try again in a moment.');
}

const inUse = (dataDir: string, holder: Holder): string =>
  `Toolgate (pid ${holder.pid}, since ${new Date(holder.sinceMs).toISOString()}) already owns the data folder ${dataDir}.`;

/** A link appears whole or not at all, so nobody ever reads half a lock. Where the file system has no links, an exclusive create. */
function claim(path: string, text: string): boolean {
  const own = `${path}.${process.pid}`;
  try {
    writeFileSync(own, text, { mode: 0o600 });
    linkSync(own, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(codeOf(error))) throw error;
  } finally {
    rmSync(own, { force: true });
  }
  try {
    writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Moves a dead lock away. Should another process have replaced it meanwhile, its lock is put back. */
function putAside(path: string, expected: string): void {
  const aside = `${path}.stale-${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if (read(aside) !== expected) {
    try {
      linkSync(aside, path);
    } catch {
      /* yet another process holds it: the next round finds out */
    }
  }
  rmSync(aside, { force: true });
}

function release(path: string, mine: string): void {
  if (read(path) === mine) rmSync(path, { force: true });
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function parse(text: string): Holder | undefined {
  try {
    const value = JSON.parse(text) as Partial<Holder> | null;
    return typeof value?.pid === 'number' && Number.isInteger(value.pid) && value.pid > 0
      ? { pid: value.pid, born: typeof value.born === 'string' ? value.born : undefined, sinceMs: Number(value.sinceMs) || 0 }
      : undefined;
  } catch {
    return undefined;
  }
}

function alive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return false;
  }
  const born = bornAt(holder.pid);
  return born === undefined || holder.born === undefined || born === holder.born;
}

/** Field 22 of /proc/<pid>/stat (start time in clock ticks after boot) with the boot's id; undefined where there is no /proc. */
function bornAt(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    return `${boot}:${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`;
  } catch {
    return undefined;
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException | undefined)?.code ?? '';
