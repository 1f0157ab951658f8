import { didYouMean, didYouMeanId } from '../../../shared/did-you-mean.js';
import type { AuditFilter } from '../../../shared/commands/audit-contract.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import type { House } from '../house.js';
import { noSuchClient, noSuchServer } from '../settings/known-names.js';

/** Names and ids that are not there: each says which one may have been meant, else where they are listed. */
export const noServer = ({ settings }: Pick<House, 'settings'>, name: string): Result<never> => noSuchServer(name, settings.servers());
export const noClient = ({ settings }: Pick<House, 'settings'>, name: string): Result<never> => noSuchClient(name, settings.clients());

export function noTool({ registry }: Pick<House, 'registry'>, server: string, tool: string): Result<never> {
  const known = registry.of(server).map((one) => one.tool);
  return fail(
    'NO_SUCH_TOOL',
    `${server} has no tool ${JSON.stringify(tool)}`,
    didYouMean(tool, known) ?? `see \`toolgate tools --server ${server}\``,
  );
}

export const knownServer = (house: Pick<House, 'settings'>, name: string): Result<void> =>
  house.settings.server(name) === undefined ? noServer(house, name) : ok(undefined);

export const knownClient = (house: Pick<House, 'settings'>, name: string): Result<void> =>
  house.settings.clients().some((client) => client.name === name) ? ok(undefined) : noClient(house, name);

/** A server that was never listed may have any tool; a listed one has what it listed. */
export function knownTool(house: Pick<House, 'settings' | 'registry'>, server: string, tool: string | undefined): Result<void> {
  if (house.settings.server(server) === undefined) return noServer(house, server);
  return tool !== undefined && house.registry.of(server).length > 0 && house.registry.get(server, tool) === undefined
    ? noTool(house, server, tool)
    : ok(undefined);
}

/** Why a filter of the log can match nothing: it has a name that nobody has now and no recorded call had. Undefined where each name is one. */
export function unheardOf(house: Pick<House, 'settings' | 'registry' | 'audit'>, filter: AuditFilter): Result<never> | undefined {
  const { settings, registry, audit } = house;
  const { client, server, tool } = filter;
  const isLogged = (one: Pick<AuditFilter, 'client' | 'server' | 'tool'>): boolean => audit.list({ ...one, limit: 1 }).length > 0;
  if (client !== undefined && !namesOf(settings.clients()).includes(client) && !isLogged({ client })) return noClient(house, client);
  if (server !== undefined && settings.server(server) === undefined && !isLogged({ server })) return noServer(house, server);
  if (tool === undefined || isLogged({ tool })) return undefined;
  const listed = settings.servers().flatMap(({ name }) => registry.of(name).map((one) => one.tool));
  if (listed.includes(tool)) return undefined;
  const known = [...listed, ...audit.stats().byTool.map((one) => one.tool)];
  return fail(
    'NO_SUCH_TOOL',
    `no server lists a tool ${JSON.stringify(tool)}, and no call of one is in the log`,
    didYouMean(tool, known) ?? 'see `toolgate tools`',
  );
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
