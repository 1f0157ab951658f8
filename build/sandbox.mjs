import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Can Chromium's sandbox work for this user with this binary? Root cannot have it at all; others need either user namespaces or the
 * set-uid helper beside the binary.
 * @returns {{ flags: string[], warning?: string } | { problem: string }}
 */
export function sandboxFor(binary) {
  if (process.platform !== 'linux') return { flags: [] };
  if (process.getuid?.() === 0) {
    return {
      flags: ['--no-sandbox'],
      warning: 'Running as root: Electron cannot use its sandbox, so it is off. Use an ordinary account for daily work.',
    };
  }
  const helper = join(dirname(binary), 'chrome-sandbox');
  const stat = statSync(helper, { throwIfNoEntry: false });
  if (stat && stat.uid === 0 && (stat.mode & 0o4755) === 0o4755) return { flags: [] };
  if (spawnSync('unshare', ['--user', '--map-root-user', 'true'], { stdio: 'ignore' }).status === 0) return { flags: [] };
  return {
    problem: [
      'This system does not let Electron build its sandbox, and Toolgate does not run without it. Either',
      `  sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`,
      'or allow user namespaces (on Ubuntu 24.04 and later: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0;',
      'on older Debian: sudo sysctl -w kernel.unprivileged_userns_clone=1), then start again.',
    ].join('\n'),
  };
}
