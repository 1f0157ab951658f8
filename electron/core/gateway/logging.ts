import type { CallReply } from '../ports/corridor.js';
import { invalidParams, methodNotFound } from './own-replies.js';
import type { Hub } from './hub.js';
import { isLogLevel } from './log-levels.js';
import { relay } from './relay.js';
import { can, type Call, type Session } from './session.js';

/** Sets the level at every server the session has touched; those it touches later are told when they are connected. */
export async function setLevel(hub: Hub, session: Session, call: Call): Promise<CallReply> {
  // a mirror is as its server: the aggregate gets servers later that may log
  if (session.route !== '' && !session.offers.has('logging')) return methodNotFound;
  const { level } = call.params;
  if (!isLogLevel(level)) return invalidParams('"level" is none of the eight syslog levels');
  session.logLevel = level;
  await Promise.all(
    session
      .links()
      .filter((link) => can(link, 'logging'))
      .map((link) => relay(hub, session, call, { server: link.server, tool: '' })),
  );
  return { kind: 'result', result: {} };
}
