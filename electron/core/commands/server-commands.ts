import { fail, ok, type Result } from '../../../shared/result.js';
import { parseUrl } from '../../../shared/parse-url.js';
import type { ServerView } from '../../../shared/model/views.js';
import type { NewServer } from '../../../shared/commands/server-contract.js';
import type { Handlers } from '../dispatch.js';
import type { House } from '../house.js';
import { unpinnedPackage, withExactVersion } from '../pins/launch-advice.js';
import { addServer } from '../add-server.js';
import { noServer } from './no-such.js';
import { declared } from '../../../shared/declared-value.js';
import { launchText, secretKey } from '../views.js';
import type { TransportConfig } from '../../../shared/model/views.js';

type ServerCommands = Extract<keyof Handlers, `server.${string}`>;

/** The servers behind the gate: add, remove, start anew, give a secret. */
export function serverCommands(house: House): Pick<Handlers, Exclude<ServerCommands, 'server.import'>> {
  const { settings, secrets, upstreams } = house;
  const view = (name: string): Result<ServerView> => {
    const found = house.serverViews().find((server) => server.name === name);
    return found === undefined ? noServer(house, name) : ok(found);
  };

  return {
    'server.list': () => ok(house.serverViews()),

    async 'server.add'(input) {
      const transport = await serverToAdd(house, input);
      if (!transport.ok) return transport;
      const added = addServer(
        house,
        {
          name: input.name,
          slug: input.slug,
          transport: transport.value,
          enabled: true,
          trusted: false,
          instances: input.instances ?? 'auto',
        },
        transport.value.kind === 'stdio' ? input.env : input.headers,
        (server) => house.pins.acceptLaunch(server),
      );
      if (!added.ok) return added;
      if (input.instances === undefined) await house.asCatalogued(input.name);
      if (input.start !== false && house.modes.current() !== 'lockdown') house.serverAdded(input.name);
      return view(input.name);
    },

    async 'server.remove'({ name }) {
      const removed = settings.removeServer(name);
      if (!removed.ok) return removed;
      await house.serverRemoved(name);
      return ok({});
    },

    'server.enable'({ name }) {
      const changed = settings.updateServer(name, { enabled: true });
      if (!changed.ok) return changed;
      house.serverAdded(name);
      return view(name);
    },

    async 'server.disable'({ name }) {
      const changed = settings.updateServer(name, { enabled: false });
      if (!changed.ok) return changed;
      await house.serverStopped(name);
      return view(name);
    },

    async 'server.restart'({ name }) {
      const known = view(name);
      if (!known.ok) return known;
      if (!known.value.enabled) return fail('DISABLED', `${name} is disabled`, `enable it: toolgate server enable ${name}`);
      const restarted = await upstreams.restart(name);
      if (!restarted.ok) return restarted;
      await upstreams.refresh(name);
      return view(name);
    },

    async 'server.refresh'({ name }) {
      const known = view(name);
      if (!known.ok) return known;
      if (!known.value.enabled) return fail('DISABLED', `${name} is disabled`, `enable it: toolgate server enable ${name}`);
      const refreshed = await house.refresh(name);
      return refreshed.ok ? view(name) : refreshed;
    },

    async 'server.update'({ name, ...change }) {
      const before = settings.server(name);
      const changed = settings.updateServer(name, Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)));
      if (!changed.ok) return changed;
      if (before?.trusted !== changed.value.trusted) await house.judgeAgain(name);
      return view(name);
    },

    async 'server.setSecret'({ name, kind, key, value, declares }) {
      const server = settings.server(name);
      if (server === undefined) return noServer(house, name);
      const { transport } = server;
      if (kind === 'oauth') {
        if (transport.kind === 'stdio') return fail('BAD_INPUT', `${name} is a program on this machine and has no sign-in`);
        if (key !== 'client_id' && key !== 'client_secret')
          return fail('BAD_INPUT', 'of a client registered beforehand there are client_id and client_secret');
        house.setSignInClient(name, key, value);
        return view(name);
      }
      const names = transport.kind === 'stdio' ? transport.envNames : transport.headerNames;
      if ((transport.kind === 'stdio') !== (kind === 'env'))
        return fail('BAD_INPUT', `${name} takes ${kind === 'env' ? 'headers' : 'environment values'}, not ${kind}`);
      const known = declared(name, transport, key);
      if (!known.ok) {
        if (declares !== true) return known;
        const added = settings.updateServer(name, {
          transport:
            transport.kind === 'stdio' ? { ...transport, envNames: [...names, key] } : { ...transport, headerNames: [...names, key] },
        });
        if (!added.ok) return added;
      }
      secrets.set(secretKey(name, kind, key), value);
      await house.serverStopped(name);
      house.serverAdded(name);
      return view(name);
    },

    async 'server.origin'({ name }) {
      const server = settings.server(name);
      if (server === undefined) return noServer(house, name);
      const catalogue = await house.catalogue();
      const loose = unpinnedPackage(server.transport);
      const published = await catalogue.compareAll(server.transport, house.registry.of(name));
      const exact = loose?.kind === 'npm' ? await catalogue.exactVersion(loose.name) : undefined;
      const fixed = exact === undefined ? undefined : withExactVersion(server.transport, exact.version);
      return ok({
        ...(loose === undefined ? {} : { package: loose.name }),
        ...(published === undefined ? {} : { published }),
        ...(exact === undefined || fixed === undefined ? {} : { hold: { ...exact, launch: launchText(fixed) } }),
      });
    },

    async 'server.hold'({ name, version }) {
      const server = settings.server(name);
      if (server === undefined) return noServer(house, name);
      const transport = withExactVersion(server.transport, version);
      if (transport === undefined)
        return fail(
          'BAD_INPUT',
          `the command of ${name} has no npm package to hold at ${JSON.stringify(version)}`,
          'give one exact version, such as 1.2.3',
        );
      const changed = settings.updateServer(name, { transport });
      if (!changed.ok) return changed;
      house.pins.acceptLaunch(changed.value);
      await house.serverStopped(name);
      house.serverAdded(name);
      return view(name);
    },

    'server.stderr'({ name }) {
      if (settings.server(name) === undefined) return noServer(house, name);
      const { text, droppedBytes } = upstreams.stderr(name);
      return ok({ text: house.audit.covered([text]).join(''), droppedBytes });
    },

    async 'server.signIn'({ name }) {
      const known = view(name);
      if (!known.ok) return known;
      const signedIn = await house.signIn(name);
      return signedIn.ok ? view(name) : signedIn;
    },
  };
}

/** How a server to be added is reached; a failure where it names no way, or a program that is not there. */
export async function serverToAdd(house: Pick<House, 'checkLaunch'>, input: NewServer): Promise<Result<TransportConfig>> {
  const transport = transportOf(input);
  if (!transport.ok) return transport;
  const runnable = await house.checkLaunch(input.name, transport.value);
  return runnable.ok ? transport : runnable;
}

/** A command or an address, exactly one of the two. */
function transportOf(input: NewServer): Result<TransportConfig> {
  const { command, url } = input;
  if ((command === undefined) === (url === undefined)) return fail('BAD_INPUT', 'a server is a command or an address, one of the two');
  if (command !== undefined) {
    if (input.headers.length > 0)
      return fail('BAD_INPUT', 'headers belong to a server with an address; a command takes environment values');
    return ok({
      kind: 'stdio',
      command,
      args: [...input.args],
      envNames: names(input.env),
      ...(input.cwd === undefined ? {} : { cwd: input.cwd }),
    });
  }
  if (input.env.length > 0 || input.args.length > 0 || input.cwd !== undefined)
    return fail('BAD_INPUT', 'a server with an address takes headers, not a command’s arguments, environment or folder');
  const address = parseUrl(url!);
  if (!/^https?:\/\//i.test(url!) || address === undefined)
    return fail('BAD_INPUT', `${JSON.stringify(url)} is no address`, 'write https://… or http://…');
  if (address.username !== '')
    return fail('BAD_INPUT', 'an address with a user name or password in it is not taken', 'give the credentials as a header');
  return ok({ kind: input.transport ?? 'http', url: url!, headerNames: names(input.headers) });
}

const names = (list: readonly { name: string }[]): string[] => [...new Set(list.map((one) => one.name))];
