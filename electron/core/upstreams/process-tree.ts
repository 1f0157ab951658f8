import { spawn, type ChildProcess } from 'node:child_process';

/**
 * Signals a process that was started as the leader of its own group, with everything below it. Absent processes are no fault.
 * What made a session of its own (setsid) is left alone, though it could be found: so is a browser started that a sign-in opens, or an editor, and
 * nothing tells those, with a person's work in them, from what only serves the server.
 * Windows has no groups: `taskkill /T` ends the tree.
 */
export function signalTree(pid: number, signal: 'SIGTERM' | 'SIGKILL', platform: NodeJS.Platform = process.platform): void {
  if (platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/T', ...(signal === 'SIGKILL' ? ['/F'] : [])], { stdio: 'ignore', windowsHide: true }).on(
      'error',
      () => {},
    );
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // ESRCH: nothing is left of it
  }
}

/** Reads `+ pid` and `- pid` lines; when its input ends, ends the groups that are still listed: 1 s to leave by themselves, TERM, 1 s, KILL. */
const script = `
trap '' HUP INT TERM
list=' '
while read -r op pid; do
  case "$op" in
    +) list="$list$pid " ;;
    -) rest=' '; for p in $list; do [ "$p" = "$pid" ] || rest="$rest$p "; done; list="$rest" ;;
  esac
done
[ "$list" = ' ' ] && exit 0
sleep 1
for p in $list; do kill -s TERM -- "-$p" 2>/dev/null; done
sleep 1
for p in $list; do kill -s KILL -- "-$p" 2>/dev/null; done
`;

export interface Watchdog {
  watch(pid: number): void;
  unwatch(pid: number): void;
  close(): void;
}

/**
 * Ends servers' process trees when this process dies without ending them itself (kill -9, crash): one small shell for all of them, in its own
 * group, whose standard input ends with this process. Does nothing on Windows, where servers see their own input end.
 */
export function createWatchdog(platform: NodeJS.Platform = process.platform): Watchdog {
  let child: ChildProcess | undefined;
  const watched = new Set<number>();
  const tell = (line: string): void => {
    child?.stdin?.write(line);
  };
  const start = (): void => {
    child = spawn('/bin/sh', ['-c', script], { stdio: ['pipe', 'ignore', 'ignore'], detached: true, env: { PATH: '/usr/bin:/bin' } });
    const started = child;
    started.on('error', () => {
      if (child === started) child = undefined;
    });
    started.on('exit', () => {
      if (child === started) child = undefined;
    });
    started.stdin?.on('error', () => {});
    started.unref();
    (started.stdin as { unref?: () => void } | null)?.unref?.();
    for (const pid of watched) tell(`+ ${pid}\n`);
  };
  return {
    watch(pid) {
      if (platform === 'win32') return;
      watched.add(pid);
      if (child === undefined) start();
      else tell(`+ ${pid}\n`);
    },
    unwatch(pid) {
      if (watched.delete(pid)) tell(`- ${pid}\n`);
    },
    close() {
      child?.stdin?.end();
    },
  };
}
