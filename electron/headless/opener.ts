import { spawn } from 'node:child_process';
import { isApplicationLink } from '../../shared/application-links.js';
import type { Opener } from '../core/ports/opener.js';

/** Opens an address with the system's own opener, without a shell. */
export function createBrowserOpener(platform: NodeJS.Platform = process.platform): Opener {
  return {
    open(url) {
      if (url.protocol !== 'https:' && url.protocol !== 'http:' && !isApplicationLink(url)) return Promise.resolve(false);
      const [command, ...args] =
        platform === 'darwin' ? ['open'] : platform === 'win32' ? ['rundll32', 'url.dll,FileProtocolHandler'] : ['xdg-open'];
      return new Promise((resolve) => {
        const child = spawn(command!, [...args, url.href], { stdio: 'ignore', detached: true });
        child.once('error', () => resolve(false));
        child.once('spawn', () => {
          child.unref();
          resolve(true);
        });
      });
    },
  };
}
