import type { CommandName, ParsedInput } from '../../shared/commands/contract.js';
import { didYouMeanId } from '../../shared/did-you-mean.js';
import { fail, ok, type Result } from '../../shared/result.js';
import { knownTool, noClient, noServer } from './commands/no-such.js';
import { serverToAdd } from './commands/server-commands.js';
import type { Handlers } from './dispatch.js';
import type { House } from './house.js';

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
  const server = (name: string) => (settings.server(name) === undefined ? noServer(house, name) : ok(undefined));
  const free = (kind: 'server' | 'client', name: string) => {
    const taken = (kind === 'server' ? settings.servers() : settings.clients()).find(
      (one) => one.name.toLowerCase() === name.toLowerCase(),
    );
    return taken === undefined
      ? ok(undefined)
      : fail('EXISTS', `There is already a ${kind} named ${taken.name}.`, 'Choose another name, or remove that one first.');
  };
  const table: { readonly [N in CommandName]?: (input: ParsedInput<N>) => Foreseen | Promise<Foreseen> } = {
    'server.add': async (input) => {
      const name = free('server', input.name);
      return name.ok ? seen(await serverToAdd(house, input), () => undefined) : name;
    },
    'server.enable': ({ name }) => server(name),
    'server.update': ({ name }) => server(name),
    'server.hold': ({ name }) => server(name),
    'server.setSecret': ({ name }) => server(name),
    'server.signIn': ({ name }) => server(name),
    'tool.set': ({ server: name, tool }) => seen(knownTool(house, name, tool), () => undefined),
    'server.import': async (input) =>
      seen(await handlers['server.import']({ ...input, dryRun: true }, { door: 'cli' }), (found) =>
        found.flatMap(({ name, launch, state }) => (state === 'new' || state === 'renamed' ? [`+${name}: ${launch}`] : [])).join('\n'),
      ),
    'client.add': ({ name }) => free('client', name),
    'client.unblock': ({ name }) => (settings.clients().some((client) => client.name === name) ? ok(undefined) : noClient(house, name)),
    'client.connect': async (input) =>
      seen(await handlers['client.connect']({ ...input, dryRun: true }, { door: 'cli' }), ({ diff }) => diff),
    'client.disconnect': async (input) =>
      seen(await handlers['client.disconnect']({ ...input, dryRun: true }, { door: 'cli' }), ({ diff }) => diff),
    'approval.allow'({ id }) {
      const waiting = approvals.list(false).map((card) => card.id);
      return waiting.includes(id)
        ? ok(undefined)
        : fail(
            'NOT_WAITING',
            `No call waits under ${id} any more.`,
            didYouMeanId(id, waiting) ?? 'Look at the list of waiting calls again.',
          );
    },
  };
  return (name, input) => {
    const look = table[name] as ((input: unknown) => ReturnType<Foresee>) | undefined;
    return look?.(input) ?? ok(undefined);
  };
}

const seen = <T>(looked: Result<T>, says: (value: T) => string | undefined): Foreseen =>
  looked.ok ? ok(says(looked.value) || undefined) : looked;
