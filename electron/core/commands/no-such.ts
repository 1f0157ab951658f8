import { didYouMean, didYouMeanId } from '../../../shared/did-you-mean.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import type { House } from '../house.js';

/** Names and ids that are not there: each says which one may have been meant, else where they are listed. */
export const noServer = ({ settings }: Pick<House, 'settings'>, name: string): Result<never> =>
  fail(
    'NO_SUCH_SERVER',
    `there is no server ${JSON.stringify(name)}`,
    didYouMean(name, namesOf(settings.servers())) ?? 'see `toolgate server list`',
  );

export const noClient = ({ settings }: Pick<House, 'settings'>, client: string): Result<never> =>
  fail(
    'NO_SUCH_CLIENT',
    `there is no client ${JSON.stringify(client)}`,
    didYouMean(client, namesOf(settings.clients())) ?? 'see `toolgate client list`',
  );

export function noTool({ registry }: Pick<House, 'registry'>, server: string, tool: string): Result<never> {
  const known = registry.of(server).map((one) => one.tool);
  return fail(
    'NO_SUCH_TOOL',
    `${server} has no tool ${JSON.stringify(tool)}`,
    didYouMean(tool, known) ?? `see \`toolgate tools --server ${server}\``,
  );
}

/** A server that was never listed may have any tool; a listed one has what it listed. */
export function knownTool(house: Pick<House, 'settings' | 'registry'>, server: string, tool: string | undefined): Result<void> {
  if (house.settings.server(server) === undefined) return noServer(house, server);
  return tool !== undefined && house.registry.of(server).length > 0 && house.registry.get(server, tool) === undefined
    ? noTool(house, server, tool)
    : ok(undefined);
}

/** among the latest ones: a log holds millions */
const RECORDS = 1000;

export const noRecord = ({ audit }: Pick<House, 'audit'>, callId: string): Result<never> =>
  fail(
    'NO_SUCH_RECORD',
    `there is no record ${JSON.stringify(callId)}`,
    didYouMeanId(callId, idsOf(audit.list({ limit: RECORDS }))) ?? 'see `toolgate audit list`',
  );

const namesOf = (known: readonly { name: string }[]): string[] => known.map(({ name }) => name);
const idsOf = (known: readonly { id: string }[]): string[] => known.map(({ id }) => id);
