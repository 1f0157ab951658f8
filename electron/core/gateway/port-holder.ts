import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Who listens on a TCP port of 127.0.0.1, for people: `node (pid 123: node server.js)`. Linux only, own processes only; else undefined. */
export function portHolder(port: number): string | undefined {
  try {
    const inode = listeningInode(port);
    return inode === undefined ? undefined : processWith(`socket:[${inode}]`);
  } catch {
    return undefined;
  }
}

/** Listening state is 0A; addresses are hexadecimal, `0100007F:1CF3` (proc(5), /proc/net/tcp). */
function listeningInode(port: number): string | undefined {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of readFileSync(table, 'utf8').split('\n').slice(1)) {
      const fields = line.trim().split(/\s+/);
      if (fields[1]?.endsWith(suffix) && fields[3] === '0A') return fields[9];
    }
  }
  return undefined;
}

function processWith(link: string): string | undefined {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (!readdirSync(`/proc/${pid}/fd`).some((fd) => readsAs(`/proc/${pid}/fd/${fd}`, link))) continue;
      const name = readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
      // only the program and its script: further arguments may be secrets
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, 2).join(' ').trim().slice(0, 120);
      return `${name} (pid ${pid}${command === '' ? '' : `: ${command}`})`;
    } catch {
      // another user's process, or one that has just ended
    }
  }
  return undefined;
}

function readsAs(path: string, link: string): boolean {
  try {
    return readlinkSync(path) === link;
  } catch {
    return false;
  }
}
