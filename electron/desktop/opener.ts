import { shell } from 'electron';
import { isApplicationLink } from '../../shared/application-links.js';
import type { Logger } from '../core/ports/logger.js';
import type { Opener } from '../core/ports/opener.js';
import { isWebAddress } from './address.js';

/** Opens the system's browser, or an application by one of the links that are known. All else is refused: other schemes start programs. */
export function createOpener(logger: Logger): Opener {
  return {
    async open(url) {
      if (!isWebAddress(url) && !isApplicationLink(url)) {
        logger.warn('desktop.open-refused', { scheme: url.protocol });
        return false;
      }
      try {
        await shell.openExternal(url.href);
        return true;
      } catch (error) {
        logger.warn('desktop.open-failed', { error: String(error) });
        return false;
      }
    },
  };
}
