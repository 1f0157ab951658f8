import { isJsonObject, type JsonObject } from '../../../shared/json/json.js';
import type { Clock } from '../ports/clock.js';
import type { SessionOwner } from '../ports/upstreams.js';
import type { Hub } from './hub.js';
import type { Session } from './session.js';

/** how long one server that does not come up may hold up the lists of the others */
const patienceMs = 10_000;

/**
 * Sees to it that the servers of a route, or `only` that one, were listed once, and for a session as a client of its abilities is answered. In
 * mirror mode answers why not, where nothing is known; in aggregate mode what cannot be listed is left out and comes later by `list_changed`.
 */
export async function listed(hub: Hub, route: string, session?: Session, only?: string): Promise<string | undefined> {
  const names = only !== undefined ? [only] : route === '' ? hub.servers.list().map(({ name }) => name) : [route];
  const missing = names.filter(
    (name) => hub.upstreams.lists(name) === undefined || (session !== undefined && !hub.upstreams.knows(name, session.owner)),
  );
  const refreshed = Promise.all(missing.map((server) => refresh(hub, server, session?.owner)));
  let problem: string | undefined;
  if (route !== '' && hub.upstreams.lists(route) === undefined) [problem] = await refreshed;
  else if (missing.length > 0) await atMost(hub.clock, patienceMs, refreshed);
  for (const name of names) session?.met.add(name);
  return problem;
}

async function refresh(hub: Hub, server: string, owner: SessionOwner | undefined): Promise<string | undefined> {
  try {
    const result = await hub.upstreams.refresh(server, owner);
    if (result.ok) return undefined;
    hub.logger.warn('gateway.list.failed', { server, code: result.error.code });
    return result.error.fix === undefined ? result.error.message : `${result.error.message}. ${result.error.fix}`;
  } catch (fault) {
    hub.logger.error('gateway.list.failed', { server, fault: String(fault) });
    return `The server ${server} could not be listed.`;
  }
}

export function hasCapability(initializeResult: JsonObject, capability: string): boolean {
  const capabilities = initializeResult['capabilities'];
  return isJsonObject(capabilities) && capabilities[capability] !== undefined;
}

/** Waits for `work`, at most `ms`; afterwards answers undefined and lets it go on by itself. */
async function atMost<T>(clock: Clock, ms: number, work: Promise<T>): Promise<T | undefined> {
  let stop: () => void = () => {};
  const late = new Promise<undefined>((resolve) => {
    stop = clock.after(ms, () => resolve(undefined));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    stop();
  }
}
