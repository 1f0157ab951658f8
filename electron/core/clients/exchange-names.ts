import { spawnSync } from 'node:child_process';
import type { FileFacts } from './config-files.js';

/** A file as somebody looked at it. */
export interface Judged {
  readonly inode: FileFacts['inode'];
  readonly bytes: Uint8Array;
}

/**
 * `changed`: something else than what was judged had the name, and keeps it. `back`: the same, found only when it was out; it has its name
 * again, and whoever took the new file for that moment wrote into what stands under `fresh`.
 */
export type Exchanged = 'done' | 'changed' | 'back';

const MOST_MS = 10_000;
/** renameat2(2) of Linux, by processor */
const CALL: Readonly<Partial<Record<string, string>>> = { x64: '316', arm64: '276' };
/** no number that perl itself ends with (those of errors) */
const CHANGED = 200;
const BACK = 201;

/**
 * Node knows no exchange of two names, perl can ask the kernel for it. -100: paths as they are (AT_FDCWD). 2: RENAME_EXCHANGE. The number of
 * the call is that of 64 bits. What came out is looked at by this very process: it ends its work even if Toolgate is killed meanwhile.
 */
const PROGRAM = `
my ($call, $fresh, $target, $inode) = @ARGV;
sub is_judged { ((lstat $_[0])[1] // -1) == $inode }
sub exchange { syscall($call + 0, -100, $fresh, -100, $target, 2) == 0 }
exit 1 if length(pack('p', '')) != 8;
binmode STDIN;
local $/;
my $judged = <STDIN>;
open(my $file, '<:raw', $target) or exit ${CHANGED};
exit ${CHANGED} if <$file> ne $judged or !is_judged($target);
exchange() or exit 1;
exit 0 if is_judged($fresh);
exchange() or link($fresh, $target);
exit ${BACK};
`;

/**
 * Gives the file under `fresh` the name `target` and the other way round, in one step, where `target` is what was judged: nothing that
 * anybody renames into its place is lost. Undefined where the system cannot. `flags` for perl.
 */
export function exchangeNames(fresh: string, target: string, judged: Judged, flags: readonly string[] = []): Exchanged | undefined {
  const call = CALL[process.arch];
  if (process.platform !== 'linux' || call === undefined || !Number.isSafeInteger(judged.inode)) return undefined;
  const { status, signal } = spawnSync('perl', [...flags, '-e', PROGRAM, call, fresh, target, String(judged.inode)], {
    input: judged.bytes,
    stdio: ['pipe', 'ignore', 'ignore'],
    timeout: MOST_MS,
    killSignal: 'SIGKILL',
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
  });
  if (status === 0) return 'done';
  if (status === CHANGED) return 'changed';
  // Killed: nobody knows how far it came, and 'back' is what loses nothing in any case.
  return status === BACK || signal !== null ? 'back' : undefined;
}
