import type { CommandName, ParsedInput } from '../../shared/commands/contract.js';
import { ok, type Result } from '../../shared/result.js';
import { knownClient, knownServer, knownTool } from './commands/no-such.js';
import { serverToAdd } from './commands/server-commands.js';
import type { Handlers } from './dispatch.js';
import type { House } from './house.js';
import { freeName } from './settings/known-names.js';

/** What a command would change, where that is more than its sentence can say: lines that begin with + and -. Or why it cannot be carried out. */
type Foreseen = Result<string | undefined>;
/** Looks at what a command would do as things stand. Changes nothing. */
export type Foresee = (name: CommandName, input: unknown) => Foreseen | Promise<Foreseen>;

/**
 * Keeps what must fail from being put before a person: a server, client, application or waiting call that is not there, a name that is taken,
 * a program that cannot be found. No full trial: what it cannot know, the command itself says when it runs. Where servers come from files, and
 * where files are changed, the person sees the commands and the change.
 */
export function createForesee(house: House, handlers: Handlers): Foresee {
  const { settings, approvals } = house;
  const table: { readonly [N in CommandName]?: (input: ParsedInput<N>) => Foreseen | Promise<Foreseen> } = {
    'server.add': async (input) => {
      const free = freeName('server', input.name, settings.servers());
      return free.ok ? possible(await serverToAdd(house, input)) : free;
    },
    'server.enable': ({ name }) => possible(knownServer(house, name)),
    'server.update': ({ name }) => possible(knownServer(house, name)),
    'server.hold': ({ name }) => possible(knownServer(house, name)),
    'server.setSecret': ({ name }) => possible(knownServer(house, name)),
    'server.signIn': ({ name }) => possible(knownServer(house, name)),
    'tool.set': ({ server: name, tool }) => possible(knownTool(house, name, tool)),
    'server.import': async (input) =>
      seen(await handlers['server.import']({ ...input, dryRun: true }, { door: 'cli' }), (found) =>
        found.flatMap(({ name, launch, state }) => (state === 'new' || state === 'renamed' ? [`+${name}: ${launch}`] : [])).join('\n'),
      ),
    'client.add': ({ name }) => possible(freeName('client', name, settings.clients())),
    'client.unblock': ({ name }) => possible(knownClient(house, name)),
    'client.connect': async (input) =>
      seen(await handlers['client.connect']({ ...input, dryRun: true }, { door: 'cli' }), ({ diff }) => diff),
    'client.disconnect': async (input) =>
      seen(await handlers['client.disconnect']({ ...input, dryRun: true }, { door: 'cli' }), ({ diff }) => diff),
    'approval.allow': ({ id }) => possible(approvals.isWaiting(id)),
  };
  return (name, input) => {
    const look = table[name] as ((input: unknown) => ReturnType<Foresee>) | undefined;
    return look?.(input) ?? ok(undefined);
  };
}

const seen = <T>(looked: Result<T>, says: (value: T) => string | undefined): Foreseen =>
  looked.ok ? ok(says(looked.value) || undefined) : looked;

/** Whether it can be done: all that it changes is said by its sentence. */
const possible = (looked: Result<unknown>): Foreseen => seen(looked, () => undefined);
