import type { Session } from 'electron';
import type { Logger } from '../core/ports/logger.js';
import { isOwnAddress } from './address.js';

/** Copying a token or a rule is the one ability that pages of ours may use beyond drawing and talking to us. */
const ALLOWED_PERMISSION = 'clipboard-sanitized-write';

/** No permission but copying, no device, no download, no address but our own. */
export function hardenSession(target: Session, logger: Logger): void {
  const allowed = (permission: string, address: string | undefined): boolean =>
    permission === ALLOWED_PERMISSION && address !== undefined && isOwnAddress(address);
  target.setPermissionRequestHandler((contents, permission, answer, details) => {
    const yes = allowed(permission, details.requestingUrl) && details.isMainFrame && isOwnAddress(contents?.getURL() ?? '');
    if (!yes) logger.warn('desktop.permission-denied', { permission });
    answer(yes);
  });
  target.setPermissionCheckHandler((_contents, permission, origin) => allowed(permission, origin));
  target.setDevicePermissionHandler(() => false);
  target.setSpellCheckerEnabled(false);
  target.on('will-download', (event) => event.preventDefault());
  target.webRequest.onBeforeRequest((details, answer) => {
    const ours = isOwnAddress(details.url) || details.url.startsWith('data:image/') || details.url.startsWith('devtools:');
    if (!ours) logger.warn('desktop.request-denied', { scheme: details.url.split(':', 1)[0] });
    answer({ cancel: !ours });
  });
}
