import { app, session, type WebContents } from 'electron';
import { isAttackReference } from '../../shared/attack-references.js';
import type { Logger } from '../core/ports/logger.js';
import type { Opener } from '../core/ports/opener.js';
import { hardenSession } from './session-guard.js';

const DEBUG_SWITCHES = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'inspect',
  'inspect-brk',
  'inspect-port',
  'js-flags',
  'load-extension',
];

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

/**
 * A page stays where it is: no navigation, redirect, new window, frame navigation or webview. A link to where an attack is described, which
 * we wrote ourselves, opens in the person's browser.
 */
function guardContents(contents: WebContents, logger: Logger, opener: Opener): void {
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
  contents.setWindowOpenHandler(({ url }) => {
    if (isAttackReference(url)) void opener.open(new URL(url));
    else logger.warn('desktop.navigation-denied', { what: 'window' });
    return { action: 'deny' };
  });
}

/** After ready: applies all of it to the one session and to every page that is ever made. */
export function harden(logger: Logger, opener: Opener): void {
  hardenSession(session.defaultSession, logger);
  app.on('session-created', (made) => hardenSession(made, logger));
  app.on('web-contents-created', (_event, contents) => guardContents(contents, logger, opener));
}
