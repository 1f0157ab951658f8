import { fail, ok, type Result } from '../../../shared/result.js';
import { unknownApplication } from './unknown-application.js';
import { gateLink } from './deep-link.js';
import { AGGREGATE } from './plan-file.js';
import type { Room } from './room.js';

/** Has an application ask its person whether to add the gate. First the application gets its token, which stays here: the link holds none. */
export async function openLink({ gate, ...room }: Room, id: string): Promise<Result<{ readonly url: string }>> {
  const application = room.applications.find((one) => one.id === id);
  if (application === undefined) return unknownApplication({ gate, ...room }, id);
  const url = gateLink(application, AGGREGATE, { client: id, server: undefined, port: gate.port(), bridge: gate.bridgeCommand() });
  if (url === undefined || gate.open === undefined)
    return fail('NO_LINK', `${application.name} cannot be set up by a link here`, `Connect it: toolgate client connect ${id}`);
  const token = gate.tokenFor(id, application);
  if (!token.ok) return token;
  if (await gate.open(new URL(url))) return ok({ url });
  return fail('NOT_OPENED', `${application.name} could not be opened`, 'Start it once, then try again.');
}
