import { app, session, type Session, type WebContents } from 'electron';
import type { Logger } from '../core/ports/logger.js';
import { isOwnAddress } from './address.js';

const DEBUG_SWITCHES = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'inspect',
  'inspect-brk',
  'inspect-port',
  'js-flags',
  'load-extension',
];

/** Copying a token or a rule is the one ability that pages of ours may use beyond drawing and talking to us. */
const ALLOWED_PERMISSION = 'clipboard-sanitized-write';

/**
 * Before ready: sandbox for every renderer, no background traffic. In a packaged application switches that open a debugger end the
 * program: whoever can attach one can press "Allow".
 */
export function hardenProcess(): void {
  if (app.isPackaged) {
    const used = DEBUG_SWITCHES.filter(
      (name) => app.commandLine.hasSwitch(name) || process.argv.some((argument) => argument.startsWith(`--${name}`)),
    );
    if (used.length > 0) {
      process.stderr.write(`Toolgate does not start with --${used[0]}: a debugger could approve calls.\n`);
      app.exit(2);
    }
  }
  // enableSandbox() would take back the --no-sandbox that root needs; every window asks for the sandbox anyway.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  for (const name of ['disable-background-networking', 'disable-component-update', 'no-pings', 'disable-domain-reliability'])
    app.commandLine.appendSwitch(name);
}

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

/** A page stays where it is: no navigation, redirect, new window, frame navigation or webview. */
export function guardContents(contents: WebContents, logger: Logger): void {
  const deny = (what: string) => (event: { preventDefault(): void }) => {
    event.preventDefault();
    logger.warn('desktop.navigation-denied', { what });
  };
  contents.on('will-navigate', deny('navigate'));
  contents.on('will-redirect', deny('redirect'));
  contents.on('will-frame-navigate', deny('frame'));
  // A page cannot refuse to be closed either.
  contents.on('will-prevent-unload', (event) => event.preventDefault());
  contents.on('will-attach-webview', deny('webview'));
  contents.setWindowOpenHandler(() => {
    logger.warn('desktop.navigation-denied', { what: 'window' });
    return { action: 'deny' };
  });
}

/** After ready: applies all of it to the one session and to every page that is ever made. */
export function harden(logger: Logger): void {
  hardenSession(session.defaultSession, logger);
  app.on('session-created', (made) => hardenSession(made, logger));
  app.on('web-contents-created', (_event, contents) => guardContents(contents, logger));
}
