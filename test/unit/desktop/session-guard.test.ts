import type { Session } from 'electron';
import { expect, it } from 'vitest';
import { silentLogger } from '../../../electron/core/ports/logger.js';
import { hardenSession } from '../../../electron/desktop/session-guard.js';

const own = 'app://toolgate/index.html#/overview';
const foreign = 'https://example.com/';
const copying = 'clipboard-sanitized-write';

/** The handlers that a session was given. */
function guarded() {
  type Ask = Parameters<Session['setPermissionRequestHandler']>[0] & object;
  let ask: Ask | undefined;
  let check: (Parameters<Session['setPermissionCheckHandler']>[0] & object) | undefined;
  const session = {
    setPermissionRequestHandler: (handler: typeof ask) => (ask = handler),
    setPermissionCheckHandler: (handler: typeof check) => (check = handler),
    setDevicePermissionHandler: () => {},
    setSpellCheckerEnabled: () => {},
    on: () => {},
    webRequest: { onBeforeRequest: () => {} },
  };
  hardenSession(session as unknown as Session, silentLogger);
  return {
    asked(permission: string, requestingUrl: string, isMainFrame: boolean, page: string | undefined): boolean {
      let answer: boolean | undefined;
      const contents = page === undefined ? null : { getURL: () => page };
      ask?.(contents as never, permission as never, (yes) => (answer = yes), { requestingUrl, isMainFrame } as never);
      return answer === true;
    },
    checked: (permission: string, origin: string): boolean => check?.(null, permission as never, origin, {} as never) === true,
  };
}

it.each([
  ['our page', copying, own, true, own, true],
  ['our page, for what is more than copying', 'clipboard-read', own, true, own, false],
  ['a frame of our page', copying, own, false, own, false],
  ['a foreign address in our page', copying, foreign, true, own, false],
  ['our address in a foreign page', copying, own, true, foreign, false],
  ['a page that is gone', copying, own, true, undefined, false],
])('a permission asked by %s', (_who, permission, address, isMainFrame, page, granted) => {
  expect(guarded().asked(permission, address, isMainFrame, page)).toBe(granted);
});

it('only our own pages are said to have a permission, and only that of copying', () => {
  const { checked } = guarded();
  expect([checked(copying, own), checked(copying, foreign), checked('geolocation', own)]).toEqual([true, false, false]);
});
